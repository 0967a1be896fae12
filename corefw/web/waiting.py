"""Waiting: how plain code of the pipeline waits for something asynchronous.

The pipeline is written once, as plain calls.  On an event loop it runs in a greenlet, and
where it must wait it hands the awaitable to the loop and goes on with the outcome, as
SQLAlchemy's asyncio layer does.  A synchronous application never imports asyncio or
greenlet through here.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextvars import ContextVar, copy_context
from typing import Any, TypeVar

__all__ = ["run_waiting", "wait"]

T = TypeVar("T")

#: What hands an awaitable to the loop, where a greenlet runs on one.
_HAND_OVER: ContextVar[Callable[[Awaitable[Any]], Any] | None] = ContextVar("corefw_hand_over", default=None)


def wait(awaitable: Awaitable[T]) -> T:
    """Return the outcome of *awaitable*, from plain code that runs on an event loop.

    Raises what the awaitable raises, and RuntimeError where there is no loop to wait on (a
    WSGI server).
    """
    hand_over = _HAND_OVER.get()
    if hand_over is None:
        name = getattr(awaitable, "__qualname__", type(awaitable).__qualname__)
        raise _unwaitable(
            awaitable,
            f"{name} cannot be awaited, since there is no event loop to wait on: an asynchronous view needs "
            "an asynchronous server, or corefw.waiting.run_waiting; for a WSGI server write a plain def",
        )
    outcome: T = hand_over(awaitable)
    return outcome


def _unwaitable(awaitable: Any, why: str) -> RuntimeError:
    """Return the error, and close a coroutine so that Python need not warn of it."""
    close = getattr(awaitable, "close", None)
    if close is not None:
        close()
    return RuntimeError(why)


async def run_waiting(function: Callable[..., T], *args: Any) -> T:
    """Run the plain *function* in a greenlet on the running loop; it may call `wait`.

    It runs in a copy of the caller's context, and so does everything it waits for, so that
    context variables set before, inside and by the awaited code are seen by all three.
    """
    # Imported here since both are needed on an event loop only.
    import asyncio

    from greenlet import getcurrent, greenlet

    context = copy_context()
    parent = getcurrent()
    worker = greenlet(function, parent)

    def hand_over(awaitable: Awaitable[Any]) -> Any:
        # What is awaited sees this context, too, but runs on the loop itself and not in the greenlet.
        if getcurrent() is not worker:
            raise _unwaitable(awaitable, "wait is for plain code: here, in asynchronous code, use await")
        return parent.switch(awaitable)

    context.run(_HAND_OVER.set, hand_over)
    worker.gr_context = context
    loop = asyncio.get_running_loop()
    try:
        step = worker.switch(*args)
        while not worker.dead:
            try:
                outcome = await loop.create_task(_awaited(step), context=context)
            except BaseException as error:
                step = worker.throw(error)
            else:
                step = worker.switch(outcome)
    finally:
        context.run(_HAND_OVER.set, None)  # the greenlet, its context and what hands over hold each other
    result: T = step
    return result


async def _awaited(awaitable: Awaitable[T]) -> T:
    return await awaitable
