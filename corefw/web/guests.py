"""Guests: WSGI applications that answer a part of this one (PEP 3333).

A guest gets an environment of its own, so that nothing it does there is seen by the
application around it; what it answers becomes a response, which is streamed as it comes and
whose iterable is closed once, also where it is dropped unsent.  ``config.mount`` declares one
under a route; `wsgiapp` and `wsgiapp2` make a view of one, as Pyramid documents them.  Floor 4.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import WRAPPER_ASSIGNMENTS, update_wrapper
from typing import Any

from corefw.web.response import Response
from corefw.web.traversal.paths import split_path_info

__all__ = ["MountedView", "WSGIApplication", "wsgiapp", "wsgiapp2"]

WSGIApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
View = Callable[[Any, Any], Response]


def wsgiapp(wrapped: WSGIApplication) -> View:
    """Make a view of a WSGI application, which sees the path as it is.

    Raises ValueError for None.
    """
    return _view_of(wrapped, lambda request: _environ_for(request))


def wsgiapp2(wrapped: WSGIApplication) -> View:
    """Make a view of a WSGI application, which sees what is left of the path as its own.

    ``request.subpath`` becomes its PATH_INFO, and what came before is added to its SCRIPT_NAME.
    Raises ValueError for None.
    """
    return _view_of(wrapped, _environ_below_the_view)


def _view_of(app: WSGIApplication, environ_for: Callable[[Any], dict[str, Any]]) -> View:
    if app is None:
        raise ValueError("there is no WSGI application to make a view of: wrapped is None")

    def view(context: Any, request: Any) -> Response:
        return answer_of(app, environ_for(request))

    signature = inspect.signature(view)
    named = hasattr(app, "__name__")
    update_wrapper(view, app, WRAPPER_ASSIGNMENTS if named else ("__module__", "__doc__"))
    if not named:
        view.__name__ = view.__qualname__ = type(app).__qualname__
    # Whoever asks how to call the view is not told how to call the application.
    view.__signature__ = signature  # type: ignore[attr-defined]
    return view


class MountedView:
    """The view of a WSGI application that is mounted under a route; the route's star is ``subpath``.

    The path is divided where the star begins, byte for byte, so that the guest sees what the
    client sent: empty segments and dots included.
    """

    def __init__(self, app: WSGIApplication, named: str) -> None:
        self.app = app
        self.named = named

    def __call__(self, context: Any, request: Any) -> Response:
        """Return the guest's answer; what the guest raises is raised on, with a note whose it is."""
        try:
            return answer_of(self.app, self._environ(request))
        except Exception as error:
            error.add_note(f"It was raised by the WSGI application that is mounted as {self.named}.")
            raise

    @staticmethod
    def _environ(request: Any) -> dict[str, Any]:
        whole, environ = request.path_info, _environ_for(request)
        start = _start_of_star(request)
        raw: str = environ.get("PATH_INFO", "")
        cut = len(raw) - len(_as_wsgi(whole[start:])) if start is not None else len(raw)
        environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + raw[:cut]
        environ["PATH_INFO"] = raw[cut:]
        return environ


def _start_of_star(request: Any) -> int | None:
    """Return where the star of the matched pattern begins in the path, with the slash before it."""
    whole, route = request.path_info, request.matched_route
    found = route.parsed.regex.fullmatch(whole) if route is not None else None
    names = found.re.groupindex if found is not None else ()
    name = next((one for one in ("subpath", "traverse") if one in names), None)
    if found is None or name is None:
        return None
    start = int(found.start(name))
    return start - 1 if whole[start - 1 : start] == "/" else start


def _environ_for(request: Any) -> dict[str, Any]:
    """Return a copy of the environment, without what this application noted there for itself."""
    environ = {key: value for key, value in request.environ.items() if not key.startswith("webob.")}
    if request.environ.get("webob.is_body_seekable"):
        # It was read here already, such as a form for its CSRF token, and is read again there.
        environ["wsgi.input"].seek(0)
    return environ


def _environ_below_the_view(request: Any) -> dict[str, Any]:
    environ, whole, below = _environ_for(request), request.path_info, tuple(request.subpath)
    start = _start_of_star(request) or 0
    walked = split_path_info(whole[start:])
    before = walked[: len(walked) - len(below)] if walked[len(walked) - len(below) :] == below else walked
    seen = whole[:start] + "".join(f"/{one}" for one in before)
    environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + _as_wsgi(seen)
    has_slash = below and whole.endswith("/")
    environ["PATH_INFO"] = _as_wsgi("/" + "/".join(below) + ("/" if has_slash else ""))
    return environ


def _as_wsgi(path: str) -> str:
    """Return text as PEP 3333 has it in an environment."""
    return path.encode("utf-8", "surrogateescape").decode("latin-1")


def answer_of(app: WSGIApplication, environ: dict[str, Any]) -> Response:
    """Call *app* and return its answer, whose body is yet to be read.

    Raises what the application raises before it has begun to answer, and RuntimeError if it
    never begins.
    """
    starting = _Starting()
    body = app(environ, starting)
    answer = _Body(body, starting.written)
    try:
        if starting.line is None:
            answer.read()  # an application may call start_response with its first part
        if starting.line is None:
            raise RuntimeError("the WSGI application did not call start_response")
        status, headers = starting.line
        starting.is_over = True
        return Response(status=status, headerlist=list(headers), app_iter=answer)
    except BaseException:
        answer.close()
        raise


class _Starting:
    """The ``start_response`` that a guest is given."""

    def __init__(self) -> None:
        self.line: tuple[str, list[tuple[str, str]]] | None = None
        self.written: list[bytes] = []
        self.is_over = False

    def __call__(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], object]:
        try:
            if exc_info is not None and self.is_over:
                raise exc_info[1]
            if exc_info is None and self.line is not None:
                raise RuntimeError("the WSGI application called start_response twice")
        finally:
            exc_info = None  # its traceback leads to this frame
        self.line = (status, headers)
        return self.written.append


class _Body:
    """The body of a guest's answer: closed once, at the latest when it is dropped."""

    def __init__(self, body: Iterable[bytes], written: list[bytes]) -> None:
        self._close: Callable[[], object] | None = getattr(body, "close", None)
        self._parts = iter(body)
        #: What was read and is to be sent, and what the guest wrote instead of returning it.
        self._ready = written

    def read(self) -> None:
        """Read the next part, which comes after what was written meanwhile."""
        part = next(self._parts, None)
        if part is not None:
            self._ready.append(part)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if not self._ready:
            self.read()
        if not self._ready:
            raise StopIteration
        return self._ready.pop(0)

    def close(self) -> None:
        """Tell the guest that its answer was sent, or will not be."""
        close, self._close = self._close, None
        if close is not None:
            close()

    def __del__(self) -> None:
        self.close()
