"""Rows about what is left behind: bodies that are closed, files that go, a full disk, a broken log."""

from __future__ import annotations

import io
import logging
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corefw.config import Configurator
from corefw.response import Response
from tests.battery.case import Answer, Case, complaints, environ_of, send
from tests.battery.cases_bodies import field, file, multipart
from tests.battery.demo import GOOD, Demo, build
from tests.battery.folder import fill

_MULTIPART = {"Content-Type": "multipart/form-data; boundary=x"}
_LARGE = file("large", b"x" * 200_000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of static files."""
    return fill(tmp_path)


@pytest.fixture
def demo(folder: Path) -> Demo:
    """Return an application of one's own."""
    return build("cookie", folder)


def ends_well(demo: Demo, case: Case) -> Answer:
    """Send *case*, see that all is well and that the next request is."""
    answer = send(demo.app, case)
    good = Case(0, "good", 200, text=GOOD)
    assert [] == [*complaints(case, answer), *complaints(good, send(demo.app, good))]
    return answer


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_streamed_body_is_closed_once(demo: Demo, method: str) -> None:
    """Row 199: whether it is read or not."""
    ends_well(demo, Case(199, "stream", 200, "/stream", method))

    assert ["closed"] == demo.seen


def test_a_client_that_leaves_is_noticed(demo: Demo) -> None:
    """Row 205: what the server closes in the middle is closed, and nothing is logged."""
    body = demo.app(environ_of(Case(205, "leaves", 200, "/stream")), lambda status, headers: None)
    next(iter(body))
    body.close()

    assert ["closed"] == demo.seen


@pytest.mark.parametrize(("page", "sent"), [("start", b""), ("middle", b"one")])
def test_a_body_that_breaks_off_is_cut_short(demo: Demo, page: str, sent: bytes) -> None:
    """Row 215: the server sees the error and ends the connection without a clean end; the body is closed."""
    answer = ends_well(demo, Case(215, page, 200, f"/broken-{page}"))

    assert (sent, "SecretError") == (answer.body, type(answer.cut).__name__)
    assert ["closed"] == demo.seen


def test_finished_callbacks_all_run(demo: Demo) -> None:
    """Row 214: the one that raises costs one line in the log."""
    ends_well(demo, Case(214, "finished", 200, "/end-callbacks", logs=1))

    assert ["first", "third"] == demo.seen


@pytest.mark.parametrize(
    ("row", "status", "parts"),
    [
        (179, 200, [_LARGE]),
        (179, 413, [_LARGE, field("a", b"x" * 500_001)]),
        (179, 400, [_LARGE, field("a", b"\xff")]),
        (157, 200, [file("../../evil", b"x" * 200_000)]),
    ],
)
def test_temporary_files_go(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: int, status: int, parts: list[bytes]
) -> None:
    """With the request, whatever became of it; and nobody else can read them while they are there."""
    spool = tmp_path / "spool"
    spool.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spool))
    made: list[int] = []
    plain = tempfile.TemporaryFile

    def watched(*args: Any, **kw: Any) -> Any:
        opened = plain(*args, **kw)
        made.append(stat.S_IMODE(os.fstat(opened.fileno()).st_mode) & 0o077)
        return opened

    monkeypatch.setattr(tempfile, "TemporaryFile", watched)
    before = len(os.listdir("/proc/self/fd"))
    ends_well(demo, Case(row, "files", status, "/form", "POST", multipart(*parts), _MULTIPART, may_tell=True))

    assert {0} == set(made)
    assert [] == list(spool.iterdir())
    assert len(os.listdir("/proc/self/fd")) <= before


