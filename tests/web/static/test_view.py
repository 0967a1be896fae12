"""Serving a folder of files."""

from __future__ import annotations

import os
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any
from wsgiref.validate import validator

import pytest
import webob
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corefw.web.httpexceptions import HTTPException, HTTPNotFound
from corefw.web.request import Request
from corefw.web.static.view import StaticView
from tests.modules import Folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder of files, next to things that must not be served."""
    root = tmp_path / "static"
    (root / "css" / "deep").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "__pycache__").mkdir()
    for name in (
        "index.html",
        "a.css",
        "css/deep/b.js",
        ".env",
        ".git/config",
        "m.py",
        "a.css~",
        "x.unknown",
        "é.txt",
    ):
        (root / name).write_text(f"content of {name}")
    (root / "css" / "index.html").write_text("css index")
    (tmp_path / "static-private").mkdir()
    (tmp_path / "static-private" / "x.txt").write_text("private")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "index.html").write_text("above")
    return root


def ask(root: Path, path: str, method: str = "GET", **headers: str) -> webob.Response:
    """Return what a client gets for ``/static/path``, through the WSGI validator."""
    view = StaticView(str(root), use_subpath=True)
    request = Request.blank("/", method=method, headers=headers)
    request.environ["PATH_INFO"] = "/static/" + path.encode().decode("latin-1")
    request.matchdict = {"subpath": tuple(filter(None, path.split("/")))}
    try:
        answer: Any = view(None, request)
    except HTTPException as error:
        answer = error
    got = request.get_response(validator(answer))
    got.body  # noqa: B018 - reads to the end, so that the file is closed
    return got


def test_a_file_is_served_with_its_headers(root: Path) -> None:
    """Type, length, validators, caching, and no sniffing."""
    os.utime(root / "a.css", (1_000_000, 1_000_000))
    got = ask(root, "a.css")

    assert {
        "Content-Type": "text/css; charset=UTF-8",
        "X-Content-Type-Options": "nosniff",
        "Accept-Ranges": "bytes",
        "Cache-Control": "public, max-age=3600",
        "Content-Length": "16",
        "Last-Modified": "Mon, 12 Jan 1970 13:46:40 GMT",
        "ETag": '"38d7ea4c68000-10"',
    } == dict(got.headers)
    assert b"content of a.css" == got.body
    assert b"content of css/deep/b.js" == ask(root, "css/deep/b.js").body
    assert 200 == ask(root, "é.txt").status_int


@pytest.mark.parametrize(
    "path",
    [
        "none.css",
        "../secret.txt",
        "css/../../secret.txt",
        "..",
        "./a.css",
        "css/../a.css",
        "..\\secret.txt",
        "....//secret.txt",
        "/etc/passwd",
        "//etc/passwd",
        "css//deep/b.js",
        "C:\\secret.txt",
        "C:/secret.txt",
        "\\\\host\\share",
        "../static-private/x.txt",
        "a.css\0",
        "\0/index.html",
        "a.css\0.txt",
        "a.css\n",
        "x" * 5000,
        "x" * 256,
        "/".join(["x"] * 3000),
        ".env",
        ".git/config",
        "__pycache__/",
        "m.py",
        "a.css~",
        "a.css/",
        "a.css/more",
        "css/deep/",
        "css/deep",
        "CON",
        "NUL.txt",
        "a.css::$DATA",
        "a.css.",
        "a.css ",
        "css./index.html",
        "\ud800".encode("utf-8", "replace").decode() + "\u202e",
    ],
)
def test_everything_else_is_not_there(root: Path, path: str) -> None:
    """No way up, nothing hidden, no listing, no names of Windows, no 5xx."""
    assert 404 == ask(root, path).status_int


def test_a_folder_shows_its_index(root: Path) -> None:
    """With a slash at the end; without one, the client is sent there."""
    assert b"content of index.html" == ask(root, "").body
    assert b"css index" == ask(root, "css/").body
    moved = ask(root, "css")
    assert (301, "http://localhost/static/css/") == (moved.status_int, moved.headers["Location"])


def test_a_link_that_leads_out_is_not_followed(root: Path, tmp_path: Path) -> None:
    """CVE-2024-23334; a link inside is, a dangling one and a circle are not there."""
    (root / "out.txt").symlink_to(tmp_path / "secret.txt")
    (root / "up").symlink_to(tmp_path)
    (root / "inside.css").symlink_to(root / "a.css")
    (root / "folder").symlink_to(root / "css")
    (root / "dangling").symlink_to(root / "nothing")
    (root / "circle").symlink_to(root / "circle")

    statuses = {
        name: ask(root, name).status_int
        for name in (
            "out.txt",
            "up/secret.txt",
            "up/",
            "inside.css",
            "folder/deep/b.js",
            "dangling",
            "circle",
        )
    }

    assert {
        "out.txt": 404,
        "up/secret.txt": 404,
        "up/": 404,
        "inside.css": 200,
        "folder/deep/b.js": 200,
        "dangling": 404,
        "circle": 404,
    } == statuses


def test_what_is_no_regular_file_is_not_there(root: Path) -> None:
    """And asking for it does not wait for a writer."""
    os.mkfifo(root / "fifo")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(root / "s"))

        assert [404, 404] == [ask(root, "fifo").status_int, ask(root, "s").status_int]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_not_there(root: Path) -> None:
    """The client learns nothing of the server's permissions."""
    (root / "a.css").chmod(0)

    assert 404 == ask(root, "a.css").status_int


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_files_are_only_read(root: Path, method: str) -> None:
    """Other methods are 405, and say which are allowed."""
    got = ask(root, "a.css", method)

    assert (405, "GET, HEAD") == (got.status_int, got.headers["Allow"])


