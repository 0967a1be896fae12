"""``corefw serve``: the application behind waitress, and again after each change.  Floor 6."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from corefw.app.locking import HeldLock, refuse_unlocked
from corefw.app.logs import setup_logging
from corefw.app.settings import ServerSettings
from corefw.engine.scan.locked import scanning_by
from corefw.operate.cli.choice import Choice
from corefw.operate.cli.group import the_choice
from corefw.operate.cli.lock import lock_file_of
from corefw.operate.reloader import EXIT_NO_ADDRESS, report_folders, run_with_reload
from corefw.operate.server import AddressError
from corefw.operate.server import serve as serve_with_waitress

__all__ = ["serve"]


@click.command()
@click.option("--host", help="The address to listen on, instead of host of [server].")
@click.option("--port", type=click.IntRange(0, 65535), help="The port, instead of port of [server].")
@click.option("--reload", is_flag=True, help="Start anew when a .py or .toml file changes.")
@click.option("--locked", is_flag=True, help="Refuse to start unless the configuration is the locked one.")
@click.option("--report", type=click.Path(path_type=Path), hidden=True)
@click.pass_context
def serve(
    ctx: click.Context, host: str | None, port: int | None, reload: bool, locked: bool, report: Path | None
) -> None:
    """Serve the application with waitress.

    With --locked it starts only if the configuration is the one that ``corefw lock`` wrote;
    otherwise it says what differs.  With scan = "locked" in [corefw] it then imports only
    modules that declared something, are new or changed.  Exit code 3: the address cannot be had.
    """
    choice = the_choice(ctx)
    choice.require()
    lock = HeldLock(lock_file_of(choice)) if locked else None
    if lock is not None:
        # Before anything is started: a rehearsal runs no hook that opens or begins something.
        with scanning_by(lock.known_modules):
            refuse_unlocked(choice.rehearse().registry, lock)
    if reload:
        ctx.exit(_serve_again_and_again(choice, host, port, locked))
    setup_logging(choice.config)
    try:
        with scanning_by(lock.known_modules if lock is not None else None):
            application = choice.load()
    finally:
        if report is not None:
            report_folders(report)
    try:
        serve_with_waitress(application, _server_settings(application, host, port), _ready)
    except AddressError as error:
        click.echo(str(error), err=True)
        ctx.exit(EXIT_NO_ADDRESS)
    finally:
        application.close()


def _server_settings(application: Any, host: str | None, port: int | None) -> ServerSettings:
    given: dict[str, Any] = {"host": host, "port": port}
    settings: ServerSettings = application.registry.settings.typed("server", ServerSettings)
    return replace(settings, **{name: value for name, value in given.items() if value is not None})


def _ready(url: str) -> None:
    click.echo(f"Serving {url}  (Ctrl+C stops it)")
    sys.stdout.flush()


def _serve_again_and_again(choice: Choice, host: str | None, port: int | None, locked: bool) -> int:
    folders = [Path.cwd()]
    if choice.config is not None:
        folders.append(choice.config.parent)
    words = [] if host is None else ["--host", host]
    words += [] if port is None else ["--port", str(port)]
    words += ["--locked"] if locked else []
    with tempfile.TemporaryDirectory(prefix="corefw-reload-") as scratch:
        report = Path(scratch) / "folders"
        python = [sys.executable, "-m", "corefw"]
        command = [*python, *choice.words, "serve", *words, "--report", os.fspath(report)]
        return run_with_reload(command, folders, report, _say, [lock_file_of(choice)] if locked else [])


def _say(text: str) -> None:
    click.echo(f"[reload] {text}", err=True)
