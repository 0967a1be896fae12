"""Exceptions of the request that say more than their status does.

Each is an HTTP exception, so that it is answered well where nobody has a view for it.
Errors of the configuration are in `corefw.base.errors`.  Floor 4.
"""

from __future__ import annotations

from corefw.web.httpexceptions import HTTPBadRequest, HTTPNotFound

__all__ = ["BadCSRFOrigin", "BadCSRFToken", "NoRoute", "PredicateMismatch", "URLDecodeError"]


class PredicateMismatch(HTTPNotFound):
    """No view's predicates agree with the request; *reasons* are for the developer only."""

    def __init__(self, detail: str | None = None, *, reasons: tuple[str, ...] = ()) -> None:
        HTTPNotFound.__init__(self, detail)
        self.reasons = reasons


class NoRoute(PredicateMismatch):
    """No route matches the path, and nothing is traversed.  One is made for each unknown path."""

    reasons = ("no route matches the path",)

    def __init__(self) -> None:
        """Take nothing and tell nothing, so that no more is to be done than this."""
        self._app_iter = [b""]


class URLDecodeError(HTTPBadRequest, UnicodeDecodeError):
    """The URL is not UTF-8; answered with 400.

    Made with the arguments of UnicodeDecodeError, which it is as well, as Pyramid's is.
    """

    def __init__(self, encoding: str, data: bytes, start: int, end: int, reason: str) -> None:
        HTTPBadRequest.__init__(self, "The URL is not valid UTF-8.")
        UnicodeDecodeError.__init__(self, encoding, data, start, end, reason)


class BadCSRFOrigin(HTTPBadRequest):
    """The request comes from another site, by its own headers.

    An HTTPBadRequest to exception views, as Pyramid documents it, so that no view for
    HTTPForbidden offers a login form; sent with the status 403.
    """

    code = 403
    title = "Forbidden"
    explanation = (
        "The request was sent by a page of another site, or by a client that hides which. "
        "It was refused to protect you."
    )


class BadCSRFToken(HTTPBadRequest):
    """The request does not carry the token of its session; as `BadCSRFOrigin`, sent with 403."""

    code = 403
    title = "Forbidden"
    explanation = "The form is too old, or cookies are switched off. Load the page again and resend the form."
