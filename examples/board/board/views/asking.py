"""What a request asks about: the desk to work at, who is there, and the ids in its path."""

from __future__ import annotations

from board.domain.contracts import Boards, Cards
from board.domain.desk import Desk
from board.domain.entities import User
from corefw.httpexceptions import HTTPNotFound
from corefw.request import Request

__all__ = ["desk_of", "id_of", "user_id_of"]

_MOST_DIGITS = 18


def desk_of(request: Request) -> Desk:
    """Return a desk over the repositories of the request's unit of work."""
    work = request.unit_of_work
    return Desk(request.component(Boards, work), request.component(Cards, work))


def id_of(request: Request, name: str) -> int:
    """Return the id in the path; raises HTTPNotFound for one that no store can hold."""
    digits = (request.matchdict or {}).get(name, "")
    if not 0 < len(digits) <= _MOST_DIGITS:
        raise HTTPNotFound()
    return int(digits)


def user_id_of(request: Request) -> int | None:
    """Return the id of who is logged in."""
    user = request.identity
    return user.id if isinstance(user, User) else None
