"""What was done on a board, and its labels."""

from __future__ import annotations

from typing import Any, TypeAlias

from board.domain.errors import Refused
from board.domain.notes import noted
from board.forms.drawing import drawn
from board.forms.forms import LabelForm
from board.forms.reading import Reading, blank, read
from board.security import READ, WRITE
from board.texts import _
from board.tree import BoardResource, LabelResource
from board.views.asking import page_of, talk_of
from board.views.pages import back_to, board_trail, paging, redrawn
from board.views.search import page_size
from corefw.config import route_config
from corefw.httpexceptions import HTTPSeeOther
from corefw.request import Request
from corefw.view import view_config, view_defaults

__all__ = ["LabelsPage", "activity", "remove_label"]

Page: TypeAlias = dict[str, Any] | HTTPSeeOther


@route_config("activity", "/boards/{board_id:[0-9]+}/activity", traverse="/boards/{board_id}")
@view_config(
    route_name="activity", request_method="GET", renderer="board:templates/activity.html", permission=READ
)
def activity(context: BoardResource, request: Request) -> Page:
    """Show what was done on the board, the newest first."""
    talk = talk_of(request)
    board = context.record
    found = talk.feed(board.id, page_size(request), page_of(request))
    return {
        "board": board,
        "found": found.items,
        "words": {one.id: request.tell(noted(one.words)) for one in found.items},
        "users": talk.stores.users.some({one.actor_id for one in found.items if one.actor_id is not None}),
        "paging": paging(found, request.route_path("activity", board_id=board.id)),
        "trail": board_trail(request, board),
        "day": request.day,
    }


@route_config("labels", "/boards/{board_id:[0-9]+}/labels", traverse="/boards/{board_id}")
@view_defaults(route_name="labels", renderer="board:templates/labels.html")
class LabelsPage:
    """The labels of a board."""

    def __init__(self, context: BoardResource, request: Request) -> None:
        self.request = request
        self.talk = talk_of(request)
        self.board = context.record

    @view_config(request_method="GET", permission=READ)
    def show(self) -> Page:
        """Show the labels, and the form that adds one."""
        return self.page(blank(LabelForm))

    @view_config(request_method="POST", permission=WRITE)
    def add(self) -> Page:
        """Add a label."""
        reading = read(LabelForm, self.request.POST)
        if reading.value is not None:
            try:
                label = self.talk.add_label(self.board.id, reading.value.name, reading.value.colour)
            except Refused as refused:
                reading = reading.refused(refused.field, refused.message)
            else:
                url = self.request.route_path("labels", board_id=self.board.id)
                return back_to(self.request, url, _("The label “${label}” is added.", {"label": label.name}))
        return redrawn(self.request, self.page(reading))

    def page(self, reading: Reading[LabelForm]) -> dict[str, Any]:
        """Return the values of ``labels.html``."""
        return {
            "board": self.board,
            "labels": self.talk.labels(self.board.id),
            "form": drawn(reading, self.request.tell),
            "trail": board_trail(self.request, self.board),
        }


@route_config("label_delete", "/labels/{label_id:[0-9]+}/delete", traverse="/labels/{label_id}")
@view_config(route_name="label_delete", request_method="POST", permission=WRITE)
def remove_label(context: LabelResource, request: Request) -> HTTPSeeOther:
    """Remove a label from the board and its cards."""
    label = talk_of(request).remove_label(context.record.id)
    url = request.route_path("labels", board_id=label.board_id)
    return back_to(request, url, _("The label “${label}” is removed.", {"label": label.name}))