def test_head_is_get_without_the_body(root: Path) -> None:
    """The same headers, and the file is closed."""
    head, get = ask(root, "a.css", "HEAD"), ask(root, "a.css")

    assert dict(get.headers) == dict(head.headers)
    assert b"" == head.body


def test_validators_and_ranges_are_answered(root: Path) -> None:
    """One range; several, and nonsense, give the whole."""
    etag = ask(root, "a.css").headers["ETag"]

    assert 304 == ask(root, "a.css", **{"If-None-Match": etag}).status_int
    assert (206, b"con") == (
        ask(root, "a.css", Range="bytes=0-2").status_int,
        ask(root, "a.css", Range="bytes=0-2").body,
    )
    assert 416 == ask(root, "a.css", Range="bytes=99-").status_int
    for value in ("bytes=0-1,2-3", "bytes=a-b", "bytes=0-" + "9" * 5000):
        assert 200 == ask(root, "a.css", Range=value).status_int
    assert 200 == ask(root, "a.css", Range="bytes=0-2", **{"If-Range": '"other"'}).status_int


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.html", "text/html; charset=UTF-8"),
        ("a.js", "text/javascript; charset=UTF-8"),
        ("a.svg", "image/svg+xml; charset=UTF-8"),
        ("a.woff2", "font/woff2"),
        ("a.tar.gz", "application/gzip"),
        ("a.unknown", "application/octet-stream"),
        ("a", "application/octet-stream"),
    ],
)
def test_the_type_is_that_of_the_name(root: Path, name: str, kind: str) -> None:
    """The same on every machine; what is unknown is only bytes."""
    assert kind == StaticView(str(root)).type_of(name)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(alphabet=st.sampled_from("./\\\0~:a.css%é "), max_size=30))
def test_no_path_leads_out_or_fails(root: Path, path: str) -> None:
    """Whatever is asked for, it is a file of the folder or a 4xx."""
    got = ask(root, path)

    assert got.status_int in (200, 301, 404, 400)
    assert b"secret" not in got.body
    assert b"above" not in got.body


