"""Pages of the people: members of a board, users, one's own profile and picture."""

from __future__ import annotations

from typing import Any, TypeAlias

from board.domain.entities import Board, Role, User
from board.domain.errors import Refused
from board.domain.passwords import Passwords
from board.domain.pictures import picture_from
from board.domain.team import refuse_weak
from board.forms.drawing import drawn
from board.forms.forms import MemberForm, NewUserForm, PictureForm, ProfileForm, UserForm
from board.forms.reading import Reading, blank, read
from board.security import ADMIN, OWN, READ, REMOVE, WRITE
from board.texts import _
from board.tree import BoardResource, MemberResource, board_of
from board.views.asking import id_of, page_of, stores_of, team_of, user_id_of, user_of
from board.views.pages import back_to, board_trail, form_page, home_trail, paging, redrawn
from board.views.search import page_size
from corefw.config import route_config
from corefw.httpexceptions import HTTPForbidden, HTTPNotFound, HTTPSeeOther
from corefw.request import Request
from corefw.response import Response
from corefw.view import view_config, view_defaults

__all__ = ["EditUser", "MembersPage", "ProfilePage", "UsersPage", "picture", "remove_member"]

Page: TypeAlias = dict[str, Any] | HTTPSeeOther

#: A picture's name is new with each upload, so a browser may keep it.
WEEK = 7 * 24 * 60 * 60


@route_config("members", "/boards/{board_id:[0-9]+}/members", traverse="/boards/{board_id}")
@view_defaults(route_name="members", renderer="board:templates/members.html")
class MembersPage:
    """Who belongs to a board."""

    def __init__(self, context: BoardResource, request: Request) -> None:
        self.request = request
        self.team = team_of(request)
        self.board = context.record

    @view_config(request_method="GET", permission=READ)
    def show(self) -> Page:
        """Show the members, and to an owner the form that adds one."""
        return self.page(blank(MemberForm, role=Role.MEMBER.value))

    @view_config(request_method="POST", permission=OWN)
    def put(self) -> Page:
        """Make somebody a member, or change what they are."""
        reading = read(MemberForm, self.request.POST)
        if reading.value is not None:
            form = reading.value
            try:
                user = self.team.put_member(self.board.id, form.login, Role(form.role))
            except Refused as refused:
                reading = reading.refused(refused.field, refused.message)
            else:
                url = self.request.route_path("members", board_id=self.board.id)
                is_owner = form.role == Role.OWNER
                notice = _("${name} is an owner now.") if is_owner else _("${name} is a member now.")
                return back_to(self.request, url, notice % {"name": user.name})
        return redrawn(self.request, self.page(reading))

    def page(self, reading: Reading[MemberForm]) -> dict[str, Any]:
        """Return the values of ``members.html``."""
        return {
            "board": self.board,
            "members": self.team.members(self.board.id),
            "form": drawn(reading, self.request.tell),
            "trail": board_trail(self.request, self.board),
        }


@route_config(
    "member_delete",
    "/boards/{board_id:[0-9]+}/members/{user_id:[0-9]+}/delete",
    traverse="/boards/{board_id}/members/{user_id}",
)
@view_config(route_name="member_delete", request_method="POST", permission=REMOVE)
def remove_member(context: MemberResource, request: Request) -> HTTPSeeOther:
    """Take somebody off the board, or leave it."""
    board: Board = board_of(context).record
    user = team_of(request).remove_member(board.id, context.record.user.id)
    if board.members_only and user.id == user_id_of(request):
        notice = _("You have left “${board}”.", {"board": board.name})
        return back_to(request, request.route_path("home"), notice)
    url = request.route_path("members", board_id=board.id)
    return back_to(request, url, _("${name} is no member any more.", {"name": user.name}))