def test_a_disk_without_room_is_a_507(demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 180: or one that may not be written."""

    def full(*args: Any, **kw: Any) -> Any:
        raise OSError(28, "No space left on device: /evil")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)

    for parts in ([_LARGE], [file("a", b"x" * 70_000)]):
        ends_well(demo, Case(180, "full", 507, "/form", "POST", multipart(*parts), _MULTIPART, may_fail=True))


def test_a_log_that_cannot_be_written_costs_nobody_the_answer(demo: Demo) -> None:
    """Row 219: the disk is full, or standard error is closed."""

    class Full(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise OSError(28, "No space left on device")

    handler = Full()
    logging.getLogger().addHandler(handler)
    try:
        for case in (
            Case(219, "a failure", 500, "/fail/exception", may_fail=True),
            Case(219, "a host", 400, headers={"Host": "evil"}),
            Case(219, "an origin", 403, "/hello", "POST", headers={"Origin": "http://evil"}),
            Case(219, "a session", 200, "/session", headers={"Cookie": "session=x"}),
            Case(219, "a callback", 500, "/answer-callbacks", may_fail=True),
            Case(219, "a finished callback", 200, "/end-callbacks"),
        ):
            ends_well(demo, case)
    finally:
        logging.getLogger().removeHandler(handler)


def test_each_failure_is_one_line(demo: Demo) -> None:
    """Row 222: a hundred failures are a hundred lines."""
    for _ in range(100):
        ends_well(demo, Case(222, "fails", 500, "/fail/exception", logs=1, may_fail=True))


@pytest.mark.parametrize("leaving", [SystemExit, KeyboardInterrupt, GeneratorExit])
def test_what_ends_the_process_goes_to_the_server(leaving: type[BaseException]) -> None:
    """Row 217: and leaves nothing behind for the next request."""
    config = Configurator(settings={"corefw.allowed_hosts": ["good.example"]})
    config.add_route("home", "/")
    config.add_route("leave", "/leave")

    def leave(request: Any) -> Any:
        raise leaving

    config.add_view(lambda request: Response(GOOD), route_name="home")
    config.add_view(leave, route_name="leave")
    app = config.make_wsgi_app()

    with pytest.raises(leaving):
        app(environ_of(Case(217, "leaves", 200, "/leave")), lambda status, headers: None)
    ends_well(Demo(app), Case(217, "next", 200))


def _swap(path: Path, to: Callable[[Path], object]) -> None:
    path.unlink()
    to(path)


@pytest.mark.parametrize(
    ("row", "change"),
    [
        (40, lambda path: path.write_text("short")),
        (40, lambda path: _swap(path, lambda at: at.write_text("evil" * 5000))),
        (41, lambda path: _swap(path, lambda at: at.symlink_to(at.parent.parent / "secret.txt"))),
        (40, lambda path: path.unlink()),
    ],
)
def test_a_file_that_changes_while_it_is_sent(demo: Demo, folder: Path, row: int, change: Any) -> None:
    """What was opened is sent or cut short: no byte of another file, and no more than was promised."""
    (folder / "static" / "moving.txt").write_text("good" * 2000)
    heads: list[list[tuple[str, str]]] = []
    body = demo.app(
        environ_of(Case(row, "moving", 200, "/static/moving.txt")),
        lambda status, headers: heads.append(headers),
    )
    change(folder / "static" / "moving.txt")
    try:
        sent = b"".join(body)
    finally:
        body.close()

    assert int(dict(heads[0])["Content-Length"]) >= len(sent)
    assert b"evil" not in sent


def test_a_guest_that_breaks_the_rules_costs_one_answer() -> None:
    """Row 198: it answers twice, or never; by what it writes it may answer."""

    def twice(environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [])
        start_response("200 OK", [])
        return []

    def writing(environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [("Content-Type", "text/plain")])(b"written")
        return []

    config = Configurator(settings={"corefw.allowed_hosts": ["good.example"]})
    config.add_route("home", "/")
    config.add_view(lambda request: Response(GOOD), route_name="home")
    config.mount("/twice", twice)
    config.mount("/never", lambda environ, start_response: [])
    config.mount("/writing", writing)
    demo = Demo(config.make_wsgi_app())

    for guest in ("twice", "never"):
        ends_well(demo, Case(198, guest, 500, f"/{guest}", logs=1, may_fail=True))
    assert "written" == ends_well(demo, Case(198, "writing", 200, "/writing")).text


def test_an_answer_of_a_wrong_length_is_not_sent_silently(demo: Demo) -> None:
    """Row 57: what the view promised is what the head says; servers cut what is more."""
    for promised in ("3", "99"):
        answer = ends_well(demo, Case(57, promised, 200, f"/wrong-length?n={promised}"))
        assert promised == answer.headers["content-length"]


def test_an_upload_is_readable_until_the_request_is_over(demo: Demo) -> None:
    """Row 177: a form may be read again, and its files from the start."""
    request = demo.app.make_request("/form", method="POST")
    request.environ["wsgi.input"] = io.BytesIO(multipart(_LARGE))
    request.environ["CONTENT_LENGTH"] = str(len(multipart(_LARGE)))
    request.environ["CONTENT_TYPE"] = _MULTIPART["Content-Type"]
    first = request.POST["f"].file.read()

    assert (200_000, first) == (len(first), request.POST["f"].value)


def test_a_view_for_what_is_not_there_may_fail_too() -> None:
    """Row 212: it costs one answer, and the others are as ever."""
    config = Configurator(settings={"corefw.allowed_hosts": ["good.example"]})
    config.add_route("home", "/")
    config.add_view(lambda request: Response(GOOD), route_name="home")

    def fail(request: Any) -> Any:
        raise ValueError("evil")

    config.add_notfound_view(fail)
    answer = ends_well(Demo(config.make_wsgi_app()), Case(212, "nowhere", 500, "/x", logs=1, may_fail=True))

    assert "text/plain; charset=UTF-8" == answer.headers["content-type"]
