"""The zope interfaces of the web layer: keys for lookups, named as Pyramid documents them.

Floor 1.  The classes that implement them live on floor 4.
"""

from __future__ import annotations

from zope.interface import Attribute, Interface

from corefw.contracts.configuring import IDict

__all__ = [
    "IApplicationCreated",
    "IAssetDescriptor",
    "IBeforeRender",
    "IBeforeTraversal",
    "ICSRFStoragePolicy",
    "ICacheBuster",
    "IContextFound",
    "IExceptionResponse",
    "IExecutionPolicy",
    "ILocaleNegotiator",
    "INewRequest",
    "INewResponse",
    "IRendererFactory",
    "IRendererInfo",
    "IRequest",
    "IRequestFactory",
    "IResourceURL",
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

    def __call__(environ):  # type: ignore[no-untyped-def]
        """Return a request."""


class IResponseFactory(Interface):
    """A callable that takes a request and returns a fresh response."""

    def __call__(request):  # type: ignore[no-untyped-def]
        """Return a response."""


class IRootFactory(Interface):
    """A callable that takes a request and returns the root of a resource tree."""

    def __call__(request):  # type: ignore[no-untyped-def]
        """Return the root."""


class ITraverser(Interface):
    """An adapter of a root whose call takes a request and returns the traversal's outcome."""


class IResourceURL(Interface):
    """Where a resource is; adapters of a resource and a request provide it."""

    physical_path = Attribute("The percent-encoded path from the root, with a slash at its end.")
    virtual_path = Attribute("The percent-encoded path from the virtual root, with a slash at its end.")
    physical_path_tuple = Attribute('The names from the root, decoded: ("", "a", "").')
    virtual_path_tuple = Attribute("The names from the virtual root, decoded.")


class IRoute(Interface):
    """A route as the request sees it."""

    name = Attribute("The name of the route.")
    pattern = Attribute("The pattern as it was declared, with its prefix.")
    factory = Attribute("What makes the context of its views, or None.")
    predicates = Attribute("The predicates that must hold, in order.")
    pregenerator = Attribute("What changes the elements and keywords of its URLs, or None.")

    def match(path):  # type: ignore[no-untyped-def]
        """Return the values of the placeholders in a decoded path, or None."""

    def generate(kw):  # type: ignore[no-untyped-def]
        """Return the percent-encoded path; raises KeyError for what is missing."""


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


class ICSRFStoragePolicy(Interface):
    """Where the token against requests of other sites is kept; tokens are ASCII text."""

    def new_csrf_token(request):  # type: ignore[no-untyped-def]
        """Make a new token for the client, and return it."""

    def get_csrf_token(request):  # type: ignore[no-untyped-def]
        """Return the client's token; made if there is none."""

    def check_csrf_token(request, token):  # type: ignore[no-untyped-def]
        """Return whether *token* is the client's, compared in constant time."""


class ISession(IDict):
    """A dictionary that lives longer than a request."""

    created = Attribute("When the session began, in seconds since the epoch.")
    new = Attribute("Whether it begins with this request.")

    def invalidate():  # type: ignore[no-untyped-def, misc]
        """Forget everything; what is set afterwards is another session."""

    def changed():  # type: ignore[no-untyped-def, misc]
        """Say that a value was changed from within."""

    def flash(msg, queue="", allow_duplicate=True):  # type: ignore[no-untyped-def]
        """Keep a message until it is shown."""

    def pop_flash(queue=""):  # type: ignore[no-untyped-def]
        """Return the messages of a queue and forget them."""

    def peek_flash(queue=""):  # type: ignore[no-untyped-def]
        """Return the messages of a queue."""

    def new_csrf_token():  # type: ignore[no-untyped-def, misc]
        """Make a token in place of the one there was, and return it."""

    def get_csrf_token():  # type: ignore[no-untyped-def, misc]
        """Return the token of the session, made if there is none."""


class ISessionFactory(Interface):
    """A callable that takes a request and returns its session."""

    def __call__(request):  # type: ignore[no-untyped-def]
        """Return the session."""


class IRendererInfo(Interface):
    """What a renderer factory is told."""

    name = Attribute("The name of the renderer as it was given.")
    package = Attribute("The package that the name is relative to, or None.")
    type = Attribute("The ending of the name with its dot, or the whole name.")
    registry = Attribute("The registry of the application, or None.")
    settings = Attribute("Its settings.")

    def clone(name=None, package=None, registry=None):  # type: ignore[no-untyped-def]
        """Return a copy with what is given in place of its own."""


class IRendererFactory(Interface):
    """A callable that takes an `IRendererInfo` and returns a renderer."""

    def __call__(info):  # type: ignore[no-untyped-def]
        """Return a renderer."""


class IAssetDescriptor(Interface):
    """A file or folder that an asset specification names; it need not exist."""

    def absspec():  # type: ignore[misc, no-untyped-def]
        """Return the specification with its package, ``package:path``."""

    def abspath():  # type: ignore[misc, no-untyped-def]
        """Return the path on the disk."""

    def stream():  # type: ignore[misc, no-untyped-def]
        """Return the file, opened for reading bytes."""

    def isdir():  # type: ignore[misc, no-untyped-def]
        """Return whether it is a folder."""

    def listdir():  # type: ignore[misc, no-untyped-def]
        """Return the names in the folder."""

    def exists():  # type: ignore[misc, no-untyped-def]
        """Return whether there is such a file or folder."""


class ICacheBuster(Interface):
    """What changes the URL of a static file when the file changes."""

    def __call__(request, subpath, kw):  # type: ignore[no-untyped-def]
        """Return the path below the folder, and the keywords of ``static_url``, that make the URL.

        ``kw["pathspec"]`` is the file as it was asked for, ``kw["rawspec"]`` after overrides.
        """


class IViewMapperFactory(Interface):
    """A callable that takes the options of a view and returns a view mapper."""

    def __call__(**kw):  # type: ignore[no-untyped-def]
        """Return a view mapper."""


class IExecutionPolicy(Interface):
    """A callable that takes a WSGI environment and the router and returns a response."""

    def __call__(environ, router):  # type: ignore[no-untyped-def]
        """Return a response."""


class ILocaleNegotiator(Interface):
    """A callable that takes a request and returns the name of a locale, or None."""

    def __call__(request):  # type: ignore[no-untyped-def]
        """Return the name of a locale, or None."""


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


class IBeforeRender(IDict):
    """A renderer is about to run; the event is the dictionary of system values."""

    rendering_val = Attribute("What the view returned.")
