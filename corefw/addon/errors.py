"""Errors that cross an addon's border: each names addon, version, hook and place.

The problems of one step are written where the step is (discovery, compatibility, specs);
here is what they share, and what is said when an addon's own code raises.  Floor 3.
"""

from __future__ import annotations

import json
import traceback

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.places import Place

__all__ = ["AddonError", "leave_out", "raised_at", "raised_problem"]


class AddonError(ConfigurationError):
    """An addon cannot be used; ``problems`` says which, why, where, and what to do."""


def leave_out(name: str) -> Fix:
    """Return the remedy that always works: to do without the addon."""
    return Fix(f"{name} is not wanted", f"take {json.dumps(name)} out of  addons  in [corefw]")


def raised_at(error: BaseException, package: str) -> Place | None:
    """Return the innermost line of the package *package* that *error* came through, if any."""
    place = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        module = frame.f_globals.get("__name__", "")
        if module.partition(".")[0] == package:
            place = Place(frame.f_code.co_filename, line, module)
    if place is None and isinstance(error, SyntaxError) and error.filename and error.lineno:
        # The frame of a module that does not compile does not exist.
        place = Place(error.filename, error.lineno, _module_of_file(error.filename, package))
    return place


def raised_problem(
    code: str, what: str, error: BaseException, owner: str, name: str, place: Place
) -> Problem:
    """Return the problem that the addon *name*'s code at *place* raised *error*.

    *owner* is the addon with its version.  An error of ours that it raised is shown whole.
    """
    package = place.module.partition(".")[0]
    witnesses = [Witness(place, owner)]
    inner = raised_at(error, package)
    if inner is not None and inner != place:
        witnesses.append(Witness(inner, owner))
    if isinstance(error, ConfigurationError):
        return Problem(
            code, f"{what} {type(error).__name__}.", tuple(witnesses), str(error), (leave_out(name),)
        )
    said = f": {error}" if str(error) else "."
    return Problem(code, f"{what} {type(error).__name__}{said}", tuple(witnesses), fixes=(leave_out(name),))


def _module_of_file(filename: str, package: str) -> str:
    """Name the module of a file that could not become one, so that its place is shown alike everywhere."""
    parts = filename.replace("\\", "/").removesuffix(".py").split("/")
    if package in parts:
        return ".".join(parts[len(parts) - 1 - parts[::-1].index(package) :])
    return ""
