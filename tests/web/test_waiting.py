"""Waiting: asynchronous views behind plain tweens, derivers and subscribers."""

from __future__ import annotations

import asyncio
import gc
import weakref
from contextvars import ContextVar
from typing import Any

import pytest

from corefw.config import Configurator
from corefw.events import NewRequest
from corefw.response import Response
from corefw.threadlocal import get_current_request
from corefw.waiting import run_waiting, wait
from tests.wsgi import Answer, ask

BEFORE: ContextVar[str] = ContextVar("before", default="-")
TWEEN: ContextVar[str] = ContextVar("tween", default="-")
VIEW: ContextVar[str] = ContextVar("view", default="-")


async def fetch(number: str) -> str:
    """Take a while."""
    for _ in range(3):
        await asyncio.sleep(0)
    return f"fetched {number}"


async def view(request: Any) -> Response:
    """Show every variable, set one, and wait."""
    number = request.matchdict["n"]
    before = (BEFORE.get(), TWEEN.get())
    VIEW.set(f"view {number}")
    text = await fetch(number)
    if "fail" in request.GET:
        raise ValueError(f"failed {number}")
    if "hang" in request.GET:
        await asyncio.sleep(60)
    same = get_current_request() is request
    return Response(f"{text} {before} {same}")


class Page:
    """A class whose method is asynchronous."""

    def __init__(self, request: Any) -> None:
        self.request = request

    async def show(self) -> dict[str, str]:
        return {"said": await fetch(self.request.matchdict["n"])}


def tween(handler: Any, registry: Any) -> Any:
    """Set a variable before, wait itself, and see the view's variable after."""

    def around(request: Any) -> Any:
        TWEEN.set(f"tween {request.path}")
        fetched = wait(fetch("tween"))
        response = handler(request)
        response.headers["X-Tween"] = f"{fetched}, {VIEW.get()}"
        return response

    return around


def deriver(wrapped: Any, info: Any) -> Any:
    """Add a header to what the view returned."""

    def derived(context: Any, request: Any) -> Any:
        response = wrapped(context, request)
        response.headers["X-Deriver"] = VIEW.get()
        return response

    return derived


@pytest.fixture(scope="module")
def app() -> Any:
    """Return an application in which everything but its views is plain."""
    config = Configurator()
    config.add_tween(tween)
    config.add_view_deriver(deriver)
    config.add_subscriber(lambda event: event.request.environ.update(heard=True), NewRequest)
    config.add_route("it", "/it/{n}")
    config.add_route("page", "/page/{n}")
    config.add_view(view, route_name="it")
    config.add_view(Page, attr="show", route_name="page", renderer="json")
    config.add_exception_view(
        lambda exc, request: Response(f"answered {exc}", status=409), context=ValueError
    )
    return config.make_wsgi_app()


def test_one_pipeline_serves_asynchronous_views(app: Any) -> None:
    """What was set before, in a tween and in the view is seen by all three."""

    async def main() -> Answer:
        BEFORE.set("before")
        return await run_waiting(ask, app, "/it/7")

    answer = asyncio.run(main())

    assert "fetched 7 ('before', 'tween /it/7') True" == answer.text
    assert ("fetched tween, view 7", "view 7") == (answer.headers["X-Tween"], answer.headers["X-Deriver"])
    assert ("-", "-", "-") == (BEFORE.get(), TWEEN.get(), VIEW.get())
    assert get_current_request() is None


def test_a_class_with_an_asynchronous_method_is_awaited(app: Any) -> None:
    """And rendered as any other."""
    assert '{"said":"fetched 7"}' == asyncio.run(run_waiting(ask, app, "/page/7")).text


def test_fifty_requests_at_once_do_not_mix(app: Any) -> None:
    """Each has its own variables and its own current request."""

    async def one(number: int) -> str:
        BEFORE.set(f"before {number}")
        return (await run_waiting(ask, app, f"/it/{number}")).text

    async def main() -> list[str]:
        return await asyncio.gather(*(one(number) for number in range(50)))

    assert [f"fetched {n} ('before {n}', 'tween /it/{n}') True" for n in range(50)] == asyncio.run(main())


def test_what_an_asynchronous_view_raises_finds_its_exception_view(app: Any) -> None:
    """As if it were raised by a plain one."""
    answer = asyncio.run(run_waiting(lambda: ask(app, "/it/7", query="fail")))

    assert (409, "answered failed 7") == answer.said


def test_a_cancelled_request_ends_what_it_was_doing(app: Any) -> None:
    """CancelledError passes through the pipeline, whose clean-up runs, and out to the caller."""
    ended: list[str] = []

    def plain() -> None:
        try:
            wait(asyncio.sleep(60))
        finally:
            ended.append("plain")

    async def main() -> None:
        for function in (plain, lambda: ask(app, "/it/7", query="hang")):
            task = asyncio.ensure_future(run_waiting(function))
            await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(main())

    assert ["plain"] == ended
    assert get_current_request() is None


def test_plain_code_may_catch_what_it_waited_for() -> None:
    """Errors are raised where the plain code waits, and it goes on."""

    async def fail() -> None:
        await asyncio.sleep(0)
        raise KeyError("x")

    def plain() -> list[str]:
        said = []
        for _ in range(2):
            try:
                wait(fail())
            except KeyError as error:
                said.append(str(error))
        said.append(wait(fetch("after")))
        return said

    assert ["'x'", "'x'", "fetched after"] == asyncio.run(run_waiting(plain))


def test_what_never_waits_needs_no_loop_time() -> None:
    """The outcome comes at once, and so does an error."""

    async def main() -> None:
        assert 3 == await run_waiting(lambda a, b: a + b, 1, 2)
        with pytest.raises(ZeroDivisionError):
            await run_waiting(lambda: 1 / 0)

    asyncio.run(main())


def test_waiting_without_a_loop_is_refused() -> None:
    """The coroutine is closed, so that Python has nothing to warn of."""
    with pytest.raises(RuntimeError, match="there is no event loop to wait on"):
        wait(fetch("x"))


def test_asynchronous_code_is_told_to_await() -> None:
    """``wait`` in code that runs on the loop itself would never come back."""

    async def inside() -> str:
        return wait(fetch("x"))

    with pytest.raises(RuntimeError, match="here, in asynchronous code, use await"):
        asyncio.run(run_waiting(lambda: wait(inside())))


def test_what_is_not_awaitable_is_refused_where_it_is_waited_for() -> None:
    """The error is the one of ``await``."""

    def plain() -> str:
        try:
            wait(42)  # type: ignore[arg-type]
        except TypeError as error:
            return str(error)
        return "nothing"

    assert "await" in asyncio.run(run_waiting(plain))


def test_waiting_leaves_nothing_behind() -> None:
    """The greenlet and its context are gone with the call."""

    class Thing:
        pass

    async def main() -> Any:
        thing = Thing()
        await run_waiting(lambda thing: wait(fetch("x")), thing)
        return weakref.ref(thing)

    gc.disable()
    try:
        assert asyncio.run(main())() is None
    finally:
        gc.enable()
