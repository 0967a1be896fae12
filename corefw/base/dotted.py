"""Dotted names: from ``package.module:attribute`` to the object it names.  Floor 0."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Sequence
from itertools import zip_longest
from types import ModuleType
from typing import Any

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.base.nearest import did_you_mean, nearest

__all__ = ["maybe_dotted", "package_of", "resolve"]


def resolve(name: str, package: ModuleType | str | None = None) -> Any:
    """Return the object that *name* names.

    Both documented forms are understood: ``pkg.module:attr`` and ``pkg.module.attr``; a
    leading dot or colon is relative to *package*, each further dot to the package above it.
    Raises `ConfigurationError` (CFW-101) which says which part is missing, or (CFW-102) if a
    module exists and importing it raised, which is chained.
    """
    if name.startswith((".", ":")):
        name = _absolute(name, package.__name__ if isinstance(package, ModuleType) else package or "")
    if not name or name.isspace():
        what = "A dotted name is wanted, and it is empty."
        raise ConfigurationError(Problem("CFW-101", what, fixes=(Fix("", 'write  "package.module:name"'),)))
    module_name, colon, path = name.partition(":")
    parts = module_name.split(".")
    module, used = _deepest(parts, name, modules_only=bool(colon))
    if module is None or (colon and used < len(parts)):
        raise ConfigurationError(_missing(name, ".".join(parts[: used + 1])))
    return _descend(module, path.split(".") if path else parts[used:], name)


def maybe_dotted(value: Any, package: ModuleType | str | None = None) -> Any:
    """Return *value* itself, or what it names if it is a string."""
    return resolve(value, package) if isinstance(value, str) else value


def package_of(module: ModuleType) -> ModuleType:
    """Return *module* if it is a package, else the package that holds it."""
    if "__path__" in vars(module) or "." not in module.__name__:
        return module
    return importlib.import_module(module.__name__.rpartition(".")[0])


def _absolute(name: str, base: str) -> str:
    """Return a relative name as an absolute one: ``.x`` is in *base*, ``..x`` beside it."""
    rest = name.lstrip(".")
    up = max(len(name) - len(rest) - 1, 0)
    parts = base.split(".") if base else []
    if len(parts) <= up:
        where = f'above "{base}"' if base else "to start from"
        raise ConfigurationError(
            Problem(
                "CFW-101",
                f'"{name}" is relative, and there is no package {where}.',
                fixes=(Fix("", f'write the name in full:  "package.{rest.lstrip(":") or "module"}"'),),
            )
        )
    parent = ".".join(parts[: len(parts) - up])
    return f"{parent}.{rest}" if rest and not rest.startswith(":") else parent + rest


def _deepest(parts: Sequence[str], whole: str, *, modules_only: bool) -> tuple[ModuleType | None, int]:
    """Return the deepest module that *parts* name, and how many of them it took.

    In ``pkg.name`` an attribute of the package goes before a module of that name, as with Pyramid.
    """
    module: ModuleType | None = None
    for used in range(len(parts)):
        if module is not None:
            attribute = None if modules_only else getattr(module, parts[used], None)
            name = ".".join(parts[: used + 1])
            # os is no package, and yet there is a module os.path.
            has_modules = "__path__" in vars(module) or name in sys.modules
            if not has_modules or not isinstance(attribute, ModuleType | None):
                return module, used
        below = _load_if_there(".".join(parts[: used + 1]), whole)
        if below is None:
            return module, used
        module = below
    return module, len(parts)


def _load_if_there(module_name: str, whole: str) -> ModuleType | None:
    try:
        return importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if missing == module_name or module_name.startswith(missing + "."):
            return None
        raise ConfigurationError(_broken(whole, module_name, error)) from error
    except (Exception, SystemExit) as error:
        raise ConfigurationError(_broken(whole, module_name, error)) from error


def _descend(found: Any, path: Sequence[str], whole: str) -> Any:
    for left, step in zip(range(len(path), 0, -1), path, strict=True):
        try:
            found = getattr(found, step)
        except AttributeError:
            raise ConfigurationError(_lacking(found, step, whole, -left)) from None
    return found


def _lacking(found: Any, step: str, whole: str, position: int) -> Problem:
    names = _names_in(found)
    fixes = _meant(whole, position, nearest(step, names) if step else None)
    if not step:
        fixes.append(Fix("", f'take a dot out of  "{whole}"'))
    elif isinstance(found, ModuleType):
        fixes.append(Fix("it is still to be written", f"put  {step}  into the module {found.__name__}"))
        if "__path__" in vars(found):
            file = f"{found.__name__.replace('.', '/')}/{step}.py"
            fixes.append(Fix("it is a module of that package", f"make the file {file}"))
    else:
        fixes.append(Fix("it is still to be written", f"put  {step}  into {_called(found)}"))
    return Problem(
        "CFW-101",
        f'"{whole}" cannot be found: {_called(found)} has no "{step}".' + did_you_mean(step, names),
        fixes=tuple(fixes),
    )


def _meant(whole: str, position: int, near: str | None) -> list[Fix]:
    """Return the remedy to write *near* for the name at *position* of *whole*, if anything is near."""
    if near is None:
        return []
    steps = re.split("[.:]", whole)
    signs = re.findall("[.:]", whole)
    steps[position] = near
    text = "".join(f"{step}{sign}" for step, sign in zip_longest(steps, signs, fillvalue=""))
    return [Fix(f"{near} was meant", f'write  "{text}"')]


def _names_in(found: Any) -> list[str]:
    """Return what could have been meant: attributes, and the modules of a package."""
    names = [name for name in dir(found) if not name.startswith("__")]
    if isinstance(found, ModuleType):
        names += [row.name for row in pkgutil.iter_modules(vars(found).get("__path__", []))]
    return names


def _called(found: Any) -> str:
    if isinstance(found, ModuleType):
        return f"the module {found.__name__}"
    return getattr(found, "__qualname__", type(found).__name__)


def _missing(whole: str, module_name: str) -> Problem:
    parent, _, last = module_name.rpartition(".")
    if parent in sys.modules:
        step, known = last, _names_in(sys.modules[parent])
        others = [Fix("it is still to be written", f"make the file {module_name.replace('.', '/')}.py")]
    else:
        step = module_name.partition(".")[0]
        known = [name.partition(".")[0] for name in sys.modules if not name.startswith("_")]
        # No distribution is named: a guessed name may be anybody's on the package index.
        others = [
            Fix("it is your own", "start in the folder that holds it, or name that folder in PYTHONPATH"),
            Fix("it is somebody else's", "pip install the distribution that brings it, in this environment"),
        ]
    return Problem(
        "CFW-101",
        f'"{whole}" cannot be found: there is no module "{module_name}".{did_you_mean(step, known)}',
        fixes=(*_meant(whole, module_name.count("."), nearest(step, known)), *others),
    )


def _broken(whole: str, module_name: str, error: BaseException) -> Problem:
    return Problem(
        "CFW-102",
        f'"{whole}" cannot be loaded: importing {module_name} raised {type(error).__name__}: {error}',
        fixes=(Fix("", f"mend what  python -c 'import {module_name}'  shows"),),
    )
