"""Users and members in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from board.domain.contracts import Members, Users
from board.domain.entities import Member, Picture, Role, User
from board.domain.errors import Missing
from board.domain.words import fold
from corefw.config import adapter_config
from corefw_memory import MemoryUnitOfWork

__all__ = ["MemoryMembers", "MemoryUsers"]


@dataclass(frozen=True, slots=True)
class _Membership:
    board_id: int
    user_id: int
    role: Role


@adapter_config(for_=MemoryUnitOfWork, provides=Users)
class MemoryUsers(Users):
    """Users and their pictures in tables of records."""

    def __init__(self, unit_of_work: MemoryUnitOfWork) -> None:
        self.rows = unit_of_work.table("board_user", User)
        self.logins = unit_of_work.table("board_login", int)
        self.pictures = unit_of_work.table("board_picture", Picture)

    def get(self, user_id: int) -> User | None:
        return self.rows.get(user_id)

    def some(self, user_ids: Collection[int]) -> Mapping[int, User]:
        found = {user_id: self.rows.get(user_id) for user_id in user_ids}
        return {user_id: user for user_id, user in found.items() if user is not None}

    def by_login(self, login: str) -> User | None:
        user_id = self.logins.get(login)
        return None if user_id is None else self.rows.get(user_id)

    def all(self, limit: int, offset: int = 0) -> Sequence[User]:
        return sorted(self.rows.values(), key=lambda user: user.login)[offset : offset + limit]

    def add(self, login: str, name: str, password_hash: str, *, is_admin: bool = False) -> User:
        user = User(self.rows.new_id(), login, name, password_hash, is_admin)
        self.rows.put(user.id, user)
        self.logins.put(login, user.id)  # two units that add the same name conflict here
        return user

    def change(self, user_id: int, *, name: str, is_admin: bool, is_locked: bool) -> User:
        return self._put(replace(self._row(user_id), name=name, is_admin=is_admin, is_locked=is_locked))

    def set_password_hash(self, user_id: int, password_hash: str) -> None:
        self._put(replace(self._row(user_id), password_hash=password_hash))

    def set_picture(self, user_id: int, picture: Picture | None) -> User:
        user = self._row(user_id)
        if user.avatar:
            self.pictures.delete(user.avatar)
        if picture is not None:
            self.pictures.put(picture.name, picture)
        return self._put(replace(user, avatar="" if picture is None else picture.name))

    def picture(self, name: str) -> Picture | None:
        return self.pictures.get(name)

    def _row(self, user_id: int) -> User:
        user = self.rows.get(user_id)
        if user is None:
            raise Missing("user", user_id)
        return user

    def _put(self, user: User) -> User:
        self.rows.put(user.id, user)
        return user


@adapter_config(for_=MemoryUnitOfWork, provides=Members)
class MemoryMembers(Members):
    """Who belongs to which board, in a table of records."""

    def __init__(self, unit_of_work: MemoryUnitOfWork) -> None:
        self.rows = unit_of_work.table("board_member", _Membership)
        self.users = unit_of_work.table("board_user", User)

    def of(self, board_id: int) -> Sequence[Member]:
        found = [Member(self.users[row.user_id], row.role) for row in self.rows.find(board_id=board_id)]
        return sorted(found, key=lambda one: (one.role is not Role.OWNER, fold(one.user.name), one.user.id))

    def role(self, board_id: int, user_id: int) -> Role | None:
        found = self.rows.get((board_id, user_id))
        return None if found is None else found.role

    def boards_of(self, user_id: int) -> Collection[int]:
        return {row.board_id for row in self.rows.find(user_id=user_id)}

    def put(self, board_id: int, user_id: int, role: Role) -> None:
        self.rows.put((board_id, user_id), _Membership(board_id, user_id, role))

    def remove(self, board_id: int, user_id: int) -> None:
        if (board_id, user_id) in self.rows:
            self.rows.delete((board_id, user_id))