def test_the_path_is_that_of_the_url_or_what_the_route_left(root: Path) -> None:
    """Without use_subpath the view may stand anywhere a path is all there is."""
    request = Request.blank("/css/deep/b.js")
    request.matchdict = {"subpath": ("a.css",)}
    whole, rest = StaticView(str(root)), StaticView(str(root), use_subpath=True)

    assert b"content of css/deep/b.js" == whole(None, request).body
    assert b"content of a.css" == rest(None, request).body


@pytest.mark.parametrize(
    ("age", "header"),
    [(60, "public, max-age=60"), (timedelta(hours=1), "public, max-age=3600"), (None, None)],
)
def test_the_age_is_seconds_or_a_timedelta(root: Path, age: Any, header: str | None) -> None:
    """And None leaves it to the client."""
    request = Request.blank("/a.css")

    got = StaticView(str(root), cache_max_age=age)(None, request)
    got.body  # noqa: B018 - closes the file

    assert header == got.headers.get("Cache-Control")


@pytest.mark.parametrize("options", [{}, {"reload": True}, {"reload": False}])
def test_files_are_looked_for_at_every_request(root: Path, options: dict[str, Any]) -> None:
    """One that came, changed, was compressed or went is seen at once, whatever is said of reload."""
    view = StaticView(str(root), content_encodings=["gzip"], **options)

    def asked() -> bytes:
        request = Request.blank("/new.css", headers={"Accept-Encoding": "gzip"})
        return bytes(view(None, request).body)

    with pytest.raises(HTTPNotFound):
        asked()
    (root / "new.css").write_text("came" * 9)
    assert b"came" * 9 == asked()
    (root / "new.css").write_text("changed" * 9)
    assert b"changed" * 9 == asked()
    (root / "new.css.gz").write_bytes(b"compressed")
    assert b"compressed" == asked()
    (root / "new.css.gz").unlink()
    (root / "new.css").unlink()
    with pytest.raises(HTTPNotFound):
        asked()


def test_a_relative_folder_is_of_the_caller(folder: Folder) -> None:
    """Or of the package that is named."""
    folder.write("with_files/__init__.py")
    folder.write("with_files/static/a.txt", "a")
    made = folder.module(
        "with_files.views", "from corefw.static import static_view\nview = static_view('static')"
    )

    for view in (made.view, StaticView("static", package_name="with_files")):
        assert b"a" == view(None, Request.blank("/a.txt")).body


