"""Marks: what an author writes on hook implementations and on classes of hook specs.

A public method of an addon is a hook by its name alone; a mark is needed only to say more.
What the marks mean to a call belongs to `hookcaller`.  Floor 3.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, overload

__all__ = ["HookMark", "hookimpl", "hookspecs", "is_hookspecs", "mark_of"]

F = TypeVar("F", bound=Callable[..., Any])
C = TypeVar("C", bound=type)

_MARK = "__corefw_hook__"
_SPECS = "__corefw_hookspecs__"


@dataclass(frozen=True, slots=True)
class HookMark:
    """What was said about one implementation; the defaults are those of an unmarked method."""

    wrapper: bool = False
    optional: bool = False
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@overload
def hookimpl(function: F, /) -> F: ...
@overload
def hookimpl(
    *, wrapper: Literal[True], optional: bool = ..., before: Iterable[str] = ..., after: Iterable[str] = ...
) -> Callable[[Callable[..., Generator[None, Any, Any]]], Callable[..., Any]]: ...
@overload
def hookimpl(
    *,
    wrapper: Literal[False] = ...,
    optional: bool = ...,
    before: Iterable[str] = ...,
    after: Iterable[str] = ...,
) -> Callable[[F], F]: ...


def hookimpl(
    function: Any = None,
    /,
    *,
    wrapper: bool = False,
    optional: bool = False,
    before: Iterable[str] = (),
    after: Iterable[str] = (),
) -> Any:
    """Mark a method as a hook implementation that is more than its name says.

    *wrapper*: it is a generator that yields once, is sent the results of all others, and
    returns what the caller gets.  *optional*: the hook belongs to another addon which may be
    absent.  *before* and *after*: names of addons whose implementations of the same hook are
    to be called later or earlier; an addon that is absent is no error.
    """
    mark = HookMark(wrapper, optional, _names(before), _names(after))

    def decorate(method: F) -> F:
        setattr(method, _MARK, mark)
        return method

    return decorate if function is None else decorate(function)


def hookspecs(cls: C) -> C:
    """Say that the public methods of this class are hook specs, also where it is inherited.

    An addon inherits such a class to have its hooks checked by mypy; what it does not define
    itself is then no implementation, whether the addon that owns the specs is there or not.
    """
    setattr(cls, _SPECS, True)
    return cls


def is_hookspecs(cls: type) -> bool:
    """Return whether the class itself, not one that it inherits, was marked by `hookspecs`."""
    return bool(cls.__dict__.get(_SPECS, False))


def mark_of(function: Any) -> HookMark:
    """Return what was said about the implementation *function*."""
    mark = getattr(function, _MARK, None)
    return mark if isinstance(mark, HookMark) else HookMark()


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)
