"""The group ``corefw``: which application is meant, the commands of addons, how errors end.

``-c FILE``, ``-a package:factory`` and ``--traceback`` may stand anywhere on the line.  Commands
of addons come from the hook ``commands`` of the application that was named.  Floor 6.

Exit codes: 0 done; 1 an error, or findings of ``check``; 2 the line cannot be understood;
3 ``serve`` cannot have its address; 4 and 5 ``request`` was answered with such a status.
"""

from __future__ import annotations

import textwrap
import traceback
from collections.abc import MutableMapping, Sequence
from typing import Any, NoReturn

import click

from corefw.base.errors import ConfigurationError
from corefw.base.nearest import did_you_mean, nearest
from corefw.operate.cli.choice import Choice
from corefw.operate.cli.printing import show_error

__all__ = ["CorefwGroup", "the_choice"]

_OPTIONS = {"-c": "config", "--config": "config", "-a": "app", "--app": "app"}
EXIT_ERROR = 1


def the_choice(context: click.Context) -> Choice:
    """Return the application that the line names.  Raises `click.UsageError` if it names none."""
    choice = context.find_object(Choice)
    if choice is None:  # a command that was called without the group, as a test may do
        choice = Choice.of({}, {})
    return choice


class CorefwGroup(click.Group):
    """A group which knows the application, its addons' commands and configuration errors."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run, and print a `ConfigurationError` as its text."""
        standalone = extra.get("standalone_mode", True)
        try:
            return super().main(*args, **extra)
        except ConfigurationError as error:
            if not standalone:
                raise
            _end(error)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take out the application's options wherever they stand, then parse as ever."""
        rest, found = _taken_out(ctx, args)
        ctx.obj = Choice.of(found, ctx.meta.get("corefw.environ"))
        return super().parse_args(ctx, rest)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands of the core, then those of the addons."""
        own = super().list_commands(ctx)
        return [*own, *sorted(set(self._addon_commands(ctx, quiet=True)) - set(own))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command of the core, or of an addon of the application that was named."""
        own = super().get_command(ctx, cmd_name)
        return own if own is not None else self._addon_commands(ctx, quiet=True).get(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of the line; one that nobody knows gets a near name."""
        name = args[0]
        if super().get_command(ctx, name) is None and not name.startswith("-"):
            # A misspelt command of the core is told even where the application cannot be loaded.
            commands = self._addon_commands(ctx, quiet=nearest(name, self.commands) is not None)
            if name not in commands:
                ctx.fail(self._unknown(ctx, name, commands))
        return super().resolve_command(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Say why the commands of addons are missing, if they are."""
        super().format_epilog(ctx, formatter)
        choice = ctx.find_object(Choice)
        if choice is not None and choice.trouble is not None:
            formatter.write_paragraph()
            formatter.write_text(
                "Commands of addons are not shown, since the application cannot be loaded: see corefw check."
            )

    def _addon_commands(self, ctx: click.Context, *, quiet: bool) -> dict[str, click.Command]:
        choice = ctx.find_object(Choice)
        if choice is None or not choice.is_made:
            return {}
        try:
            return choice.commands(reserved=self.commands)
        except Exception:
            if not quiet:
                raise
            return {}

    def _unknown(self, ctx: click.Context, name: str, commands: MutableMapping[str, Any]) -> str:
        choice = ctx.find_object(Choice)
        text = f'There is no command "{name}".{did_you_mean(name, [*self.commands, *commands])}'
        if choice is None or not choice.is_made:
            text += " For a command of an addon, say which application: -c FILE.toml or -a package:factory."
        return text


def _taken_out(ctx: click.Context, args: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return the line without the options that name the application, and what they say."""
    rest: list[str] = []
    found: dict[str, str] = {}
    line = iter(args)
    for word in line:
        if word == "--":
            return [*rest, word, *line], found
        name, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
        option = _OPTIONS.get(name)
        if word == "--traceback":
            found["traceback"] = word
            continue
        if option is None:
            rest.append(word)
            continue
        if not equals:
            value = next(line, "")
        if not value:
            raise click.BadOptionUsage(name, f"Option '{name}' requires an argument.", ctx)
        if option in found:
            raise click.BadOptionUsage(name, f"Option '{name}' is given twice.", ctx)
        found[option] = value
    if {"config", "app"} <= found.keys():
        ctx.fail("-c and -a both say which application is meant: give one of them.")
    return rest, found


def _end(error: ConfigurationError) -> NoReturn:
    show_error(str(error))
    for note in getattr(error, "__notes__", ()):
        show_error("\n" + textwrap.indent(note, "  "))
    cause = error.__cause__
    if cause is not None and not isinstance(cause, ConfigurationError):
        last = traceback.extract_tb(cause.__traceback__)[-1:]
        where = f" ({last[0].filename}:{last[0].lineno})" if last else ""
        show_error(f"\n  Caused by {type(cause).__name__}: {cause}{where}")
    raise SystemExit(EXIT_ERROR)
