"""The cards of a board as a CSV file, out and in."""

from __future__ import annotations

from typing import Any, TypeAlias

from board.domain.sheets import SheetError, write_sheet
from board.domain.words import fold
from board.forms.drawing import drawn
from board.forms.forms import ImportForm
from board.forms.reading import Reading, blank, read
from board.intake import RefusedLine, take_in
from board.security import READ, WRITE
from board.tree import BoardResource
from board.views.asking import desk_of
from board.views.pages import back_to, board_trail, redrawn
from board.views.subjects import OfBoard
from corefw.config import route_config
from corefw.httpexceptions import HTTPSeeOther
from corefw.request import Request
from corefw.response import Response
from corefw.view import view_config, view_defaults

__all__ = ["ImportPage", "export"]

Page: TypeAlias = dict[str, Any] | HTTPSeeOther


@route_config("export", "/boards/{board_id:[0-9]+}/cards.csv", traverse="/boards/{board_id}")
@view_config(route_name="export", request_method="GET", permission=READ)
def export(context: BoardResource, request: Request) -> Response:
    """Send all cards of the board as a file."""
    desk = desk_of(request)
    board = context.record
    lanes = desk.lanes(board.id)
    authors = {card.author_id for lane in lanes for card in lane.cards if card.author_id is not None}
    text = write_sheet(lanes, desk.stores.labels.on_cards(board.id), desk.stores.users.some(authors))
    # The byte order mark tells spreadsheets that it is UTF-8.
    response = Response(body=("\ufeff" + text).encode(), content_type="text/csv", charset="UTF-8")
    name = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in fold(board.name)).split())
    response.content_disposition = f'attachment; filename="{name or "board"}.csv"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@route_config("import", "/boards/{board_id:[0-9]+}/import", traverse="/boards/{board_id}")
@view_defaults(route_name="import", renderer="board:templates/import.html", permission=WRITE)
class ImportPage(OfBoard):
    """Add the cards of a file, all of them or none."""

    @view_config(request_method="GET")
    def ask(self) -> Page:
        """Show the form."""
        return self.page(blank(ImportForm))

    @view_config(request_method="POST")
    def take(self) -> Page:
        """Add the cards, or report every line that cannot be one."""
        reading = read(ImportForm, self.request.POST)
        refused: tuple[RefusedLine, ...] = ()
        if reading.value is not None:
            try:
                taken = take_in(self.desk, self.board.id, reading.value.file.value)
            except SheetError as error:
                reading = reading.refused("file", error.message)
            else:
                refused = taken.refused
                if not refused:
                    url = self.request.route_path("board", board_id=self.board.id)
                    return back_to(self.request, url, self.added(taken.added))
        return redrawn(self.request, self.page(reading, refused))

    def added(self, count: int) -> str:
        """Say how many cards were added."""
        notice: str = self.request.localizer.pluralize(
            "${n} card is added.", "${n} cards are added.", count, mapping={"n": count}
        )
        return notice

    def page(self, reading: Reading[ImportForm], refused: tuple[RefusedLine, ...] = ()) -> dict[str, Any]:
        """Return the values of ``import.html``."""
        return {
            "board": self.board,
            "form": drawn(reading, self.request.tell),
            "refused": refused,
            "trail": board_trail(self.request, self.board),
        }
