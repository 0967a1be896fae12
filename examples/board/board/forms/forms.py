"""The board's forms.  The limits of every text are here, for the pages and the JSON API alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from board.domain.entities import Role
from board.domain.passwords import LONGEST
from board.forms.inputs import (
    Form,
    choice,
    day,
    flag,
    hidden,
    line,
    password,
    pick,
    several,
    text,
    upload,
)

__all__ = [
    "COLOURS",
    "BoardForm",
    "CardForm",
    "ColumnForm",
    "CommentForm",
    "ImportForm",
    "LabelForm",
    "LoginForm",
    "MemberForm",
    "MoveForm",
    "NewUserForm",
    "PictureForm",
    "ProfileForm",
    "UserForm",
]

#: The colours of labels; the stylesheet has a class for each.
COLOURS = (
    ("amber", "Amber"),
    ("blue", "Blue"),
    ("green", "Green"),
    ("rose", "Rose"),
    ("teal", "Teal"),
    ("grey", "Grey"),
)

_ROLES = ((Role.MEMBER.value, "Member"), (Role.OWNER.value, "Owner"))


@dataclass(frozen=True, slots=True)
class LoginForm(Form):
    """Who is there."""

    login: str = line("User name", most=64, autocomplete="username")
    password: str = password("Password", most=LONGEST, autocomplete="current-password")
    next: str = hidden(most=2000)


@dataclass(frozen=True, slots=True)
class BoardForm(Form):
    """A board's name, what it is for, and who sees it."""

    name: str = line("Name", most=60)
    summary: str = line("What is it for?", most=160, required=False, hint="One line, shown under the name.")
    members_only: bool = flag("Members only", hint="Nobody else sees the board or learns that it exists.")


@dataclass(frozen=True, slots=True)
class ColumnForm(Form):
    """A column's name."""

    name: str = line("Name of the column", most=40)


@dataclass(frozen=True, slots=True)
class CardForm(Form):
    """What a card says; *revision* is the one that was shown to the person who edits it."""

    title: str = line("Title", most=120)
    text: str = text("Details", most=5000, hint="What is to be done, and how you will know it is done.")
    due: date | None = day("Due")  # noqa: RUF009 - a dataclass field, as all of these
    labels: tuple[int, ...] = several("Labels")
    revision: int | None = hidden(number=True)


@dataclass(frozen=True, slots=True)
class MoveForm(Form):
    """Where a card goes: a column of its board, and a place in it, 0 at the top."""

    column: int = choice("Column")
    place: int = choice("Place")


@dataclass(frozen=True, slots=True)
class CommentForm(Form):
    """What somebody says about a card."""

    text: str = text("Your comment", most=2000, required=True)


@dataclass(frozen=True, slots=True)
class LabelForm(Form):
    """A label's name and colour."""

    name: str = line("Name of the label", most=40)
    colour: str = pick("Colour", COLOURS)


@dataclass(frozen=True, slots=True)
class MemberForm(Form):
    """Who belongs to a board, and as what."""

    login: str = line("User name", most=64)
    role: str = pick("Role", _ROLES)


@dataclass(frozen=True, slots=True)
class ProfileForm(Form):
    """What a user is called."""

    name: str = line("Your name", most=80, autocomplete="name")


@dataclass(frozen=True, slots=True)
class PictureForm(Form):
    """A user's picture."""

    picture: Any = upload(  # noqa: RUF009
        "Picture",
        accept="image/png,image/jpeg,image/gif,image/webp",
        hint="A PNG, JPEG, GIF or WebP file of at most 300 KB; a square one looks best.",
    )


@dataclass(frozen=True, slots=True)
class ImportForm(Form):
    """A file with cards."""

    file: Any = upload(  # noqa: RUF009
        "CSV file",
        accept=".csv,text/csv",
        hint="The first line names the columns: title, and if you like column, text, labels and due.",
    )


@dataclass(frozen=True, slots=True)
class NewUserForm(Form):
    """Somebody new in the team; how long a password must be is `domain.team`'s rule."""

    login: str = line("User name", most=64)
    name: str = line("Name", most=80)
    password: str = password("Password", most=LONGEST, autocomplete="new-password")
    is_admin: bool = flag("Administrator", hint="May manage users.")


@dataclass(frozen=True, slots=True)
class UserForm(Form):
    """What an administrator decides about somebody."""

    name: str = line("Name", most=80)
    is_admin: bool = flag("Administrator")
    is_locked: bool = flag("Locked", hint="Cannot log in, and is out at once.")
