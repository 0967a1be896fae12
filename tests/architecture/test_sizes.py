"""Sizes: small files, short functions, and a first line that says what a module holds."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.sources import Source, core, outside, sources

MOST_LINES = 500
MOST_STATEMENTS = 50
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
EVERYTHING = [*core(), *outside(), *sources("tests"), *sources("tools"), *sources("docs")]


def statements(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the statements of a function, those of inner functions included, its docstring not."""
    inner = [node for node in ast.walk(function) if isinstance(node, ast.stmt) and node is not function]
    return len(inner) - (1 if ast.get_docstring(function) is not None else 0)


def long_functions(tree: ast.Module) -> list[str]:
    """Return each function that is too long, with its length."""
    return [
        f"{node.name}, line {node.lineno}: {statements(node)} statements"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and statements(node) > MOST_STATEMENTS
    ]


def test_no_file_has_more_than_500_lines() -> None:
    """A file that outgrows this holds more than one concept."""
    long = {source.shown: source.text.count("\n") for source in EVERYTHING}

    assert {} == {file: lines for file, lines in long.items() if lines > MOST_LINES}


def test_no_function_has_more_than_50_statements() -> None:
    """A function that outgrows this does more than one thing."""
    long = {source.shown: long_functions(source.tree) for source in EVERYTHING}

    assert {} == {file: functions for file, functions in long.items() if functions}


@pytest.mark.parametrize(
    "source", [source for source in core() if source.floor is not None], ids=lambda source: source.module
)
def test_a_module_of_a_floor_says_what_it_holds_and_its_floor(source: Source) -> None:
    """The docstring names the floor that the folder says."""
    docstring = ast.get_docstring(source.tree) or ""

    assert docstring
    assert [str(source.floor)] == re.findall(r"\bFloor (\d)\b", docstring)[:1]


def test_every_other_module_says_what_it_holds() -> None:
    """The face, the addons and the examples open with a docstring, too; empty package files need none."""
    silent = [
        source.shown
        for source in [*core(), *outside()]
        if source.text.strip() and ast.get_docstring(source.tree) is None
    ]

    assert [] == silent


def test_no_module_has_a_name_that_says_nothing() -> None:
    """A reader looks for a noun; `utils` is none."""
    names = {
        source.shown: set(source.module.split(".")) & FORBIDDEN_NAMES for source in [*core(), *outside()]
    }

    assert {} == {file: found for file, found in names.items() if found}


def test_a_statement_of_an_inner_function_counts_for_the_outer_one() -> None:
    """Length cannot be hidden by nesting."""
    body = "def outer():\n    '''Words.'''\n    def inner():\n" + "        x = 1\n" * 50

    assert ["outer, line 1: 51 statements"] == long_functions(ast.parse(body))
