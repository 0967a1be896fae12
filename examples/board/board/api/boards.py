"""Boards and columns over JSON."""

from __future__ import annotations

from typing import Any, TypeAlias

from board.api.asking import asked
from board.api.shapes import board_shape, column_shape, label_shape, lane_shape
from board.domain.desk import FIRST_COLUMNS
from board.forms.forms import BoardForm, ColumnForm
from board.security import READ, WRITE
from board.tree import BoardResource, ColumnResource
from board.views.asking import desk_of
from board.views.boards import refuse_opening
from corefw.config import route_config
from corefw.request import Request
from corefw.response import Response
from corefw.view import view_config, view_defaults

__all__ = ["BoardApi", "BoardsApi", "ColumnApi", "add_column"]

Shape: TypeAlias = dict[str, Any]


@route_config("api_boards", "/api/boards")
@view_defaults(route_name="api_boards", renderer="json")
class BoardsApi:
    """All boards."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.desk = desk_of(request)

    @view_config(request_method="GET", permission=READ)
    def list(self) -> Shape:
        """Return every board, with the number of its columns and cards."""
        found = self.desk.all_boards()
        return {
            "boards": [
                {**board_shape(one.board), "columns": one.columns, "cards": one.cards} for one in found
            ]
        }

    @view_config(request_method="POST", permission=WRITE)
    def add(self) -> Shape:
        """Add a board with the columns that boards begin with."""
        form = asked(self.request, BoardForm)
        columns = [self.request.tell(name) for name in FIRST_COLUMNS]
        board = self.desk.add_board(form.name, form.summary, form.members_only, columns)
        self.request.response.status_int = 201
        self.request.response.location = self.request.route_url("api_board", board_id=board.id)
        return board_shape(board)


@route_config("api_board", "/api/boards/{board_id:[0-9]+}", traverse="/boards/{board_id}")
@view_defaults(route_name="api_board", renderer="json")
class BoardApi:
    """One board."""

    def __init__(self, context: BoardResource, request: Request) -> None:
        self.request = request
        self.desk = desk_of(request)
        self.board = context.record

    @view_config(request_method="GET", permission=READ)
    def show(self) -> Shape:
        """Return the board with its columns and cards."""
        lanes = self.desk.lanes(self.board.id)
        labels = self.desk.stores.labels
        on_cards = labels.on_cards(self.board.id)
        return {
            **board_shape(self.board),
            "labels": [label_shape(label) for label in labels.of(self.board.id)],
            "columns": [lane_shape(lane, on_cards) for lane in lanes],
        }

    @view_config(request_method="PATCH", permission=WRITE)
    def change(self) -> Shape:
        """Change what the body names."""
        board = self.board
        start = {"name": board.name, "summary": board.summary, "members_only": board.members_only}
        form = asked(self.request, BoardForm, start)
        refuse_opening(self.request, self.desk.hold(board.id), form)
        return board_shape(self.desk.change_board(board.id, form.name, form.summary, form.members_only))


@route_config("api_columns", "/api/boards/{board_id:[0-9]+}/columns", traverse="/boards/{board_id}")
@view_config(route_name="api_columns", request_method="POST", renderer="json", permission=WRITE)
def add_column(context: BoardResource, request: Request) -> Shape:
    """Add a column at the right end of the board."""
    column = desk_of(request).add_column(context.record.id, asked(request, ColumnForm).name)
    request.response.status_int = 201
    return column_shape(column)


@route_config("api_column", "/api/columns/{column_id:[0-9]+}", traverse="/columns/{column_id}")
@view_defaults(route_name="api_column", permission=WRITE)
class ColumnApi:
    """One column."""

    def __init__(self, context: ColumnResource, request: Request) -> None:
        self.request = request
        self.desk = desk_of(request)
        self.column_id = context.record.id

    @view_config(request_method="PATCH", renderer="json")
    def rename(self) -> Shape:
        """Rename the column."""
        form = asked(self.request, ColumnForm)
        return column_shape(self.desk.rename_column(self.column_id, form.name))

    @view_config(request_method="DELETE")
    def remove(self) -> Response:
        """Remove the column, if it has no cards."""
        self.desk.remove_column(self.column_id)
        return Response(status=204)
