"""Sessions on the server whose store can be within the request's unit of work: both or neither."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from webtest import TestApp

from corefw.config import Configurator
from corefw.contracts.persistence import Health, Persistence, Savepoint, UnitOfWork
from corefw.contracts.session_store import SessionChange, SessionStore, SessionStoreUnavailable, StoredSession
from corefw.web.httpexceptions import HTTPServiceUnavailable
from corefw.web.response import Response
from corefw.web.sessions.server import ServerSessionFactory
from tests.web.sessions.browsing import Notebook


class Unit(UnitOfWork):
    """A unit whose work is done when it commits."""

    def __init__(self, asked: list[str]) -> None:
        self.asked = asked
        self.work: list[Callable[[], object]] = []
        self.fails = False

    def commit(self) -> None:
        if self.fails:
            raise OSError("disk full")
        self.asked.append("commit")
        for one in self.work:
            one()

    def abort(self) -> None:
        self.asked.append("abort")

    def savepoint(self) -> Savepoint:
        raise NotImplementedError


class Within(SessionStore):
    """A notebook as a part of a unit: what is written waits for the commit."""

    def __init__(self, store: Notebook, unit: Unit) -> None:
        self.store, self.unit = store, unit

    def _later(self, what: str, do: Callable[[], object]) -> None:
        self.store.asked.append(f"{what} in the unit")
        self.unit.work.append(do)

    def read(self, key: str) -> StoredSession | None:
        self.store.asked.append("read in the unit")
        return self.store.kept.get(key)

    def create(self, key: str, session: StoredSession, expires: int | None) -> None:
        self._later("create", lambda: self.store.kept.__setitem__(key, session))

    def change(self, key: str, change: SessionChange, expires: int | None) -> bool:
        is_there = key in self.store.kept
        self._later("change", lambda: self._change(key, change) if is_there else None)
        return is_there

    def _change(self, key: str, change: SessionChange) -> None:
        found = self.store.kept[key]
        texts = {name: text for name, text in found.texts.items() if name not in change.removed}
        self.store.kept[key] = StoredSession(texts | dict(change.texts), found.created, change.used)

    def delete(self, key: str) -> None:
        self._later("delete", lambda: self.store.kept.pop(key, None))

    def health(self) -> Health:
        return Health(True)


class Books(Notebook, Persistence):  # type: ignore[misc]
    """A store of sessions and of everything else, which writes down what it is asked."""

    def begin(self) -> Unit:
        return Unit(self.asked)

    def within(self, unit: UnitOfWork) -> SessionStore | None:
        return Within(self, unit) if isinstance(unit, Unit) else None


class Site:
    """An application of one view and its exception view, and the client that keeps its cookie."""

    def __init__(self, store: Notebook | None = None, **arguments: Any) -> None:
        self.books = Books()
        self.store = store or self.books
        self.view: Callable[[Any], object] = lambda request: None
        self.answer: Callable[[Any], object] = lambda request: None
        config = Configurator()
        config.provide_port(Persistence, self.books)
        config.set_session_factory(ServerSessionFactory(self.store, **arguments))
        config.add_route("it", "/")
        config.add_view(self._view, route_name="it")
        config.add_exception_view(self._answer)
        self.client = TestApp(config.make_wsgi_app())

    def _view(self, request: Any) -> Response:
        found = self.view(request)
        return found if isinstance(found, Response) else Response("done")

    def _answer(self, request: Any) -> Response:
        self.answer(request)
        return Response("failed", status=500)

    def visit(self, view: Callable[[Any], object], status: int = 200) -> list[str]:
        """Make a request; return what the store was asked."""
        self.view = view
        self.books.asked.clear()
        self.response = self.client.get("/", status=status)
        return list(self.books.asked)

    @property
    def kept(self) -> list[dict[str, str]]:
        """What is in the store."""
        return [dict(one.texts) for one in self.store.kept.values()]


def working(use: Callable[[Any], object], fails: bool = False) -> Callable[[Any], object]:
    """Return a view that begins its unit of work, and then uses its session."""

    def view(request: Any) -> None:
        request.unit_of_work.fails = fails
        use(request.session)

    return view


def put(name: str, value: Any) -> Callable[[Any], object]:
    return lambda session: session.__setitem__(name, value)


def test_what_is_in_the_unit_is_read_and_written_in_it_and_nowhere_else() -> None:
    """A second connection beside it might wait for it for ever."""
    site = Site()

    assert ["create in the unit", "commit"] == site.visit(working(put("a", 1)))
    assert [{"a": "1"}] == site.kept
    assert ["read in the unit", "change in the unit", "commit"] == site.visit(working(put("a", 2)))
    assert [{"a": "2"}] == site.kept
    assert ["read in the unit", "commit"] == site.visit(working(dict))
    assert ["commit"] == site.visit(working(lambda session: None))
    assert ["read in the unit", "delete in the unit", "commit"] == site.visit(
        working(lambda session: session.invalidate())
    )
    assert [] == site.kept


def test_without_a_unit_it_is_written_for_itself() -> None:
    """The persistence is not asked for one."""
    site = Site()

    assert ["create"] == site.visit(lambda request: put("a", 1)(request.session))
    assert ["read"] == site.visit(lambda request: request.session["a"])


def test_a_store_that_cannot_be_within_the_unit_is_written_beside_it() -> None:
    """After the unit was committed."""
    site = Site(Notebook())

    assert ["commit"] == site.visit(working(put("a", 1)))
    assert [{"a": "1"}] == site.kept


def test_a_commit_that_fails_takes_the_session_back(caplog: pytest.LogCaptureFixture) -> None:
    """What it held before is there; nothing is written beside the unit, and the log says so."""
    site = Site()
    site.visit(working(put("a", 1)))
    caplog.set_level(logging.INFO, "corefw")

    assert ["read in the unit", "change in the unit", "abort"] == site.visit(
        working(put("a", 2), fails=True), status=500
    )
    assert [{"a": "1"}] == site.kept
    assert "A session is as it was, since the unit of work that it was written in failed." in caplog.messages


def test_a_refusal_undoes_the_work_and_keeps_the_session() -> None:
    """A view may say why in a flash message."""
    site = Site()

    def refuse(request: Any) -> Response:
        working(put("a", 1))(request)
        return Response("no", status=400)

    assert ["abort", "create"] == site.visit(refuse, status=400)
    assert [{"a": "1"}] == site.kept


def test_a_unit_that_nobody_commits_is_ended_before_the_session_is_written() -> None:
    """That of an exception view may hold what the store waits for."""
    site = Site()

    def fail(request: Any) -> None:
        raise ValueError

    site.answer = working(put("a", 1))

    assert ["abort", "create"] == site.visit(fail, status=500)


def test_a_unit_of_something_else_is_not_ended_for_a_session() -> None:
    """It holds nothing that the store waits for; it is aborted when the request is over."""
    store = Notebook()
    site = Site(store)
    store.asked = site.books.asked

    def fail(request: Any) -> None:
        raise ValueError

    site.answer = working(put("a", 1))

    assert ["create", "abort"] == site.visit(fail, status=500)


def afterwards(use: Callable[[Any], object], then: Callable[[Any], object]) -> Callable[[Any], object]:
    """Return a view that uses its session, and uses it once more when the unit is committed."""

    def view(request: Any) -> None:
        request.add_response_callback(lambda request, response: then(request.session))
        working(use)(request)

    return view


def test_what_is_set_after_the_commit_is_written_as_well() -> None:
    """By a response callback."""
    site = Site()

    assert ["create in the unit", "commit", "change"] == site.visit(afterwards(put("a", 1), put("b", 2)))
    assert [{"a": "1", "b": "2"}] == site.kept


def test_a_logout_after_the_commit_ends_what_was_kept_in_it() -> None:
    """Also where the same value was set again."""
    site = Site()

    assert ["create in the unit", "commit", "delete"] == site.visit(
        afterwards(put("a", 1), lambda session: session.invalidate())
    )
    assert [] == site.kept
    site.visit(working(put("a", 1)))
    site.visit(afterwards(put("a", 1), lambda session: session.invalidate()))
    assert [] == site.kept


def test_what_is_set_after_a_logout_was_committed_is_a_session_of_its_own() -> None:
    """The old one is deleted once."""
    site = Site()
    site.visit(working(put("a", 1)))

    assert ["read in the unit", "delete in the unit", "commit", "create"] == site.visit(
        afterwards(lambda session: session.invalidate(), put("b", 2))
    )
    assert [{"b": "2"}] == site.kept


def test_what_another_request_ended_is_not_brought_back_after_the_commit(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Neither what was set in the unit nor what is set after it; the log says so."""
    site = Site()
    site.visit(working(put("a", 1)))
    caplog.set_level(logging.INFO, "corefw")

    def end(session: Any) -> None:
        session["a"] = 2
        site.books.kept.clear()

    site.visit(afterwards(end, put("b", 2)))

    assert [] == site.kept
    assert "A session was ended by another request; what this one changed is not kept." in caplog.messages
    assert "Set-Cookie" not in site.response.headers


def test_an_aged_cookie_is_sent_again_when_its_session_was_written_in_the_unit(
    clock: Callable[[int], None],
) -> None:
    """As when it is written for itself."""
    site = Site(max_age=1000)
    site.visit(working(put("a", 1)))
    assert "Max-Age=1000" in site.response.headers["Set-Cookie"]
    site.visit(working(dict))
    assert "Set-Cookie" not in site.response.headers
    site.visit(working(put("a", 2)))

    assert "Max-Age=1000" in site.response.headers["Set-Cookie"]


def test_a_session_that_cannot_be_read_is_written_nowhere() -> None:
    """Not even by a view that goes on after the refusal."""
    site = Site()
    site.visit(lambda request: put("a", 1)(request.session))
    site.books.faults["read"] = SessionStoreUnavailable("away")

    def go_on(request: Any) -> None:
        for use in (put("a", 2), lambda session: session.invalidate()):
            with pytest.raises(HTTPServiceUnavailable):
                use(request.session)
        request.unit_of_work  # noqa: B018 - begun, so that something could be written in it

    assert ["read", "commit"] == site.visit(go_on)
    assert [{"a": "1"}] == site.kept
    assert "Set-Cookie" not in site.response.headers
