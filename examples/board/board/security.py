"""Who is asking, and may they: sessions say who, and access control lists on the tree say what.

Every view names a permission or says that it needs none.  The lists are in `board.tree`; how somebody
proves who they are is in `board.views.login`.
"""

from __future__ import annotations

from typing import Any

from board.domain.contracts import Users
from board.domain.entities import User
from corefw.authentication import SessionAuthenticationHelper
from corefw.authorization import ACLHelper, Authenticated, Everyone
from corefw.request import Request
from corefw.security import Allowed, Denied

__all__ = ["ADMIN", "ADMINS", "OWN", "READ", "REMOVE", "WRITE", "TeamPolicy", "person"]

#: See it, and work at it.
READ = "read"
WRITE = "write"
#: Decide about a board: who sees it and who belongs to it.
OWN = "own"
#: Take away what is somebody's: a comment, a membership.
REMOVE = "remove"
#: Manage who may log in.
ADMIN = "admin"

#: The group of the administrators, in access control lists.
ADMINS = "group:admins"

_CACHED = "board.user"


def person(user_id: int) -> str:
    """Return what a user is called in access control lists."""
    return f"user:{user_id}"


class TeamPolicy:
    """The security policy of the board."""

    def __init__(self) -> None:
        self.helper = SessionAuthenticationHelper()
        self.acl = ACLHelper()

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
        """Ask the lists of the context and of what it lies in; visitors are not looked up there."""
        user = self.identity(request)
        if user is None:
            return Denied("nobody is logged in")
        principals = [Everyone, Authenticated, person(user.id)]
        if user.is_admin:
            principals.append(ADMINS)
        found: Allowed | Denied = self.acl.permits(context, principals, permission)
        return found

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
