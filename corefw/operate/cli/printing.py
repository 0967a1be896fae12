"""Printing: rows as a table for people or as JSON for programs, and errors as their text.

What is printed is decided by the commands.  Floor 6.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from corefw.base.errors import ConfigurationError, Fix, Problem

__all__ = ["print_json", "print_table", "show_error", "write_file"]


#: Longer columns are broken into several lines, and can still be read.
_READABLE = 16


def print_json(value: Any) -> None:
    """Print *value* as JSON, indented, with everything that is no JSON type as its text."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def print_table(titles: Sequence[str], rows: Sequence[Sequence[object]], empty: str, indent: int = 0) -> None:
    """Print *rows* below *titles*; into a pipe one line each, never cut; or *empty* if there are none."""
    if not rows:
        click.echo(empty)
        return
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    # A column in which nothing stands tells nothing.
    kept = [index for index in range(len(titles)) if any(row[index] for row in texts)]
    titles = [titles[index] for index in kept]
    texts = [[row[index] for index in kept] for row in texts]
    if sys.stdout.isatty():
        console = Console(file=sys.stdout)
        fits = (
            sum(_needed(column) + 1 for column in zip(titles, *texts, strict=True)) < console.width - indent
        )
        made = _table(titles, texts) if fits else _records(titles, texts)
        console.print(Padding(made, (0, 0, 0, indent)))
        return
    widths = [max(len(row[index]) for row in [list(titles), *texts]) for index in range(len(titles))]
    for row in [list(titles), *texts]:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo((" " * indent + line).rstrip())


def show_error(text: str) -> None:
    """Print the text of an error on standard error."""
    click.echo(text, err=True)


def write_file(file: Path, text: str) -> None:
    """Write what a command makes into a file.  Raises `ConfigurationError` (CFW-714)."""
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        what = f"{file} cannot be written: {error.strerror or error}."
        raise ConfigurationError(
            Problem("CFW-714", what, fixes=(Fix("", "name a file that can be:  --output FILE"),))
        ) from None


def _needed(column: Sequence[str]) -> int:
    """Return the width below which a column is broken so often that nobody can read it."""
    return min(max(map(len, column)), _READABLE)


def _records(titles: Sequence[str], texts: Sequence[Sequence[str]]) -> Table:
    """Return the rows one below the other, a line for each cell: for a narrow terminal."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for number, row in enumerate(texts):
        if number:
            table.add_row("", "")
        for title, cell in zip(titles, row, strict=True):
            if cell:
                table.add_row(Text(title), Text(cell))
    return table


def _table(titles: Sequence[str], texts: Sequence[Sequence[str]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in titles:
        table.add_column(Text(title), overflow="fold")
    for row in texts:
        table.add_row(*(Text(cell) for cell in row))  # as Text: brackets are no markup here
    return table
