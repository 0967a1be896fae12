"""The choice: which application a command is about, and loading it.

Given by ``-c``, ``-a``, the variable ``COREFW_CONFIG`` or a ``corefw.toml`` in the working
folder, in this order.  How an application is built is the app floor's business.  Floor 6.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click

from corefw.app.addons import hooks_of
from corefw.app.bootstrap import load_application, load_configurator
from corefw.app.configurator import Configurator
from corefw.app.hooks import Commands
from corefw.app.settings import CoreSettings
from corefw.base.dotted import resolve
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.engine.plan import Plan
from corefw.engine.rehearsal import rehearsal
from corefw.engine.settings import load_settings
from corefw.operate.cli.exceptions import explained
from corefw.operate.cli.progress import progress
from corefw.operate.inspection.rows import plan_of
from corefw.web.pipeline.application import Application

__all__ = ["Choice"]

DEFAULT_FILE = "corefw.toml"
_TAKEN = frozenset({"-c", "--config", "-a", "--app", "--traceback"})


@dataclass
class Choice:
    """What was chosen; an application is loaded when a command asks for it."""

    config: Path | None = None
    target: str | None = None
    environ: Mapping[str, str] = field(default_factory=dict)
    #: Whether to show where an exception of the application's own code came from, call by call.
    with_traceback: bool = False
    #: What stopped the loading of addons' commands.
    trouble: Exception | None = None
    _rehearsed: Application | None = None
    _commands: dict[str, click.Command] | None = None

    @classmethod
    def of(cls, options: Mapping[str, str], environ: Mapping[str, str] | None = None) -> Choice:
        """Return the choice made by *options*, else by the environment and the working folder."""
        environ = os.environ if environ is None else environ
        with_traceback = "traceback" in options
        if "app" in options:
            return cls(target=options["app"], environ=environ, with_traceback=with_traceback)
        file = options.get("config") or environ.get("COREFW_CONFIG")
        if file is None and Path(DEFAULT_FILE).is_file():
            file = DEFAULT_FILE
        return cls(Path(file) if file else None, environ=environ, with_traceback=with_traceback)

    @property
    def is_made(self) -> bool:
        """Whether it is known which application is meant."""
        return self.config is not None or self.target is not None

    @property
    def words(self) -> list[str]:
        """The choice as the options of a command line."""
        if self.target is not None:
            return ["-a", self.target]
        return ["-c", str(self.config)] if self.config is not None else []

    def require(self) -> None:
        """Raise `click.UsageError` (CFW-701) unless the choice is made."""
        if not self.is_made:
            raise click.UsageError(str(_NOTHING_GIVEN))

    def load(self) -> Application:
        """Return the application, started.  Raises `ConfigurationError`."""
        self.require()
        find_modules_here()
        with explained(self.with_traceback):
            return load_application(self.config, self.target, self.environ)

    def rehearse(self) -> Application:
        """Return the application, built and not started: no ``started`` hook has run."""
        if self._rehearsed is None:
            with rehearsal(), progress(_READING):
                self._rehearsed = self.load()
        return self._rehearsed

    def decide(self) -> tuple[Plan, ConfigurationError | None]:
        """Return the plan, and what is wrong with it if it cannot be performed.

        Raises `ConfigurationError` if there is no plan to show: a setting is wrong, an addon
        cannot be loaded, or a factory which makes its own configurator failed.
        """
        self.require()
        find_modules_here()
        with rehearsal():
            with progress(_READING), explained(self.with_traceback):
                config = self._configurator()
            if config is None:
                return plan_of(self.rehearse().registry), None
            with progress(_READING), explained(self.with_traceback):
                try:
                    config.make_wsgi_app()
                except ConfigurationError as error:
                    return config.plan, error
            return config.plan, None

    def _configurator(self) -> Configurator | None:
        """Return the configurator that nobody has built yet, if there is one to be had."""
        if self.target is not None:
            found = resolve(self.target)
            return found if isinstance(found, Configurator) else None
        settings = load_settings(self.config, self.environ).typed("corefw", CoreSettings)
        if self.config is None or settings.app or not settings.include:
            return None
        return load_configurator(self.config, self.environ)

    def commands(self, reserved: Container[str] = ()) -> dict[str, click.Command]:
        """Return the commands that addons add.

        Raises `ConfigurationError` (CFW-704) for two of one name, for one of the names in
        *reserved*, and for options that are corefw's own.
        """
        if self._commands is None:
            try:
                self._commands = self._collect(reserved)
            except Exception as error:
                self.trouble = error
                raise
        return self._commands

    def _collect(self, reserved: Container[str]) -> dict[str, click.Command]:
        hooks = hooks_of(self.rehearse().registry)
        found: dict[str, click.Command] = {}
        owners: dict[str, Witness] = {}
        problems: list[Problem] = []
        for each in hooks.implementers("commands"):
            witness = Witness(each.place, each.owner)
            for command in hooks.call_one(each.addon, "commands", Commands(self.rehearse)) or ():
                name = command.name or ""
                clash = sorted(_TAKEN & _options(command))
                if name in reserved or name in owners:
                    other = (owners[name],) if name in owners else ()
                    what = f'The command "{name}" is there already.'
                    near = f"{each.addon}-{name}"
                    fixes = (Fix("", f'give it another name:  @click.command("{near}")'),)
                    problems.append(Problem("CFW-704", what, (*other, witness), fixes=fixes))
                elif clash:
                    what = f'The command "{name}" has the option {clash[0]}, which is corefw\'s own.'
                    fixes = (
                        Fix("", f"give the option another name; corefw has {', '.join(sorted(_TAKEN))}"),
                    )
                    problems.append(Problem("CFW-704", what, (witness,), fixes=fixes))
                else:
                    found[name], owners[name] = command, witness
        if problems:
            raise ConfigurationError(*problems)
        return found


_READING = "Reading the configuration"
_NOTHING_GIVEN = Problem(
    "CFW-701",
    "It is not said which application is meant.",
    fixes=(
        Fix("it has a settings file", f"give  -c FILE.toml , set COREFW_CONFIG, or name it {DEFAULT_FILE}"),
        Fix("it is made by Python code", "give  -a package:factory"),
    ),
)


def find_modules_here() -> None:
    """Let modules of the working folder be imported, before all others."""
    here = os.getcwd()
    if here not in sys.path and "" not in sys.path[:1]:
        sys.path.insert(0, here)


def _options(command: click.Command) -> set[str]:
    """Return every option of *command* and of the commands in it."""
    found = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            found |= _options(inner)
    return found
