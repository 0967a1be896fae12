"""The page of the digest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from board.security import READ
from board.views.asking import desk_of
from board.views.pages import home_trail
from board_digest.contract import Tallies
from board_digest.settings import DigestSettings
from corefw.config import route_config
from corefw.request import Request
from corefw.view import view_config

__all__ = ["digest"]


@route_config("board_digest", "/digest")
@view_config(
    route_name="board_digest",
    request_method="GET",
    renderer="board_digest:templates/digest.html",
    permission=READ,
)
def digest(request: Request) -> dict[str, Any]:
    """Show, of every board that may be seen, what is due soon and what was counted."""
    settings: DigestSettings = request.registry.settings.typed("digest", DigestSettings)
    until = datetime.now(UTC).date() + timedelta(days=settings.days)
    desk = desk_of(request)
    tallies = request.component(Tallies, request.unit_of_work)
    rows = []
    for one in desk.all_boards():
        cards = [card for lane in desk.lanes(one.board.id) for card in lane.cards]
        due = [card for card in cards if card.due is not None and card.due <= until]
        due.sort(key=lambda card: (card.due, card.title))
        rows.append((one.board, tallies.of(one.board.id), due))
    return {"settings": settings, "rows": rows, "day": request.day, "trail": home_trail(request)}
