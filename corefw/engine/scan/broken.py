"""Broken modules: the problem of a module that cannot be imported, with the lines that led there.

Floor 2.
"""

from __future__ import annotations

import linecache
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.places import Place

__all__ = ["broken_problems"]

#: Frames of the import system, and of corefw, say nothing about the module.
_MACHINERY = frozenset(
    ("importlib", "corefw", "_frozen_importlib", "_frozen_importlib_external", "zipimport")
)


def broken_problems(name: str, error: BaseException, package: ModuleType) -> tuple[Problem, ...]:
    """Return what is wrong with the module *name*, which *error* kept from being imported."""
    places = _trail(error, package)
    inside = [place for place in places if place.module == name]
    own = [place for place in places if f"{place.module}.".startswith(f"{package.__name__}.")]
    # Where the module stopped, the deepest line of the package, and the line which raised.
    witnesses = tuple(Witness(place) for place in dict.fromkeys([*inside[:1], *own[-1:], *places[-1:]]))
    if isinstance(error, ConfigurationError) and error.problems:
        return tuple(
            problem if problem.witnesses else replace(problem, witnesses=witnesses)
            for problem in error.problems
        )
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return (
        Problem(
            "CFW-301",
            f"The module {name} cannot be imported: {type(error).__name__}: {text}",
            witnesses=witnesses,
            fixes=(
                Fix("it should work", "mend it; nothing was registered meanwhile"),
                Fix("it is not part of the application", f'config.scan(..., ignore="{name}")'),
            ),
        ),
    )


def _trail(error: BaseException, package: ModuleType) -> list[Place]:
    """Return the lines that led to *error*, those of the import system and of corefw left out."""
    places = []
    traceback = error.__traceback__
    while traceback is not None:
        frame, line = traceback.tb_frame, traceback.tb_lineno
        module = frame.f_globals.get("__name__", "")
        if module.partition(".")[0] not in _MACHINERY:
            # Only its globals know how the source of a zipped module is read.
            linecache.lazycache(frame.f_code.co_filename, frame.f_globals)
            places.append(Place(frame.f_code.co_filename, line, module))
        traceback = traceback.tb_next
    if isinstance(error, SyntaxError) and error.filename:
        places.append(Place(error.filename, error.lineno or 0, _module_at(error.filename, package)))
    return places


def _module_at(file: str, package: ModuleType) -> str:
    """Return the name that the module in *file* would have, or "" if it is not in *package*."""
    for folder in getattr(package, "__path__", ()):
        if Path(file).is_relative_to(folder):
            parts = Path(file).relative_to(folder).with_suffix("").parts
            return ".".join((package.__name__, *(part for part in parts if part != "__init__")))
    return ""
