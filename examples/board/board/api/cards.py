"""Cards over JSON."""

from __future__ import annotations

from typing import Any, TypeAlias

from board.api.asking import asked
from board.api.shapes import card_shape, comment_shape, found_shape
from board.domain.desk import Desk
from board.domain.entities import Card
from board.forms.forms import CardForm, CommentForm, MoveForm
from board.security import READ, REMOVE, WRITE
from board.tree import CardResource, ColumnResource, CommentResource
from board.views.asking import desk_of, page_of, talk_of
from board.views.search import page_size, searched_words
from corefw.config import route_config
from corefw.request import Request
from corefw.response import Response
from corefw.view import view_config, view_defaults

__all__ = ["CardApi", "CommentsApi", "add_card", "move_card", "search", "take_back"]

Shape: TypeAlias = dict[str, Any]


@route_config("api_cards", "/api/columns/{column_id:[0-9]+}/cards", traverse="/columns/{column_id}")
@view_config(route_name="api_cards", request_method="POST", renderer="json", permission=WRITE)
def add_card(context: ColumnResource, request: Request) -> Shape:
    """Add a card at the bottom of the column."""
    form = asked(request, CardForm)
    desk = desk_of(request)
    card = desk.add_card(context.record.id, form.title, form.text, form.due, form.labels)
    request.response.status_int = 201
    request.response.location = request.route_url("api_card", card_id=card.id)
    return shape_of(desk, card)


@route_config("api_card", "/api/cards/{card_id:[0-9]+}", traverse="/cards/{card_id}")
@view_defaults(route_name="api_card", renderer="json")
class CardApi:
    """One card."""

    def __init__(self, context: CardResource, request: Request) -> None:
        self.request = request
        self.desk = desk_of(request)
        self.card_id = context.record.id

    @view_config(request_method="GET", permission=READ)
    def show(self) -> Shape:
        """Return the card."""
        return shape_of(self.desk, self.desk.card(self.card_id))

    @view_config(request_method="PATCH", permission=WRITE)
    def change(self) -> Shape:
        """Change what the body names; with a revision, only if the card is still at it."""
        card = self.desk.card(self.card_id)
        start = {
            "title": card.title,
            "text": card.text,
            "due": None if card.due is None else card.due.isoformat(),
            "labels": [label.id for label in self.desk.stores.labels.on_card(card.id)],
        }
        form = asked(self.request, CardForm, start)
        changed = self.desk.change_card(
            card.id, form.title, form.text, form.revision, due=form.due, labels=form.labels
        )
        return shape_of(self.desk, changed)

    @view_config(request_method="DELETE", renderer=None, permission=WRITE)
    def delete(self) -> Response:
        """Delete the card."""
        self.desk.delete_card(self.card_id)
        return Response(status=204)


@route_config("api_card_move", "/api/cards/{card_id:[0-9]+}/move", traverse="/cards/{card_id}")
@view_config(route_name="api_card_move", request_method="POST", renderer="json", permission=WRITE)
def move_card(context: CardResource, request: Request) -> Shape:
    """Put the card at a place of a column of its board."""
    form = asked(request, MoveForm)
    desk = desk_of(request)
    return shape_of(desk, desk.move_card(context.record.id, form.column, form.place))


@route_config("api_search", "/api/search")
@view_config(route_name="api_search", request_method="GET", renderer="json", permission=READ)
def search(request: Request) -> Shape:
    """Return the cards that hold every word of ``q``, page by page."""
    desk = desk_of(request)
    found = desk.search(searched_words(request), page_size(request), page_of(request))
    on_card = desk.stores.labels.on_card
    return {
        "cards": [found_shape(one, on_card(one.card.id)) for one in found.items],
        "page": found.number,
        "more": found.has_next,
    }


@route_config("api_comments", "/api/cards/{card_id:[0-9]+}/comments", traverse="/cards/{card_id}")
@view_defaults(route_name="api_comments", renderer="json")
class CommentsApi:
    """What is said about a card."""

    def __init__(self, context: CardResource, request: Request) -> None:
        self.request = request
        self.talk = talk_of(request)
        self.card_id = context.record.id

    @view_config(request_method="GET", permission=READ)
    def list(self) -> Shape:
        """Return the comments, the oldest first."""
        return {"comments": [comment_shape(one) for one in self.talk.comments(self.card_id)]}

    @view_config(request_method="POST", permission=WRITE)
    def say(self) -> Shape:
        """Add a comment."""
        comment = self.talk.say(self.card_id, asked(self.request, CommentForm).text)
        self.request.response.status_int = 201
        return comment_shape(comment)


@route_config("api_comment", "/api/comments/{comment_id:[0-9]+}", traverse="/comments/{comment_id}")
@view_config(route_name="api_comment", request_method="DELETE", permission=REMOVE)
def take_back(context: CommentResource, request: Request) -> Response:
    """Remove a comment."""
    talk_of(request).take_back(context.record.id)
    return Response(status=204)


def shape_of(desk: Desk, card: Card) -> Shape:
    """Return a card with its labels."""
    return card_shape(card, desk.stores.labels.on_card(card.id))
