"""The team: who belongs to a board, and who may log in.

Members are an owner's business, users an administrator's: `board.tree` says so, and the security policy
asks it before a view is called.
"""

from __future__ import annotations

from dataclasses import dataclass

from board.domain.entities import Leaf, Member, Role, User, leaf
from board.domain.errors import Missing, Refused
from board.domain.passwords import SHORTEST
from board.domain.seat import Seat
from board.domain.words import fold_login
from board.texts import _

__all__ = ["Team", "refuse_weak"]


@dataclass(frozen=True, slots=True)
class Team(Seat):
    """Where somebody decides who takes part."""

    def members(self, board_id: int) -> tuple[Member, ...]:
        """Return the members of the board: owners first, then by name."""
        return tuple(self.stores.members.of(self.board(board_id).id))

    def put_member(self, board_id: int, login: str, role: Role) -> User:
        """Make somebody a member of the board, or change what they are."""
        self.stores.boards.hold(board_id)
        user = self.stores.users.by_login(fold_login(login))
        if user is None:
            raise Refused("login", _("There is nobody with the user name “${login}”.", {"login": login}))
        before = self.stores.members.role(board_id, user.id)
        if role is not Role.OWNER:
            self._refuse_last_owner(board_id, user.id)
        self.stores.members.put(board_id, user.id, role)
        if before is not role:
            words = _("made ${name} an owner") if role is Role.OWNER else _("made ${name} a member")
            self.note(board_id, words % {"name": user.name})
        return user

    def remove_member(self, board_id: int, user_id: int) -> User:
        """Let somebody be no member any more; everybody may leave by themselves."""
        self.stores.boards.hold(board_id)
        user = self.stores.users.get(user_id)
        if user is None or self.stores.members.role(board_id, user_id) is None:
            raise Missing("member", user_id)
        self._refuse_last_owner(board_id, user_id)
        self.stores.members.remove(board_id, user_id)
        words = _("left the board") if user_id == self.by else _("took ${name} off the board")
        self.note(board_id, words % {"name": user.name})
        return user

    # Users

    def users(self, size: int, number: int = 1) -> Leaf[User]:
        """Return who may log in, by their login names."""
        return leaf(self.stores.users.all(size + 1, (number - 1) * size), number, size)

    def add_user(self, login: str, name: str, password_hash: str, *, is_admin: bool) -> User:
        """Let somebody in; the login name must be new."""
        folded = fold_login(login)
        if self.stores.users.by_login(folded) is not None:
            raise Refused("login", _("There is a user “${login}” already.", {"login": folded}))
        return self.stores.users.add(folded, name, password_hash, is_admin=is_admin)

    def change_user(self, user_id: int, *, name: str, is_admin: bool, is_locked: bool) -> User:
        """Change what somebody is called and may; nobody shuts themselves out."""
        user = self.user(user_id)
        if user.id == self.by and user.is_admin and not is_admin:
            raise Refused("is_admin", _("You cannot take this from yourself. Ask another administrator."))
        if user.id == self.by and is_locked:
            raise Refused("is_locked", _("You cannot lock yourself out."))
        return self.stores.users.change(user_id, name=name, is_admin=is_admin, is_locked=is_locked)

    def user(self, user_id: int) -> User:
        """Return the user."""
        user = self.stores.users.get(user_id)
        if user is None:
            raise Missing("user", user_id)
        return user

    def _refuse_last_owner(self, board_id: int, user_id: int) -> None:
        owners = [one.user.id for one in self.stores.members.of(board_id) if one.role is Role.OWNER]
        if owners == [user_id]:
            raise Refused("role", _("A board needs an owner. Make somebody else one first."))


def refuse_weak(password: str) -> None:
    """Refuse a password that is too short; longer ones are better than stranger ones (NIST SP 800-63B)."""
    if len(password) < SHORTEST:
        raise Refused("password", _("Please use at least ${least} characters.", {"least": SHORTEST}))
