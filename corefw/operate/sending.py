"""Sending: one request through an application in this process, without a network.

Headers and bodies as a person writes them on a command line.  Floor 6.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import click
import webob

from corefw.web.pipeline.application import Application
from corefw.web.response import check_headers

__all__ = ["Answered", "environ_of", "parted_header", "send"]

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_FORM = "application/x-www-form-urlencoded"
_TEXTS = re.compile(
    r"text/|application/(?:[\w.-]+\+)?(?:json|xml|javascript)|application/x-www-form-urlencoded"
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A response as it came out of the application."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def code(self) -> int:
        """The status as a number."""
        return int(self.status.partition(" ")[0])

    @property
    def exit_code(self) -> int:
        """0 for a status below 400, else its first digit."""
        return 0 if self.code < 400 else self.code // 100

    @property
    def content_type(self) -> str:
        """The header Content-Type, or ""."""
        return next((value for name, value in self.headers if name.lower() == "content-type"), "")

    @property
    def text(self) -> str | None:
        """The body as text, or None if it is none."""
        if not _TEXTS.match(self.content_type):
            return None
        charset = re.search(r"charset=\"?([\w-]+)", self.content_type, re.IGNORECASE)
        try:
            return self.body.decode(charset[1] if charset else "utf-8")
        except (UnicodeDecodeError, LookupError):
            return None

    def as_dict(self) -> dict[str, Any]:
        """Return the response as JSON types; a body that is no text is base64."""
        text = self.text
        body = {"body": text} if text is not None else {"body_base64": base64.b64encode(self.body).decode()}
        return {"status": self.code, "reason": self.status.partition(" ")[2], "headers": self.headers, **body}


def parted_header(text: str) -> tuple[str, str]:
    """Return ``name: value`` as a pair.  Raises `click.BadParameter` for what is no header."""
    name, colon, value = text.partition(":")
    pair = (name.strip(), value.strip())
    try:
        if not colon:
            raise ValueError("it has no colon")
        check_headers("200 OK", [pair])
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no header: {error}", param_hint="-H") from None
    return pair


def environ_of(
    application: Application,
    method: str,
    url: str,
    headers: Iterable[tuple[str, str]] = (),
    body: bytes | None = None,
) -> dict[str, Any]:
    """Return the WSGI environment of a request from this machine.

    Raises `click.BadParameter` for a method or a URL that is none.
    """
    if not url.startswith(("/", "http://", "https://")):
        raise click.BadParameter(f"{url!r} is neither a path nor an address", param_hint="URL")
    if _TOKEN.fullmatch(method) is None:
        raise click.BadParameter(f"{method!r} is no request method", param_hint="METHOD")
    is_path = url.startswith("/")
    # With two slashes at its beginning a path would be taken for an address without a scheme.
    environ: dict[str, Any] = webob.Request.blank("/" if url.startswith("//") else url, method=method).environ
    if url.startswith("//"):
        path, _, query = url.partition("?")
        environ["PATH_INFO"], environ["QUERY_STRING"] = path, query
    if is_path:
        environ["HTTP_HOST"] = _own_host(application)
    environ["REMOTE_ADDR"] = "127.0.0.1"
    pairs = list(headers)
    if body is not None and not any(name.lower() == "content-type" for name, _ in pairs):
        pairs.append(("Content-Type", _FORM))
    made = webob.Request(environ)
    for name, value in pairs:
        made.headers[name] = value
    if body is not None:
        made.body = body
    return environ


def _own_host(application: Application) -> str:
    """Return a host that the application answers for: localhost if it does, else the first by name."""
    allowed: Sequence[str] = application.registry.settings.get("corefw.allowed_hosts", ("localhost",))
    if "localhost" in allowed or "*" in allowed:
        return "localhost"
    return next((host.lstrip(".") for host in allowed), "localhost")


def send(application: Application, environ: dict[str, Any]) -> Answered:
    """Return the response of the application to a request."""
    status, headers, body = webob.Request(environ).call_application(application)
    try:
        whole = b"".join(body)
    finally:
        close = getattr(body, "close", None)
        if close is not None:
            close()
    return Answered(status, tuple(headers), whole)
