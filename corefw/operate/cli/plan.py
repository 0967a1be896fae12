"""``corefw plan``: every declaration, its state and why.  Nothing is started.  Floor 6."""

from __future__ import annotations

import click

from corefw.base.nearest import did_you_mean
from corefw.engine.declaration import State
from corefw.operate.cli.group import the_choice
from corefw.operate.cli.printing import print_json, print_table
from corefw.operate.inspect import PlanRow, as_dicts, plan_rows

__all__ = ["plan"]


@click.command()
@click.option("--state", type=click.Choice([state.value for state in State]), help="Only this state.")
@click.option("--owner", help="Only what this owner declared: application, corefw or an addon's name.")
@click.option("--kind", help="Only this kind: route, view, ...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def plan(ctx: click.Context, state: str | None, owner: str | None, kind: str | None, as_json: bool) -> None:
    """Show every declaration, its state, its place, and why it has that state.

    A plan that cannot be performed is shown as well, and ends with its problems and exit code 1.
    """
    decided, error = the_choice(ctx).decide()
    _refuse_unknown(ctx, "--owner", owner, {row.owner.name for row in decided})
    _refuse_unknown(ctx, "--kind", kind, {row.kind for row in decided})
    rows = plan_rows(decided, state=state, owner=owner, kind=kind)
    counts = {name.value: count for name, count in decided.counts().items()}
    undecided = len(decided) - sum(counts.values())
    counts |= {"undecided": undecided} if undecided else {}
    if as_json:
        problems = error.as_dict() if error is not None else {"problems": []}
        print_json({"counts": counts, "declarations": as_dicts(rows), **problems})
        ctx.exit(int(error is not None))
    print_table(
        ["State", "Kind", "What", "Owner", "Place", "Why"],
        [[row.state, row.kind, row.title, row.owner, row.place, _why(row)] for row in rows],
        empty="No declaration fits.",
    )
    click.echo("\n" + _summary(len(decided), counts))
    if error is not None:
        raise error


def _why(row: PlanRow) -> str:
    reason = row.reason if not row.by or row.by in row.reason else f"{row.reason} ({row.by})".strip()
    return reason if row.is_foreseeable else f"{reason} [open]".strip()


def _summary(total: int, counts: dict[str, int]) -> str:
    each = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    return f"{total} declarations: {each}." if total else "0 declarations."


def _refuse_unknown(ctx: click.Context, option: str, value: str | None, known: set[str]) -> None:
    if value is not None and value not in known:
        near = did_you_mean(value, known)
        ctx.fail(f'{option}: nothing in the plan has "{value}".{near} There are {", ".join(sorted(known))}.')
