"""What is said when something is not there or not allowed, as a page or as JSON.

Everything else that fails is answered by the framework, which tells the client nothing.
"""

from __future__ import annotations

from typing import Any

from board.domain.errors import Missing, Refused
from board.security import READ
from board.texts import _
from board.tree import Folder
from corefw.exceptions import BadCSRFOrigin, BadCSRFToken
from corefw.httpexceptions import HTTPMethodNotAllowed, HTTPSeeOther
from corefw.renderers import render_to_response
from corefw.request import Request
from corefw.response import Response
from corefw.view import exception_view_config, forbidden_view_config, notfound_view_config

__all__ = ["forbidden", "foreign", "not_found", "refused", "too_old", "wrong_method"]


@exception_view_config(Missing)
@notfound_view_config()
def not_found(context: Exception, request: Request) -> Response:
    """Say that there is nothing here; to visitors not even that, of what the tree might have."""
    if isinstance(request.context, Folder) and request.identity is None:
        return forbidden(context, request)
    return answer(
        request,
        404,
        _("Nothing is here"),
        _("This page does not exist, or somebody has deleted what it was about."),
    )


@forbidden_view_config()
def forbidden(context: Exception, request: Request) -> Response:
    """Send whoever is not logged in to the door, and refuse everybody else.

    Who may not even see the thing is told that it does not exist.
    """
    if request.identity is not None:
        if not request.has_permission(READ, request.context):
            return not_found(context, request)
        return answer(request, 403, _("Not allowed"), _("You may not do this."))
    if is_api(request):
        words = _("Log in first, and send the session's cookie.")
        return answer(request, 401, _("Not logged in"), words)
    wanted = {"next": request.path_qs} if request.method in ("GET", "HEAD") and request.path != "/" else {}
    return HTTPSeeOther(location=request.route_path("login", _query=wanted))


@exception_view_config(HTTPMethodNotAllowed)
def wrong_method(context: HTTPMethodNotAllowed, request: Request) -> Response:
    """Name the methods that there are, to whoever may see the thing."""
    return context if request.has_permission(READ, request.context) else forbidden(context, request)


@exception_view_config(BadCSRFToken)
def too_old(context: Exception, request: Request) -> Response:
    """Refuse a form of an older session."""
    return answer(
        request,
        403,
        _("Refused"),
        _(
            "This page was opened before you last logged in, so it was not done. "
            "Go back, load the page again, and send it once more."
        ),
    )


@exception_view_config(BadCSRFOrigin)
def foreign(context: Exception, request: Request) -> Response:
    """Refuse what a page of another site sent."""
    return answer(request, 403, _("Refused"), _("This was sent by another site, so it was not done."))


@exception_view_config(Refused)
def refused(context: Refused, request: Request) -> Response:
    """Say which rule of the board says no; pages catch it themselves, next to the field."""
    errors = {context.field: request.tell(context.message)}
    return answer(request, 422, _("Refused"), context.message, errors=errors)


def is_api(request: Request) -> bool:
    """Return whether the answer is for a program."""
    return bool(request.path.startswith("/api/"))


def answer(request: Request, status: int, heading: str, words: str, **more: Any) -> Response:
    """Return a page, or a problem as RFC 9457 has it, with the same words."""
    if is_api(request):
        body = {"status": status, "title": request.tell(heading), "detail": request.tell(words), **more}
        response = render_to_response("json", body, request)
        response.content_type = "application/problem+json"
    else:
        values = {"heading": request.tell(heading), "words": request.tell(words)}
        response = render_to_response("board:templates/message.html", values, request)
    response.status_int = status
    return response
