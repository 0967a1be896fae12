"""What the pages of the attacked application do: as a careless application does, they read whatever came."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corefw.authentication import (
    AuthTktCookieHelper,
    SessionAuthenticationHelper,
    basic_challenge,
    extract_http_basic_credentials,
)
from corefw.authorization import ACLHelper, Allow, Authenticated, Everyone
from corefw.httpexceptions import HTTPConflict, HTTPNotFound, HTTPPreconditionFailed
from corefw.response import Response, content_disposition
from corefw.security import forget, remember

SECRET = "0123456789abcdef0123456789abcdef"


class Policy:
    """Who is asking is in the session, or in a ticket; what they may do is on the context."""

    def __init__(self) -> None:
        self.session = SessionAuthenticationHelper()
        self.ticket = AuthTktCookieHelper(SECRET, timeout=600)
        self.acl = ACLHelper()

    def identity(self, request: Any) -> Any:
        found = self.ticket.identify(request)
        return found["userid"] if found else self.session.authenticated_userid(request)

    authenticated_userid = identity

    def permits(self, request: Any, context: Any, permission: str) -> Any:
        userid = self.identity(request)
        principals = [Everyone] if userid is None else [Everyone, Authenticated, userid]
        return self.acl.permits(context, principals, permission)

    def remember(self, request: Any, userid: Any, **kw: Any) -> Any:
        return [*self.session.remember(request, userid), *self.ticket.remember(request, userid)]

    def forget(self, request: Any, **kw: Any) -> Any:
        return [*self.session.forget(request), *self.ticket.forget(request)]


class Board:
    """A context that only those who are known may see."""

    __name__, __parent__ = "", None
    __acl__ = ((Allow, Authenticated, "see"),)

    def __init__(self, request: Any = None) -> None:
        self.cards = {"paint": {"wall": "white"}, "deep": {}}

    def __getitem__(self, name: str) -> Any:
        return self.cards[name]


class BodySpy:
    """A streamed body that writes down that it was closed."""

    def __init__(self, seen: list[str], parts: list[Any]) -> None:
        self.seen, self.parts = seen, iter(parts)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        part = next(self.parts)
        if isinstance(part, Exception):
            raise part
        made: bytes = part
        return made

    def close(self) -> None:
        self.seen.append("closed")


class SecretError(Exception):
    """What a view raises; its text is nobody's business."""


def shown(value: Any) -> Response:
    """Answer with *value* as a programmer would write it, which is ASCII."""
    return Response(ascii(value), content_type="text/plain")


def everything(request: Any) -> Response:
    """Look at everything that a client can send, but the body."""
    seen = [
        request.GET,
        dict(request.cookies),
        dict(request.headers),
        request.accept,
        request.accept_charset,
        request.accept_encoding,
        request.accept_language,
        request.authorization,
        request.cache_control,
        request.client_addr,
        request.content_length,
        request.content_type,
        request.charset,
        request.date,
        request.domain,
        request.host,
        request.host_port,
        request.if_match,
        request.if_none_match,
        request.if_modified_since,
        request.if_unmodified_since,
        request.if_range,
        request.is_xhr,
        request.max_forwards,
        request.path,
        request.path_info,
        request.path_qs,
        request.pragma,
        request.range,
        request.referer,
        request.script_name,
        request.url,
        request.user_agent,
        request.locale_name,
    ]
    return Response(str(len(seen)))


def form(request: Any) -> Any:
    """Read a form; the names, what is text, and the files with their length."""
    fields = [
        [name, value]
        if isinstance(value, str)
        else [name, getattr(value, "filename", ""), len(_bytes(value))]
        for name, value in request.POST.items()
    ]
    return fields


def _bytes(value: Any) -> bytes:
    made: bytes = value if isinstance(value, bytes) else value.value
    return made


def built(request: Any) -> Response:
    """Make the address of a route whose value the client chose."""
    value = request.GET["a"]
    made = request.route_path("text", x=value, _query={"q": value}, _anchor=value)
    return Response(made, content_type="text/plain")