class TestContentEncodings:
    """Files that were compressed beforehand."""

    @pytest.fixture
    def files(self, tmp_path: Path) -> Path:
        """Return a folder with a file in three forms, one in one, and one that is only compressed."""
        for name, size in (("a.js", 90), ("a.js.gz", 30), ("a.js.br", 20), ("b.js", 9), ("c.js.gz", 5)):
            (tmp_path / name).write_bytes(b"x" * size)
        return tmp_path

    def get(self, files: Path, name: str, accept: str | None, **headers: str) -> webob.Response:
        """Return what a client that accepts these encodings gets."""
        request = Request.blank(f"/{name}", headers=headers)
        if accept is not None:
            request.headers["Accept-Encoding"] = accept
        try:
            answer: Any = StaticView(str(files), content_encodings=["br", "gzip"])(None, request)
        except HTTPException as error:
            answer = error
        got = request.get_response(validator(answer))
        got.body  # noqa: B018 - reads to the end, so that the file is closed
        return got

    @pytest.mark.parametrize(
        ("accept", "encoding"),
        [
            ("gzip, deflate, br", "br"),
            ("gzip", "gzip"),
            ("br;q=0, *", "gzip"),
            ("GZIP", "gzip"),
            ("x-gzip", "gzip"),
            ("identity", None),
            ("", None),
            (None, None),
            ("br;q=1e999", None),
            ("gzip," * 10_000, None),
        ],
    )
    def test_the_smallest_that_the_client_takes_is_sent(
        self, files: Path, accept: str | None, encoding: str | None
    ) -> None:
        """With the type of the file itself, and Vary."""
        got = self.get(files, "a.js", accept)

        assert encoding == got.headers.get("Content-Encoding")
        assert {None: 90, "gzip": 30, "br": 20}[encoding] == len(got.body)
        assert "text/javascript; charset=UTF-8" == got.headers["Content-Type"]
        assert "Accept-Encoding" == got.headers["Vary"]

    def test_what_has_one_form_does_not_vary(self, files: Path) -> None:
        """And what is only compressed is not there for those who do not take it."""
        assert "Vary" not in self.get(files, "b.js", "br").headers
        assert 200 == self.get(files, "c.js", "gzip").status_int
        assert 404 == self.get(files, "c.js", "br").status_int
        assert "application/gzip" == self.get(files, "c.js.gz", "gzip").headers["Content-Type"]

    def test_a_folder_is_no_file_that_was_compressed(self, files: Path) -> None:
        """Even if something of its name was."""
        (files / "docs").mkdir()
        (files / "docs" / "index.html").write_text("docs")
        (files / "docs.gz").write_bytes(b"gz")

        assert "http://localhost/docs/" == self.get(files, "docs", "gzip").headers["Location"]
        assert b"docs" == self.get(files, "docs/", "gzip").body

    def test_each_form_has_its_own_validator(self, files: Path) -> None:
        """So that no cache gives one for the other (RFC 9110, section 8.8.3.3)."""
        tags = {accept: self.get(files, "a.js", accept).headers["ETag"] for accept in ("", "gzip", "br")}

        assert 3 == len(set(tags.values()))
        assert 304 == self.get(files, "a.js", "br", **{"If-None-Match": tags["br"]}).status_int
        assert 200 == self.get(files, "a.js", "br", **{"If-None-Match": tags["gzip"]}).status_int
        not_modified = self.get(files, "a.js", "br", **{"If-None-Match": tags["br"]})
        assert ("Accept-Encoding", b"") == (not_modified.headers["Vary"], not_modified.body)

    def test_a_range_is_of_the_form_that_is_sent(self, files: Path) -> None:
        """And one that began with another form is answered whole."""
        tags = {accept: self.get(files, "a.js", accept).headers["ETag"] for accept in ("", "br")}
        part = self.get(files, "a.js", "br", Range="bytes=10-", **{"If-Range": tags["br"]})
        whole = self.get(files, "a.js", "br", Range="bytes=10-", **{"If-Range": tags[""]})

        assert (206, "bytes 10-19/20") == (part.status_int, part.headers["Content-Range"])
        assert (200, 20) == (whole.status_int, len(whole.body))


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": ", ".join(f'"{n}"' for n in range(1000))}, 200),
        ({"If-None-Match": "garbage"}, 200),
        ({"If-Modified-Since": "garbage"}, 200),
        ({"If-Modified-Since": "Mon, 12 Jan 99999 13:46:40 GMT"}, 200),
        ({"If-Modified-Since": "Mon, 12 Jan 1970 13:46:40 GMT"}, 304),
        ({"If-Modified-Since": "Sun, 11 Jan 1970 13:46:40 GMT"}, 200),
        ({"Range": "bytes=-5"}, 206),
        ({"Range": "bytes=0-1"}, 206),
        ({"Range": "bytes=5-2"}, 200),
        ({"Range": "bytes=" + ",".join("0-1" for _ in range(10_000))}, 200),
        ({"Range": "bytes=0-1", "If-Range": "Mon, 12 Jan 1970 13:46:40 GMT"}, 206),
        ({"Range": "bytes=0-1", "If-Range": "Sun, 11 Jan 1970 13:46:40 GMT"}, 200),
    ],
)
def test_conditions_and_ranges(root: Path, header: dict[str, str], status: int) -> None:
    """Good ones are answered, the others are as if they were not there (RFC 9110, sections 13 and 14)."""
    os.utime(root / "a.css", (1_000_000, 1_000_000))

    assert status == ask(root, "a.css", **header).status_int
