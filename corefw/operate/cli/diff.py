"""``corefw diff``: what changed between two locks, or between a lock and now, in words.  Floor 6."""

from __future__ import annotations

from pathlib import Path

import click

from corefw.app.locking import lock_now
from corefw.engine.drift import compare
from corefw.engine.lockfile import read_lock
from corefw.operate.cli.group import the_choice
from corefw.operate.cli.lock import lock_file_of
from corefw.operate.cli.printing import print_json

__all__ = ["diff"]


@click.command()
@click.argument("old", required=False, type=click.Path(path_type=Path))
@click.argument("new", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def diff(ctx: click.Context, old: Path | None, new: Path | None, as_json: bool) -> None:
    """Say in words what leads from the lock OLD to the lock NEW.

    Without NEW, from OLD to the application as it is now; without OLD, from the lock that
    lies beside the settings.  Exit code 0: the same configuration; 1: another one.
    """
    if new is not None and old is not None:
        before, after = read_lock(old), read_lock(new)
    else:
        choice = the_choice(ctx)
        before = read_lock(old or lock_file_of(choice))
        after = lock_now(choice.rehearse().registry, before.profile)
    changes = compare(before, after)
    has_drifted = any(change.is_drift for change in changes)
    if as_json:
        print_json({"drift": has_drifted, "changes": [change.as_dict() for change in changes]})
    else:
        for change in changes:
            click.echo(change.text)
        if not has_drifted:
            click.echo(
                "The configuration is the same." if not changes else "\nThe configuration is the same."
            )
    ctx.exit(int(has_drifted))
