"""The life of a response: when its body is read, closed, and what is over by then."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corefw.config import Configurator
from corefw.events import NewResponse
from corefw.ports import Persistence
from corefw.response import FileIter, FileResponse, Response
from tests.web.test_transactions import Book
from tests.wsgi import environ_of, failure_in


class Body:
    """A body that notes what becomes of it."""

    def __init__(self, *chunks: Any, notes: list[str] | None = None) -> None:
        self.notes = [] if notes is None else notes
        self._chunks = iter(chunks)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk = next(self._chunks)
        if isinstance(chunk, Exception):
            raise chunk
        made: bytes = chunk() if callable(chunk) else chunk
        self.notes.append(f"sent {made.decode()}")
        return made

    def close(self) -> None:
        """Note it."""
        self.notes.append("closed")


def application(response: Any, book: Book | None = None, **view_options: Any) -> Any:
    """Return an application whose only view returns what *response* makes of the request."""
    config = Configurator()
    if book is not None:
        config.provide_port(Persistence, book)
    config.add_route("it", "/")
    config.add_view(response, route_name="it", **view_options)
    return config.make_wsgi_app()


def exchange(app: Any, method: str = "GET", *, chunks: int = 99, **headers: str) -> tuple[str, list[bytes]]:
    """Return the status and the chunks that a server sends; it leaves after *chunks* of them."""
    statuses: list[str] = []
    body = app(environ_of(method=method, headers=headers), lambda status, headers: statuses.append(status))
    sent = []
    try:
        for chunk in body:
            sent.append(chunk)
            if len(sent) == chunks:
                break
    finally:
        if hasattr(body, "close"):
            body.close()
    return statuses[0], sent


@pytest.mark.parametrize(
    ("method", "headers", "status", "sent"),
    [
        ("GET", {}, "200 OK", [b"one", b"two"]),
        ("HEAD", {}, "200 OK", []),
        ("GET", {"If-None-Match": '"tag"'}, "304 Not Modified", []),
        ("GET", {"Range": "bytes=0-1"}, "206 Partial Content", [b"on"]),
        ("GET", {"Range": "bytes=99-"}, "416 Requested Range Not Satisfiable", None),
    ],
)
def test_a_body_is_closed_once(
    method: str, headers: dict[str, Any], status: str, sent: list[bytes] | None
) -> None:
    """However much of it is sent."""
    body = Body(b"one", b"two")

    def view(request: Any) -> Response:
        response = Response(app_iter=body, conditional_response=True)
        response.etag = "tag"
        response.content_length = 6
        return response

    got = exchange(application(view), method, **headers)

    assert status == got[0]
    assert sent is None or [chunk for chunk in got[1] if chunk] == sent
    assert 1 == body.notes.count("closed")


def test_a_client_that_leaves_ends_the_body() -> None:
    """The rest is never made."""
    body = Body(b"one", b"two", b"three")

    exchange(application(lambda request: Response(app_iter=body)), chunks=1)

    assert ["sent one", "closed"] == body.notes


@pytest.mark.parametrize("chunks", [[], [b"one"]])
def test_what_a_body_raises_goes_to_the_server(chunks: list[bytes]) -> None:
    """Which answers 500, or cuts the connection short if it has sent something; the body is closed."""
    body = Body(*chunks, OSError("disk"))

    with pytest.raises(OSError, match="disk"):
        exchange(application(lambda request: Response(app_iter=body)))

    assert [*(f"sent {chunk.decode()}" for chunk in chunks), "closed"] == body.notes


@pytest.mark.parametrize("status", [204, 205, 304])
def test_a_status_without_a_body_has_none(status: int) -> None:
    """Whatever the view gave it; that is closed, and nothing tells its length or type."""
    body = Body(b"one")

    def view(request: Any) -> Response:
        return Response(
            app_iter=body, status=status, headerlist=[("Content-Type", "text/plain"), ("X-A", "1")]
        )

    got: list[Any] = []
    sent = application(view)(environ_of(), lambda status, headers: got.append(headers))

    told = [("Content-Type", "text/plain; charset=UTF-8"), ("Content-Length", "0")] if status == 205 else []
    assert ([], [("X-A", "1"), *told]) == ([*sent], got[0])
    sent.close()
    assert ["closed"] == body.notes


def test_a_response_that_cannot_be_sent_is_closed() -> None:
    """Its place is taken by a 500."""
    body = Body(b"one")

    def view(request: Any) -> Response:
        response = Response(app_iter=body)
        response.headerlist.append(("X-A", "a\r\nb"))
        return response

    status, sent = exchange(application(view))

    assert ("500 Internal Server Error", ["closed"]) == (status, body.notes)
    assert [failure_in(part.decode()) for part in sent]


@pytest.mark.parametrize("is_answered", [True, False])
def test_a_response_whose_place_is_taken_is_closed(is_answered: bool) -> None:
    """By that of an exception view, or by a 500, when a response callback fails."""
    body = Body(b"one")

    def fail(request: Any, response: Any) -> None:
        raise KeyError("x")

    def view(request: Any) -> Response:
        request.add_response_callback(fail)
        return Response(app_iter=body)

    config = Configurator()
    config.add_route("it", "/")
    config.add_view(view, route_name="it")
    if is_answered:
        config.add_exception_view(lambda error, request: Response("sorry"), context=KeyError)

    status, sent = exchange(config.make_wsgi_app())

    assert ["closed"] == body.notes
    assert ("200 OK", [b"sorry"]) == (status, sent) if is_answered else status.startswith("500")


def test_a_response_that_is_not_sent_because_of_an_event_is_closed() -> None:
    """A subscriber of `NewResponse` fails, and a 500 takes its place."""
    body = Body(b"one")

    def fail(event: NewResponse) -> None:
        raise KeyError("x")

    config = Configurator()
    config.add_subscriber(fail, NewResponse)
    config.add_route("it", "/")
    config.add_view(lambda request: Response(app_iter=body), route_name="it")

    status, _ = exchange(config.make_wsgi_app())

    assert ("500 Internal Server Error", ["closed"]) == (status, body.notes)


def test_a_response_whose_unit_of_work_cannot_be_committed_is_closed() -> None:
    """The body is not sent, as what it tells did not happen."""
    book = Book()

    def view(request: Any) -> Response:
        request.unit_of_work.fails = True
        return Response(app_iter=Body(b"one", notes=book.lines))

    status, _ = exchange(application(view, book))

    assert ("500 Internal Server Error", ["begin", "fail", "abort", "closed"]) == (status, book.lines)


def test_a_renderer_may_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it returns is sent as it comes, and has no length."""

    def slowly(info: Any) -> Any:
        return lambda value, system: (f"{number};".encode() for number in value)

    config = Configurator()
    config.add_renderer("slow", slowly)
    config.add_route("it", "/")
    config.add_view(lambda request: [1, 2], route_name="it", renderer="slow")
    got: list[Any] = []
    body = config.make_wsgi_app()(environ_of(), lambda status, headers: got.append(dict(headers)))

    assert [b"1;", b"2;"] == [*body]
    assert "Content-Length" not in got[0]


