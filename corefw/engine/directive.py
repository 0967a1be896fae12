"""Directives: functions whose first argument is the configuration, as methods of it.

A `Directive` is a typed descriptor, so that a Configurator is composed of functions from
many modules, keeps their signatures, and explains a wrong call at its place.  The same
function can be called as ``config.call(function, ...)``, which is how a directive of an
addon is called with its types.  Floor 2.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any, Concatenate, Final, Generic, ParamSpec, TypeVar, overload

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness, located
from corefw.base.nearest import did_you_mean
from corefw.base.places import caller_place

__all__ = [
    "OF_ALL_DIRECTIVES",
    "Directive",
    "call_explained",
    "run_directive",
    "takes_argument",
    "wrong_arguments",
]

#: Arguments that every directive and every decorator takes, and that no predicate can have.
OF_ALL_DIRECTIVES: Final = ("replaces",)

P = ParamSpec("P")
R = TypeVar("R")


class Directive(Generic[P, R]):
    """A directive as an attribute of a configurator class."""

    def __init__(self, function: Callable[Concatenate[Any, P], R]) -> None:
        self.function = function
        self.__doc__ = function.__doc__

    @overload
    def __get__(self, config: None, owner: type | None = None) -> Directive[P, R]: ...
    @overload
    def __get__(self, config: object, owner: type | None = None) -> Callable[P, R]: ...
    def __get__(self, config: Any, owner: type | None = None) -> Directive[P, R] | Callable[P, R]:
        if config is None:
            return self
        return partial(run_directive, config, self.function)


def run_directive(config: Any, function: Callable[..., R], /, *args: Any, **kw: Any) -> R:
    """Call a directive; the place of the outermost call is the place of what it declares."""
    if config.is_speaking:
        return call_explained(config, function, args, kw)
    with config.speaking_from(caller_place()):
        return call_explained(config, function, args, kw)


def call_explained(config: Any, function: Callable[..., R], args: tuple[Any, ...], kw: dict[str, Any]) -> R:
    """Call a directive; raises `ConfigurationError` (CFW-204) if the arguments do not fit.

    A problem that the directive raises without a place gets the place of the call.  Every
    directive takes ``replaces=``, which says what the declarations of the call replace.
    """
    if "replaces" in kw and not takes_argument(function, "replaces"):
        names = kw.pop("replaces")
        with config.replacing(names):
            return call_explained(config, function, args, kw)
    try:
        return function(config, *args, **kw)
    except ConfigurationError as error:
        located(error, Witness(config.place, str(config.owner)))
        raise
    except TypeError as error:
        # No frame below ours: the arguments did not fit, so nothing was run.
        if error.__traceback__ is None or error.__traceback__.tb_next is not None:
            raise
        name = getattr(function, "__name__", str(function))
        witness = Witness(config.place, str(config.owner))
        problem = wrong_arguments(function, name, args, kw, witness, skip=1)
        raise ConfigurationError(problem) from None


def takes_argument(function: Callable[..., Any], name: str) -> bool:
    """Whether *function* itself has a parameter of that name."""
    return name in inspect.signature(function).parameters


def wrong_arguments(
    function: Callable[..., Any],
    name: str,
    args: tuple[Any, ...],
    kw: dict[str, Any],
    witness: Witness,
    *,
    skip: int,
) -> Problem:
    """Explain a call whose arguments do not fit; *skip* parameters are given by corefw itself."""
    parameters = list(inspect.signature(function).parameters.values())[skip:]
    known = [row.name for row in parameters if row.kind not in (row.VAR_POSITIONAL, row.VAR_KEYWORD)]
    unknown = [key for key in kw if key not in known]
    missing = [
        row.name
        for position, row in enumerate(parameters)
        if row.default is row.empty
        and row.kind in (row.POSITIONAL_ONLY, row.POSITIONAL_OR_KEYWORD, row.KEYWORD_ONLY)
        and row.name not in kw
        and (row.kind is row.KEYWORD_ONLY or position >= len(args))
    ]
    if unknown and not any(row.kind is row.VAR_KEYWORD for row in parameters):
        what = " ".join(
            f'{name} has no argument "{key}".{did_you_mean(key, [*known, "replaces"])}' for key in unknown
        )
    elif missing:
        what = f"{name} needs the argument{'s' * (len(missing) > 1)} {', '.join(missing)}."
    else:
        what = f"{name} takes other arguments than it was given."
    return Problem(
        "CFW-204",
        what,
        witnesses=(witness,),
        fixes=(Fix("it takes", ", ".join(str(row).partition(":")[0] for row in parameters) or "nothing"),),
    )
