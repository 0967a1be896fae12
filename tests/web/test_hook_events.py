"""The hooks of a request: begin, end and error, in their order and signed."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import Configurator
from corefw.httpexceptions import HTTPConflict
from corefw.response import Response
from tests.modules import Folder
from tests.wsgi import PLAIN_500, ask, failure_in, logged

HOOKS = """
def request_begin(self, event: RequestBegin) -> None:
    seen.append(("{0} begin", event.request.path))

def request_end(self, event: RequestEnd) -> None:
    seen.append(("{0} end", event.response.status_int, event.request.path))

def request_error(self, event: RequestError) -> None:
    seen.append(("{0} error", repr(event.error), event.request.path))
"""


def view(request: Any) -> Response:
    """Answer as the query asks."""
    if "fail" in request.GET:
        raise ValueError("failed")
    if "conflict" in request.GET:
        raise HTTPConflict()
    if "inner" in request.GET:
        answer: Response = request.invoke_subrequest(type(request).blank("/it"))
        return answer
    return Response("x")


def app_of(folder: Folder, **bodies: str) -> tuple[Any, list[Any]]:
    """Return an application with these addons, and the list that they write into."""
    seen: list[Any] = folder.module("site_seen", "seen = []\n").seen
    for name, body in bodies.items():
        folder.addon(name, body, imports="from site_seen import seen", version="0.3")
    config = Configurator(settings={"corefw.addons": [*bodies]})
    config.add_route("it", "/it")
    config.add_view(view, route_name="it")
    return config.make_wsgi_app(), seen


def test_the_hooks_of_a_request_are_called_in_load_order(folder: Folder) -> None:
    """Begin before anything else, end when the response is made; no error, no hook for it."""
    app, seen = app_of(folder, a=HOOKS.format("a"), b=HOOKS.format("b"))
    ask(app, "/it")

    assert [
        ("a begin", "/it"),
        ("b begin", "/it"),
        ("a end", 200, "/it"),
        ("b end", 200, "/it"),
    ] == seen


def test_an_error_that_nobody_answers_is_told_to_the_addons(folder: Folder) -> None:
    """All of them, in place of the end; what an exception view answers is no error."""
    app, seen = app_of(folder, a=HOOKS.format("a"), b=HOOKS.format("b"))

    assert PLAIN_500 == ask(app, "/it", query="fail").said
    assert [("a error", "ValueError('failed')", "/it"), ("b error", "ValueError('failed')", "/it")] == seen[
        2:
    ]
    seen.clear()
    assert 409 == ask(app, "/it", query="conflict").status
    assert [("a end", 409, "/it"), ("b end", 409, "/it")] == seen[2:]


def test_a_failure_is_called_alike_in_the_answer_in_the_log_and_to_the_addons(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    """By an id of its own, so that who reports it names the traceback."""
    body = "def request_error(self, event: RequestError) -> None: seen.append(event.id)"
    app, seen = app_of(folder, a=body, b=body)

    told = [failure_in(ask(app, "/it", query="fail").text) for _ in range(3)]

    assert [f"GET /it failed: ValueError ({one})" for one in told] == [
        row.getMessage() for row in caplog.records
    ]
    assert [one for one in told for _ in "ab"] == seen
    assert 3 == len(set(told))


def test_a_subrequest_is_a_request(folder: Folder) -> None:
    """It begins and ends inside the other."""
    app, seen = app_of(folder, a=HOOKS.format("a"))
    ask(app, "/it", query="inner")

    assert ["a begin", "a begin", "a end", "a end"] == [row[0] for row in seen]


@pytest.mark.parametrize(
    ("hook", "event"), [("request_begin", "RequestBegin"), ("request_end", "RequestEnd")]
)
def test_a_hook_that_raises_is_a_500_which_names_it_in_the_log(
    folder: Folder, caplog: pytest.LogCaptureFixture, hook: str, event: str
) -> None:
    """With addon, version and place; the client is told nothing, and the next request is answered."""
    body = (
        f"def {hook}(self, event: {event}) -> None:\n    if 'x' in event.request.GET: raise OSError('full')"
    )
    app, seen = app_of(folder, a=HOOKS.format("a"), b=body)

    assert PLAIN_500 == ask(app, "/it", query="x").said
    assert 200 == ask(app, "/it").status
    (record,) = caplog.records
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], OSError)
    assert [f"addon b 0.3, hook {hook}, tiny_b/addon.py:6"] == record.exc_info[1].__notes__
    assert ("a error", "OSError('full')", "/it") in seen


def test_a_hook_that_raises_an_answer_answers(folder: Folder, caplog: pytest.LogCaptureFixture) -> None:
    """An addon may refuse a request before anything looks at it."""
    body = "def request_begin(self, event: RequestBegin) -> None: raise HTTPConflict('not now')"
    folder.addon("a", body, imports="from corefw.httpexceptions import HTTPConflict")
    app = Configurator(settings={"corefw.addons": ["a"]}).make_wsgi_app()

    assert 409 == ask(app, "/it").status
    assert [] == caplog.records


def test_an_error_hook_that_fails_itself_costs_nobody_the_answer(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    """Its failure is logged, signed, and the others are told."""
    body = "def request_error(self, event: RequestError) -> None: raise OSError('full')"
    app, seen = app_of(folder, a=body, b=HOOKS.format("b"))

    assert PLAIN_500 == ask(app, "/it", query="fail").said
    assert ("b error", "ValueError('failed')", "/it") in seen
    assert ["GET /it failed: ValueError", "a request_error hook failed"] == logged(caplog.records)
    assert "addon a 0.3, hook request_error, tiny_a/addon.py:6" in caplog.text


def test_wrappers_stand_around_the_hooks_of_others(folder: Folder) -> None:
    """As pluggy documents it."""
    body = """
    @hookimpl(wrapper=True)
    def request_begin(self, event: RequestBegin):
        seen.append("before")
        result = yield
        seen.append("after")
        return result
    """
    app, seen = app_of(folder, a=HOOKS.format("a"), b=body)
    ask(app, "/it")

    assert ["before", ("a begin", "/it"), "after", ("a end", 200, "/it")] == seen


def test_the_current_request_is_the_one_that_the_hooks_are_told_of(folder: Folder) -> None:
    """So that code which is not handed one finds it."""
    body = """
    def request_begin(self, event: RequestBegin) -> None:
        seen.append(get_current_request() is event.request)
    """
    folder.addon("z", body, imports="from corefw.threadlocal import *\nfrom site_seen import seen")
    seen: list[Any] = folder.module("site_seen", "seen = []\n").seen
    app = Configurator(settings={"corefw.addons": ["z"]}).make_wsgi_app()
    ask(app, "/it")

    assert [True] == seen
