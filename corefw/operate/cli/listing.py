"""Listings: what all of them share: a glob that chooses, ``--json``, and a table.  Floor 6."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

import click

from corefw.engine.registry import Registry
from corefw.operate.cli.group import the_choice
from corefw.operate.cli.printing import print_json, print_table
from corefw.operate.inspection.rows import as_dicts, fitting, none_fits

__all__ = ["listing", "listing_options", "show"]

F = TypeVar("F", bound=Callable[..., Any])


def listing(
    *, by: Sequence[str], columns: Mapping[str, str], empty: str
) -> Callable[[Callable[[Registry], Sequence[Any]]], click.Command]:
    """Make a command of a function that returns the rows of a registry; the rest is as in `show`."""

    def made(rows_of: Callable[[Registry], Sequence[Any]]) -> click.Command:
        @click.command()
        @listing_options
        @click.pass_context
        @wraps(rows_of)
        def command(ctx: click.Context, pattern: str | None, as_json: bool) -> None:
            rows = rows_of(the_choice(ctx).rehearse().registry)
            show(rows, pattern=pattern, as_json=as_json, by=by, columns=columns, empty=empty)

        return command

    return made


def listing_options(function: F) -> F:
    """Give a command the argument PATTERN and the option --json."""
    function = click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)
    return click.argument("pattern", required=False)(function)


def show(
    rows: Sequence[Any],
    *,
    pattern: str | None,
    as_json: bool,
    by: Sequence[str],
    columns: Mapping[str, str],
    empty: str,
) -> None:
    """Print the rows of which one of the fields *by* fits *pattern*: as JSON, or the *columns* of them.

    *columns* are titles and the fields that stand below them.
    """
    chosen = fitting(rows, pattern, *by)
    if as_json:
        print_json(as_dicts(chosen))
        return
    cells = [[_cell(getattr(row, field)) for field in columns.values()] for row in chosen]
    nothing = none_fits(rows, pattern, *by) if pattern is not None and rows else empty
    print_table(list(columns), cells, empty=nothing)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return ", ".join(value) if isinstance(value, tuple) else str(value)
