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
from board.texts import _

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
    ("amber", _("Amber")),
    ("blue", _("Blue")),
    ("green", _("Green")),
    ("rose", _("Rose")),
    ("teal", _("Teal")),
    ("grey", _("Grey")),
)

_ROLES = ((Role.MEMBER.value, _("Member")), (Role.OWNER.value, _("Owner")))


@dataclass(frozen=True, slots=True)
class LoginForm(Form):
    """Who is there."""

    login: str = line(_("User name"), most=64, autocomplete="username")
    password: str = password(_("Password"), most=LONGEST, autocomplete="current-password")
    next: str = hidden(most=2000)


@dataclass(frozen=True, slots=True)
class BoardForm(Form):
    """A board's name, what it is for, and who sees it."""

    name: str = line(_("Name"), most=60)
    summary: str = line(
        _("What is it for?"), most=160, required=False, hint=_("One line, shown under the name.")
    )
    members_only: bool = flag(_("Members only"), hint=_("Nobody else learns that the board exists."))


@dataclass(frozen=True, slots=True)
class ColumnForm(Form):
    """A column's name."""

    name: str = line(_("Name of the column"), most=40)


@dataclass(frozen=True, slots=True)
class CardForm(Form):
    """What a card says; *revision* is the one that was shown to the person who edits it."""

    title: str = line(_("Title"), most=120)
    text: str = text(_("Details"), most=5000, hint=_("What is to be done, and how you will know it is done."))
    due: date | None = day(_("Due"))  # noqa: RUF009 - a dataclass field, as all of these
    labels: tuple[int, ...] = several(_("Labels"))
    revision: int | None = hidden(number=True)


@dataclass(frozen=True, slots=True)
class MoveForm(Form):
    """Where a card goes: a column of its board, and a place in it, 0 at the top."""

    column: int = choice(_("Column"))
    place: int = choice(_("Place"))


@dataclass(frozen=True, slots=True)
class CommentForm(Form):
    """What somebody says about a card."""

    text: str = text(_("Your comment"), most=2000, required=True)


@dataclass(frozen=True, slots=True)
class LabelForm(Form):
    """A label's name and colour."""

    name: str = line(_("Name of the label"), most=40)
    colour: str = pick(_("Colour"), COLOURS)


@dataclass(frozen=True, slots=True)
class MemberForm(Form):
    """Who belongs to a board, and as what."""

    login: str = line(_("User name"), most=64)
    role: str = pick(_("Role"), _ROLES)


@dataclass(frozen=True, slots=True)
class ProfileForm(Form):
    """What a user is called."""

    name: str = line(_("Your name"), most=80, autocomplete="name")


@dataclass(frozen=True, slots=True)
class PictureForm(Form):
    """A user's picture."""

    picture: Any = upload(  # noqa: RUF009
        _("Picture"),
        accept="image/png,image/jpeg,image/gif,image/webp",
        hint=_("A PNG, JPEG, GIF or WebP file of at most 300 KB; a square one looks best."),
    )


@dataclass(frozen=True, slots=True)
class ImportForm(Form):
    """A file with cards."""

    file: Any = upload(  # noqa: RUF009
        _("CSV file"),
        accept=".csv,text/csv",
        hint=_("The first line names the columns: title, and if you like column, text, labels and due."),
    )


@dataclass(frozen=True, slots=True)
class NewUserForm(Form):
    """Somebody new in the team; how long a password must be is `domain.team`'s rule."""

    login: str = line(_("User name"), most=64)
    name: str = line(_("Name"), most=80)
    password: str = password(_("Password"), most=LONGEST, autocomplete="new-password")
    is_admin: bool = flag(_("Administrator"), hint=_("May manage users."))


@dataclass(frozen=True, slots=True)
class UserForm(Form):
    """What an administrator decides about somebody."""

    name: str = line(_("Name"), most=80)
    is_admin: bool = flag(_("Administrator"))
    is_locked: bool = flag(_("Locked"), hint=_("Cannot log in, and is out at once."))