def set_header(request: Any) -> Response:
    """Put what the client wrote into the head of the response, in the way it names."""
    value, where = request.GET.get("v", ""), request.GET["where"]
    response = Response("x")
    if where == "value":
        response.headers["X-It"] = value
    elif where == "name":
        response.headers[value] = "x"
    elif where == "list":
        response.headerlist.append(("X-It", value))
    elif where == "list-name":
        response.headerlist.append((value, "x"))
    elif where == "status":
        response.status = value
    elif where == "type":
        response.content_type = value
    elif where == "location":
        response.location = value
    elif where == "cookie-name":
        response.set_cookie(value, "x")
    elif where == "cookie-value":
        response.set_cookie("it", value)
    elif where == "cookie-path":
        response.set_cookie("it", "x", path=value)
    elif where == "cookie-domain":
        response.set_cookie("it", "x", domain=value)
    elif where == "disposition":
        response.headers["Content-Disposition"] = content_disposition(value)
    elif where == "text":  # what CGI calls a header, by the constructor
        response = Response("x", headerlist=[("X-It", value)])
    return response


def conditional(request: Any) -> Response:
    """Answer with a tag, a date and ranges."""
    response = Response("0123456789", content_type="text/plain", conditional_response=True)
    response.etag = "tag"
    response.last_modified = 1_700_000_000
    response.accept_ranges = "bytes"
    return response


def stale(request: Any) -> Response:
    """Change something only if it is what the client saw last."""
    if "tag" not in request.if_match:
        raise HTTPPreconditionFailed()
    return Response("changed")


def session(request: Any) -> Response:
    """Count the visits."""
    request.session["visits"] = request.session.get("visits", 0) + 1
    return Response(str(request.session["visits"]))


def log_in(request: Any) -> Response:
    """Remember whoever it is; the password was checked."""
    response = Response("in")
    response.headerlist.extend(remember(request, request.POST.get("name", "ann")))
    return response


def log_out(request: Any) -> Response:
    """Forget them."""
    response = Response("out")
    response.headerlist.extend(forget(request))
    request.session.invalidate()
    return response


def basic(request: Any) -> Response:
    """Ask for a name and a password."""
    given = extract_http_basic_credentials(request)
    if given is None or not given.match("ann", "paint"):
        raise basic_challenge("board")
    return Response("in")


def guest(environ: Any, start_response: Any) -> Any:
    """Be another WSGI application."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [ascii([environ["SCRIPT_NAME"], environ["PATH_INFO"]]).encode()]


def raise_it(request: Any) -> Any:
    """Fail, in the way that the path names."""
    kind = request.matchdict["kind"]
    if kind.startswith("exception"):
        password = SECRET  # a local variable, for whoever shows those
        raise SecretError(f"the password is {password}")
    if kind == "memory":
        raise MemoryError
    if kind == "recursion":
        return raise_it(request)
    if kind == "group":
        raise ExceptionGroup("several", [ValueError("1"), SecretError("2")])
    if kind == "exit-generator":
        raise ValueError from GeneratorExit()
    if kind == "cycle":
        first, second = ValueError("1"), ValueError("2")
        first.__context__, second.__context__ = second, first
        raise first
    if kind == "long":
        raise SecretError("x" * 10_000_000)
    if kind == "surrogate":
        raise SecretError("\ud800 half")
    if kind == "mute":
        raise Mute()
    raise HTTPConflict("<b>& markup of the programmer</b>")


class Mute(Exception):
    """An error that cannot be told."""

    def __str__(self) -> str:
        raise ValueError("no text")

    __repr__ = __str__


class ViewError(Exception):
    """An error whose view fails too."""


def failing_view(error: Any, request: Any) -> Any:
    """Be an exception view that fails."""
    raise SecretError("of the exception view")


def odd_answer(request: Any) -> Any:
    """Return what is no response."""
    return {"none": None, "number": 42, "text": "text"}[request.matchdict["kind"]]


async def coroutine(request: Any) -> Any:
    """Be asynchronous under WSGI."""
    return Response("never")


def raising(kind: type[Exception]) -> Any:
    def view(request: Any) -> Any:
        raise kind

    return view


def saying(text: str) -> Any:
    return lambda request: Response(text)


def nowhere(request: Any) -> Response:
    return HTTPNotFound()


def answer_callbacks(request: Any) -> Response:
    """Have a response callback that fails."""

    def fail(request: Any, response: Any) -> None:
        raise SecretError("of a response callback")

    request.add_response_callback(fail)
    return Response("never sent")


def wrong_length(request: Any) -> Response:
    """Promise another length than there is."""
    response = Response("0123456789")
    response.headers["Content-Length"] = request.GET["n"]
    return response


def bodiless(request: Any) -> Response:
    """Give a body to a status that has none."""
    return Response("a body", status=int(request.matchdict["code"]))


def documented(request: Any) -> Any:
    """Give back what the JSON said."""
    return {"got": request.json_body}
