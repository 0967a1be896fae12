"""Pages of boards and their columns."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias

from board.domain.desk import FIRST_COLUMNS
from board.domain.entities import Board
from board.domain.errors import Refused
from board.forms.forms import BoardForm, ColumnForm
from board.forms.reading import Reading, blank, read
from board.hooks import panels_of
from board.security import OWN, READ, WRITE
from board.texts import _
from board.tree import BoardResource
from board.views.asking import desk_of
from board.views.pages import Danger, back_to, board_trail, form_page, home_trail, redrawn
from board.views.subjects import OfBoard, OfColumn
from corefw.config import route_config
from corefw.httpexceptions import HTTPForbidden, HTTPSeeOther
from corefw.request import Request
from corefw.view import view_config, view_defaults

__all__ = ["ColumnPages", "EditBoard", "NewBoard", "NewColumn", "home", "refuse_opening", "show_board"]

Page: TypeAlias = dict[str, Any] | HTTPSeeOther

FORM = "board:templates/form.html"


@route_config("home", "/")
@view_config(route_name="home", request_method="GET", renderer="board:templates/boards.html", permission=READ)
def home(request: Request) -> Page:
    """Show every board."""
    return {"boards": desk_of(request).all_boards()}


@route_config("board", "/boards/{board_id:[0-9]+}", traverse="/boards/{board_id}")
@view_config(route_name="board", request_method="GET", renderer="board:templates/board.html", permission=READ)
def show_board(context: BoardResource, request: Request) -> Page:
    """Show one board with its columns and cards."""
    desk = desk_of(request)
    board = context.record
    return {
        "board": board,
        "lanes": desk.lanes(board.id),
        "labels": desk.stores.labels.on_cards(board.id),
        "comments": desk.stores.comments.counts(board.id),
        "today": date.today(),
        "day": request.day,
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
        columns = [self.request.tell(name) for name in FIRST_COLUMNS]
        board = desk_of(self.request).add_board(form.name, form.summary, form.members_only, columns)
        url = self.request.route_path("board", board_id=board.id)
        return back_to(self.request, url, _("The board “${board}” is ready.", {"board": board.name}))

    def page(self, reading: Reading[BoardForm]) -> dict[str, Any]:
        """Return the form."""
        return form_page(
            self.request,
            reading,
            action=self.request.route_path("board_new"),
            heading=_("New board"),
            button=_("Make the board"),
            trail=home_trail(self.request),
        )


@route_config("board_edit", "/boards/{board_id:[0-9]+}/edit", traverse="/boards/{board_id}")
@view_defaults(route_name="board_edit", renderer=FORM, permission=WRITE)
class EditBoard(OfBoard):
    """Change the name of a board, what it is for, and who sees it."""

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
        refuse_opening(self.request, self.desk.hold(self.board.id), form)
        self.desk.change_board(self.board.id, form.name, form.summary, form.members_only)
        return back_to(self.request, board_url(self.request, self.board), _("The board is changed."))

    def page(self, reading: Reading[BoardForm]) -> dict[str, Any]:
        """Return the form."""
        return form_page(
            self.request,
            reading,
            action=self.request.route_path("board_edit", board_id=self.board.id),
            heading=_("Edit board"),
            button=_("Save"),
            trail=board_trail(self.request, self.board),
        )


@route_config("column_new", "/boards/{board_id:[0-9]+}/columns/new", traverse="/boards/{board_id}")
@view_defaults(route_name="column_new", renderer=FORM, permission=WRITE)
class NewColumn(OfBoard):
    """Add a column to a board."""

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
                return back_to(
                    self.request, url, _("The column “${column}” is added.", {"column": column.name})
                )
        return redrawn(self.request, self.page(reading))

    def page(self, reading: Reading[ColumnForm]) -> dict[str, Any]:
        """Return the form."""
        return form_page(
            self.request,
            reading,
            action=self.request.route_path("column_new", board_id=self.board.id),
            heading=_("Add a column"),
            button=_("Add"),
            trail=board_trail(self.request, self.board),
        )


@route_config("column_edit", "/columns/{column_id:[0-9]+}/edit", traverse="/columns/{column_id}")
@route_config("column_delete", "/columns/{column_id:[0-9]+}/delete", traverse="/columns/{column_id}")
@view_defaults(renderer=FORM, permission=WRITE)
class ColumnPages(OfColumn):
    """Rename a column, or remove one that has no cards."""

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
                return back_to(self.request, url, _("The column is renamed."))
        return redrawn(self.request, self.page(reading))

    @view_config(route_name="column_delete", request_method="POST")
    def remove(self) -> Page:
        """Remove the column if it is empty, and go back to the board."""
        try:
            column = self.desk.remove_column(self.column.id)
        except Refused as refused:
            page = self.page(blank(ColumnForm, name=self.column.name), error=refused.message)
            return redrawn(self.request, page)
        notice = _("The column “${column}” is removed.", {"column": column.name})
        return back_to(self.request, board_url(self.request, self.board), notice)

    def page(self, reading: Reading[ColumnForm], error: str = "") -> dict[str, Any]:
        """Return the form, with the removal below it."""
        danger = Danger(
            words=self.request.tell(_("A column without cards can be removed.")),
            url=self.request.route_path("column_delete", column_id=self.column.id),
            button=self.request.tell(_("Remove this column")),
            error=self.request.tell(error),
        )
        return form_page(
            self.request,
            reading,
            action=self.request.route_path("column_edit", column_id=self.column.id),
            heading=_("Edit column"),
            button=_("Save"),
            trail=board_trail(self.request, self.board),
            danger=danger,
        )


def board_url(request: Request, board: Board) -> str:
    """Return the path of the board's page."""
    url: str = request.route_path("board", board_id=board.id)
    return url


def refuse_opening(request: Request, board: Board, form: BoardForm) -> None:
    """Refuse that somebody who does not own the board decides who sees it.  Raises HTTPForbidden."""
    if form.members_only != board.members_only and not request.has_permission(OWN):
        raise HTTPForbidden()
