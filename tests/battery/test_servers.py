"""Rows that only a socket can show, against the battery's application under waitress and gunicorn.

The servers have their own rules for what is no HTTP; the answer that each row allows is that of
either.  What is held for both: no 5xx where the row names none, one answer for one request, and the
next good request is fine.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.battery.cases_bodies import field, file, multipart
from tests.battery.demo import GOOD
from tests.servers import Server, served

pytestmark = pytest.mark.slow

_ROOT = Path(__file__).parents[2]
_APPLICATION = """
import sys
import tempfile
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.battery.demo import build
from tests.battery.folder import fill
application = build("cookie", fill(Path(tempfile.mkdtemp(dir=".")).resolve())).app
"""
_HOST = b"Host: good.example\r\n"
_LAST = b"Connection: close\r\n"
_CHUNKED = b"Transfer-Encoding: chunked\r\n"
_FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
_MULTIPART = b"Content-Type: multipart/form-data; boundary=x\r\n"


@pytest.fixture(scope="module", params=["gunicorn", "waitress"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server process for all rows; its log may tell of no failure of the application."""
    text = _APPLICATION.format(root=str(_ROOT))
    with served(request.param, text, tmp_path_factory.mktemp(request.param)) as running:
        yield running


def sent(server: Server, *pieces: bytes, wait: float = 5) -> bytes:
    """Send *pieces*, say that this is all, and return whatever comes until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=wait) as connection:
        answer = b""
        try:
            for piece in pieces:
                connection.sendall(piece)
            connection.shutdown(socket.SHUT_WR)
            while block := connection.recv(65_536):
                answer += block
        except OSError:  # it was closed on us, or nothing comes any more
            pass
    return answer


def statuses(answer: bytes) -> list[int]:
    """Return the status of each answer in what came back."""
    return [int(part[2:5]) for part in answer.split(b"HTTP/1.")[1:]]


def is_well(server: Server) -> bool:
    """Say whether the good request is answered as ever."""
    answer = sent(server, b"GET / HTTP/1.1\r\n" + _HOST + _LAST + b"\r\n")
    return statuses(answer) == [200] and answer.endswith(GOOD.encode())


def post(target: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    """Return a POST with whatever headers."""
    return b"POST " + target + b" HTTP/1.1\r\n" + _HOST + _LAST + b"".join(headers) + b"\r\n" + body


def length(number: int) -> bytes:
    """Return the header Content-Length."""
    return b"Content-Length: %d\r\n" % number


#: In place of a status: waitress waits for the whole body, and closes if it does not come.
_CLOSED = 0
_ROWS = [
    (1, b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", {400}),
    (2, b"GET / HTTP/1.1\r\nHost: evil/admin?\r\nConnection: close\r\n\r\n", {400}),
    (4, b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", {400}),
    (4, b"GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n", {400}),
    (4, b"GET / HTTP/1.1\r\nHost: good.example\r\nHost: evil.example\r\nConnection: close\r\n\r\n", {400}),
    (17, b"GET /hello%0a HTTP/1.1\r\n" + _HOST + _LAST + b"\r\n", {404}),
    (18, b"GET /text/%ff%fe HTTP/1.1\r\n" + _HOST + _LAST + b"\r\n", {400}),
    (19, b"GET /text/a%00b HTTP/1.1\r\n" + _HOST + _LAST + b"\r\n", {400, 404}),
    (23, b"GET //evil.example HTTP/1.1\r\n" + _HOST + _LAST + b"\r\n", {400, 404}),
    (27, b"GET /rest" + b"/x" * 10_000 + b" HTTP/1.1\r\n" + _HOST + _LAST + b"\r\n", {400, 404, 414}),
    (30, b"GET /static/..%2fsecret.txt HTTP/1.1\r\n" + _HOST + _LAST + b"\r\n", {404}),
    (31, b"GET //etc/passwd HTTP/1.1\r\n" + _HOST + _LAST + b"\r\n", {404}),
    (45, b"GET /header?where=list&v=a%0d%0aEvil:x HTTP/1.1\r\n" + _HOST + _LAST + b"\r\n", {500}),
    (100, b"GET /cookies HTTP/1.1\r\n" + _HOST + _LAST + b"Cookie: a=\xff\r\n\r\n", {200, 400}),
    (149, post(b"/form", _MULTIPART, length(len(b := multipart(*[field("a")] * 5000))), body=b), {413}),
    (153, post(b"/form", b"Content-Type: multipart/form-data\r\n", length(3), body=b"a=1"), {400}),
    (155, post(b"/form", _MULTIPART, length(200_000_000), body=b"x" * 1000), {413, _CLOSED}),
    (157, post(b"/form", _MULTIPART, length(len(b := multipart(file("../x")))), body=b), {200}),
    (171, post(b"/body", b"Content-Length: -1\r\n"), {400}),
    (171, post(b"/body", b"Content-Length: abc\r\n"), {400}),
    (171, post(b"/body", b"Content-Length: +5\r\n", body=b"12345"), {400}),
    (171, post(b"/body", b"Content-Length: 1_0\r\n", body=b"1234567890"), {400}),
    (174, post(b"/body"), {200, 411}),
    (174, post(b"/body", _CHUNKED, body=b"5\r\nhello\r\n0\r\n\r\n"), {200}),
    (175, post(b"/body", _CHUNKED, body=b"zz\r\nhello\r\n0\r\n\r\n"), {400}),
    (175, post(b"/form", _CHUNKED, _FORM, body=b"-5\r\nhello\r\n0\r\n\r\n"), {400}),
    (184, b"HEAD / HTTP/1.1\r\n" + _HOST + _LAST + b"\r\n", {200}),
    (185, b"OPTIONS * HTTP/1.1\r\n" + _HOST + _LAST + b"\r\n", {200, 204, 400, 404}),
    (186, b"EVIL /form HTTP/1.1\r\n" + _HOST + _LAST + b"\r\n", {400, 405, 501}),
    (
        189,
        b"GET /conditional HTTP/1.1\r\n" + _HOST + _LAST + b"Range: bytes=0-" + b"9" * 5000 + b"\r\n\r\n",
        {200},
    ),
    (191, b"GET /conditional HTTP/1.1\r\n" + _HOST + _LAST + b"If-Modified-Since: \xff\r\n\r\n", {200, 400}),
    (201, post(b"/body", length(5), _CHUNKED, body=b"5\r\nhello\r\n0\r\n\r\n"), {200, 400}),
    (201, post(b"/body", length(4), length(5), body=b"hello"), {400}),
    (201, post(b"/body", b"Content-Length: 5, 5\r\n", body=b"hello"), {400}),
    (201, post(b"/body", b"Transfer-Encoding: xchunked\r\n", body=b"0\r\n\r\n"), {400, 501}),
    (202, b"GET / HTTP/1.1\r\nHost : good.example\r\nConnection: close\r\n\r\n", {400}),
    (202, b"GET / HTTP/1.1\r\n" + _HOST + _LAST + b"X: a\0b\r\n\r\n", {200, 400}),
    # A server that refuses before it has read everything may cut the connection, and its answer with it.
    (204, b"GET / HTTP/1.1\r\n" + _HOST + _LAST + b"X: y\r\n" * 5000 + b"\r\n", {200, 400, 431, _CLOSED}),
    (204, b"GET / HTTP/1.1\r\n" + _HOST + _LAST + b"X: " + b"y" * 400_000 + b"\r\n\r\n", {400, 431, _CLOSED}),
    (
        204,
        b"GET /query?a=" + b"x" * 100_000 + b" HTTP/1.1\r\n" + _HOST + _LAST + b"\r\n",
        {400, 414, _CLOSED},
    ),
]


@pytest.mark.parametrize(("row", "request_sent", "wanted"), _ROWS, ids=lambda value: str(value)[:24])
def test_one_request_has_one_answer(server: Server, row: int, request_sent: bytes, wanted: set[int]) -> None:
    """Of the status that the row names."""
    answer = sent(server, request_sent)

    assert len(statuses(answer)) <= 1, answer[:300]
    assert wanted.issuperset(statuses(answer) or [_CLOSED]), answer[:300]
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"\r\nEvil:" not in head
    assert b"Traceback" not in body
    assert is_well(server)


def test_a_client_that_breaks_off_is_no_failure(server: Server) -> None:
    """Rows 172 and 205: in the line, in the head, in the body, and while it reads."""
    before = server.log.read_text()
    for cut in (
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: good",
        post(b"/form", _FORM, length(100), body=b"a=1"),
        post(b"/form", _MULTIPART, length(100_000), body=multipart(field("a"))[:20]),
        post(b"/json", b"Content-Type: application/json\r\n", length(50), body=b"[1,"),
    ):
        assert all(400 <= status < 500 for status in statuses(sent(server, cut)))
        assert is_well(server)
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(b"GET /stream HTTP/1.1\r\n" + _HOST + b"\r\n")
    assert is_well(server)
    assert "Traceback" not in server.log.read_text()[len(before) :]


def test_a_hundred_requests_in_one_connection_are_answered_in_their_order(server: Server) -> None:
    """Row 206: as far as the server answers more than one in a connection (gunicorn's worker: one)."""
    many = b"".join(b"GET /number/%d HTTP/1.1\r\n" % n + _HOST + b"\r\n" for n in range(99))
    answer = sent(server, many + b"GET /number/99 HTTP/1.1\r\n" + _HOST + _LAST + b"\r\n")

    bodies = [int(part.partition(b"\r\n\r\n")[2]) for part in answer.split(b"HTTP/1.")[1:]]
    assert bodies in ([0], list(range(100)))
    assert {200} == set(statuses(answer))


def test_the_body_of_a_refused_request_is_no_request(server: Server) -> None:
    """Rows 176 and 206: whether the server reads it to its end or closes the connection."""
    inner = b"GET /number/7 HTTP/1.1\r\n" + _HOST + b"\r\n"
    refused = b"POST /hello HTTP/1.1\r\n" + _HOST + b"Origin: http://evil\r\n" + length(len(inner)) + b"\r\n"
    answer = sent(server, refused + inner + b"GET /number/8 HTTP/1.1\r\n" + _HOST + _LAST + b"\r\n")

    assert 403 == statuses(answer)[0]
    assert statuses(answer) in ([403], [403, 200])
    assert b"\r\n\r\n7" not in answer
    assert is_well(server)


def test_an_answer_that_fails_in_the_middle_has_no_clean_end(server: Server) -> None:
    """Row 215: the client sees that something is missing."""
    answer = sent(server, b"GET /broken-middle HTTP/1.1\r\n" + _HOST + _LAST + b"\r\n")

    assert not answer.endswith(b"0\r\n\r\n")
    assert b"Traceback" not in answer
    assert is_well(server)
