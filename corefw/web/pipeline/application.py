"""The application: a WSGI callable compiled from a registry.

The order of a request: the host is checked; the hooks ``request_begin``; the tweens; the main
handler with routing and the view; response callbacks, NewResponse and the hooks
``request_end``; headers are checked, completed by the default ones and sent; finished
callbacks.  Empty lists cost nothing.  No client input raises out of it: what no exception view
answers is logged and becomes a plain 500.  Floor 4.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from dataclasses import replace
from secrets import token_hex
from typing import Any

from zope.interface import implementer

from corefw.addon.hookcaller import HookCaller
from corefw.base.errors import ConfigurationError, Problem, Witness
from corefw.base.places import place_of
from corefw.contracts.configuring import IRouter
from corefw.contracts.contract import as_interface
from corefw.contracts.interfaces import IExecutionPolicy, IRequestFactory
from corefw.contracts.persistence import Persistence
from corefw.web.current import CURRENT_REQUEST, RequestContext
from corefw.web.events import NewResponse, announcer
from corefw.web.hook_events import RequestBegin, RequestEnd, RequestError
from corefw.web.httpexceptions import HTTPBadRequest, HTTPException, exception_response
from corefw.web.httpexceptions.negotiation import wanted_form
from corefw.web.pipeline.exceptions import ExceptionViews
from corefw.web.pipeline.explaining import Explanation, refused
from corefw.web.pipeline.extensions import RequestClasses
from corefw.web.pipeline.main import MainHandler
from corefw.web.pipeline.telling import is_local
from corefw.web.pipeline.tweens import EXCVIEW, Tween, tweens_of
from corefw.web.quiet_log import quiet_logger
from corefw.web.request import Request
from corefw.web.response import Response, close_body, send
from corefw.web.security.default_headers import DefaultHeader, completing
from corefw.web.security.proxies import host_check
from corefw.web.views.record import ViewRecord

__all__ = ["Application"]

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

log = quiet_logger("corefw.application")

_LONGEST_PAGE = 100_000


@implementer(IRouter)
class Application:
    """A WSGI application; ``registry`` is everything it was configured with.

    ``close`` ends it: whoever runs the server calls it once.
    """

    def __init__(self, registry: Any, stopping: Callable[[], None] | None = None) -> None:
        self.registry = registry
        self._stopping = stopping
        self._closed = False
        self.exception_views = ExceptionViews(registry.all(ViewRecord).values())
        self._main = MainHandler(registry)
        self._classes = RequestClasses(self, registry)
        factory = registry.queryUtility(IRequestFactory) or Request
        self._request = self._classes.maker(factory)
        self._policy = registry.queryUtility(IExecutionPolicy)
        hooks = registry.find(HookCaller, "hooks")
        self._error = hooks.implementations("request_error") if hooks else ()
        self._without_tweens = self._told(self._main.__call__, hooks)
        self._handle = self._told(self._around(self._main), hooks)
        self._complete = completing(registry.all(DefaultHeader).values())
        settings = registry.settings
        self._hosts = host_check(settings)
        self._known_hosts = self._hosts.known
        self._debug = bool(settings.get("corefw.debug"))

    def _around(self, main: MainHandler) -> Callable[[Any], Any]:
        """Return *main* with the tweens around it."""
        tweens = tweens_of(self.registry)[::-1]
        # Tweens between main and the exception views, and views of the application, are to see a miss raised.
        is_unseen = tweens and tweens[0].name == EXCVIEW and self.exception_views.see_no_miss()
        handler: Callable[[Any], Any] = main.answer if is_unseen else main.__call__
        for tween in tweens:
            factory = self.exception_views.tween_factory if tween.name == EXCVIEW else tween.factory
            handler = factory(handler, self.registry)
            if not callable(handler):
                raise ConfigurationError(_no_handler(tween, handler))
        return handler

    def _told(self, handler: Callable[[Any], Any], hooks: HookCaller | None) -> Callable[[Any], Any]:
        """Return *handler* between what begins and what ends a request; itself where nobody listens."""
        begin = hooks.announcer("request_begin") if hooks else None
        end = hooks.announcer("request_end") if hooks else None
        new_response = announcer(self.registry, NewResponse)
        if begin is None and end is None and new_response is None:
            return handler

        def told(request: Any) -> Any:
            if begin is not None:
                begin(RequestBegin(request))
            response = handler(request)
            if request.response_callbacks:
                response = self._call_back(request, response)
            try:
                if new_response is not None:
                    new_response(request, response)
                if end is not None:
                    end(RequestEnd(request, response))
            except BaseException:
                close_body(response)
                raise
            return response

        return told

    # -- WSGI --------------------------------------------------------------------------

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one WSGI request."""
        if self._complete is not None:
            start_response = self._complete(environ, start_response)
        if environ.get("HTTP_HOST") not in self._known_hosts:
            refusal = self._hosts.check(environ)
            if refusal is not None:
                log.warning("refused a request: %s", refusal)
                return send(_told(400, refusal.told, environ), environ, start_response)
        if self._policy is not None:
            return self._by_policy(self._policy, environ, start_response)
        # Python would look for methods of these two if they were called in one step, and would make a bound
        # method for each call of an imported name's.
        make_request, handle, current = self._request, self._handle, CURRENT_REQUEST
        try:
            request = make_request(environ)
        except Exception as error:
            return self._answer(error, self._plain_request(environ), environ, start_response)
        token = current.set(request)
        try:
            response = handle(request)
            if request.response_callbacks:
                response = self._call_back(request, response)
            if type(response) is Response or (isinstance(response, Response) and response._looks_itself):
                return response.__call__(environ, start_response)  # as `send` does, which is for any other
            return send(response, environ, start_response)
        except Exception as error:
            return self._answer(error, request, environ, start_response)
        finally:
            if request.finished_callbacks is None:
                request.is_over = True
            else:
                self.finish(request)
            current.reset(token)

    def _by_policy(self, policy: Any, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return send(policy(environ, self), environ, start_response)
        except Exception as error:
            return self._answer(error, self._plain_request(environ), environ, start_response)

    def respond(self, request: Any, use_tweens: bool = True) -> Any:
        """Return the response to *request*; raises what no exception view answers."""
        response = (self._handle if use_tweens else self._without_tweens)(request)
        return self._call_back(request, response) if request.response_callbacks else response

    def _call_back(self, request: Any, response: Any) -> Any:
        """Run the response callbacks; where one raises, the rest see the response of its exception view.

        Raises, after all of them, the first error for which there is no such view.
        """
        callbacks = request.response_callbacks
        unanswered: Exception | None = None
        while callbacks:
            try:
                callbacks.popleft()(request, response)
            except Exception as error:
                answer = self.exception_views.respond(error, request)
                if answer is not None:
                    if answer is not response:
                        close_body(response)
                    response = answer
                elif unanswered is None:
                    unanswered = error
                else:
                    log.exception("a response callback failed after another")
        if unanswered is not None:
            close_body(response)
            try:
                raise unanswered
            finally:
                unanswered = None  # its traceback leads to this frame
        return response

    def _plain_request(self, environ: Environ) -> Any:
        """Return a request to speak of a failure by, whatever the request factory does."""
        return self._classes.of(Request)(environ)

    def _answer(
        self, error: Exception, request: Any, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Send the answer to what was raised outside the exception views.

        An HTTP exception (of an outer tween or a hook) is an answer itself.
        """
        if request.finished_callbacks is None:
            request.finished_callbacks = ()  # it may be the request's own, and then leads back to it
        if environ.get("paste.throw_errors"):  # WebTest asks to see what was raised
            raise error
        if isinstance(error, HTTPException):
            try:
                return send(error, environ, start_response)
            except Exception as worse:
                error = worse
        return send(self._failed(error, request), environ, start_response)

    def _failed(self, error: Exception, request: Any) -> Response:
        """Log what nobody answered and return a plain 500 that tells nothing, but in debug.

        Both have an id that is made now, so that who reports the failure names its line in the log.
        """
        failure = token_hex(4)
        log.error(
            "%s %s failed: %s (%s)",
            request.environ.get("REQUEST_METHOD"),
            _shown(request),
            type(error).__name__,
            failure,
            exc_info=error,
        )
        for hook in self._error:
            try:
                hook(RequestError(request, error, failure))
            except Exception:
                log.exception("a request_error hook failed")
        if self._debug and is_local(request.environ):
            return _plain(500, "".join(traceback.format_exception(error))[-_LONGEST_PAGE:])
        text = f"The server met an error it did not expect. To report it, name it: {failure}"
        return _told(500, text, request.environ)

    @staticmethod
    def _call_finished(request: Any) -> None:
        callbacks = request.finished_callbacks
        while callbacks:
            try:
                callbacks.popleft()(request)
            except Exception:
                log.exception("a finished callback failed")

    def finish(self, request: Any) -> None:
        """End *request*: run every finished callback, even if an earlier one fails.

        Then what leads back to it is taken from its attributes, so that it goes when it is over.
        """
        if request.finished_callbacks:
            self._call_finished(request)
        attributes = request.__dict__
        if "__view__" in attributes:
            del attributes["__view__"]
        if "exception" in attributes:
            attributes.pop("exc_info", None)
            error = attributes.pop("exception")
            if isinstance(error, HTTPException):
                # An answer is sent by frames to which its own traceback leads.
                error.__traceback__ = error.__context__ = error.__cause__ = None
        request.is_over = True

    # -- what others ask of an application -----------------------------------------------

    def request_context(self, environ: Environ) -> RequestContext:
        """Return the context of a request for *environ*, for an execution policy; it ends the request."""
        return RequestContext(self._request(environ), self.finish)

    def invoke_request(self, request: Any) -> Any:
        """Return the response to *request*, with its finished callbacks run, for an execution policy.

        As Pyramid documents it; what the policy asks of the request afterwards, such as its
        ``exception``, is there until its context ends.
        """
        try:
            return self.respond(request)
        finally:
            self._call_finished(request)

    def invoke_subrequest(self, request: Any, use_tweens: bool = False) -> Any:
        """Return the response to a request made by code; exceptions are raised."""
        self._classes.extend(request)
        token = CURRENT_REQUEST.set(request)
        try:
            return self.respond(request, use_tweens=use_tweens)
        finally:
            self.finish(request)
            CURRENT_REQUEST.reset(token)

    def invoke_exception_view(
        self, request: Any, exc_info: Any = None, *, secure: bool = True, reraise: bool = False
    ) -> Any:
        """Return the response of the exception view for *exc_info*; *request* may be of whatever class."""
        self._classes.extend(request)
        return self.exception_views.invoke(request, exc_info, secure=secure, reraise=reraise)

    def view_named(self, name: str, context: Any, request: Any, *, secure: bool = True) -> Any:
        """Return the response of the view *name* for *context*, or None."""
        return self._main.view_named(name, context, request, secure=secure)

    def matches_route(self, path: str) -> bool:
        """Say whether the pattern of some route matches the decoded *path*."""
        return self._main.matches(path)

    def explain(self, environ: Environ) -> Explanation:
        """Say what would answer one request and why, calling no view, tween, hook or subscriber."""
        refusal = self._hosts.check(environ)
        if refusal is not None:
            return refused(HTTPBadRequest(), refusal.reason)
        request = self._request(environ)
        token = CURRENT_REQUEST.set(request)
        try:
            found = self._main.explain(request)
            if found.error is None:
                return found
            considered = tuple(self.exception_views.consider(found.error, request))
            return replace(found, for_error=considered)
        finally:
            self.finish(request)
            CURRENT_REQUEST.reset(token)

    def make_request(self, path: str = "/", **kw: Any) -> Any:
        """Return a request of this application's class, for scripts and the shell."""
        return self.adopt(Request.blank(path, **kw))

    def adopt(self, request: Any) -> Any:
        """Give *request*, made elsewhere and of whatever class, what this application's have; return it."""
        return self._classes.extend(request)

    def close(self) -> None:
        """Stop: the ``stopping`` hooks run, then what provides persistence gives back its connections."""
        if self._closed:
            return
        self._closed = True
        if self._stopping is not None:
            self._stopping()
        persistence = self.registry.queryUtility(as_interface(Persistence))
        if persistence is not None:
            persistence.close()


def _no_handler(tween: Tween, made: object) -> Problem:
    return Problem(
        "CFW-523",
        f'The tween "{tween.name}" is no handler: its factory returned {type(made).__name__}.',
        (Witness(place_of(tween.factory)),),
        "A tween factory takes the next handler and the registry, and returns a function of the request.",
    )


def _told(status: int, text: str, environ: Environ) -> Response:
    """Return an answer that tells no more than *text*; a problem document where JSON is wanted (RFC 9457)."""
    if wanted_form(environ.get("HTTP_ACCEPT")) != "json":
        return _plain(status, text)
    problem = exception_response(status, detail=text)
    problem.explanation = ""
    return problem


def _plain(status: int, text: str) -> Response:
    body = text.encode("utf-8", "replace")
    return Response(body, status=status, content_type="text/plain", charset="UTF-8")


def _shown(request: Any) -> str:
    """Return the path as a log line may hold it."""
    return ascii(request.environ.get("PATH_INFO", ""))[1:-1][:200]
