"""A directive is a function, called as a method, which explains a wrong call at its place."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from corefw.base.errors import ConfigurationError, Witness
from corefw.base.places import UNKNOWN
from corefw.engine.configuration import Configuration
from corefw.engine.directive import Directive, run_directive, wrong_arguments
from corefw.engine.registry import Registry


def add_thing(config: Any, name: str, factory: Any = None, *, weight: int = 0) -> str:
    """Add a thing."""
    config.action(("thing", name), kind="thing")
    return f"{name} {weight}"


def add_failing(config: Any, name: str) -> None:
    raise TypeError("from inside")


class Configurator(Configuration):
    add_thing = Directive(add_thing)


@pytest.fixture
def config() -> Configurator:
    return Configurator(Registry(), sys.modules[__name__])


def test_it_is_called_as_a_method(config: Configurator) -> None:
    """And keeps its docstring; on the class it is itself."""
    assert "x 2" == config.add_thing("x", weight=2)
    assert "Add a thing." == Configurator.add_thing.__doc__
    assert add_thing is Configurator.add_thing.function


def test_what_it_declares_is_said_where_it_was_called(config: Configurator) -> None:
    """Not in the directive itself."""
    line = sys._getframe().f_lineno + 1
    config.add_thing("x")

    (row,) = config.plan
    assert (__name__, line) == (row.place.module, row.place.line)


def test_a_directive_that_calls_another_speaks_from_the_outermost_call(config: Configurator) -> None:
    """The line that somebody can change."""

    def add_two(config: Any) -> None:
        config.add_thing("x")
        run_directive(config, add_thing, "y")

    line = sys._getframe().f_lineno + 1
    config.call(add_two)

    assert [line, line] == [row.place.line for row in config.plan]


@pytest.mark.parametrize(
    ("args", "kw", "what"),
    [
        (("x",), {"wieght": 1}, 'add_thing has no argument "wieght". Did you mean "weight"?'),
        (
            ("x",),
            {"zebra": 1, "factry": 2},
            'add_thing has no argument "zebra". add_thing has no argument "factry". Did you mean "factory"?',
        ),
        ((), {}, "add_thing needs the argument name."),
        (("x", 1, 2), {}, "add_thing takes other arguments than it was given."),
        (("x",), {"name": "x"}, "add_thing takes other arguments than it was given."),
    ],
)
def test_a_wrong_call_is_explained(
    config: Configurator, args: tuple[Any, ...], kw: dict[str, Any], what: str
) -> None:
    """What is wrong, where it was called, and what it takes."""
    with pytest.raises(ConfigurationError) as caught:
        config.add_thing(*args, **kw)

    line = caught.tb.tb_lineno
    assert (
        f"CFW-204  {what}\n"
        "\n"
        f"  {config.owner}   tests/engine/test_directive.py:{line}   config.add_thing(*args, **kw)\n"
        "\n"
        "  To mend it:\n"
        "    it takes   name, factory, weight"
    ) == str(caught.value)


def test_a_type_error_of_the_directive_s_own_is_left_alone(config: Configurator) -> None:
    """It is a fault of the directive, and its traceback says where."""
    with pytest.raises(TypeError, match="from inside"):
        config.call(add_failing, "x")


def test_several_missing_arguments_are_named_together() -> None:
    """Those with a default are not."""

    def directive(config: Any, one: Any, /, two: Any, *rest: Any, three: Any, four: Any = 4) -> None: ...

    problem = wrong_arguments(directive, "it", (), {}, Witness(UNKNOWN), skip=1)

    assert "it needs the arguments one, two, three." == problem.what
    assert "one, two, *rest, three, four" == problem.fixes[0].do


def test_a_directive_that_takes_everything_has_no_unknown_argument() -> None:
    """Then the rest is told."""

    def directive(config: Any, one: Any, **rest: Any) -> None: ...

    assert (
        "it needs the argument one."
        == wrong_arguments(directive, "it", (), {"x": 1}, Witness(UNKNOWN), skip=1).what
    )
