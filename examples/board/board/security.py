"""Who is asking, and may they: sessions say who, and everybody of the team may read and write.

Permissions are ``read``, ``write`` and ``admin``; every view names one or says that it needs none.
What may be done on which board is decided by `board.domain.seat`, which knows the board; how
somebody proves who they are is in `board.views.login`.
"""

from __future__ import annotations

from typing import Any

from board.domain.contracts import Users
from board.domain.entities import User
from corefw.request import Request
from corefw.security import Allowed, Denied, SessionAuthenticationHelper

__all__ = ["ADMIN", "READ", "WRITE", "TeamPolicy"]

READ = "read"
WRITE = "write"
ADMIN = "admin"

_CACHED = "board.user"


class TeamPolicy:
    """The security policy of the board."""

    def __init__(self) -> None:
        self.helper = SessionAuthenticationHelper()

    def identity(self, request: Request) -> User | None:
        """Return the user whose id the session holds, as long as there is one and is not locked."""
        if _CACHED not in request.environ:
            request.environ[_CACHED] = self._find(request)
        user: User | None = request.environ[_CACHED]
        return user

    def authenticated_userid(self, request: Request) -> str | None:
        """Return the id of the user as text, or None."""
        user = self.identity(request)
        return None if user is None else str(user.id)

    def permits(self, request: Request, context: Any, permission: str) -> Allowed | Denied:
        """Let everybody who is logged in read and write, and administrators manage the users."""
        user = self.identity(request)
        if user is None:
            return Denied("nobody is logged in")
        if permission == ADMIN and not user.is_admin:
            return Denied("only an administrator may")
        return Allowed("everybody of the team may")

    def remember(self, request: Request, userid: str, **kw: Any) -> list[tuple[str, str]]:
        """Put the user into a renewed session: one planted before the login is worth nothing."""
        request.environ.pop(_CACHED, None)
        headers: list[tuple[str, str]] = list(self.helper.remember(request, userid, **kw))
        return headers

    def forget(self, request: Request, **kw: Any) -> list[tuple[str, str]]:
        """End the session."""
        headers: list[tuple[str, str]] = list(self.helper.forget(request, **kw))
        request.session.invalidate()
        request.environ.pop(_CACHED, None)
        return headers

    def _find(self, request: Request) -> User | None:
        userid = self.helper.authenticated_userid(request)
        if not isinstance(userid, str) or not userid.isdecimal():
            return None
        user = request.component(Users, request.unit_of_work).get(int(userid))
        return None if user is None or user.is_locked else user
