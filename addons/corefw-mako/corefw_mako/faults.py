"""Faults: from an exception of Mako to an error that names the template, its line and the name.

Mako looks every name up at the head of the function it makes of a template, so the line in a
traceback is not the line of the mistake; it is found again here, in the generated code.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from types import FrameType, TracebackType
from typing import Any

from mako.exceptions import CompileException, SyntaxException
from mako.template import ModuleInfo

from corefw.ports import TemplateError, TemplateName
from corefw_mako.compiled import Compiled

__all__ = ["compile_fault", "explain", "near", "tell_where"]

_UNDEFINED = re.compile(r"^(?:name )?'(\w+)' is not defined")
_POSITION = re.compile(r"(?: in file '[^']*')? at line: \d+ char: \d+$")
# Mako quotes Python's own error: "(SyntaxError) invalid syntax (<unknown>, line 1) ('a b')".
_PYTHON = re.compile(r"^\((?P<kind>\w+)\) (?P<what>.*?) \([^()]*, line \d+\)")

Finder = Callable[[dict[str, Any]], Compiled | None]


def near(name: str, known: Iterable[str]) -> str:
    """Return `` Did you mean "x"?`` with a leading space, or "" if nothing is near."""
    found = get_close_matches(name, sorted(set(known)), n=1)
    return f' Did you mean "{found[0]}"?' if found else ""


def compile_fault(error: Exception, name: TemplateName, source: str) -> TemplateError:
    """Return the error for a template that cannot be compiled."""
    if isinstance(error, TemplateError):
        return error
    if isinstance(error, (CompileException, SyntaxException)):
        text = _POSITION.sub("", str(error))
        python = _PYTHON.match(text)
        if python:
            text = f"{python['kind']}: {python['what']}"
        return TemplateError(
            f"{text}{_shown_line(source, error.lineno)}", template=name.shown, line=error.lineno
        )
    if isinstance(error, SyntaxError):
        return TemplateError(f"{type(error).__name__}: {error.msg}", template=name.shown)
    return TemplateError(
        f"The template cannot be loaded: {type(error).__name__}: {error}", template=name.shown
    )


def explain(error: NameError, find: Finder, given: Iterable[str]) -> TemplateError | None:
    """Return the error for a name that a template uses and was not given, if *error* is that."""
    spots = list(_spots(error.__traceback__, find))
    if not spots or not spots[-1][3]:
        return None  # raised by a function that a template called
    compiled, frame, line, _ = spots[-1]
    said = _UNDEFINED.match(str(error))
    if said is None:
        return TemplateError(str(error), template=compiled.name.shown, line=_template_line(compiled, line))
    name = said[1]
    line = _template_line(compiled, _first_use(compiled.code, frame, name) or line)
    return TemplateError(
        f'"{name}" is not defined: it is not among the names that the template was given.{near(name, given)}'
        f"{_shown_line(compiled.source, line)}",
        template=compiled.name.shown,
        line=line,
    )


def tell_where(error: BaseException, find: Finder) -> None:
    """Add a note to *error* with the line of each template it passed through, the innermost first."""
    spots = [
        (compiled.name.shown, _template_line(compiled, line))
        for compiled, _, line, _ in _spots(error.__traceback__, find)
    ]
    shown = list(dict.fromkeys(f"{file}:{line}" for file, line in reversed(spots)))
    # A template that includes itself passes through the same lines a thousand times.
    if shown:
        error.add_note("in the template " + ", called from ".join(shown[:8]))


def _spots(traceback: TracebackType | None, find: Finder) -> Iterator[tuple[Compiled, FrameType, int, bool]]:
    """Yield each frame that is a template, with its line and whether it is the last frame."""
    while traceback is not None:
        frame = traceback.tb_frame
        compiled = find(frame.f_globals)
        if compiled is not None and frame.f_code.co_name not in _PLUMBING:
            yield compiled, frame, traceback.tb_lineno, traceback.tb_next is None
        traceback = traceback.tb_next


# Functions of Mako in every template's module, which have no line in the template.
_PLUMBING = frozenset({"_mako_get_namespace"})


def _template_line(compiled: Compiled, module_line: int) -> int:
    """Return the line of the template that became *module_line* of the generated code."""
    lines: dict[int, int] = ModuleInfo.get_module_source_metadata(compiled.code)["line_map"]
    starts = sorted(lines)
    at = bisect_right(starts, module_line)
    return max(1, lines[starts[at - 1]]) if at else 1


def _first_use(code: str, frame: FrameType, name: str) -> int:
    """Return the first line of generated code that uses *name*, best in the function of *frame*; 0 if none.

    What a block uses is looked up by the function around it, so that function may not use it itself.
    """
    module = ast.parse(code)
    wanted = (frame.f_code.co_name, frame.f_code.co_firstlineno)
    functions = [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef) and (node.name, node.lineno) == wanted
    ]
    return next(filter(None, (_first_load(node, name) for node in (*functions, module))), 0)


def _first_load(inside: ast.AST, name: str) -> int:
    # "if x is UNDEFINED" is Mako's own question, put where names are looked up.
    asked = {
        id(node.left)
        for node in ast.walk(inside)
        if isinstance(node, ast.Compare) and ast.unparse(node) == f"{name} is UNDEFINED"
    }
    return min(
        (
            node.lineno
            for node in ast.walk(inside)
            if isinstance(node, ast.Name)
            and node.id == name
            and isinstance(node.ctx, ast.Load)
            and id(node) not in asked
        ),
        default=0,
    )


def _shown_line(source: str, line: int) -> str:
    """Return the line of the template, to be put under a message."""
    lines = source.splitlines()
    text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return f"\n    {text}" if text else ""
