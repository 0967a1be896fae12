"""Sheets: the cards of a board as CSV, out and in.

A cell that a spreadsheet would take for a formula is written behind an apostrophe (OWASP, CSV
injection), which is taken away again when the sheet comes back.  Nothing is imported unless every
line can be.  Reading and writing text is here; who may do it is the `Desk`'s business.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from board.domain.entities import Label, Lane, User
from board.texts import _, english
from corefw.i18n import TranslationString

__all__ = ["MOST_BYTES", "MOST_LINES", "Line", "SheetError", "read_sheet", "write_sheet"]

MOST_BYTES = 1_000_000
MOST_LINES = 1000

HEADER = ("column", "position", "title", "text", "labels", "due", "author", "created", "changed")
#: What an import looks at; the other columns of an export are left aside.
READ = ("column", "title", "text", "labels", "due")

#: The same signs in full width, which spreadsheets of East Asia take for the narrow ones.
_WIDE = ("\uff1d", "\uff0b", "\uff0d", "\uff20")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", *_WIDE)
_GUARD = "'"


class SheetError(ValueError):
    """The file as a whole cannot be read; *message* is said to the person."""

    def __init__(self, message: TranslationString) -> None:
        self.message = message
        super().__init__(english(message))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet: where it begins in the file, and what it says of a card."""

    number: int
    column: str
    title: str
    text: str
    labels: tuple[str, ...]
    due: str


def guarded(text: str) -> str:
    """Return *text* as a cell that no spreadsheet runs."""
    return _GUARD + text if text.startswith((*_FORMULA, _GUARD)) else text


def unguarded(cell: str) -> str:
    """Return what was given to `guarded`."""
    rest = cell.removeprefix(_GUARD)
    return rest if rest != cell and rest.startswith((*_FORMULA, _GUARD)) else cell


def write_sheet(
    lanes: Iterable[Lane], labels: Mapping[int, Sequence[Label]], users: Mapping[int, User]
) -> str:
    """Return all cards as CSV (RFC 4180)."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(HEADER)
    for lane in lanes:
        for card in lane.cards:
            author = users.get(card.author_id) if card.author_id is not None else None
            row: tuple[Any, ...] = (
                lane.column.name,
                card.position + 1,
                card.title,
                card.text,
                "; ".join(label.name for label in labels.get(card.id, ())),
                "" if card.due is None else card.due.isoformat(),
                "" if author is None else author.name,
                card.created.isoformat(timespec="seconds"),
                card.changed.isoformat(timespec="seconds"),
            )
            writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return target.getvalue()


def read_sheet(data: bytes) -> list[Line]:
    """Return the lines of a CSV file; empty ones are left out.  Raises `SheetError`."""
    if len(data) > MOST_BYTES:
        raise SheetError(_("The file is larger than ${most} KB.", {"most": MOST_BYTES // 1000}))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SheetError(_("The file is not in UTF-8. Save it as “CSV UTF-8”.")) from None
    if "\0" in text:
        raise SheetError(_("The file is no text."))
    first = text.partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=first.count)  # spreadsheets write what the country has
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [cell.strip().lower() for cell in next(reader, [])]
        if "title" not in names:
            raise SheetError(_("The first line must name the columns, and one of them must be “title”."))
        if len(set(names)) != len(names):
            raise SheetError(_("The first line names a column twice."))
        return list(_lines(reader, names))
    except csv.Error as error:
        where = {"line": reader.line_num, "reason": error}
        raise SheetError(_("Line ${line} is no CSV: ${reason}.", where)) from None


def _lines(reader: Any, names: Sequence[str]) -> Iterable[Line]:
    begins = reader.line_num + 1
    count = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            count += 1
            if count > MOST_LINES:
                raise SheetError(
                    _("The file has more than ${most} cards. Please split it.", {"most": MOST_LINES})
                )
            found = dict(zip(names, map(unguarded, cells), strict=False))
            yield Line(
                number=begins,
                column=found.get("column", "").strip(),
                title=found.get("title", ""),
                text=found.get("text", ""),
                labels=tuple(one.strip() for one in found.get("labels", "").split(";") if one.strip()),
                due=found.get("due", "").strip(),
            )
        begins = reader.line_num + 1
