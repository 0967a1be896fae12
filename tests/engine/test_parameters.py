"""Whether arguments fit is answered as `inspect.Signature.bind` answers it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.engine.parameters import Parameters


def nothing(config: Any, target: Any) -> None: ...
def only_options(config: Any, target: Any, /, **options: Any) -> None: ...
def names(config: Any, target: Any, /, name: str, pattern: str, **options: Any) -> None: ...
def defaults(config: Any, target: Any, name: str = "", *, weight: int = 0) -> None: ...
def required_keyword(config: Any, target: Any, name: str, *, weight: int) -> None: ...
def by_position_only(config: Any, target: Any, name: str, pattern: str = "", /) -> None: ...
def position_and_same_keyword(config: Any, target: Any, name: str, /, **options: Any) -> None: ...
def several(config: Any, target: Any, *names: Any, weight: int = 0, **options: Any) -> None: ...
def anything(*args: Any, **options: Any) -> None: ...


FUNCTIONS: list[Callable[..., None]] = [
    nothing,
    only_options,
    names,
    defaults,
    required_keyword,
    by_position_only,
    position_and_same_keyword,
    several,
    anything,
]
OPTIONS = st.dictionaries(
    st.sampled_from(["config", "target", "name", "pattern", "weight", "other", "names", "options"]), st.none()
)


@given(st.sampled_from(FUNCTIONS), st.lists(st.none(), max_size=4), OPTIONS)
def test_arguments_fit_where_a_call_would_begin(
    function: Callable[..., None], args: list[None], options: dict[str, None]
) -> None:
    """Whatever the kinds of the parameters, and whatever is given."""
    try:
        inspect.signature(function).bind(None, None, *args, **options)
        expected = True
    except TypeError:
        expected = False

    assert expected == Parameters(function, given=2).fit(args, options)


@pytest.mark.parametrize(
    ("name", "expected"), [("name", True), ("weight", True), ("config", False), ("other", False)]
)
def test_a_parameter_is_known_by_its_name(name: str, expected: bool) -> None:
    """Those that corefw gives itself are nobody else's."""
    assert expected is (name in Parameters(defaults, given=2))
