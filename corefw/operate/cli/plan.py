"""``corefw plan``: every declaration, its state and why.  Nothing is started.  Floor 6."""

from __future__ import annotations

from collections.abc import Sequence

import click

from corefw.base.nearest import did_you_mean
from corefw.engine.declaration import State
from corefw.operate.cli.group import the_choice
from corefw.operate.cli.printing import print_json, print_table
from corefw.operate.inspection.plan import PlanCount, PlanRow, plan_counts, plan_rows
from corefw.operate.inspection.rows import as_dicts

__all__ = ["plan"]

#: States that nobody needs to look at unless asked to.
_QUIET = frozenset((State.ACTIVE.value, State.ALIASED.value))


@click.command()
@click.option("--state", type=click.Choice([state.value for state in State]), help="Only this state.")
@click.option("--owner", help="Only what this owner declared: the application, corefw or an addon, by name.")
@click.option("--kind", help="Only this kind: route, view, ...")
@click.option("--full", is_flag=True, help="List every declaration, and not only those that are not in use.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: everything that fits the filters.")
@click.pass_context
def plan(
    ctx: click.Context, state: str | None, owner: str | None, kind: str | None, full: bool, as_json: bool
) -> None:
    """Count the declarations by owner and kind, and show which are not in use, and why.

    With --full, or with a filter, every one that fits is listed below the counts.  Nothing is
    started.  A plan that cannot be performed is shown as well, and ends with its problems and
    exit code 1.
    """
    decided, error = the_choice(ctx).decide()
    _refuse_unknown(ctx, "--owner", owner, {row.owner.name for row in decided})
    _refuse_unknown(ctx, "--kind", kind, {row.kind for row in decided})
    rows = plan_rows(decided, state=state, owner=owner, kind=kind)
    counts = {name.value: count for name, count in decided.counts().items()}
    undecided = len(decided) - sum(counts.values())
    counts |= {"undecided": undecided} if undecided else {}
    groups = plan_counts(rows)
    if as_json:
        problems = error.as_dict() if error is not None else {"problems": []}
        told = {"counts": counts, "groups": as_dicts(groups), "declarations": as_dicts(rows)}
        print_json(told | problems)
        ctx.exit(int(error is not None))
    _print_counts(groups)
    listed = full or any(given is not None for given in (state, owner, kind))
    _print_rows([row for row in rows if listed or row.state not in _QUIET], groups)
    click.echo("\n" + _summary(len(decided), counts))
    if error is not None:
        raise error


def _print_counts(groups: Sequence[PlanCount]) -> None:
    states = list(dict.fromkeys(state for group in groups for state in group.states))
    states.sort(key=[*(state.value for state in State), "undecided"].index)
    print_table(
        ["Owner", "Kind", "All", *(state.capitalize() for state in states)],
        [
            [group.owner, group.kind, group.total, *(group.states.get(state, "") for state in states)]
            for group in groups
        ],
        empty="No declaration fits.",
    )


def _print_rows(rows: Sequence[PlanRow], groups: Sequence[PlanCount]) -> None:
    """Print declarations in the order of their groups, and within each as they were made."""
    if not rows:
        return
    order = {(group.owner, group.kind): number for number, group in enumerate(groups)}
    click.echo()
    print_table(
        ["State", "Kind", "What", "Owner", "Place", "Why"],
        [
            [row.state, row.kind, row.title, row.owner, row.place, _why(row)]
            for row in sorted(rows, key=lambda row: order[row.owner, row.kind])
        ],
        empty="",
    )


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
