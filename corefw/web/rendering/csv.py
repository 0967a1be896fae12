"""The ``csv`` renderer: rows for a spreadsheet, with formulas disarmed (OWASP, "CSV Injection").

A spreadsheet runs a cell that begins with ``=`` and the like, whoever wrote it.  Floor 4.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.web.disposition import content_disposition
from corefw.web.rendering.forms import native_form
from corefw.web.rendering.info import RendererInfo

__all__ = ["CSV", "CSVRenderer"]

# Full-width signs are read as the usual ones by spreadsheets in some languages.
_FORMULA: Final = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER: Final = re.compile(r"[+-]?[0-9][0-9 ]*(?:[.,][0-9]+)?", re.ASCII)


class CSV:
    """The factory of a CSV renderer (RFC 4180).

    A view returns rows: dictionaries, dataclasses, msgspec structs, or lists of cells.  The first line
    has the names of the columns: *columns*, or else those of the first row that has names; *header* False
    leaves it out.  A text that a spreadsheet would take for a formula gets an apostrophe before it, unless
    *escape_formulas* is False, for readers that are programs.  With a *filename* the answer is a file to
    keep.  *bom* puts the mark before it by which Excel knows UTF-8.

    Raises `ConfigurationError` (CFW-551) for a delimiter that is not one character, and ValueError for a
    file name with control characters.
    """

    def __init__(
        self,
        columns: Sequence[str] | None = None,
        *,
        filename: str | None = None,
        header: bool = True,
        delimiter: str = ",",
        escape_formulas: bool = True,
        bom: bool = False,
    ) -> None:
        if len(delimiter) != 1 or delimiter in '"\r\n':
            raise ConfigurationError(
                Problem(
                    "CFW-551",
                    f"The columns of CSV cannot be parted by {delimiter!r}: it must be one character, "
                    "and neither a quote nor the end of a line.",
                    fixes=(Fix("", 'CSV(delimiter=";")'),),
                )
            )
        self.columns = None if columns is None else tuple(columns)
        self.header = header
        self.delimiter = delimiter
        self.escape_formulas = escape_formulas
        self.bom = bom
        self.headers: tuple[tuple[str, str], ...] = (
            ("Content-Type", "text/csv; charset=UTF-8"),
            ("X-Content-Type-Options", "nosniff"),
        )
        if filename is not None:
            self.headers += (("Content-Disposition", content_disposition(filename)),)

    def __call__(self, info: RendererInfo | None) -> CSVRenderer:
        """Return the renderer."""
        return CSVRenderer(self)


class CSVRenderer:
    """What `CSV` makes: a renderer function with constant headers."""

    def __init__(self, factory: CSV) -> None:
        self.factory = factory
        self.headers = factory.headers

    def render_value(self, value: Any, request: Any) -> str:
        """Return the rows as CSV.

        Raises TypeError for what is no row, and ValueError for a row with columns that are not known;
        each says which row.
        """
        if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
            raise TypeError(f"CSV is made of rows, and the view returned {type(value).__name__}")
        factory = self.factory
        out = io.StringIO(newline="")
        write = csv.writer(out, delimiter=factory.delimiter).writerow
        columns = factory.columns
        is_first = True
        for number, row in enumerate(value, 1):
            row = _cells(row, number, request)
            if isinstance(row, Mapping) and columns is None:
                columns = tuple(map(str, row))
            if is_first and factory.header and columns is not None:
                write([self._cell(name) for name in columns])
            is_first = False
            write([self._cell(cell) for cell in _in_order(row, columns, number)])
        if is_first and factory.header and columns is not None:
            write([self._cell(name) for name in columns])
        return ("\ufeff" if factory.bom else "") + out.getvalue()

    def __call__(self, value: Any, system: Any) -> str:
        """Return the rows as CSV."""
        return self.render_value(value, (system or {}).get("request"))

    def _cell(self, cell: Any) -> Any:
        if cell is None:
            return ""
        if isinstance(cell, bool):
            return "true" if cell else "false"
        if isinstance(cell, int | float):
            return cell
        text = cell if isinstance(cell, str) else str(native_form(cell))
        is_formula = _FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None
        return f"'{text}" if is_formula and self.factory.escape_formulas else text


def _cells(row: Any, number: int, request: Any) -> Mapping[Any, Any] | Sequence[Any]:
    """Return a row as a mapping or a sequence of cells."""
    if not isinstance(row, Mapping | list | tuple):
        try:
            row = row.__json__(request) if hasattr(row, "__json__") else native_form(row)
        except TypeError:
            row = None
    if not isinstance(row, Mapping | list | tuple):
        raise TypeError(f"row {number} is neither a mapping nor a list of cells")
    return row


def _in_order(
    row: Mapping[Any, Any] | Sequence[Any], columns: tuple[str, ...] | None, number: int
) -> Sequence[Any]:
    if not isinstance(row, Mapping):
        return row
    assert columns is not None
    unknown = [str(key) for key in row if key not in columns]
    if unknown:
        raise ValueError(f"row {number} has columns that are not known: {', '.join(unknown)}")
    return [row.get(name) for name in columns]
