"""The values of pages that look alike: a form, a question, a message; each has one template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urlencode

from board.domain.entities import Board, Leaf
from board.forms.drawing import drawn
from board.forms.reading import Reading
from board.texts import _
from corefw.httpexceptions import HTTPSeeOther
from corefw.request import Request

__all__ = [
    "Danger",
    "Paging",
    "back_to",
    "board_trail",
    "form_page",
    "home_trail",
    "paging",
    "redrawn",
]

Trail: TypeAlias = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Danger:
    """Something that cannot be undone, offered below a form."""

    words: str
    url: str
    button: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Paging:
    """Where the pages before and after are; "" where there is none."""

    number: int
    before: str
    after: str


def paging(found: Leaf[Any], url: str, **query: str) -> Paging:
    """Return the addresses of the pages around *found*, which is a page of what is at *url*."""

    def page(number: int) -> str:
        return f"{url}?{urlencode({**query, 'page': number})}"

    return Paging(
        found.number,
        page(found.number - 1) if found.number > 1 else "",
        page(found.number + 1) if found.has_next else "",
    )


def home_trail(request: Request) -> Trail:
    """Return the way from the top to the list of boards."""
    return [(request.tell(_("Boards")), request.route_path("home"))]


def board_trail(request: Request, board: Board) -> Trail:
    """Return the way from the top to *board*."""
    return [*home_trail(request), (board.name, request.route_path("board", board_id=board.id))]


def form_page(
    request: Request,
    reading: Reading[Any],
    *,
    action: str,
    heading: str,
    button: str,
    trail: Trail,
    danger: Danger | None = None,
    options: dict[str, list[tuple[int, str]]] | None = None,
) -> dict[str, Any]:
    """Return the values of ``form.html``; *action* is where the form is posted to."""
    return {
        "form": drawn(reading, request.tell, **(options or {})),
        "action": action,
        "heading": request.tell(heading),
        "button": request.tell(button),
        "trail": trail,
        "danger": danger,
    }


def redrawn(request: Request, page: dict[str, Any]) -> dict[str, Any]:
    """Return *page*, to be answered as a refusal: with status 422 it is never kept or replayed."""
    request.response.status_int = 422
    return page


def back_to(request: Request, url: str, notice: str) -> HTTPSeeOther:
    """Send the browser to *url*, where *notice* is said once.

    An older one that nobody has seen is dropped: a session may be a cookie, and must stay small.
    """
    request.session.pop_flash()
    request.session.flash(request.tell(notice))
    return HTTPSeeOther(location=url)
