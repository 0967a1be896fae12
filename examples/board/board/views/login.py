"""Logging in and out."""

from __future__ import annotations

from typing import Any, TypeAlias

from board.domain.contracts import Users
from board.domain.entities import User
from board.domain.passwords import Passwords
from board.domain.words import fold_login
from board.forms.drawing import drawn
from board.forms.forms import LoginForm
from board.forms.reading import Reading, blank, read
from board.texts import _
from board.throttle import Throttle
from board.views.pages import redrawn
from corefw.config import route_config
from corefw.httpexceptions import HTTPSeeOther
from corefw.ports import Persistence
from corefw.request import Request
from corefw.security import NO_PERMISSION_REQUIRED, forget, remember, safe_redirect_target
from corefw.view import view_config, view_defaults

__all__ = ["LoginPage", "logout"]

Page: TypeAlias = dict[str, Any] | HTTPSeeOther


@route_config("login", "/login")
@view_defaults(route_name="login", renderer="board:templates/login.html", permission=NO_PERMISSION_REQUIRED)
class LoginPage:
    """The door."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(request_method="GET")
    def ask(self) -> Page:
        """Show the form."""
        if self.request.identity is not None:
            return HTTPSeeOther(location=self.request.route_path("home"))
        return self.page(blank(LoginForm, next=self.target(self.request.GET.get("next"))))

    @view_config(request_method="POST")
    def enter(self) -> Page:
        """Let in whoever knows a password, and send them where they wanted to go."""
        reading = read(LoginForm, self.request.POST)
        if reading.value is None:
            return redrawn(self.request, self.page(reading))
        login = fold_login(reading.value.login)
        throttle = self.request.component(Throttle)
        key = (login, self.request.remote_addr)
        wait = throttle.wait(key)
        if wait:
            self.request.response.status_int = 429
            self.request.response.headers["Retry-After"] = str(wait)
            message = _(
                "Too many wrong passwords. Please wait ${wait} seconds and try again.", {"wait": wait}
            )
            return self.page(reading.refused("password", message))
        user = self.user(login, reading.value.password)
        if user is None:
            throttle.failed(key)
            message = _("The name and the password do not fit together.")
            return redrawn(self.request, self.page(reading.refused("password", message)))
        throttle.succeeded(key)
        headers = remember(self.request, str(user.id))
        return HTTPSeeOther(location=self.target(reading.value.next), headers=headers)

    def user(self, login: str, password: str) -> User | None:
        """Return the user of that name if the password fits; a weak hash is replaced on the way."""
        user = self.find(login)
        fits, stronger = self.request.component(Passwords).check(
            password, None if user is None else user.password_hash
        )
        if user is None or not fits or user.is_locked:
            return None
        if stronger is not None:
            users = self.request.component(Users, self.request.unit_of_work)
            users.set_password_hash(user.id, stronger)
        return user

    def find(self, login: str) -> User | None:
        """Return the user of that name, read in a unit of work of its own.

        Checking a password takes long by design, and nobody else should wait for the database
        in the meantime.
        """
        work = self.request.registry.port(Persistence).begin()
        try:
            return self.request.component(Users, work).by_login(login)
        finally:
            work.abort()

    def target(self, wanted: str | None) -> str:
        """Return where to go after the login: *wanted*, if it is on this site."""
        home: str = self.request.route_path("home")
        return safe_redirect_target(wanted, self.request.host_url, home)

    def page(self, reading: Reading[LoginForm]) -> dict[str, Any]:
        """Return the form."""
        return {"form": drawn(reading, self.request.tell)}


@route_config("logout", "/logout")
@view_config(route_name="logout", request_method="POST", permission=NO_PERMISSION_REQUIRED)
def logout(request: Request) -> HTTPSeeOther:
    """End the session."""
    return HTTPSeeOther(location=request.route_path("login"), headers=forget(request))
