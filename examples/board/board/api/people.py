"""Labels, members, the feed and the users over JSON."""

from __future__ import annotations

from typing import Any, TypeAlias

from board.api.asking import asked
from board.api.shapes import activity_shape, label_shape, member_shape, user_shape
from board.domain.entities import Role
from board.forms.forms import LabelForm, MemberForm
from board.security import ADMIN, OWN, READ, REMOVE, WRITE
from board.tree import BoardResource, LabelResource, MemberResource, board_of
from board.views.asking import page_of, talk_of, team_of
from board.views.search import page_size
from corefw.config import route_config
from corefw.request import Request
from corefw.response import Response
from corefw.view import view_config, view_defaults

__all__ = ["LabelsApi", "MembersApi", "activity", "remove_label", "remove_member", "users"]

Shape: TypeAlias = dict[str, Any]


@route_config("api_labels", "/api/boards/{board_id:[0-9]+}/labels", traverse="/boards/{board_id}")
@view_defaults(route_name="api_labels", renderer="json")
class LabelsApi:
    """The labels of a board."""

    def __init__(self, context: BoardResource, request: Request) -> None:
        self.request = request
        self.talk = talk_of(request)
        self.board_id = context.record.id

    @view_config(request_method="GET", permission=READ)
    def list(self) -> Shape:
        """Return the labels by name."""
        return {"labels": [label_shape(label) for label in self.talk.labels(self.board_id)]}

    @view_config(request_method="POST", permission=WRITE)
    def add(self) -> Shape:
        """Add a label."""
        form = asked(self.request, LabelForm)
        label = self.talk.add_label(self.board_id, form.name, form.colour)
        self.request.response.status_int = 201
        return label_shape(label)


@route_config("api_label", "/api/labels/{label_id:[0-9]+}", traverse="/labels/{label_id}")
@view_config(route_name="api_label", request_method="DELETE", permission=WRITE)
def remove_label(context: LabelResource, request: Request) -> Response:
    """Remove a label from the board and its cards."""
    talk_of(request).remove_label(context.record.id)
    return Response(status=204)


@route_config("api_members", "/api/boards/{board_id:[0-9]+}/members", traverse="/boards/{board_id}")
@view_defaults(route_name="api_members", renderer="json")
class MembersApi:
    """The members of a board."""

    def __init__(self, context: BoardResource, request: Request) -> None:
        self.request = request
        self.team = team_of(request)
        self.board_id = context.record.id

    @view_config(request_method="GET", permission=READ)
    def list(self) -> Shape:
        """Return the members: owners first, then by name."""
        return {"members": [member_shape(one) for one in self.team.members(self.board_id)]}

    @view_config(request_method="POST", permission=OWN)
    def put(self) -> Shape:
        """Make somebody a member, or change what they are."""
        form = asked(self.request, MemberForm)
        user = self.team.put_member(self.board_id, form.login, Role(form.role))
        return {**user_shape(user), "role": form.role}


@route_config(
    "api_member",
    "/api/boards/{board_id:[0-9]+}/members/{user_id:[0-9]+}",
    traverse="/boards/{board_id}/members/{user_id}",
)
@view_config(route_name="api_member", request_method="DELETE", permission=REMOVE)
def remove_member(context: MemberResource, request: Request) -> Response:
    """Take somebody off the board, or leave it."""
    team_of(request).remove_member(board_of(context).record.id, context.record.user.id)
    return Response(status=204)


@route_config("api_activity", "/api/boards/{board_id:[0-9]+}/activity", traverse="/boards/{board_id}")
@view_config(route_name="api_activity", request_method="GET", renderer="json", permission=READ)
def activity(context: BoardResource, request: Request) -> Shape:
    """Return what was done on the board, the newest first, page by page."""
    found = talk_of(request).feed(context.record.id, page_size(request), page_of(request))
    shapes = [activity_shape(one, request.tell) for one in found.items]
    return {"activities": shapes, "page": found.number, "more": found.has_next}


@route_config("api_users", "/api/users")
@view_config(route_name="api_users", request_method="GET", renderer="json", permission=ADMIN)
def users(request: Request) -> Shape:
    """Return who may log in; for administrators."""
    found = team_of(request).users(page_size(request), page_of(request))
    shapes = [
        {**user_shape(user), "is_admin": user.is_admin, "is_locked": user.is_locked} for user in found.items
    ]
    return {"users": shapes, "page": found.number, "more": found.has_next}
