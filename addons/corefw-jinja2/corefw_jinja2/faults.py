"""Faults: from an exception of Jinja2 to an error that names the template, its line and the name.

Jinja2 puts frames with the template's own file and line into the traceback of whatever is raised while
a template is compiled or rendered; they are read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from types import FrameType, TracebackType
from typing import Any

from jinja2.exceptions import TemplateRuntimeError, TemplatesNotFound, TemplateSyntaxError

from corefw.ports import TemplateError, TemplateNotFound
from corefw_jinja2.environment import Environment, Missing, UndefinedName

__all__ = ["explain", "near", "tell_where"]

_UNKNOWN = re.compile(r"^No (filter|test) named '(\w+)'( found)?\.$")
# A template that includes itself passes through the same lines a thousand times.
_MOST_LINES = 8


def near(name: str, known: Iterable[str]) -> str:
    """Return `` Did you mean "x"?`` with a leading space, or "" if nothing is near."""
    found = get_close_matches(name, sorted(set(known)), n=1)
    return f' Did you mean "{found[0]}"?' if found else ""


def explain(
    error: BaseException, environment: Environment, given: Iterable[str] = ()
) -> TemplateError | None:
    """Return the error for what Jinja2 raised, if it is the fault of a template; else None."""
    if isinstance(error, Missing):
        return error.told
    if isinstance(error, TemplatesNotFound):
        return TemplateNotFound(f"None of these templates exists: {', '.join(map(str, error.templates))}.")
    if isinstance(error, TemplateSyntaxError):
        shown = error.filename or error.name or ""
        return _fault(_with_near(str(error.message), environment), shown, error.lineno, environment)
    if isinstance(error, TemplateRuntimeError):
        spots = list(_spots(error.__traceback__))
        if not spots:
            return None
        frame, shown, line = spots[-1]
        known = {*given, *frame.f_locals, *environment.globals}
        if isinstance(error, UndefinedName):
            return _fault(_undefined(error, known), shown, line, environment)
        return _fault(_with_near(str(error.message), environment), shown, line, environment)
    return None


def tell_where(error: BaseException) -> None:
    """Add a note to *error* with the line of each template it passed through, the innermost first."""
    spots = [f"{shown}:{line}" for _, shown, line in _spots(error.__traceback__)]
    shown = list(dict.fromkeys(reversed(spots)))
    if shown:
        error.add_note("in the template " + ", called from ".join(shown[:_MOST_LINES]))


def _fault(message: str, shown: str, line: int, environment: Environment) -> TemplateError:
    lines = environment.source_of(shown).splitlines()
    text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return TemplateError(message + (f"\n    {text}" if text else ""), template=shown, line=line)


def _undefined(error: UndefinedName, known: Iterable[str]) -> str:
    asked = error.asked
    if error.is_name:
        return (
            f'"{asked}" is not defined: it is not among the names that the template was given.'
            f"{near(str(asked), known)}"
        )
    if not isinstance(asked, str):
        return f"{error.message}."
    thing = error.thing
    names = thing if isinstance(thing, Mapping) else [name for name in dir(thing) if not name.startswith("_")]
    kind = "None" if thing is None else f"the {type(thing).__qualname__}"
    return f'"{asked}" is not defined: {kind} has nothing of that name.{near(asked, map(str, names))}'


def _with_near(message: str, environment: Environment) -> str:
    """Add the nearest filter or test to what Jinja2 says of one that nobody knows."""
    unknown = _UNKNOWN.match(message)
    if unknown is None:
        return message
    known: Mapping[str, Any] = environment.filters if unknown[1] == "filter" else environment.tests
    return f'There is no {unknown[1]} "{unknown[2]}".{near(unknown[2], known)}'


def _spots(traceback: TracebackType | None) -> Iterator[tuple[FrameType, str, int]]:
    """Yield each frame that stands for a line of a template, with file and line."""
    while traceback is not None:
        frame = traceback.tb_frame
        if "__jinja_exception__" in frame.f_globals:
            yield frame, frame.f_code.co_filename, traceback.tb_lineno
        traceback = traceback.tb_next
