"""Taking in a sheet of cards: every line is judged, and all are added or none.

The rules for a card are those of its form.  How a sheet is read is `board.domain.sheets`' business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from board.domain.desk import Desk
from board.domain.sheets import Line, read_sheet
from board.domain.words import fold
from board.forms.forms import CardForm
from board.forms.reading import read
from board.texts import _

__all__ = ["RefusedLine", "Taken", "take_in"]


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that cannot be a card, and everything that is wrong with it: a cell's name and a text."""

    number: int
    title: str
    errors: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a sheet: how many cards were added, or which lines were refused."""

    added: int
    refused: tuple[RefusedLine, ...]


def take_in(desk: Desk, board_id: int, data: bytes) -> Taken:
    """Add the cards of a CSV file to the board.  Raises `SheetError` for a file that is no sheet."""
    lines = read_sheet(data)
    desk.hold(board_id)
    columns = {fold(column.name): column.id for column in desk.stores.boards.columns(board_id)}
    labels = {fold(label.name): label.id for label in desk.stores.labels.of(board_id)}
    refused: list[RefusedLine] = []
    good: list[tuple[int, CardForm]] = []
    for line in lines:
        form, errors = _judged(line, columns, labels)
        if form is None:
            refused.append(RefusedLine(line.number, line.title[:80], tuple(errors)))
        else:
            good.append((_column(line, columns) or 0, form))
    if refused:
        return Taken(0, tuple(refused))
    for column_id, card in good:
        desk.add_card(column_id, card.title, card.text, card.due, card.labels)
    return Taken(len(good), ())


def _judged(
    line: Line, columns: Mapping[str, int], labels: Mapping[str, int]
) -> tuple[CardForm | None, list[tuple[str, str]]]:
    errors: list[tuple[str, str]] = []
    if _column(line, columns) is None:
        lacking = _("there is no “${name}” on this board.", {"name": line.column[:80]})
        errors.append(("column", lacking if columns else _("this board has no columns.")))
    unknown = [name[:80] for name in line.labels if fold(name) not in labels]
    errors += [("labels", _("there is no “${name}” on this board.", {"name": name})) for name in unknown]
    reading = read(CardForm, {"title": line.title, "text": line.text, "due": line.due})
    errors += reading.errors.items()
    if errors or reading.value is None:
        return None, errors
    form = reading.value
    found = tuple(dict.fromkeys(labels[fold(name)] for name in line.labels))
    return CardForm(title=form.title, text=form.text, due=form.due, labels=found), []


def _column(line: Line, columns: Mapping[str, int]) -> int | None:
    """Return the id of the line's column; the first one if it names none."""
    return columns.get(fold(line.column)) if line.column else next(iter(columns.values()), None)