@route_config("users", "/users")
@view_defaults(route_name="users", renderer="board:templates/users.html", permission=ADMIN)
class UsersPage:
    """Who may log in: an administrator's page."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.team = team_of(request)

    @view_config(request_method="GET")
    def show(self) -> Page:
        """Show the users, and the form that adds one."""
        return self.page(blank(NewUserForm))

    @view_config(request_method="POST")
    def add(self) -> Page:
        """Let somebody in."""
        reading = read(NewUserForm, self.request.POST)
        if reading.value is not None:
            form = reading.value
            try:
                refuse_weak(form.password)
                hashed = self.request.component(Passwords).hash(form.password)
                user = self.team.add_user(form.login, form.name, hashed, is_admin=form.is_admin)
            except Refused as refused:
                reading = reading.refused(refused.field, refused.message)
            else:
                url = self.request.route_path("users")
                names = {"name": user.name, "login": user.login}
                return back_to(self.request, url, _("${name} can log in as “${login}” now.", names))
        return redrawn(self.request, self.page(reading))

    def page(self, reading: Reading[NewUserForm]) -> dict[str, Any]:
        """Return the values of ``users.html``."""
        found = self.team.users(page_size(self.request), page_of(self.request))
        return {
            "users": found.items,
            "paging": paging(found, self.request.route_path("users")),
            "form": drawn(reading, self.request.tell),
            "trail": home_trail(self.request),
        }


@route_config("user_edit", "/users/{user_id:[0-9]+}/edit")
@view_defaults(route_name="user_edit", renderer="board:templates/form.html", permission=ADMIN)
class EditUser:
    """Change what somebody is called and may."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.team = team_of(request)
        self.user = self.team.user(id_of(request, "user_id"))

    @view_config(request_method="GET")
    def ask(self) -> Page:
        """Show the form with what is there."""
        user = self.user
        start = blank(UserForm, name=user.name, is_admin=user.is_admin, is_locked=user.is_locked)
        return self.page(start)

    @view_config(request_method="POST")
    def save(self) -> Page:
        """Save, and go back to the users."""
        reading = read(UserForm, self.request.POST)
        if reading.value is not None:
            form = reading.value
            try:
                user = self.team.change_user(
                    self.user.id, name=form.name, is_admin=form.is_admin, is_locked=form.is_locked
                )
            except Refused as refused:
                reading = reading.refused(refused.field, refused.message)
            else:
                notice = _("The user “${login}” is changed.", {"login": user.login})
                return back_to(self.request, self.request.route_path("users"), notice)
        return redrawn(self.request, self.page(reading))

    def page(self, reading: Reading[UserForm]) -> dict[str, Any]:
        """Return the form."""
        return form_page(
            self.request,
            reading,
            action=self.request.route_path("user_edit", user_id=self.user.id),
            heading=_("Edit the user “${login}”", {"login": self.user.login}),
            button=_("Save"),
            trail=[
                *home_trail(self.request),
                (self.request.tell(_("Users")), self.request.route_path("users")),
            ],
        )


@route_config("profile", "/profile")
@route_config("profile_picture", "/profile/picture")
@route_config("profile_picture_delete", "/profile/picture/delete")
@view_defaults(renderer="board:templates/profile.html")
class ProfilePage:
    """What everybody decides about themselves."""

    def __init__(self, request: Request) -> None:
        user = user_of(request)
        if user is None:  # the permission of every view below says so before
            raise HTTPForbidden()
        self.request = request
        self.user: User = user
        self.users = stores_of(request).users

    @view_config(route_name="profile", request_method="GET", permission=READ)
    def show(self) -> Page:
        """Show both forms."""
        return self.page(self.blank, blank(PictureForm))

    @view_config(route_name="profile", request_method="POST", permission=WRITE)
    def save(self) -> Page:
        """Change the name."""
        reading = read(ProfileForm, self.request.POST)
        if reading.value is None:
            return redrawn(self.request, self.page(reading, blank(PictureForm)))
        self.users.change(
            self.user.id,
            name=reading.value.name,
            is_admin=self.user.is_admin,
            is_locked=self.user.is_locked,
        )
        return self.done(_("Your name is changed."))

    @view_config(route_name="profile_picture", request_method="POST", permission=WRITE)
    def put_picture(self) -> Page:
        """Keep a picture, judged by its bytes."""
        reading = read(PictureForm, self.request.POST)
        if reading.value is not None:
            try:
                self.users.set_picture(self.user.id, picture_from(reading.value.picture.value))
            except Refused as refused:
                reading = reading.refused(refused.field, refused.message)
            else:
                return self.done(_("Your picture is changed."))
        return redrawn(self.request, self.page(self.blank, reading))

    @view_config(route_name="profile_picture_delete", request_method="POST", permission=WRITE)
    def remove_picture(self) -> Page:
        """Take the picture away."""
        self.users.set_picture(self.user.id, None)
        return self.done(_("Your picture is removed."))

    @property
    def blank(self) -> Reading[ProfileForm]:
        """Return the form with the name as it is."""
        return blank(ProfileForm, name=self.user.name)

    def done(self, notice: str) -> HTTPSeeOther:
        """Go back to the page."""
        return back_to(self.request, self.request.route_path("profile"), notice)

    def page(self, reading: Reading[ProfileForm], picture: Reading[PictureForm]) -> dict[str, Any]:
        """Return the values of ``profile.html``."""
        return {
            "user": self.user,
            "form": drawn(reading, self.request.tell),
            "picture_form": drawn(picture, self.request.tell),
            "trail": home_trail(self.request),
        }


@route_config("picture", "/pictures/{name:[A-Za-z0-9_-]+}")
@view_config(route_name="picture", request_method="GET", permission=READ)
def picture(request: Request) -> Response:
    """Serve an uploaded picture so that it can be nothing but a picture.

    Its type is what its bytes said, browsers are told not to guess another one, and should one be
    opened as a page it may run nothing.
    """
    found = stores_of(request).users.picture((request.matchdict or {})["name"])
    if found is None:
        raise HTTPNotFound()
    response = Response(body=found.data, content_type=found.media_type)
    response.charset = None
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = f"private, max-age={WEEK}, immutable"
    return response
