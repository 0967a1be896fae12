"""Printing: rows as a table for people or as JSON for programs, and errors as their text.

What is printed is decided by the commands.  Floor 6.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

__all__ = ["print_json", "print_table", "show_error"]


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
        _print_rich(titles, texts, indent)
        return
    widths = [max(len(row[index]) for row in [list(titles), *texts]) for index in range(len(titles))]
    for row in [list(titles), *texts]:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo((" " * indent + line).rstrip())


def show_error(text: str) -> None:
    """Print the text of an error on standard error."""
    click.echo(text, err=True)


def _print_rich(titles: Sequence[str], texts: Sequence[Sequence[str]], indent: int) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in titles:
        table.add_column(Text(title), overflow="fold")
    for row in texts:
        table.add_row(*(Text(cell) for cell in row))  # as Text: brackets are no markup here
    Console(file=sys.stdout).print(Padding(table, (0, 0, 0, indent)))
