"""Pages of cards: look, add, edit, move, delete."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias

from board.domain.entities import Board, Card, Comment, Lane
from board.domain.errors import Refused, Stale
from board.domain.positions import Direction
from board.forms.drawing import drawn
from board.forms.forms import CardForm, CommentForm, MoveForm
from board.forms.reading import Reading, blank, read
from board.security import READ, REMOVE, WRITE
from board.texts import _
from board.tree import CardResource, CommentResource
from board.views.asking import desk_of, talk_of
from board.views.pages import back_to, board_trail, form_page, redrawn
from board.views.subjects import OfCard, OfColumn
from corefw.config import route_config
from corefw.httpexceptions import HTTPBadRequest, HTTPSeeOther
from corefw.request import Request
from corefw.view import view_config, view_defaults

__all__ = ["CardPage", "DeleteCard", "EditCard", "NewCard", "remove_comment", "step_card"]

Page: TypeAlias = dict[str, Any] | HTTPSeeOther

FORM = "board:templates/form.html"


@route_config("card_new", "/columns/{column_id:[0-9]+}/cards/new", traverse="/columns/{column_id}")
@view_defaults(route_name="card_new", renderer=FORM, permission=WRITE)
class NewCard(OfColumn):
    """Add a card to a column."""

    @view_config(request_method="GET")
    def ask(self) -> Page:
        """Show the empty form."""
        return self.page(blank(CardForm))

    @view_config(request_method="POST")
    def add(self) -> Page:
        """Add the card at the bottom, and go back to the board."""
        reading = read(CardForm, self.request.POST)
        if reading.value is None:
            return redrawn(self.request, self.page(reading))
        form = reading.value
        try:
            card = self.desk.add_card(self.column.id, form.title, form.text, form.due, form.labels)
        except Refused as refused:
            return redrawn(self.request, self.page(reading.refused(refused.field, refused.message)))
        return back_to(self.request, card_on_board(self.request, self.board, card), _("The card is added."))

    def page(self, reading: Reading[CardForm]) -> dict[str, Any]:
        """Return the form."""
        return form_page(
            self.request,
            reading,
            action=self.request.route_path("card_new", column_id=self.column.id),
            heading=_("New card in “${column}”", {"column": self.column.name}),
            button=_("Add the card"),
            trail=board_trail(self.request, self.board),
            options=label_options(self.request, self.board),
        )


@route_config("card", "/cards/{card_id:[0-9]+}", traverse="/cards/{card_id}")
@route_config("card_move", "/cards/{card_id:[0-9]+}/move", traverse="/cards/{card_id}")
@route_config("card_comments", "/cards/{card_id:[0-9]+}/comments", traverse="/cards/{card_id}")
@view_defaults(renderer="board:templates/card.html")
class CardPage(OfCard):
    """A card by itself, with the form that moves it."""

    @view_config(route_name="card", request_method="GET", permission=READ)
    def show(self) -> Page:
        """Show the card."""
        return self.page(self.place)

    @view_config(route_name="card_move", request_method="POST", permission=WRITE)
    def move(self) -> Page:
        """Move the card, and go to it on the board."""
        reading = read(MoveForm, self.request.POST)
        if reading.value is not None:
            try:
                card = self.desk.move_card(self.card.id, reading.value.column, reading.value.place)
            except Refused as refused:
                reading = reading.refused(refused.field, refused.message)
            else:
                url = card_on_board(self.request, self.board, card)
                return back_to(self.request, url, _("The card is moved."))
        return redrawn(self.request, self.page(reading))

    @view_config(route_name="card_comments", request_method="POST", permission=WRITE)
    def say(self) -> Page:
        """Keep a comment, and show it."""
        reading = read(CommentForm, self.request.POST)
        if reading.value is None:
            return redrawn(self.request, self.page(self.place, reading))
        comment = talk_of(self.request).say(self.card.id, reading.value.text)
        url = f"{self.request.route_path('card', card_id=self.card.id)}#comment-{comment.id}"
        return back_to(self.request, url, _("Your comment is added."))

    @property
    def place(self) -> Reading[MoveForm]:
        """Return the form that moves the card, as the card stands."""
        return blank(MoveForm, column=self.card.column_id, place=self.card.position)

    def page(self, reading: Reading[MoveForm], comment: Reading[CommentForm] | None = None) -> dict[str, Any]:
        """Return the values of ``card.html``."""
        tell = self.request.tell
        lanes = self.desk.lanes(self.board.id)
        comments = talk_of(self.request).comments(self.card.id)
        said = [self.card.author_id, *(comment.author_id for comment in comments)]
        authors = {author for author in said if author is not None}
        users = self.desk.stores.users.some(authors)
        columns = [(lane.column.id, lane.column.name) for lane in lanes]
        return {
            "card": self.card,
            "board": self.board,
            "column": self.desk.column(self.card.column_id),
            "author": users.get(self.card.author_id or 0),
            "labels": self.desk.stores.labels.on_card(self.card.id),
            "comments": [(one, users.get(one.author_id or 0), self.may_remove(one)) for one in comments],
            "form": drawn(reading, tell, column=columns, place=places(lanes, self.card)),
            "comment_form": drawn(comment or blank(CommentForm), tell),
            "today": date.today(),
            "day": self.request.day,
        }

    def may_remove(self, comment: Comment) -> bool:
        """Say whether the person may remove the comment."""
        resource = CommentResource(comment, self.context["comments"], comment.id)
        return bool(self.request.has_permission(REMOVE, resource))


@route_config("card_edit", "/cards/{card_id:[0-9]+}/edit", traverse="/cards/{card_id}")
@view_defaults(route_name="card_edit", renderer=FORM, permission=WRITE)
class EditCard(OfCard):
    """Change the text of a card."""

    @view_config(request_method="GET")
    def ask(self) -> Page:
        """Show the form with what is there."""
        card = self.card
        labels = [label.id for label in self.desk.stores.labels.on_card(card.id)]
        start = blank(
            CardForm,
            title=card.title,
            text=card.text,
            due=card.due,
            labels=labels,
            revision=card.revision,
        )
        return self.page(start)

    @view_config(request_method="POST")
    def save(self) -> Page:
        """Save, and go to the card."""
        reading = read(CardForm, self.request.POST)
        if reading.value is not None:
            form = reading.value
            try:
                card = self.desk.change_card(
                    self.card.id, form.title, form.text, form.revision, due=form.due, labels=form.labels
                )
            except Stale as stale:
                reading = reading.refused(stale.field, stale.message).typing(revision=str(stale.revision))
            except Refused as refused:
                reading = reading.refused(refused.field, refused.message)
            else:
                url = self.request.route_path("card", card_id=card.id)
                return back_to(self.request, url, _("The card is changed."))
        return redrawn(self.request, self.page(reading))

    def page(self, reading: Reading[CardForm]) -> dict[str, Any]:
        """Return the form."""
        return form_page(
            self.request,
            reading,
            action=self.request.route_path("card_edit", card_id=self.card.id),
            heading=_("Edit card"),
            button=_("Save"),
            trail=self.trail,
            options=label_options(self.request, self.board),
        )


@route_config("card_delete", "/cards/{card_id:[0-9]+}/delete", traverse="/cards/{card_id}")
@view_defaults(route_name="card_delete", renderer="board:templates/confirm.html", permission=WRITE)
class DeleteCard(OfCard):
    """Delete a card, after a question."""

    @view_config(request_method="GET")
    def ask(self) -> Page:
        """Ask whether it is meant."""
        tell, card = self.request.tell, {"card": self.card.title}
        return {
            "heading": tell(_("Delete this card?")),
            "words": tell(_("“${card}” will be gone for everybody. This cannot be undone.", card)),
            "button": tell(_("Delete the card")),
            "action": self.request.route_path("card_delete", card_id=self.card.id),
            "trail": self.trail,
        }

    @view_config(request_method="POST")
    def delete(self) -> Page:
        """Delete the card, and go back to the board."""
        card = self.desk.delete_card(self.card.id)
        url = self.request.route_path("board", board_id=self.board.id)
        return back_to(self.request, url, _("The card “${card}” is deleted.", {"card": card.title}))


@route_config("card_step", "/cards/{card_id:[0-9]+}/step", traverse="/cards/{card_id}")
@view_config(route_name="card_step", request_method="POST", permission=WRITE)
def step_card(context: CardResource, request: Request) -> HTTPSeeOther:
    """Move the card by one place or one column, and go to it on the board."""
    try:
        direction = Direction(request.POST.get("direction", ""))
    except ValueError:
        raise HTTPBadRequest(request.tell(_("A card moves up, down, left or right."))) from None
    desk = desk_of(request)
    card = desk.step_card(context.record.id, direction)
    return HTTPSeeOther(location=card_on_board(request, desk.board(card.board_id), card))


def card_on_board(request: Request, board: Board, card: Card) -> str:
    """Return the path of the board's page, at the card."""
    return f"{request.route_path('board', board_id=board.id)}#card-{card.id}"


def places(lanes: tuple[Lane, ...], card: Card) -> list[tuple[int, str]]:
    """Return the places to choose from; in a column with fewer cards a lower one means its end."""
    most = max(sum(one.id != card.id for one in lane.cards) for lane in lanes)
    last = _("${place}, at the bottom", {"place": most + 1})
    names: dict[int, str] = {0: _("1, at the top"), most: last} if most else {0: "1"}
    return [(place, names.get(place, str(place + 1))) for place in range(most + 1)]


@route_config("comment_delete", "/comments/{comment_id:[0-9]+}/delete", traverse="/comments/{comment_id}")
@view_config(route_name="comment_delete", request_method="POST", permission=REMOVE)
def remove_comment(context: CommentResource, request: Request) -> HTTPSeeOther:
    """Remove a comment, and go back to its card."""
    comment = talk_of(request).take_back(context.record.id)
    url = f"{request.route_path('card', card_id=comment.card_id)}#comments"
    return back_to(request, url, _("The comment is removed."))


def label_options(request: Request, board: Board) -> dict[str, list[tuple[int, str]]]:
    """Return the labels to choose from."""
    return {"labels": [(label.id, label.name) for label in talk_of(request).labels(board.id)]}
