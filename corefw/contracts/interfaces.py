"""The zope interfaces of the web layer: keys for lookups, named as Pyramid documents them.

Floor 1.  The classes that implement them live on floor 4.
"""

from __future__ import annotations

from zope.interface import Attribute, Interface

__all__ = [
    "IApplicationCreated",
    "IBeforeRender",
    "IBeforeTraversal",
    "IContextFound",
    "IExceptionResponse",
    "IExecutionPolicy",
    "INewRequest",
    "INewResponse",
    "IRendererFactory",
    "IRendererInfo",
    "IRequest",
    "IRequestFactory",
    "IResponse",
    "IResponseFactory",
    "IRootFactory",
    "IRoute",
    "ISecurityPolicy",
    "ISession",
    "ISessionFactory",
    "ITraverser",
    "IViewMapperFactory",
]


class IRequest(Interface):
    """A request; ``webob.BaseRequest`` with what corefw adds."""


class IResponse(Interface):
    """A response: a WSGI callable with ``status``, ``headerlist`` and ``app_iter``."""


class IExceptionResponse(IResponse):
    """A response that can be raised."""


class IRequestFactory(Interface):
    """A callable that takes a WSGI environment and returns a request."""


class IResponseFactory(Interface):
    """A callable that takes a request and returns a fresh response."""


class IRootFactory(Interface):
    """A callable that takes a request and returns the root of a resource tree."""


class ITraverser(Interface):
    """An adapter of a root whose call takes a request and returns the traversal's outcome."""


class IRoute(Interface):
    """A route as the request sees it."""

    name = Attribute("The name of the route.")
    pattern = Attribute("The pattern as it was declared, with its prefix.")


class ISecurityPolicy(Interface):
    """Who is asking, and may they."""

    def identity(request):  # type: ignore[no-untyped-def]
        """Return the identity of the request, or None."""

    def authenticated_userid(request):  # type: ignore[no-untyped-def]
        """Return the user id that identifies the request, or None."""

    def permits(request, context, permission):  # type: ignore[no-untyped-def]
        """Return a true value if the request may do *permission* on *context*."""

    def remember(request, userid, **kw):  # type: ignore[no-untyped-def]
        """Return the headers that make the client remembered as *userid*."""

    def forget(request, **kw):  # type: ignore[no-untyped-def]
        """Return the headers that make the client forgotten."""


class ISession(Interface):
    """A dictionary that lives longer than a request."""


class ISessionFactory(Interface):
    """A callable that takes a request and returns its session."""


class IRendererInfo(Interface):
    """What a renderer factory is told: name, package, type, registry, settings."""


class IRendererFactory(Interface):
    """A callable that takes an `IRendererInfo` and returns a renderer."""


class IViewMapperFactory(Interface):
    """A callable that takes the options of a view and returns a view mapper."""


class IExecutionPolicy(Interface):
    """A callable that takes a WSGI environment and the router and returns a response."""


class IApplicationCreated(Interface):
    """The application was built and is about to be frozen."""

    app = Attribute("The application.")


class INewRequest(Interface):
    """A request came in; nothing was looked at yet."""

    request = Attribute("The request.")


class IBeforeTraversal(Interface):
    """The route, if any, was matched; the context is not known yet."""

    request = Attribute("The request.")


class IContextFound(Interface):
    """The context is known and the view is about to be looked up."""

    request = Attribute("The request.")


class INewResponse(Interface):
    """A response was made and is about to leave the view."""

    request = Attribute("The request.")
    response = Attribute("The response.")


class IBeforeRender(Interface):
    """A renderer is about to run; the event is the dictionary of system values."""

    rendering_val = Attribute("What the view returned.")