def test_a_file_is_closed_once(tmp_path: Path) -> None:
    """By the server, through the body."""
    (tmp_path / "a.txt").write_text("content")
    file = io.BytesIO(b"abc")

    assert ("200 OK", [b"content"]) == exchange(
        application(lambda request: FileResponse(tmp_path / "a.txt", request))
    )
    assert ("200 OK", [b"ab", b"c"]) == exchange(
        application(lambda request: Response(app_iter=FileIter(file, block_size=2)))
    )
    assert file.closed


def test_the_unit_of_work_is_over_before_the_body() -> None:
    """It is committed when the view has returned, and the request is finished."""
    book = Book()

    def view(request: Any) -> Response:
        assert request.unit_of_work
        request.add_finished_callback(lambda request: book.lines.append("finished"))
        return Response(app_iter=Body(b"one", notes=book.lines))

    exchange(application(view, book))

    assert ["begin", "commit", "finished", "sent one", "closed"] == book.lines


def test_a_body_cannot_begin_the_unit_of_work_of_its_request() -> None:
    """Nobody would end it; the error says what to do."""
    book = Book()

    def view(request: Any) -> Response:
        def chunk() -> bytes:
            return str(request.unit_of_work).encode()

        return Response(app_iter=Body(chunk))

    with pytest.raises(RuntimeError) as caught:
        exchange(application(view, book))

    assert [] == book.lines
    assert (
        "request.unit_of_work was asked for when the request was over. A body is streamed after the unit of "
        "work was committed: load what it needs before the view returns, or begin and end a unit in the "
        "iterator, with request.registry.port(Persistence).begin()." == str(caught.value)
    )


def test_a_body_may_have_a_unit_of_its_own() -> None:
    """Which it ends."""
    book = Book()

    def view(request: Any) -> Response:
        def chunks() -> Iterator[bytes]:
            unit = request.registry.port(Persistence).begin()
            try:
                yield b"one"
            finally:
                unit.abort()

        return Response(app_iter=chunks())

    exchange(application(view, book))

    assert ["begin", "abort"] == book.lines
