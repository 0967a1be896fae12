"""Pages of boards and their columns."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias

from board.domain.entities import Board, Column
from board.domain.errors import Refused
from board.forms.forms import BoardForm, ColumnForm
from board.forms.reading import Reading, blank, read
from board.hooks import panels_of
from board.security import READ, WRITE
from board.views.asking import desk_of, id_of
from board.views.pages import Danger, back_to, board_trail, day, form_page, home_trail, redrawn
from corefw.config import route_config
from corefw.httpexceptions import HTTPSeeOther
from corefw.request import Request
from corefw.view import view_config, view_defaults

__all__ = ["ColumnPages", "EditBoard", "NewBoard", "NewColumn", "home", "show_board"]

Page: TypeAlias = dict[str, Any] | HTTPSeeOther

FORM = "board:templates/form.html"


@route_config("home", "/")
@view_config(route_name="home", request_method="GET", renderer="board:templates/boards.html", permission=READ)
def home(request: Request) -> Page:
    """Show every board."""
    return {"boards": desk_of(request).all_boards()}


@route_config("board", "/boards/{board_id:[0-9]+}")
@view_config(route_name="board", request_method="GET", renderer="board:templates/board.html", permission=READ)
def show_board(request: Request) -> Page:
    """Show one board with its columns and cards."""
    desk = desk_of(request)
    board = desk.board(id_of(request, "board_id"))
    return {
        "board": board,
        "lanes": desk.lanes(board.id),
        "labels": desk.stores.labels.on_cards(board.id),
        "comments": desk.stores.comments.counts(board.id),
        "today": date.today(),
        "day": day,
        "panels": panels_of(request, board),
    }


@route_config("board_new", "/boards/new")
@view_defaults(route_name="board_new", renderer=FORM, permission=WRITE)
class NewBoard:
    """Make a board."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(request_method="GET")
    def ask(self) -> Page:
        """Show the empty form."""
        return self.page(blank(BoardForm))

    @view_config(request_method="POST")
    def add(self) -> Page:
        """Add the board, and go to it."""
        reading = read(BoardForm, self.request.POST)
        if reading.value is None:
            return redrawn(self.request, self.page(reading))
        form = reading.value
        board = desk_of(self.request).add_board(form.name, form.summary, form.members_only)
        url = self.request.route_path("board", board_id=board.id)
        return back_to(self.request, url, f"The board “{board.name}” is ready.")

    def page(self, reading: Reading[BoardForm]) -> dict[str, Any]:
        """Return the form."""
        return form_page(
            reading,
            action=self.request.route_path("board_new"),
            heading="New board",
            button="Make the board",
            trail=home_trail(self.request),
        )


@route_config("board_edit", "/boards/{board_id:[0-9]+}/edit")
@view_defaults(route_name="board_edit", renderer=FORM, permission=WRITE)
class EditBoard:
    """Change the name of a board, what it is for, and who sees it."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.desk = desk_of(request)
        self.board = self.desk.board(id_of(request, "board_id"))

    @view_config(request_method="GET")
    def ask(self) -> Page:
        """Show the form with what is there."""
        board = self.board
        start = blank(BoardForm, name=board.name, summary=board.summary, members_only=board.members_only)
        return self.page(start)

    @view_config(request_method="POST")
    def save(self) -> Page:
        """Save, and go back to the board."""
        reading = read(BoardForm, self.request.POST)
        if reading.value is None:
            return redrawn(self.request, self.page(reading))
        form = reading.value
        self.desk.change_board(self.board.id, form.name, form.summary, form.members_only)
        return back_to(self.request, board_url(self.request, self.board), "The board is changed.")

    def page(self, reading: Reading[BoardForm]) -> dict[str, Any]:
        """Return the form."""
        return form_page(
            reading,
            action=self.request.route_path("board_edit", board_id=self.board.id),
            heading="Edit board",
            button="Save",
            trail=board_trail(self.request, self.board),
        )


@route_config("column_new", "/boards/{board_id:[0-9]+}/columns/new")
@view_defaults(route_name="column_new", renderer=FORM, permission=WRITE)
class NewColumn:
    """Add a column to a board."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.desk = desk_of(request)
        self.board = self.desk.board(id_of(request, "board_id"))

    @view_config(request_method="GET")
    def ask(self) -> Page:
        """Show the empty form."""
        return self.page(blank(ColumnForm))

    @view_config(request_method="POST")
    def add(self) -> Page:
        """Add the column at the right end, and go back to the board."""
        reading = read(ColumnForm, self.request.POST)
        if reading.value is not None:
            try:
                column = self.desk.add_column(self.board.id, reading.value.name)
            except Refused as refused:
                reading = reading.refused(refused.field, refused.message)
            else:
                url = f"{board_url(self.request, self.board)}#column-{column.id}"
                return back_to(self.request, url, f"The column “{column.name}” is added.")
        return redrawn(self.request, self.page(reading))

    def page(self, reading: Reading[ColumnForm]) -> dict[str, Any]:
        """Return the form."""
        return form_page(
            reading,
            action=self.request.route_path("column_new", board_id=self.board.id),
            heading="Add a column",
            button="Add",
            trail=board_trail(self.request, self.board),
        )


@route_config("column_edit", "/columns/{column_id:[0-9]+}/edit")
@route_config("column_delete", "/columns/{column_id:[0-9]+}/delete")
@view_defaults(renderer=FORM, permission=WRITE)
class ColumnPages:
    """Rename a column, or remove one that has no cards."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.desk = desk_of(request)
        self.column: Column = self.desk.column(id_of(request, "column_id"))
        self.board = self.desk.board(self.column.board_id)

    @view_config(route_name="column_edit", request_method="GET")
    def ask(self) -> Page:
        """Show the form with the name as it is."""
        return self.page(blank(ColumnForm, name=self.column.name))

    @view_config(route_name="column_edit", request_method="POST")
    def save(self) -> Page:
        """Rename the column, and go back to the board."""
        reading = read(ColumnForm, self.request.POST)
        if reading.value is not None:
            try:
                self.desk.rename_column(self.column.id, reading.value.name)
            except Refused as refused:
                reading = reading.refused(refused.field, refused.message)
            else:
                url = f"{board_url(self.request, self.board)}#column-{self.column.id}"
                return back_to(self.request, url, "The column is renamed.")
        return redrawn(self.request, self.page(reading))

    @view_config(route_name="column_delete", request_method="POST")
    def remove(self) -> Page:
        """Remove the column if it is empty, and go back to the board."""
        try:
            column = self.desk.remove_column(self.column.id)
        except Refused as refused:
            page = self.page(blank(ColumnForm, name=self.column.name), error=refused.message)
            return redrawn(self.request, page)
        return back_to(
            self.request, board_url(self.request, self.board), f"The column “{column.name}” is removed."
        )

    def page(self, reading: Reading[ColumnForm], error: str = "") -> dict[str, Any]:
        """Return the form, with the removal below it."""
        danger = Danger(
            words="A column without cards can be removed.",
            url=self.request.route_path("column_delete", column_id=self.column.id),
            button="Remove this column",
            error=error,
        )
        return form_page(
            reading,
            action=self.request.route_path("column_edit", column_id=self.column.id),
            heading="Edit column",
            button="Save",
            trail=board_trail(self.request, self.board),
            danger=danger,
        )


def board_url(request: Request, board: Board) -> str:
    """Return the path of the board's page."""
    url: str = request.route_path("board", board_id=board.id)
    return url
