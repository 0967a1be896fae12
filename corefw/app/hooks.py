"""The hooks of corefw, as methods of one class, and what each is told.

An addon is a class that inherits `Hooks` and defines the methods it implements; every public
method of it is a hook, so mypy checks them and a misspelt one is an error.  Addons and
applications add hooks of their own with ``config.add_hookspecs``.

They stand here, above the engine and the web layer, because their events speak of the
Configurator and the application.  Calling them is floor 3's.  Floor 5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from corefw.addon.marks import hookspecs
from corefw.base.places import Place
from corefw.engine.registry import Registry
from corefw.web.hook_events import RequestBegin, RequestEnd, RequestError
from corefw.web.pipeline.application import Application

if TYPE_CHECKING:
    # Only the command line needs it, and imports it itself.
    import click

    # A configurator loads addons and an addon is handed a configurator: the two know each
    # other, but only their types do.
    from corefw.app.configurator import Configurator

__all__ = [
    "Check",
    "Commands",
    "Configure",
    "Finding",
    "Hooks",
    "ShellNames",
    "Started",
    "Stopping",
]


@dataclass(frozen=True, slots=True)
class Configure:
    """The addon is to declare what it brings.

    ``config`` declares on the addon's behalf; ``settings`` is the addon's section as its
    dataclass (None if its manifest names no dataclass).
    """

    config: Configurator
    settings: Any


@dataclass(frozen=True, slots=True)
class Check:
    """Somebody asks what is wrong with the way the application is set up.

    With ``deploy``, as for a deployment: what is right at home may be wrong there.
    """

    registry: Registry
    deploy: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found: an id that stays the same, what, and what to do."""

    id: str
    message: str
    hint: str = ""
    level: Literal["warning", "error"] = "warning"
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """The application was built and is about to serve."""

    application: Application
    registry: Registry


@dataclass(frozen=True, slots=True)
class Stopping:
    """The application is about to stop."""

    registry: Registry


@dataclass(frozen=True, slots=True)
class Commands:
    """The command line asks for commands; ``load`` builds the application when one needs it."""

    load: Callable[[], Application]


@dataclass(frozen=True, slots=True)
class ShellNames:
    """The shell asks for names to offer."""

    application: Application
    registry: Registry


@hookspecs
class Hooks:
    """Every hook of corefw.  Inherit it, and define those you implement."""

    def configure(self, event: Configure) -> None:
        """Declare what the addon brings, on ``event.config``."""

    def check(self, event: Check) -> Iterable[Finding]:
        """Return what is wrong with the way the addon is set up; connect to nothing slowly."""
        return ()

    def started(self, event: Started) -> None:
        """Begin what lives as long as the application."""

    def stopping(self, event: Stopping) -> None:
        """End it; called even if another addon's failed."""

    def request_begin(self, event: RequestBegin) -> None:
        """See a request before anything else does."""

    def request_end(self, event: RequestEnd) -> None:
        """See the response before it is sent."""

    def request_error(self, event: RequestError) -> None:
        """See an error that no exception view answered."""

    def commands(self, event: Commands) -> Iterable[click.Command]:
        """Return commands for the command line ``corefw``."""
        return ()

    def shell_names(self, event: ShellNames) -> Mapping[str, object]:
        """Return names for ``corefw shell``."""
        return {}
