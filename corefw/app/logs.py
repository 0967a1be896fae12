"""Logging from the settings: the table ``[logging]``.

Nothing is set up on import or by building an application: whoever runs the process does it,
as ``corefw serve`` does.  Floor 5.
"""

from __future__ import annotations

import logging.config
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corefw.app.settings import LoggingSettings
from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.engine.settings.values import Settings, load_settings

__all__ = ["setup_logging"]


def setup_logging(
    config_uri: str | Path | None = None,
    global_conf: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
) -> None:
    """Set up Python's logging as the table ``[logging]`` of a settings file says it.

    Without a file the defaults hold; *global_conf* are values of the table over the file's.
    Loggers that exist already keep working.  Raises `ConfigurationError`: for the settings as
    everywhere, and CFW-118 for a logging that cannot be set up.
    """
    settings = Settings() if config_uri is None else _read(Path(config_uri), environ)
    if global_conf:
        settings.add({f"logging.{name}": value for name, value in global_conf.items()})
    wanted = settings.typed("logging", LoggingSettings)
    try:
        logging.config.dictConfig(_dictionary(wanted))
    except (ValueError, TypeError, AttributeError, ImportError) as error:
        reason = f"{error}: {error.__cause__}" if error.__cause__ is not None else str(error)
        raise ConfigurationError(
            Problem(
                "CFW-118",
                f"The logging that the settings ask for cannot be set up: {reason}.",
                witnesses=(
                    settings.origin("logging.config" if wanted.config else "logging.format").witness(),
                ),
                fixes=(
                    Fix("", "mend it as Python documents  logging.config.dictConfig")
                    if wanted.config
                    else Fix("", 'format = "%(levelname)s %(name)s: %(message)s"   in [logging]'),
                ),
            )
        ) from error


def _read(file: Path, environ: Mapping[str, str] | None) -> Settings:
    return load_settings(file, os.environ if environ is None else environ)


def _dictionary(wanted: LoggingSettings) -> dict[str, Any]:
    # What was not said about loggers that exist must not silence them.
    common = {"version": 1, "disable_existing_loggers": False}
    if wanted.config:
        return {**common, **wanted.config}
    return {
        **common,
        "formatters": {"line": {"format": wanted.format}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"level": wanted.level, "handlers": ["stderr"]},
        "loggers": {name: {"level": level} for name, level in wanted.loggers.items()},
    }
