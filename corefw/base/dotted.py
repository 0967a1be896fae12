"""Dotted names: from ``package.module:attribute`` to the object it names.  Floor 0."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

from corefw.base.errors import ConfigurationError, Problem
from corefw.base.nearest import did_you_mean

__all__ = ["maybe_dotted", "package_of", "resolve"]


def resolve(name: str, package: ModuleType | str | None = None) -> Any:
    """Return the object that *name* names.

    Both documented forms are understood: ``pkg.module:attr`` and ``pkg.module.attr``; a
    leading dot or colon is relative to *package*.  Raises `ConfigurationError` (CFW-101)
    which says which part is missing; an ImportError *inside* an existing module is chained.
    """
    base = package.__name__ if isinstance(package, ModuleType) else package or ""
    if name.startswith((".", ":")):
        if not base:
            raise ConfigurationError(
                Problem("CFW-101", f'"{name}" is relative, and there is no package to start from.')
            )
        name = base if name == "." else base + name
    module_name, colon, path = name.partition(":")
    if colon:
        return _descend(_load(module_name, name), path.split(".") if path else [], name)
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        module = _load_if_there(".".join(parts[:cut]), name)
        if module is not None:
            return _descend(module, parts[cut:], name)
    raise ConfigurationError(_missing(name, parts[0]))


def maybe_dotted(value: Any, package: ModuleType | str | None = None) -> Any:
    """Return *value* itself, or what it names if it is a string."""
    return resolve(value, package) if isinstance(value, str) else value


def package_of(module: ModuleType) -> ModuleType:
    """Return *module* if it is a package, else the package that holds it."""
    if hasattr(module, "__path__") or "." not in module.__name__:
        return module
    return importlib.import_module(module.__name__.rpartition(".")[0])


def _load(module_name: str, whole: str) -> ModuleType:
    module = _load_if_there(module_name, whole)
    if module is None:
        raise ConfigurationError(_missing(whole, module_name))
    return module


def _load_if_there(module_name: str, whole: str) -> ModuleType | None:
    try:
        return importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if missing == module_name or module_name.startswith(missing + "."):
            return None
        raise ConfigurationError(_broken(whole, module_name, error)) from error
    except Exception as error:
        raise ConfigurationError(_broken(whole, module_name, error)) from error


def _descend(found: Any, path: list[str], whole: str) -> Any:
    for step in path:
        try:
            found = getattr(found, step)
        except AttributeError:
            raise ConfigurationError(
                Problem(
                    "CFW-101",
                    f'"{whole}" cannot be found: {_called(found)} has no "{step}".'
                    + did_you_mean(step, (n for n in dir(found) if not n.startswith("__"))),
                )
            ) from None
    return found


def _called(found: Any) -> str:
    if isinstance(found, ModuleType):
        return f"the module {found.__name__}"
    return getattr(found, "__qualname__", type(found).__name__)


def _missing(whole: str, module_name: str) -> Problem:
    top = module_name.partition(".")[0]
    known = {name.partition(".")[0] for name in sys.modules if not name.startswith("_")}
    return Problem(
        "CFW-101",
        f'"{whole}" cannot be found: there is no module "{module_name}".'
        + ("" if top in sys.modules else did_you_mean(top, known)),
    )


def _broken(whole: str, module_name: str, error: BaseException) -> Problem:
    return Problem(
        "CFW-102",
        f'"{whole}" cannot be loaded: importing {module_name} raised {type(error).__name__}: {error}',
    )
