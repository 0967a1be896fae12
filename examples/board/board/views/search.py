"""The page that finds cards."""

from __future__ import annotations

from typing import Any

from board.domain.words import clean_line, unfit
from board.security import READ
from board.settings import BoardSettings
from board.views.asking import desk_of, page_of
from board.views.pages import paging
from corefw.config import route_config
from corefw.request import Request
from corefw.view import view_config

__all__ = ["page_size", "search", "searched_words"]

#: Longer texts are not looked for: nobody types them, and each word costs.
LONGEST = 200


def searched_words(request: Request) -> str:
    """Return what the query asks for, cleaned; "" for what no card can hold."""
    typed = clean_line(request.GET.get("q", ""))[:LONGEST]
    return "" if unfit(typed) else typed


def page_size(request: Request) -> int:
    """Return how many things a page of a long list shows."""
    settings: BoardSettings = request.registry.settings.typed("board", BoardSettings)
    return settings.page_size


@route_config("search", "/search")
@view_config(
    route_name="search", request_method="GET", renderer="board:templates/search.html", permission=READ
)
def search(request: Request) -> dict[str, Any]:
    """Show the cards that hold every word."""
    searched = searched_words(request)
    found = desk_of(request).search(searched, page_size(request), page_of(request))
    return {
        "searched": searched,
        "found": found.items,
        "paging": paging(found, request.route_path("search"), q=searched),
    }
