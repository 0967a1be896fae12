"""Cards over JSON."""

from __future__ import annotations

from typing import Any, TypeAlias

from board.api.asking import asked
from board.api.shapes import card_shape, found_shape
from board.forms.forms import CardForm, MoveForm
from board.security import READ, WRITE
from board.views.asking import desk_of, id_of, user_id_of
from board.views.search import search_limit, searched_words
from corefw.config import route_config
from corefw.request import Request
from corefw.response import Response
from corefw.view import view_config, view_defaults

__all__ = ["CardApi", "add_card", "move_card", "search"]

Shape: TypeAlias = dict[str, Any]


@route_config("api_cards", "/api/columns/{column_id:[0-9]+}/cards")
@view_config(route_name="api_cards", request_method="POST", renderer="json", permission=WRITE)
def add_card(request: Request) -> Shape:
    """Add a card at the bottom of the column."""
    form = asked(request, CardForm)
    desk = desk_of(request)
    card = desk.add_card(id_of(request, "column_id"), form.title, form.text, user_id_of(request))
    request.response.status_int = 201
    request.response.location = request.route_url("api_card", card_id=card.id)
    return card_shape(card)


@route_config("api_card", "/api/cards/{card_id:[0-9]+}")
@view_defaults(route_name="api_card", renderer="json")
class CardApi:
    """One card."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.desk = desk_of(request)
        self.card_id = id_of(request, "card_id")

    @view_config(request_method="GET", permission=READ)
    def show(self) -> Shape:
        """Return the card."""
        return card_shape(self.desk.cards.get(self.card_id))

    @view_config(request_method="PATCH", permission=WRITE)
    def change(self) -> Shape:
        """Change what the body names; with a revision, only if the card is still at it."""
        card = self.desk.cards.get(self.card_id)
        form = asked(self.request, CardForm, {"title": card.title, "text": card.text})
        return card_shape(self.desk.change_card(card.id, form.title, form.text, form.revision))

    @view_config(request_method="DELETE", renderer=None, permission=WRITE)
    def delete(self) -> Response:
        """Delete the card."""
        self.desk.delete_card(self.card_id)
        return Response(status=204)


@route_config("api_card_move", "/api/cards/{card_id:[0-9]+}/move")
@view_config(route_name="api_card_move", request_method="POST", renderer="json", permission=WRITE)
def move_card(request: Request) -> Shape:
    """Put the card at a place of a column of its board."""
    form = asked(request, MoveForm)
    return card_shape(desk_of(request).move_card(id_of(request, "card_id"), form.column, form.place))


@route_config("api_search", "/api/search")
@view_config(route_name="api_search", request_method="GET", renderer="json", permission=READ)
def search(request: Request) -> Shape:
    """Return the cards that hold every word of ``q``."""
    limit = search_limit(request)
    found = desk_of(request).search(searched_words(request), limit + 1)
    return {"cards": [found_shape(one) for one in found[:limit]], "more": len(found) > limit}
