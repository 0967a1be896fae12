"""Users and members in tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from board.domain.contracts import Members, Users
from board.domain.entities import Member, Picture, Role, User
from board.domain.errors import Missing
from board.domain.words import fold
from board.storage.sql.tables import MemberRow, PictureRow, UserRow
from corefw.config import adapter_config
from corefw_sqlalchemy import SqlUnitOfWork

__all__ = ["SqlMembers", "SqlUsers"]


@adapter_config(for_=SqlUnitOfWork, provides=Users)
class SqlUsers(Users):
    """Users and their pictures in tables."""

    def __init__(self, unit_of_work: SqlUnitOfWork) -> None:
        self.session: Session = unit_of_work.session

    def get(self, user_id: int) -> User | None:
        row = self.session.get(UserRow, user_id)
        return None if row is None else user_of(row)

    def some(self, user_ids: Collection[int]) -> Mapping[int, User]:
        if not user_ids:
            return {}
        rows = self.session.scalars(select(UserRow).where(UserRow.id.in_(user_ids)))
        return {row.id: user_of(row) for row in rows}

    def by_login(self, login: str) -> User | None:
        row = self.session.scalar(select(UserRow).where(UserRow.login == login))
        return None if row is None else user_of(row)

    def all(self, limit: int, offset: int = 0) -> Sequence[User]:
        rows = self.session.scalars(select(UserRow).order_by(UserRow.login).limit(limit).offset(offset))
        return [user_of(row) for row in rows]

    def add(self, login: str, name: str, password_hash: str, *, is_admin: bool = False) -> User:
        row = UserRow(login=login, name=name, password_hash=password_hash, is_admin=is_admin)
        row.is_locked, row.avatar = False, ""
        self.session.add(row)
        self.session.flush()
        return user_of(row)

    def change(self, user_id: int, *, name: str, is_admin: bool, is_locked: bool) -> User:
        row = self._row(user_id)
        row.name, row.is_admin, row.is_locked = name, is_admin, is_locked
        self.session.flush()
        return user_of(row)

    def set_password_hash(self, user_id: int, password_hash: str) -> None:
        self._row(user_id).password_hash = password_hash
        self.session.flush()

    def set_picture(self, user_id: int, picture: Picture | None) -> User:
        row = self._row(user_id)
        self.session.execute(delete(PictureRow).where(PictureRow.name == row.avatar))
        if picture is not None:
            self.session.add(PictureRow(name=picture.name, media_type=picture.media_type, data=picture.data))
        row.avatar = "" if picture is None else picture.name
        self.session.flush()
        return user_of(row)

    def picture(self, name: str) -> Picture | None:
        row = self.session.get(PictureRow, name)
        return None if row is None else Picture(row.name, row.media_type, row.data)

    def _row(self, user_id: int) -> UserRow:
        row = self.session.get(UserRow, user_id)
        if row is None:
            raise Missing("user", user_id)
        return row


@adapter_config(for_=SqlUnitOfWork, provides=Members)
class SqlMembers(Members):
    """Who belongs to which board, in a table."""

    def __init__(self, unit_of_work: SqlUnitOfWork) -> None:
        self.session: Session = unit_of_work.session

    def of(self, board_id: int) -> Sequence[Member]:
        found = self.session.execute(
            select(UserRow, MemberRow.role)
            .join(MemberRow, MemberRow.user_id == UserRow.id)
            .where(MemberRow.board_id == board_id)
        )
        members = [Member(user_of(row), Role(role)) for row, role in found]
        return sorted(members, key=lambda one: (one.role is not Role.OWNER, fold(one.user.name), one.user.id))

    def role(self, board_id: int, user_id: int) -> Role | None:
        row = self.session.get(MemberRow, (board_id, user_id))
        return None if row is None else Role(row.role)

    def boards_of(self, user_id: int) -> Collection[int]:
        return set(self.session.scalars(select(MemberRow.board_id).where(MemberRow.user_id == user_id)))

    def put(self, board_id: int, user_id: int, role: Role) -> None:
        row = self.session.get(MemberRow, (board_id, user_id))
        if row is None:
            self.session.add(MemberRow(board_id=board_id, user_id=user_id, role=role.value))
        else:
            row.role = role.value
        self.session.flush()

    def remove(self, board_id: int, user_id: int) -> None:
        row = self.session.get(MemberRow, (board_id, user_id))
        if row is not None:
            self.session.delete(row)
            self.session.flush()


def user_of(row: UserRow) -> User:
    """Return the user of a row."""
    return User(row.id, row.login, row.name, row.password_hash, row.is_admin, row.is_locked, row.avatar)
