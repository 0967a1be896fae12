"""Bootstrap: from a settings file, or from a Python object, to an application.

Everything that starts an application from outside (the command line, scripts, WSGI servers,
tests) comes through here.  What a script gets then is the neighbour ``scripting``.  Floor 5.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from corefw.app.configurator import Configurator
from corefw.app.settings import CoreSettings
from corefw.base.dotted import resolve
from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.base.places import caller_place
from corefw.engine.settings.values import Settings, load_settings
from corefw.web.pipeline.application import Application

__all__ = ["get_app", "get_appsettings", "load_application", "load_configurator"]


def load_configurator(config_file: str | Path, environ: Mapping[str, str] | None = None) -> Configurator:
    """Return a configurator with the settings of a file and of the environment, its addons loaded
    and everything under ``include`` included; nothing is committed yet but the defaults.
    """
    file = Path(config_file)
    settings = load_settings(file, os.environ if environ is None else environ)
    includes = settings.typed("corefw", CoreSettings).include
    with _said_by(settings, "corefw.include"):
        # What is included first gives the application its name.
        package = includes[0].partition(":")[0].partition(".")[0] if includes else "corefw"
        config = Configurator(settings=settings, package=package)
        if includes:
            place = settings.origin("corefw.include").place or caller_place()
            with config.speaking_from(place):
                for name in includes:
                    config.include(name)
    return config


@contextmanager
def _said_by(settings: Settings, key: str) -> Iterator[None]:
    """Give a problem inside that has no place the place of the setting *key*."""
    try:
        yield
    except ConfigurationError as error:
        if all(problem.witnesses for problem in error.problems):
            raise
        witnesses = (settings.origin(key).witness(),)
        problems = (row if row.witnesses else replace(row, witnesses=witnesses) for row in error.problems)
        raise type(error)(*problems) from error.__cause__


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
    if bool(core.app) == bool(core.include):
        raise ConfigurationError(_not_one_application(config_file, settings, core))
    if core.app:
        return _made_by_factory(core.app, settings)
    return load_configurator(config_file, environ).make_wsgi_app()


def get_app(config_uri: str | Path) -> Application:
    """Return the application that a settings file describes.  Raises `ConfigurationError`."""
    return load_application(config_uri)


def get_appsettings(config_uri: str | Path) -> Settings:
    """Return the settings of a file, with those of the environment over them, and build nothing.

    Raises `ConfigurationError`.
    """
    return load_settings(Path(config_uri), os.environ)


def _not_one_application(config_file: str | Path, settings: Settings, core: CoreSettings) -> Problem:
    if core.app:
        return Problem(
            "CFW-702",
            f"{config_file} says twice what the application is made of.",
            tuple(settings.origin(f"corefw.{key}").witness() for key in ("app", "include")),
            fixes=(
                Fix("the factory includes everything", "take  include  out of [corefw]"),
                Fix("it is made of what is included", "take  app  out of [corefw]"),
            ),
        )
    return Problem(
        "CFW-702",
        f"{config_file} does not say what the application is made of.",
        fixes=(Fix("", 'include = ["your_package"]   in [corefw]'),),
    )


def _made_by_factory(name: str, settings: Settings) -> Application:
    with _said_by(settings, "corefw.app"):
        factory = resolve(name)
        if not callable(factory) or not _accepts(factory, settings):
            raise ConfigurationError(
                Problem(
                    "CFW-703",
                    f'"{name}" is no factory of an application: it cannot be called with the settings.',
                    fixes=(Fix("", 'app = "module:factory"   where  def factory(settings)  returns it'),),
                )
            )
        return _application_of(factory(settings), name)


def _application_of(found: Any, named: Any) -> Application:
    if isinstance(found, Application):
        return found
    if isinstance(found, Configurator):
        return found.make_wsgi_app()
    if callable(found) and _accepts(found):
        made = found()
        if isinstance(made, Application):
            return made
        if isinstance(made, Configurator):
            return made.make_wsgi_app()
        found = made
    shown = named if isinstance(named, str) else getattr(named, "__qualname__", type(named).__qualname__)
    raise ConfigurationError(
        Problem(
            "CFW-703",
            f'"{shown}" is no application: it is {type(found).__qualname__}.',
            why="An application is what make_wsgi_app returns, a Configurator, or a function without\n"
            "required arguments that returns one of them.",
            fixes=(Fix("", "name a function that ends with  return config.make_wsgi_app()"),),
        )
    )


def _accepts(found: Any, *args: Any) -> bool:
    try:
        inspect.signature(found).bind(*args)
    except (TypeError, ValueError):
        return False
    return True
