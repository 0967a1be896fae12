"""The request: what corefw adds to WebOb's.

Reading an attribute is cheap and making a request costs nothing beyond WebOb's constructor:
defaults are the class's, and everything else is made on first use.  Safe decoding and bodies
are in `corefw.web.safe_request`; the request refers to nothing that refers to it.  Floor 4.
"""

from __future__ import annotations

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
from corefw.web.i18n.localizer import Localizer
from corefw.web.i18n.negotiation import localizer_of, negotiate_locale_name
from corefw.web.reify import reify
from corefw.web.reify import reify as once
from corefw.web.response import FRESH_HEADERS, Response, quick_response
from corefw.web.safe_request import SafeRequest
from corefw.web.security.permissions import Allowed
from corefw.web.traversal.walking import DefaultRootFactory
from corefw.web.url_methods import URLMethods

__all__ = ["FinishedCallback", "Request", "ResponseCallback", "become"]

T = TypeVar("T")
#: Stands in ``_response`` where a class has a ``response`` of its own, which alone knows if it was touched.
_OF_THE_CLASS = object()
ResponseCallback = Callable[[Any, Any], object]
FinishedCallback = Callable[[Any], object]


@implementer(IRequest)
class Request(URLMethods, SafeRequest):
    """A request, with what the application registered for it within reach.

    ``registry``, ``matchdict`` and ``matched_route`` are set by the pipeline; every attribute
    may be assigned, as Pyramid documents.
    """

    ResponseClass = Response
    request_iface: Any = IRequest

    #: The context of a request that found no other: one for all, since nothing can be put on it.
    context: Any = DefaultRootFactory(None)
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
    #: The application that answers the request; None outside of one.
    application: Any = None
    #: What `add_response_callback` was given, in that order; None if it was never called.
    response_callbacks: deque[ResponseCallback] | None = None
    #: What `add_finished_callback` was given, in that order; None if nothing is to be done in the end.
    finished_callbacks: deque[FinishedCallback] | tuple[()] | None = None
    #: True when it was answered, though its body may still be sent.
    is_over: bool = False
    #: The name of the renderer that goes before the view's own; None for that.
    override_renderer: str | None = None
    #: What `response` is; None as long as nobody asked for it.
    _response: Any = None

    def __init_subclass__(cls, **kw: Any) -> None:
        super().__init_subclass__(**kw)
        if cls.response is not Request.response:
            cls._response = _OF_THE_CLASS

    @property
    def response(self) -> Response:
        """The response that a renderer will fill; made by the response factory on first use.

        It may be assigned; after ``del request.response`` the next use makes another.
        """
        if self._response is None or self._response is _OF_THE_CLASS:
            factory = self._utility(IResponseFactory)
            self._response = quick_response(b"", FRESH_HEADERS) if factory is None else factory(self)
        return cast("Response", self._response)

    @response.setter
    def response(self, value: Any) -> None:
        self._response = value

    @response.deleter
    def response(self) -> None:
        self._response = type(self)._response

    def set_response_aside(self) -> Any:
        """Return what was made of `response` so far, or None, and forget it.

        Whoever wants it back assigns it.
        """
        begun, self._response = self._response, type(self)._response
        return self.__dict__.pop("response", None) if self._response is _OF_THE_CLASS else begun

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
                        Fix("by the settings", 'kind = "cookie"   in [corefw.sessions]'),
                        Fix("in code", "config.set_session_factory(SignedCookieSessionFactory(secret))"),
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
        if not isinstance(self.finished_callbacks, deque):
            self.finished_callbacks = deque()
        self.finished_callbacks.append(callback)

    # -- of the application --------------------------------------------------------------

    def invoke_subrequest(self, request: Any, use_tweens: bool = False) -> Any:
        """Send *request* through this application and return its response.

        Exceptions are raised unless *use_tweens*, as Pyramid documents it.
        """
        return self.application.invoke_subrequest(request, use_tweens=use_tweens)

    def invoke_exception_view(
        self, exc_info: Any = None, request: Any = None, secure: bool = True, reraise: bool = False
    ) -> Any:
        """Return the response of the exception view for *exc_info* (or the exception under way).

        *request* is another request to answer; without *secure* the permission of the view is not
        asked for.  Raises HTTPNotFound if there is no such view; with *reraise* the exception
        itself is raised then, and where the view raises.
        """
        asked = self if request is None else request
        return self.application.invoke_exception_view(asked, exc_info, secure=secure, reraise=reraise)

    def set_property(self, callable: Any, name: str | None = None, reify: bool = False) -> None:
        """Give this one request a property: *callable* of the request, or a property under *name*.

        With *reify* it is computed once.  A class is made for the request, which costs more than
        the rest of it; what every request is to have is declared with ``add_request_method``.
        Raises ValueError for a property without a name or to be reified.
        """
        named = name or getattr(callable, "__name__", None)
        is_property = isinstance(callable, property)
        if named is None or (is_property and (reify or name is None)):
            raise ValueError("a property needs a name, and cannot be reified")
        made: Any = callable if is_property else property(callable)
        if reify:
            made = once(callable)
            made.name = named
        become(self, type(type(self).__name__, (type(self),), {named: made, "__module__": __name__}))
        if reify:
            self.__dict__.pop(named, None)  # it would go before what is to be computed

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

    # -- translation -----------------------------------------------------------------------

    @reify
    def locale_name(self) -> str:
        """The name of the locale to answer in, such as ``de`` or ``de_AT``; one that is available."""
        return negotiate_locale_name(self)

    @reify
    def localizer(self) -> Localizer:
        """What translates into the language of ``locale_name``."""
        return localizer_of(self)

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


def become(request: Any, kind: Any) -> None:
    """Make *request* one of the class *kind*, which may have a ``response`` of its own."""
    request.__class__ = kind
    own = request.__dict__
    if kind._response is not None and own.get("_response", kind) is None:
        del own["_response"]  # the class alone knows if it was touched
