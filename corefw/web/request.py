"""The request: what corefw adds to WebOb's.

Reading an attribute is cheap and making a request costs nothing beyond WebOb's constructor:
defaults are the class's, and everything else is made on first use.  Safe decoding and bodies
are in `corefw.web.safe_request`; the request refers to nothing that refers to it.  Floor 4.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Any, TypeVar, cast

from zope.interface import implementer

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.contracts.contract import as_interface
from corefw.contracts.interfaces import (
    IRequest,
    IResponse,
    IResponseFactory,
    ISecurityPolicy,
    ISessionFactory,
)
from corefw.web.reify import reify
from corefw.web.response import Response, quick_response
from corefw.web.safe_request import SafeRequest
from corefw.web.security.permissions import Allowed
from corefw.web.static import urls as static_urls
from corefw.web.traversal.walking import DefaultRootFactory

__all__ = ["FinishedCallback", "Request", "ResponseCallback"]

T = TypeVar("T")
ResponseCallback = Callable[[Any, Any], object]
FinishedCallback = Callable[[Any], object]

_HTML = (("Content-Type", "text/html; charset=UTF-8"),)


@implementer(IRequest)
class Request(SafeRequest):
    """A request, with what the application registered for it within reach.

    ``registry``, ``matchdict`` and ``matched_route`` are set by the pipeline; every attribute
    may be assigned, as Pyramid documents.
    """

    ResponseClass = Response
    request_iface: Any = IRequest

    matchdict: dict[str, Any] | None = None
    matched_route: Any = None
    root: Any = None
    view_name: str = ""
    subpath: tuple[str, ...] = ()
    traversed: tuple[str, ...] = ()
    virtual_root: Any = None
    virtual_root_path: tuple[str, ...] = ()
    exception: BaseException | None = None
    exc_info: tuple[type[BaseException], BaseException, TracebackType | None] | None = None
    #: What `add_response_callback` was given, in that order; None if it was never called.
    response_callbacks: deque[ResponseCallback] | None = None
    #: What `add_finished_callback` was given, in that order; None if it was never called.
    finished_callbacks: deque[FinishedCallback] | None = None

    @reify
    def context(self) -> Any:
        """The context of the request; one without children if nothing else was found."""
        return DefaultRootFactory(self)

    @reify
    def response(self) -> Response:
        """The response that a renderer will fill; made by the response factory on first use."""
        factory = self._utility(IResponseFactory)
        if factory is not None:
            return cast("Response", factory(self))
        return quick_response(b"", _HTML)

    @reify
    def session(self) -> Any:
        """The session.  Raises `ConfigurationError` (CFW-571) if there is no session factory."""
        factory = self._utility(ISessionFactory)
        if factory is None:
            raise ConfigurationError(
                Problem(
                    "CFW-571",
                    "request.session was asked for, and no session factory is set.",
                    fixes=(
                        Fix(
                            "",
                            "config.set_session_factory(SignedCookieSessionFactory(secret))",
                        ),
                    ),
                )
            )
        return factory(self)

    def _utility(self, interface: Any) -> Any:
        registry = self.registry
        return None if registry is None else registry.queryUtility(interface)

    # -- callbacks -----------------------------------------------------------------------

    def add_response_callback(self, callback: ResponseCallback) -> None:
        """Have *callback* called with the request and the response that the view made."""
        if self.response_callbacks is None:
            self.response_callbacks = deque()
        self.response_callbacks.append(callback)

    def add_finished_callback(self, callback: FinishedCallback) -> None:
        """Have *callback* called with the request when it is over, whatever became of it."""
        if self.finished_callbacks is None:
            self.finished_callbacks = deque()
        self.finished_callbacks.append(callback)

    # -- security ------------------------------------------------------------------------

    @property
    def identity(self) -> Any:
        """Who is asking, as the security policy sees it; None without a policy."""
        policy = self._utility(ISecurityPolicy)
        return None if policy is None else policy.identity(self)

    @property
    def authenticated_userid(self) -> Any:
        """The user id of who is asking; None without a policy, or if nobody is known."""
        policy = self._utility(ISecurityPolicy)
        return None if policy is None else policy.authenticated_userid(self)

    @property
    def is_authenticated(self) -> bool:
        """Whether it is known who is asking."""
        return self.authenticated_userid is not None

    def has_permission(self, permission: str, context: Any = None) -> Any:
        """Return the policy's answer, true or false, for *context* or the request's own."""
        policy = self._utility(ISecurityPolicy)
        if policy is None:
            return Allowed("No security policy is set, so everything is allowed.")
        if context is None:
            context = self.context
        return policy.permits(self, context, permission)

    # -- static files ----------------------------------------------------------------------

    def static_url(self, path: str, **kw: Any) -> str:
        """Return the URL of the static file *path* (``package:folder/file``).

        A path without a package is relative to the caller's.  Keywords are those of
        ``route_url``.  Raises ValueError if no static files are registered for it.
        """
        return static_urls.static_url(self, path, package=_calling_package(path), **kw)

    def static_path(self, path: str, **kw: Any) -> str:
        """Return `static_url` without scheme and host."""
        return static_urls.static_path(self, path, package=_calling_package(path), **kw)

    # -- components ----------------------------------------------------------------------

    def component(self, provides: type[T], *objects: Any, name: str = "") -> T:
        """Return the adapter of *objects* to *provides*.

        Without objects: the adapter of the request itself if there is one, else the utility.
        Raises `ConfigurationError` (CFW-601), which says what is registered instead.
        """
        if not objects:
            adapter = self.registry.queryAdapter(self, as_interface(provides), name)
            if adapter is not None:
                return cast("T", adapter)
        return cast("T", self.registry.component(provides, *objects, name=name))

    def is_response(self, ob: Any) -> bool:
        """Say whether *ob* is a response, as it is or by what it provides."""
        if isinstance(ob, Response):
            return True
        adapter = None if self.registry is None else self.registry.queryAdapter(ob, IResponse)
        return adapter is ob if adapter is not None else bool(IResponse.providedBy(ob))


def _calling_package(path: str) -> str:
    """Return the package of whoever asked for the URL of *path*; "" where it is not needed."""
    if ":" in path or path.startswith("/"):
        return ""
    names = sys._getframe(2).f_globals
    return names.get("__package__") or str(names.get("__name__", ""))
