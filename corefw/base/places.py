"""Places: where in somebody's source a thing was said.

A place is cheap to take (a frame's code object and line, never ``inspect``) and is shown
relative to the package it lies in, so that the same text comes out on every machine.
Floor 0.  What is said at a place is the business of the engine's declarations.
"""

from __future__ import annotations

import functools
import linecache
import os
import sys
from dataclasses import dataclass
from types import CodeType, FrameType, MethodType
from typing import Any

__all__ = ["UNKNOWN", "Place", "caller_place", "place_of"]

_OWN_PACKAGE = "corefw"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One line of one file, and the module that the file was imported as ("" if none)."""

    file: str
    line: int
    module: str = ""

    @classmethod
    def of_frame(cls, frame: FrameType) -> Place:
        """Return the line that *frame* is executing."""
        return cls(frame.f_code.co_filename, frame.f_lineno, frame.f_globals.get("__name__", ""))

    @property
    def shown_file(self) -> str:
        """The file relative to its package (``board/views/cards.py``), or to the working folder."""
        parts = self.module.split(".") if self.module not in ("", "__main__") else []
        segments = self.file.replace("\\", "/").split("/")
        if parts and segments[-1] == "__init__.py":
            return "/".join(segments[-len(parts) - 1 :])
        if parts:
            return "/".join(segments[-len(parts) :])
        try:
            relative = os.path.relpath(self.file)
        except ValueError:  # another drive on Windows
            return self.file
        return self.file if relative.startswith("..") else relative.replace("\\", "/")

    @property
    def source(self) -> str:
        """The source line, stripped; "" where the source cannot be read."""
        # The globals know how the source of a zipped module is read.
        module = sys.modules.get(self.module)
        return linecache.getline(self.file, self.line, vars(module) if module is not None else None).strip()

    def __str__(self) -> str:
        return f"{self.shown_file}:{self.line}" if self.line else self.shown_file


#: The place of things that have none, such as a callable written in C.
UNKNOWN = Place("<unknown>", 0)


def caller_place() -> Place:
    """Return the nearest line on the stack that is not corefw's own code.

    Who calls a directive is an application or an addon; how many of our own frames lie
    between is an accident, so they are skipped by module name instead of being counted.
    """
    frame: FrameType | None = sys._getframe(1)
    last = frame
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name.partition(".")[0] != _OWN_PACKAGE:
            return Place.of_frame(frame)
        last, frame = frame, frame.f_back
    return Place.of_frame(last) if last is not None else UNKNOWN


def place_of(thing: Any) -> Place:
    """Return where the function, method, class or instance *thing* is defined, or `UNKNOWN`."""
    thing = _innermost(thing)
    code = getattr(thing, "__code__", None)
    if isinstance(code, CodeType):
        return Place(code.co_filename, code.co_firstlineno, getattr(thing, "__module__", "") or "")
    owner = thing if isinstance(thing, type) else type(thing)
    module = sys.modules.get(owner.__module__)
    file = getattr(module, "__file__", None)
    if file is None:
        return UNKNOWN
    return Place(file, _class_line(file, owner), owner.__module__)


def _innermost(thing: Any) -> Any:
    """Return what was wrapped, partially applied or bound, as far as it can be told."""
    # An object may answer for every attribute, so a type that keeps no __wrapped__ is not asked,
    # and a chain that comes round again is left.
    passed: set[int] = set()
    while id(thing) not in passed:
        passed.add(id(thing))
        if isinstance(thing, functools.partial):
            thing = thing.func
        elif isinstance(thing, MethodType | staticmethod | classmethod):
            thing = thing.__func__
        elif "__wrapped__" in getattr(thing, "__dict__", {}):
            thing = thing.__wrapped__
    return thing


def _class_line(file: str, cls: type) -> int:
    """Find the line of a class statement by its text, since classes keep no line of their own.

    Where several classes have the name, it is the last one above the methods of *cls*.
    """
    wanted = f"class {cls.__name__}"
    lines = [
        number
        for number, line in enumerate(linecache.getlines(file), start=1)
        if line.strip().startswith(wanted)
        and line.strip()[len(wanted) : len(wanted) + 1] in ("(", ":", "[", " ")
    ]
    codes = (getattr(member, "__code__", None) for member in vars(cls).values())
    first = min((code.co_firstlineno for code in codes if code and code.co_filename == file), default=None)
    above = [number for number in lines if first is None or number < first]
    return (above[-1] if first is not None else above[0]) if above else 0
