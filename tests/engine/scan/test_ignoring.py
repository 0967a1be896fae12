"""A name means itself and what is below it, and a test is known by its name."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.base.errors import ConfigurationError
from corefw.engine.scan.ignoring import Ignore, Ignored, is_test
from tests.engine.configurators import Configurator

names = st.from_regex(r"[a-z_]{1,5}", fullmatch=True)
dotted = st.lists(names, min_size=1, max_size=4).map(".".join)


@given(dotted, dotted)
def test_a_name_ignores_itself_and_what_is_below_and_nothing_else(ignored: str, asked: str) -> None:
    """Never what only begins with the same letters."""
    below = asked.split(".")[: ignored.count(".") + 1] == ignored.split(".")

    assert below is Ignored("app", ignored).names(asked)


@given(names, dotted)
def test_a_relative_name_is_below_the_scanned_package(root: str, name: str) -> None:
    """As Pyramid documents it: with a leading dot."""
    assert Ignored(root, f".{name}").names(f"{root}.{name}")
    assert not Ignored(root, f".{name}").names(f"{root}x.{name}")


def test_names_and_callables_may_be_mixed() -> None:
    """In whatever can be iterated."""
    rows: list[Ignore] = [".a", re.compile("b$").search]
    ignored = Ignored("app", iter(rows))

    assert [True, True, False] == [ignored.names(f"app.{name}") for name in ("a", "b", "c")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *(
            (name, True)
            for name in ("test", "tests", "conftest", "test_", "test_views", "views_test", "_test")
        ),
        *(
            (name, False)
            for name in ("testing", "contest", "attest", "latest", "tested", "tests_of", "views_tests", "x")
        ),
    ],
)
def test_a_test_is_known_by_its_name(name: str, expected: bool) -> None:
    """What pytest collects by default, and nothing that only sounds like it."""
    assert expected is is_test(name)


@pytest.mark.parametrize(("wrong", "shown"), [(5, "5"), ([".a", None], "None"), (object, None)])
def test_what_is_no_name_and_not_callable_is_refused(
    config: Configurator, wrong: object, shown: str | None
) -> None:
    """The whole text; a class can be called."""
    if shown is None:
        Ignored("app", wrong)  # type: ignore[arg-type]
        return
    with pytest.raises(ConfigurationError) as caught:
        config.scan("tests.engine.scanning", ignore=wrong)  # type: ignore[arg-type]

    line = caught.traceback[0].lineno + 1
    assert (
        f"CFW-306  A scan cannot ignore {shown}: it is neither a name nor callable.\n"
        "\n"
        f"  shop 1.0   tests/engine/scan/test_ignoring.py:{line}   "
        'config.scan("tests.engine.scanning", ignore=wrong)  # type: ignore[arg-type]\n'
        "\n"
        "  Choose one:\n"
        '    a module or a package   ignore="package.module", or ignore=".module" below the package\n'
        "    by a rule               ignore=function, given each full name; or re.compile(...).search"
    ) == str(caught.value)
