"""The unit of work of a request: when it begins, and how it ends."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import ConfigurationError, Configurator
from corefw.httpexceptions import HTTPFound, HTTPNotFound
from corefw.ports import Health, Persistence, Savepoint, UnitOfWork
from corefw.request import Request
from corefw.response import Response
from tests.wsgi import ask, logged


class Book(Persistence):
    """A store that only writes down what becomes of its units."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def begin(self) -> UnitOfWork:
        self.lines.append("begin")
        return Unit(self)

    def health(self) -> Health:
        return Health(True)

    def close(self) -> None:
        self.lines.append("close")


class Unit(UnitOfWork):
    """A unit of the book."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.fails = False

    def commit(self) -> None:
        if self.fails:
            self.book.lines.append("fail")
            raise OSError("disk full")
        self.book.lines.append("commit")

    def abort(self) -> None:
        self.book.lines.append("abort")

    def savepoint(self) -> Savepoint:
        raise NotImplementedError


def lines(view: Any, **exception_views: Any) -> tuple[int, list[str]]:
    """Return the status of a request, and what became of its unit of work."""
    book = Book()
    config = Configurator()
    config.provide_port(Persistence, book)
    config.add_route("it", "/")
    config.add_route("inner", "/inner")
    config.add_view(view, route_name="it")
    config.add_view(working(), route_name="inner")
    for answer in exception_views.values():
        config.add_exception_view(answer)
    return ask(config.make_wsgi_app()).status, book.lines


def working(status: int = 200, error: Any = None) -> Any:
    """Return a view that uses its unit of work."""

    def view(request: Any) -> Response:
        assert request.unit_of_work is request.unit_of_work
        if error is not None:
            raise error
        return Response("x", status=status)

    return view


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (lambda request: Response("x"), (200, [])),
        (working(), (200, ["begin", "commit"])),
        (working(302), (302, ["begin", "commit"])),
        (working(399), (399, ["begin", "commit"])),
        (working(400), (400, ["begin", "abort"])),
        (working(500), (500, ["begin", "abort"])),
        (working(error=ValueError()), (500, ["begin", "abort"])),
        (working(error=HTTPNotFound()), (404, ["begin", "abort"])),
        (working(error=HTTPFound("/x")), (302, ["begin", "abort"])),
    ],
)
def test_work_is_kept_where_the_view_succeeded(view: Any, expected: tuple[int, list[str]]) -> None:
    """Below 400 and nothing raised: committed; else aborted; not used: not begun."""
    assert expected == lines(view)


def test_a_commit_that_fails_is_a_failed_request() -> None:
    """The client is never told of success."""

    def view(request: Any) -> Response:
        request.unit_of_work.fails = True
        return Response("done")

    assert (500, ["begin", "fail", "abort"]) == lines(view)
    assert (503, ["begin", "fail", "abort"]) == lines(
        view, answer=lambda exc, request: Response("later", status=503)
    )


def test_an_exception_view_begins_a_unit_of_its_own() -> None:
    """What the view did is undone by then; what the exception view does is not kept."""

    def answer(exc: Any, request: Any) -> Response:
        assert request.unit_of_work
        return Response("sorry")

    assert (200, ["begin", "abort", "begin", "abort"]) == lines(working(error=ValueError()), answer=answer)


def test_a_callback_may_not_keep_a_unit_open() -> None:
    """One that is begun after the response was made is aborted when the request is over."""

    def view(request: Any) -> Response:
        request.add_response_callback(lambda request, response: request.unit_of_work)
        return Response("x")

    assert (200, ["begin", "abort"]) == lines(view)


def test_work_is_committed_before_a_response_callback_runs() -> None:
    """A callback that sends mail tells of what is kept."""
    book: list[Any] = []

    def view(request: Any) -> Response:
        unit = request.unit_of_work
        request.add_response_callback(lambda request, response: book.extend(unit.book.lines))
        return Response("x")

    assert (200, ["begin", "commit"]) == lines(view)
    assert ["begin", "commit"] == book


def test_a_subrequest_has_a_unit_of_its_own() -> None:
    """With tweens it is committed; without them nobody does, and it is aborted."""

    def outer(use_tweens: bool) -> Any:
        def view(request: Any) -> Response:
            assert request.unit_of_work
            request.invoke_subrequest(Request.blank("/inner"), use_tweens=use_tweens)
            return Response("x")

        return view

    assert (200, ["begin", "begin", "commit", "commit"]) == lines(outer(True))
    assert (200, ["begin", "begin", "abort", "commit"]) == lines(outer(False))


def test_without_a_provider_the_error_says_what_to_do(caplog: pytest.LogCaptureFixture) -> None:
    """It names the port."""
    config = Configurator()
    config.add_route("it", "/")
    config.add_view(working(), route_name="it")

    assert 500 == ask(config.make_wsgi_app()).status
    assert "CFW-602  Nothing provides persistence." in caplog.text


def test_the_store_is_closed_once_with_the_application() -> None:
    """After the ``stopping`` hooks."""
    book = Book()
    config = Configurator()
    config.provide_port(Persistence, book)
    app = config.make_wsgi_app()
    app.close()
    app.close()

    assert ["close"] == book.lines


def test_two_providers_are_a_conflict_and_unknown_capabilities_an_error() -> None:
    """The setting that chooses among addons is shown with them; capabilities have near names."""

    class Odd(Book):
        capabilities = frozenset({"savepoint"})

    config = Configurator()
    config.provide_port(Persistence, Book())
    config.provide_port(Persistence, Book())
    with pytest.raises(ConfigurationError, match="port persistence"):
        config.make_wsgi_app()
    with pytest.raises(ConfigurationError) as caught:
        Configurator().provide_port(Persistence, Odd())

    assert (
        'The port persistence knows no capability "savepoint". Did you mean "savepoints"?'
    ) == caught.value.problems[0].what


class Torn(Unit):
    """A unit whose store is gone."""

    def commit(self) -> None:
        raise OSError("gone at commit")

    def abort(self) -> None:
        raise OSError("gone at abort")


class TornBook(Book):
    """A store that is gone."""

    def begin(self) -> UnitOfWork:
        return Torn(self)


@pytest.mark.parametrize(
    ("view", "status", "told"),
    [
        (working(error=HTTPNotFound()), 404, []),
        (working(error=ValueError("of the view")), 500, ["GET / failed: ValueError"]),
        (working(), 500, ["GET / failed: OSError"]),
    ],
)
def test_an_abort_that_fails_hides_nothing(
    view: Any, status: int, told: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    """What was raised before it is what counts; that the store could not abort is logged."""
    config = Configurator()
    config.provide_port(Persistence, TornBook())
    config.add_route("it", "/")
    config.add_view(view, route_name="it")

    assert status == ask(config.make_wsgi_app()).status
    assert ["a unit of work could not be aborted", *told] == logged(caplog.records)
    assert ("gone at commit" in caplog.text) is (told == ["GET / failed: OSError"])
