"""What every HTTP exception is: a response that can be raised.

The body is made when the response is sent, in the form the client accepts (HTML, JSON as
RFC 9457 describes it, or plain text), and everything in it is escaped.  It tells what the
programmer wrote and nothing of the request.  The classes for each status are in the
neighbouring modules.  Floor 4.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from html import escape as escape_html
from string import Template
from typing import Any

from zope.interface import implementer

from corefw.contracts.interfaces import IExceptionResponse
from corefw.web.httpexceptions.negotiation import LONGEST_ACCEPT, Form, wanted_form
from corefw.web.response import Headers, Response

__all__ = ["HTTPError", "HTTPException", "HTTPRedirection", "HTTPSuccessful", "JSONFormatter"]

#: Called with ``status``, ``body``, ``title`` and ``environ``; returns what becomes JSON.
JSONFormatter = Callable[..., Any]

_HTML = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{status}</title></head>
<body>
<h1>{status}</h1>
{body}
</body>
</html>
"""


class _Blanks(dict[str, str]):
    """The values of a body template: a header that this client did not send is empty."""

    def __missing__(self, key: str) -> str:
        return ""


@implementer(IExceptionResponse)
class HTTPException(Response, Exception):
    """A response that can be raised.

    *detail* is told to the client; *comment* only in the source of the HTML page.
    *body_template* is a `string.Template` of the page's body, with ``${explanation}``,
    ``${detail}``, ``${comment}``, ``${html_comment}``, ``${br}`` and the request's
    environment.  *json_formatter* replaces the JSON document.  Other keywords are the
    response's own.
    """

    code: int = 520
    title: str = "Unknown Error"
    explanation: str = ""
    #: True for statuses whose response never has a body.
    empty_body: bool = False
    #: The template of the body, or None for the one that is built in.
    body_template_obj: Template | None = None

    #: Why it is answered so, in words for the developer only.
    reasons: tuple[str, ...] = ()

    detail: str | None = None
    message: str | None = None
    comment: str | None = None
    _constant: Headers | None = (("Content-Type", "text/html; charset=UTF-8"),)
    _json: JSONFormatter | None = None
    _is_generated: bool = False

    def __init__(
        self,
        detail: str | None = None,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] | None = None,
        comment: str | None = None,
        body_template: str | None = None,
        json_formatter: JSONFormatter | None = None,
        **kw: Any,
    ) -> None:
        self._app_iter = [b""]
        if kw:
            Response.__init__(self, status=self._status, **kw)
        elif self.empty_body:  # otherwise WebOb's constructor would do no more than is done already
            self._headerlist = []
        if detail is not None:
            Exception.__init__(self, detail)
            self.detail = self.message = detail
        if comment is not None:
            self.comment = comment
        if headers:
            self.headers.extend(headers)
        if body_template is not None:
            self.body_template_obj = Template(body_template)
        if json_formatter is not None:
            self._json = json_formatter
        if self.empty_body and kw:
            del self.content_type
            del self.content_length

    def __init_subclass__(cls, **kw: Any) -> None:
        super().__init_subclass__(**kw)
        cls._status = f"{cls.code} {cls.title}"

    def __str__(self) -> str:
        return str(self.detail) if self.detail else self.explanation

    def prepare(self, environ: Mapping[str, Any]) -> None:
        """Make the body for this client, unless the programmer gave one."""
        accept = environ.get("HTTP_ACCEPT")
        is_usual = self.detail is None and self.comment is None
        if self._constant and is_usual and self.body_template_obj is None and self._json is None:
            # Nobody had its headers in hand, and to set a body is to set a header.
            known = accept if accept is None or len(accept) <= LONGEST_ACCEPT else None
            self._constant, page = _usual_page(known, self._status, self.title, self.explanation)
            self._app_iter = [page]
            return
        form = wanted_form(accept)
        if self.empty_body or (self.has_body and not self._is_generated):
            return
        self._is_generated = True
        if form == "html":
            body = self._fill(environ, escape_html, "<br>", _html_comment(self.comment))
        else:
            body = self._fill(environ, str, "\n", self.comment or "")
        if form == "json" and self._json is not None:
            made = self._json(status=self.status, body=body, title=self.title, environ=environ)
            self._put("application/json", json.dumps(made).encode())
        else:
            self._put(*_page(form, self.status, self.title, body))

    def _fill(self, environ: Mapping[str, Any], escape: Callable[[str], str], br: str, comment: str) -> str:
        explanation, detail = escape(self.explanation), escape(str(self.detail or ""))
        if self.body_template_obj is None:
            lines = [line for line in (explanation, detail) if line]
            body = (f"{br}{br}\n" if br == "<br>" else "\n\n").join(lines)
            return f"{body}\n{comment}" if comment and br == "<br>" else body
        values = _Blanks(
            (key, escape(str(value)))
            for key, value in environ.items()
            if isinstance(value, str) and "." not in key
        )
        values.update((name.lower().replace("-", "_"), escape(value)) for name, value in self.headerlist)
        values.update(
            br=br,
            explanation=explanation,
            detail=detail,
            comment=escape(self.comment or ""),
            html_comment=comment,
        )
        return self.body_template_obj.safe_substitute(values)

    def _put(self, content_type: str, page: bytes) -> None:
        kept = [
            (name, value)
            for name, value in self._headerlist
            if name.lower() not in ("content-type", "content-length")
        ]
        self._headers = None
        self._headerlist = [
            *kept,
            ("Content-Type", content_type),
            ("Content-Length", str(len(page))),
        ]
        if not any(name.lower() == "vary" for name, _ in kept):
            self._headerlist.append(("Vary", "Accept"))
        self._app_iter = [page]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer the request as a WSGI application, with the body made for its client."""
        self.prepare(environ)
        return Response.__call__(self, environ, start_response)

    __call__.looks_itself = True  # type: ignore[attr-defined]


def _page(form: Form, status: str, title: str, body: str) -> tuple[str, bytes]:
    """Return the type and the page of an exception, around what is told of it."""
    if form == "html":
        kind, page = "text/html; charset=UTF-8", _HTML.format(status=escape_html(status), body=body)
    elif form == "json":
        document: dict[str, Any] = {"type": "about:blank", "title": title, "status": int(status[:3])}
        if body:
            document["detail"] = body
        kind, page = "application/problem+json", json.dumps(document)
    else:
        kind, page = "text/plain; charset=UTF-8", f"{status}\n\n{body.strip()}\n"
    return kind, page.encode("utf-8", "replace")


@lru_cache(maxsize=256)
def _usual_page(accept: str | None, status: str, title: str, explanation: str) -> tuple[Headers, bytes]:
    """Return the constant headers and the page of an exception that tells no more than its class does."""
    form = wanted_form(accept)
    body = escape_html(explanation) if form == "html" else explanation
    kind, page = _page(form, status, title, body)
    return (("Content-Type", kind), ("Vary", "Accept")), page


def _html_comment(text: str | None) -> str:
    return f"<!-- {escape_html(text).replace('--', '&#45;&#45;')} -->" if text else ""


class HTTPError(HTTPException):
    """Every status of the 400s and 500s: something went wrong and no work should be kept."""


class HTTPRedirection(HTTPException):
    """Every status of the 300s: the client has something more to do."""


class HTTPSuccessful(HTTPException):
    """Every status of the 200s."""
