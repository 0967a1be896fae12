"""What a request asks about: the desk to work at, who is there, and the ids in its path."""

from __future__ import annotations

import re

from board.domain.contracts import Stores, stores
from board.domain.desk import Desk
from board.domain.entities import User
from board.domain.talk import Talk
from board.domain.team import Team
from board.hooks import HookWatcher
from corefw.httpexceptions import HTTPNotFound
from corefw.request import Request

__all__ = ["desk_of", "id_of", "page_of", "stores_of", "talk_of", "team_of", "user_id_of", "user_of"]

_MOST_DIGITS = 18
_PAGE = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)


def stores_of(request: Request) -> Stores:
    """Return the stores over the request's unit of work."""
    work = request.unit_of_work
    return stores(lambda contract: request.component(contract, work))


def desk_of(request: Request) -> Desk:
    """Return the desk of who is asking."""
    return Desk(stores_of(request), user_id_of(request), HookWatcher(request))


def talk_of(request: Request) -> Talk:
    """Return where comments, labels and the feed are, for who is asking."""
    return Talk(stores_of(request), user_id_of(request), HookWatcher(request))


def team_of(request: Request) -> Team:
    """Return where members and users are, for who is asking."""
    return Team(stores_of(request), user_id_of(request), HookWatcher(request))


def id_of(request: Request, name: str) -> int:
    """Return the id in the path; raises HTTPNotFound for one that no store can hold."""
    digits = (request.matchdict or {}).get(name, "")
    if not 0 < len(digits) <= _MOST_DIGITS:
        raise HTTPNotFound()
    return int(digits)


def page_of(request: Request) -> int:
    """Return the number of the page that the query asks for; 1 for none and for nonsense."""
    asked = request.GET.get("page", "")
    return int(asked) if _PAGE.fullmatch(asked) else 1


def user_of(request: Request) -> User | None:
    """Return who is logged in."""
    user = request.identity
    return user if isinstance(user, User) else None


def user_id_of(request: Request) -> int | None:
    """Return the id of who is logged in."""
    user = user_of(request)
    return None if user is None else user.id
