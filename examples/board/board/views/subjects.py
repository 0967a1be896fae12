"""What the pages of one board, of one column and of one card have in common."""

from __future__ import annotations

from board.tree import BoardResource, CardResource, ColumnResource
from board.views.asking import desk_of
from board.views.pages import board_trail
from corefw.request import Request

__all__ = ["OfBoard", "OfCard", "OfColumn"]


class OfBoard:
    """A page of one board."""

    def __init__(self, context: BoardResource, request: Request) -> None:
        self.request = request
        self.desk = desk_of(request)
        self.board = context.record


class OfColumn:
    """A page of one column."""

    def __init__(self, context: ColumnResource, request: Request) -> None:
        self.request = request
        self.desk = desk_of(request)
        self.column = context.record
        self.board = self.desk.board(self.column.board_id)


class OfCard:
    """A page of one card."""

    def __init__(self, context: CardResource, request: Request) -> None:
        self.context = context
        self.request = request
        self.desk = desk_of(request)
        self.card = context.record
        self.board = self.desk.board(self.card.board_id)

    @property
    def trail(self) -> list[tuple[str, str]]:
        """The way from the top to the card."""
        url = self.request.route_path("card", card_id=self.card.id)
        return [*board_trail(self.request, self.board), (self.card.title, url)]
