"""``corefw scan``: which modules the scans import, how long each takes, what each declares and opens.

Floor 6.
"""

from __future__ import annotations

from collections.abc import Sequence

import click

from corefw.engine.scan.watching import watching
from corefw.operate.cli.group import the_choice
from corefw.operate.cli.printing import print_json, print_table
from corefw.operate.inspection.rows import as_dicts, fitting, none_fits
from corefw.operate.inspection.scans import LeftOutRow, ScanRow, left_out_rows, scan_rows

__all__ = ["scan"]


@click.command()
@click.argument("pattern", required=False)
@click.option(
    "--slow",
    type=float,
    metavar="N",
    help="Only modules that take N milliseconds or more, the slowest first.",
)
@click.option("--effects", is_flag=True, help="Only modules that open something when they are imported.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def scan(ctx: click.Context, pattern: str | None, slow: float | None, effects: bool, as_json: bool) -> None:
    """Show the modules that scans import: milliseconds, declarations, and what each opens.

    PATTERN is a glob for modules and owners.  The milliseconds are a module's own, without
    the modules it imports; "in all" is with them; empty for what was imported earlier.  Files,
    sockets, name lookups, threads and processes that importing a module opens are shown with
    the line that does it.  Below stands what the scans left out.  Exit code 1: the application
    cannot be built; what was scanned is shown nevertheless.
    """
    with watching():
        plan, error = the_choice(ctx).decide()
    rows, left_out = scan_rows(plan.scans), left_out_rows(plan.scans)
    chosen = [row for row in fitting(rows, pattern, "module", "owner") if _fits(row, slow, effects)]
    if slow is not None:
        chosen.sort(key=lambda row: -(row.milliseconds or 0))
    if as_json:
        problems = error.as_dict() if error is not None else {"problems": []}
        print_json({"modules": as_dicts(chosen), "left_out": as_dicts(left_out)} | problems)
        ctx.exit(int(error is not None))
    nothing = "Nothing is scanned." if not rows else "No module is like that."
    if rows and pattern is not None and not fitting(rows, pattern, "module", "owner"):
        nothing = none_fits(rows, pattern, "module", "owner")
    _print(chosen, nothing)
    if pattern is None and slow is None and not effects:
        _print_left_out(left_out)
        click.echo("\n" + _summary(rows, left_out))
    if error is not None:
        raise error


def _fits(row: ScanRow, slow: float | None, effects: bool) -> bool:
    is_slow = slow is None or (row.milliseconds is not None and row.milliseconds >= slow)
    return is_slow and (not effects or bool(row.effects))


def _print(rows: Sequence[ScanRow], nothing: str) -> None:
    print_table(
        ["Owner", "Module", "State", "ms", "ms in all", "Declarations", "Opens"],
        [
            [
                row.owner,
                row.module,
                row.state,
                _milliseconds(row.milliseconds),
                _milliseconds(row.milliseconds_in_all),
                row.declarations,
                "; ".join(f"{effect.kind}: {effect.what} ({effect.place})" for effect in row.effects),
            ]
            for row in rows
        ],
        empty=nothing,
    )


def _print_left_out(rows: Sequence[LeftOutRow]) -> None:
    if rows:
        click.echo()
        cells = [[row.owner, row.module, row.reason, row.place] for row in rows]
        print_table(["Owner", "Left out", "Why", "Scanned at"], cells, empty="")


def _milliseconds(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _summary(rows: Sequence[ScanRow], left_out: Sequence[LeftOutRow]) -> str:
    imported = [row for row in rows if row.state == "imported"]
    took = sum(row.milliseconds or 0 for row in imported)
    counts = {
        "by lock": sum(row.state == "by lock" for row in rows),
        "broken": sum(row.state == "broken" for row in rows),
        "left out": len(left_out),
    }
    told = ", ".join([f"{len(imported)} imported", *(f"{n} {what}" for what, n in counts.items() if n)])
    return (
        f"{len(rows)} modules: {told}. {took:.0f} ms of their own, "
        f"{sum(row.declarations for row in rows)} declarations, "
        f"{sum(bool(row.effects) for row in rows)} that open something."
    )
