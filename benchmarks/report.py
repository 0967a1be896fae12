"""Reports: tables as text, and the pages of the documentation that show them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Report", "Table"]

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "explanation" / "benchmarks"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a report; the first column is text, the others are figures."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    #: A sentence above it.
    title: str = ""

    def text(self) -> str:
        """Return it in Markdown, which can be read as it is."""
        widths = [max(map(len, column)) for column in zip(self.head, *self.rows, strict=True)]
        lines = [self._line(self.head, widths), self._rule(widths)]
        lines += [self._line(row, widths) for row in self.rows]
        return "\n".join([f"{self.title}\n"] * bool(self.title) + lines)

    @staticmethod
    def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
        first, *rest = [
            cell.ljust(width) if not position else cell.rjust(width)
            for position, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return f"| {' | '.join((first, *rest))} |"

    @staticmethod
    def _rule(widths: Sequence[int]) -> str:
        first, *rest = widths
        return f"| {' | '.join(('-' * first, *('-' * (width - 1) + ':' for width in rest)))} |"


@dataclass(frozen=True, slots=True)
class Report:
    """What one subject found, to be included in the page of its name."""

    subject: str
    #: When, where and with which versions it was measured, as one sentence.
    measured: str
    tables: Sequence[Table] = field(default_factory=tuple)
    #: What draws the picture of it into a folder, if there is one.
    draw: Callable[[Path], object] | None = None

    def text(self) -> str:
        """Return the whole in Markdown."""
        return "\n\n".join([f"Measured: {self.measured}.", *(table.text() for table in self.tables)])

    def write(self) -> Path:
        """Write it beside the page that includes it; return the file."""
        file = FOLDER / f"{self.subject}-results.md"
        file.write_text(f"<!-- Written by `make bench`. -->\n\n{self.text()}\n")
        if self.draw is not None:
            self.draw(FOLDER)
        return file
