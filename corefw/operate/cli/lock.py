"""``corefw lock``: writes what the application is configured with, for review and merge.  Floor 6."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from corefw.app.locking import lock_now
from corefw.base.errors import ConfigurationError
from corefw.engine.drift import compare
from corefw.engine.lockfile import Lock, read_lock
from corefw.operate.cli.choice import Choice
from corefw.operate.cli.group import the_choice
from corefw.operate.cli.printing import print_json, write_file

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
    if check:
        held = read_lock(file) if not is_new else None
        # Not the text: a merge leaves lines in another order, and a checkout other line ends.
        is_current = held == now
        changes = compare(held, now) if held is not None else []
        _say(file, "up to date" if is_current else "missing" if is_new else "out of date", changes, as_json)
        ctx.exit(int(not is_current))
    is_written = not is_new and _text_of(file) == now.text()
    changes = compare(_held(file) or now, now) if not is_new else []
    if not is_written:
        write_file(file, now.text())
    _say(file, "unchanged" if is_written else "written", changes, as_json)


def _held(file: Path) -> Lock | None:
    """Return what a lock holds; None for one that cannot be read, which writing it anew mends."""
    try:
        return read_lock(file)
    except ConfigurationError:
        return None


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):  # writing it mends it, or says why
        return ""


def _say(file: Path, what: str, changes: list[Any], as_json: bool) -> None:
    if as_json:
        print_json({"file": str(file), "state": what, "changes": [change.as_dict() for change in changes]})
        return
    click.echo(f"{file}: {what}")
    for change in changes:
        click.echo(f"  {change.text}")
