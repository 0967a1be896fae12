"""Checks are all run, whatever one of them does, and give a status."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from corefw.app.addons import hooks_of, put_hook_caller
from corefw.app.hooks import Check, Finding, Hooks
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.places import Place
from corefw.contracts.manifest import Manifest
from corefw.engine.registry import Registry
from corefw.operate.checks import CheckRow, check, exit_code, rows_of_error


class Sound(Hooks):
    def check(self, event: Check) -> Iterable[Finding]:
        return [Finding("sound.one", "One.", place=Place("a.py", 3))]


class HalfWay(Hooks):
    def check(self, event: Check) -> Iterable[Finding]:
        yield Finding("half.way", "Half way.")
        raise RuntimeError("broken")


class Silent(Hooks):
    def check(self, event: Check) -> Iterable[Finding]:
        return ()


class Refusing(Hooks):
    def check(self, event: Check) -> Iterable[Finding]:
        raise ConfigurationError(Problem("CFW-601", "Nothing there.", fixes=(Fix("", "put it there"),)))


def registry_with(**addons: Hooks) -> Registry:
    registry = Registry("tests")
    put_hook_caller(registry)
    for name, addon in addons.items():
        hooks_of(registry).register(addon, Manifest(name, "1.0"))
    return registry


def test_a_raising_check_does_not_stop_the_others() -> None:
    """Its error comes first, and the findings of the others are there."""
    rows = check(registry_with(refusing=Refusing(), half=HalfWay(), silent=Silent(), sound=Sound()))

    assert {"refusing 1.0", "half 1.0", "sound 1.0"} == {row.owner for row in rows}
    assert CheckRow("warning", "sound.one", "One.", "", "sound 1.0", "a.py:3") == rows[-1]
    assert ["error", "error", "warning"] == [row.level for row in rows]
    assert any("RuntimeError: broken" in row.message for row in rows)


def test_an_application_without_addons_has_nothing_to_check() -> None:
    """No finding is success."""
    assert [] == check(registry_with())
    assert 0 == exit_code([])


@pytest.mark.parametrize(
    ("code", "level", "strict"),
    [(0, "warning", False), (1, "warning", True), (1, "error", False), (1, "error", True)],
)
def test_the_exit_code_tells_errors_from_warnings(code: int, level: str, strict: bool) -> None:
    """With strict, warnings count as well."""
    row = CheckRow("error" if level == "error" else "warning", "x", "X.", "", "", "")

    assert code == exit_code([row], strict=strict)


def test_each_problem_of_an_error_is_a_finding() -> None:
    """With its first place and its remedies."""
    problem = Problem(
        "CFW-112", "Wrong.", (Witness(Place("a.toml", 3), "shop"),), fixes=(Fix("", "mend it"),)
    )

    rows = rows_of_error(ConfigurationError(problem, problem))

    assert [CheckRow("error", "CFW-112", "Wrong.", "mend it", "shop", "a.toml:3")] * 2 == rows
