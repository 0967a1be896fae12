"""The application: a WSGI callable compiled from a registry.

The order of a request: the host is checked; the hooks ``request_begin``; the tweens; the main
handler with routing and the view; response callbacks, NewResponse and the hooks
``request_end``; headers are checked and sent; finished callbacks.  Empty lists cost nothing.
No client input raises out of it: what no exception view answers is logged and becomes a
plain 500.  Floor 4.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable
from typing import Any

from corefw.addon.hookcaller import HookCaller
from corefw.contracts.contract import as_interface
from corefw.contracts.interfaces import IExecutionPolicy, IRequestFactory
from corefw.contracts.persistence import Persistence
from corefw.web.current import CURRENT_REQUEST, RequestContext
from corefw.web.events import NewResponse, announcer
from corefw.web.hook_events import RequestBegin, RequestEnd, RequestError
from corefw.web.httpexceptions import HTTPException
from corefw.web.pipeline.exceptions import ExceptionViews
from corefw.web.pipeline.extensions import RequestClasses
from corefw.web.pipeline.main import MainHandler
from corefw.web.pipeline.tweens import EXCVIEW, Tween, arranged_tweens
from corefw.web.request import Request
from corefw.web.response import Response, check_headers
from corefw.web.security.hosts import HostCheck
from corefw.web.views.record import ViewRecord

__all__ = ["Application"]

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

log = logging.getLogger("corefw.application")

_LOCAL_ADDRESSES = ("127.0.0.1", "::1")


class Application:
    """A WSGI application; ``registry`` is everything it was configured with.

    ``close`` ends it: whoever runs the server calls it once.
    """

    def __init__(self, registry: Any, stopping: Callable[[], None] | None = None) -> None:
        self.registry = registry
        self._stopping = stopping
        self.exception_views = ExceptionViews(registry.all(ViewRecord).values())
        self._main = MainHandler(registry)
        self._handle = self._around(self._main)
        self._classes = RequestClasses(self, registry)
        factory = registry.queryUtility(IRequestFactory) or Request
        # A class gets its extensions once; what another callable makes gets them each time.
        self._request: Callable[[Environ], Any] = (
            self._classes.of(factory)
            if isinstance(factory, type)
            else lambda environ: self._classes.extend(factory(environ))
        )
        self._policy = registry.queryUtility(IExecutionPolicy)
        self._new_response = announcer(registry, NewResponse)
        hooks = registry.find(HookCaller, "hooks")
        self._begin = hooks.implementations("request_begin") if hooks else ()
        self._end = hooks.implementations("request_end") if hooks else ()
        self._error = hooks.implementations("request_error") if hooks else ()
        settings = registry.settings
        self._hosts = HostCheck(settings.get("corefw.allowed_hosts", ("localhost", "127.0.0.1", "[::1]")))
        self._debug = bool(settings.get("corefw.debug"))

    def _around(self, main: Callable[[Any], Any]) -> Callable[[Any], Any]:
        handler = main
        for tween in reversed(arranged_tweens(self.registry.all(Tween).values())):
            factory = self.exception_views.tween_factory if tween.name == EXCVIEW else tween.factory
            handler = factory(handler, self.registry)
        return handler

    # -- WSGI --------------------------------------------------------------------------

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one WSGI request."""
        refusal = self._hosts.check(environ)
        if refusal is not None:
            log.warning("refused a request: %s (corefw.allowed_hosts)", refusal)
            return _send(
                _plain(400, "The host of the request is not one of this site."), environ, start_response
            )
        if self._policy is not None:
            return _send(self._policy(environ, self), environ, start_response)
        request = self._request(environ)
        token = CURRENT_REQUEST.set(request)
        try:
            response = self.respond(request)
            return _send(response, environ, start_response)
        except Exception as error:
            if environ.get("paste.throw_errors"):  # WebTest asks to see what was raised
                raise
            return _send(self._failed(error, request), environ, start_response)
        finally:
            if request.finished_callbacks:
                self._finish(request)
            request.__dict__.pop("exc_info", None)
            CURRENT_REQUEST.reset(token)

    def respond(self, request: Any, *, use_tweens: bool = True) -> Any:
        """Return the response to *request*; raises what no exception view answers."""
        for begin in self._begin:
            begin(RequestBegin(request))
        response = (self._handle if use_tweens else self._main)(request)
        callbacks = request.response_callbacks
        while callbacks:
            callbacks.popleft()(request, response)
        if self._new_response is not None:
            self._new_response(request, response)
        for end in self._end:
            end(RequestEnd(request, response))
        return response

    def _failed(self, error: Exception, request: Any) -> Response:
        """Log what nobody answered and return a plain 500 that tells nothing, but in debug.

        An HTTP exception that was raised outside the exception views (by an outer tween or a
        hook) is an answer itself.
        """
        if isinstance(error, HTTPException):
            return error
        log.error(
            "%s %s failed: %s",
            request.environ.get("REQUEST_METHOD"),
            _shown(request),
            type(error).__name__,
            exc_info=error,
        )
        for hook in self._error:
            try:
                hook(RequestError(request, error))
            except Exception:
                log.exception("a request_error hook failed")
        if self._debug and request.environ.get("REMOTE_ADDR") in _LOCAL_ADDRESSES:
            return _plain(500, "".join(traceback.format_exception(error)))
        return _plain(500, "The server met an error it did not expect.")

    def _finish(self, request: Any) -> None:
        """Run every finished callback, even if an earlier one fails."""
        callbacks = request.finished_callbacks
        while callbacks:
            try:
                callbacks.popleft()(request)
            except Exception:
                log.exception("a finished callback failed")

    # -- what others ask of an application -----------------------------------------------

    def request_context(self, environ: Environ) -> RequestContext:
        """Return the context of a request for *environ*, for an execution policy."""
        return RequestContext(self._request(environ))

    def invoke_request(self, request: Any) -> Any:
        """Return the response to *request*, with its finished callbacks run, for an execution policy."""
        try:
            return self.respond(request)
        finally:
            self._finish(request)

    def invoke_subrequest(self, request: Any, *, use_tweens: bool = False) -> Any:
        """Return the response to a request made by code; exceptions are raised."""
        self._classes.extend(request)
        token = CURRENT_REQUEST.set(request)
        try:
            return self.respond(request, use_tweens=use_tweens)
        finally:
            self._finish(request)
            CURRENT_REQUEST.reset(token)

    def invoke_exception_view(self, request: Any, exc_info: Any = None, *, reraise: bool = False) -> Any:
        """Return the response of the exception view for *exc_info*."""
        return self.exception_views.invoke(request, exc_info, reraise=reraise)

    def view_named(self, name: str, context: Any, request: Any) -> Any:
        """Return the response of the view *name* for *context*, or None."""
        return self._main.view_named(name, context, request)

    def make_request(self, path: str = "/", **kw: Any) -> Any:
        """Return a request of this application's class, for scripts and the shell."""
        return self._classes.extend(Request.blank(path, **kw))

    def close(self) -> None:
        """Stop: the ``stopping`` hooks run, then what provides persistence gives back its connections."""
        stopping, self._stopping = self._stopping, None
        if stopping is not None:
            stopping()
        persistence = self.registry.queryUtility(as_interface(Persistence))
        if persistence is not None:
            persistence.close()


def _send(response: Any, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Send *response*, whose headers get a last look just before the server has them."""

    def checked(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        check_headers(status, headers)
        return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

    body: Iterable[bytes] = response(environ, checked)
    return body


def _plain(status: int, text: str) -> Response:
    return Response(text, status=status, content_type="text/plain", charset="UTF-8")


def _shown(request: Any) -> str:
    """Return the path as a log line may hold it."""
    return ascii(request.environ.get("PATH_INFO", ""))[1:-1][:200]
