"""Bootstrap: from a settings file, or from a Python object, to an application.

Everything that starts an application from outside (the command line, scripts, WSGI servers,
tests) comes through here.  Floor 5.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corefw.app.configurator import Configurator
from corefw.app.settings import CoreSettings
from corefw.base.dotted import resolve
from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.engine.settings.values import Settings, load_settings
from corefw.web.current import CURRENT_REQUEST
from corefw.web.pipeline.application import Application

__all__ = ["Environment", "bootstrap", "load_application", "load_configurator"]


@dataclass(frozen=True, slots=True)
class Environment:
    """What a script works with; leave the ``with`` block to end it."""

    app: Application
    registry: Any
    request: Any
    settings: Settings


def load_configurator(config_file: str | Path, environ: Mapping[str, str] | None = None) -> Configurator:
    """Return a configurator with the settings of a file and of the environment, its addons loaded
    and everything under ``include`` included; nothing is committed yet but the defaults.
    """
    file = Path(config_file)
    settings = load_settings(file, os.environ if environ is None else environ)
    config = Configurator(settings=settings, package="corefw")
    for name in settings.typed("corefw", CoreSettings).include:
        config.include(name)
    return config


def load_application(
    config_file: str | Path | None = None,
    target: Any = None,
    environ: Mapping[str, str] | None = None,
) -> Application:
    """Return the application that a settings file describes, or that *target* is or makes.

    *target* is an application, a configurator, a factory without arguments that returns one of
    them, or the dotted name of any of these.  Raises `ConfigurationError`.
    """
    if target is not None:
        return _application_of(resolve(target) if isinstance(target, str) else target, target)
    if config_file is None:
        raise ConfigurationError(
            Problem(
                "CFW-701",
                "It is not said which application is meant.",
                fixes=(
                    Fix("it has a settings file", "-c FILE.toml"),
                    Fix("it is plain Python", "-a package:factory"),
                ),
            )
        )
    settings = load_settings(Path(config_file), os.environ if environ is None else environ)
    core = settings.typed("corefw", CoreSettings)
    if not core.app and not core.include:
        raise ConfigurationError(
            Problem(
                "CFW-702",
                f"{config_file} does not say what the application is made of.",
                fixes=(Fix("", 'include = ["your_package"]   in [corefw]'),),
            )
        )
    if core.app:
        factory = resolve(core.app)
        return _application_of(factory(settings), core.app)
    return load_configurator(config_file, environ).make_wsgi_app()


def _application_of(found: Any, named: Any) -> Application:
    if isinstance(found, Application):
        return found
    if isinstance(found, Configurator):
        return found.make_wsgi_app()
    if callable(found) and _needs_no_argument(found):
        made = found()
        if isinstance(made, Application):
            return made
        if isinstance(made, Configurator):
            return made.make_wsgi_app()
        found = made
    raise ConfigurationError(
        Problem(
            "CFW-703",
            f'"{named}" is no application: it is {type(found).__qualname__}.',
            why="An application is what make_wsgi_app returns, a Configurator, or a function without\n"
            "required arguments that returns one of them.",
        )
    )


def _needs_no_argument(found: Any) -> bool:
    try:
        inspect.signature(found).bind()
    except (TypeError, ValueError):
        return False
    return True


@contextmanager
def bootstrap(
    config_uri: str | Path, request: Any = None, environ: Mapping[str, str] | None = None
) -> Iterator[Environment]:
    """Build the application of a settings file and make a request current, for a script.

    At the end the request's finished callbacks run and the application is closed.
    """
    application = load_application(config_uri, environ=environ)
    made = request if request is not None else application.make_request("/")
    token = CURRENT_REQUEST.set(made)
    try:
        yield Environment(application, application.registry, made, application.registry.settings)
    finally:
        for callback in made.finished_callbacks or ():
            callback(made)
        CURRENT_REQUEST.reset(token)
        application.close()
