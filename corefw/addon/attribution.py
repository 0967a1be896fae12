"""Attribution: an exception that leaves an addon's hook says whose hook it was.

Each implementation is wrapped once, when it is registered; the wrapper costs one call, and those
of a hook that is announced share one.  The exception itself stays what it was and gets a note
(PEP 678).  Floor 3.  Turning it into an `AddonError`, where configuration wants that, belongs to
`hookcaller`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator, Iterable
from typing import Any

from corefw.addon.specs import HookImplementation

__all__ = ["announced", "attributed"]


def attributed(implementation: HookImplementation) -> Callable[[Any], Any]:
    """Return a callable of one event that calls *implementation* and signs its exceptions.

    A generator that is no wrapper is drained into a list there, as what it raises while it is
    read would otherwise be raised outside.
    """
    function = implementation.function
    wrapped: Callable[[Any], Any]
    if implementation.mark.wrapper:
        wrapped = _wrapper(implementation)
    elif inspect.iscoroutinefunction(function):
        wrapped = _awaited(implementation)
    elif inspect.isgeneratorfunction(function):
        wrapped = _drained(implementation)
    else:
        wrapped = _plain(implementation)
    wrapped.__name__ = implementation.hook
    wrapped.__qualname__ = f"{implementation.addon}.{implementation.hook}"
    return wrapped


def announced(implementations: Iterable[HookImplementation]) -> Callable[[Any], None]:
    """Return a callable of one event that calls them in turn and signs the exception that ends this.

    For hooks of every request whose results nobody asks for: the plain ones cost no call more than their own.
    """
    steps = tuple((_as_it_is(each), each.note) for each in implementations)

    def announce(event: Any) -> None:
        try:
            for function, note in steps:  # noqa: B007  the note is for whoever fails
                function(event)
        except Exception as error:
            _sign(error, note)
            raise

    return announce


def _as_it_is(implementation: HookImplementation) -> Callable[[Any], Any]:
    """Return the function itself, but for a generator, of which nothing would run."""
    function = implementation.function
    return attributed(implementation) if inspect.isgeneratorfunction(function) else function


def _sign(error: BaseException, note: str) -> None:
    # An exception that is raised again and again, such as a constant, is signed once.
    if note not in getattr(error, "__notes__", ()):
        error.add_note(note)


def _plain(implementation: HookImplementation) -> Any:
    function, note = implementation.function, implementation.note

    def call(event: Any) -> Any:
        try:
            return function(event)
        except Exception as error:
            _sign(error, note)
            raise

    return call


def _drained(implementation: HookImplementation) -> Any:
    function, note = implementation.function, implementation.note

    def call(event: Any) -> Any:
        try:
            return list(function(event))
        except Exception as error:
            _sign(error, note)
            raise

    return call


def _awaited(implementation: HookImplementation) -> Any:
    function, note = implementation.function, implementation.note

    async def call(event: Any) -> Any:
        try:
            return await function(event)
        except Exception as error:
            _sign(error, note)
            raise

    return call


def _wrapper(implementation: HookImplementation) -> Any:
    function, note = implementation.function, implementation.note

    def call(event: Any) -> Generator[None, Any, Any]:
        thrown: BaseException | None = None
        generator = function(event)
        try:
            try:
                next(generator)
            except StopIteration:
                raise RuntimeError("the hook wrapper did not yield") from None
            try:
                result = yield
            except BaseException as error:
                thrown = error
                generator.throw(error)
            else:
                generator.send(result)
            generator.close()
            raise RuntimeError("the hook wrapper yielded more than once")
        except StopIteration as stop:
            return stop.value
        except Exception as error:
            if error is not thrown:  # what only passed through is another addon's
                _sign(error, note)
            raise

    return call
