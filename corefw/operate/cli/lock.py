"""``corefw lock``: writes what the application is configured with, for review and merge.  Floor 6."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from corefw.app.locking import lock_now
from corefw.engine.drift import compare
from corefw.engine.lockfile import read_lock
from corefw.operate.cli.choice import Choice
from corefw.operate.cli.group import the_choice
from corefw.operate.cli.printing import print_json

__all__ = ["lock", "lock_file_of"]

DEFAULT_LOCK = "corefw.lock"


def lock_file_of(choice: Choice) -> Path:
    """Return where the lock of a choice lies: beside its settings file, one for each of them.

    ``corefw.lock`` for ``corefw.toml`` and for plain Python, ``staging.lock`` for
    ``staging.toml``.
    """
    return choice.config.with_suffix(".lock") if choice.config is not None else Path(DEFAULT_LOCK)


@click.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Another file than the one beside the settings."
)
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 if the lock is not up to date.")
@click.option("--json", "as_json", is_flag=True, help="Print what changed as JSON.")
@click.pass_context
def lock(ctx: click.Context, output: Path | None, check: bool, as_json: bool) -> None:
    """Write the lock of the application: a line for every registration.

    Commit it, and review its changes as you review code.  Exit code 1 with --check: it is
    missing or out of date.
    """
    choice = the_choice(ctx)
    file = output or lock_file_of(choice)
    profile = choice.config.name if choice.config is not None else (choice.target or "")
    now = lock_now(choice.rehearse().registry, profile)
    is_new = not file.exists()
    text = now.text()
    is_current = not is_new and file.read_text("utf-8") == text
    if check:
        changes = compare(read_lock(file), now) if not is_new and not is_current else []
        _say(file, "up to date" if is_current else "missing" if is_new else "out of date", changes, as_json)
        ctx.exit(int(not is_current))
    changes = []
    if not is_new and not is_current:
        try:
            changes = compare(read_lock(file), now)
        except Exception:  # one that cannot be read is what writing it anew mends
            changes = []
    file.write_text(text, "utf-8")
    _say(file, "unchanged" if is_current else "written", changes, as_json)


def _say(file: Path, what: str, changes: list[Any], as_json: bool) -> None:
    if as_json:
        print_json({"file": str(file), "state": what, "changes": [change.as_dict() for change in changes]})
        return
    click.echo(f"{file}: {what}")
    for change in changes:
        click.echo(f"  {change.text}")
