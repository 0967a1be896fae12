"""Keys of a TOML file are found where a person would point at them."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.engine.settings.toml_lines import key_lines, line_of

TEXT = '''\
top = 1   # [not.a.table]

[corefw] # a comment = with equals
debug = true
"quoted key" = "a # b = c"
include = [
    "one",   # x = 1
    "two = 2",
]
text = """
inside = 1
[inside]
"""
literal = \'\'\'
[also.inside]\'\'\'
inline = { a = 1, b = [1, 2] }
dotted . name = 3

[ logging . loggers . "board.views" ]
level = "INFO"

[[items]]
name = "x"
[[items]]
name = "y"
'''


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (1, ("top",)),
        (3, ("corefw",)),
        (4, ("corefw", "debug")),
        (5, ("corefw", "quoted key")),
        (6, ("corefw", "include")),
        (10, ("corefw", "text")),
        (14, ("corefw", "literal")),
        (16, ("corefw", "inline")),
        (17, ("corefw", "dotted", "name")),
        (20, ("logging", "loggers", "board.views", "level")),
        (22, ("items",)),
    ],
)
def test_a_key_is_found_on_its_line(line: int, path: tuple[str, ...]) -> None:
    """Comments, strings over several lines, and brackets do not mislead."""
    tomllib.loads(TEXT)

    assert line == key_lines(TEXT)[path]


def test_what_stands_inside_a_text_is_no_key() -> None:
    """Nothing is found which TOML does not hold."""
    assert ("inside",) not in key_lines(TEXT)
    assert ("also", "inside") not in key_lines(TEXT)


def test_a_key_of_an_inline_table_stands_where_the_table_begins() -> None:
    """The line of the holding key is given."""
    assert line_of(("corefw", "inline", "a"), key_lines(TEXT)) == 16


def test_an_unknown_key_has_no_line() -> None:
    """Zero says that the line is not known."""
    assert line_of(("nowhere",), key_lines(TEXT)) == 0


names = st.text(st.sampled_from("abc-_.# =[]\"'\\\té"), min_size=0, max_size=5)
scalars = st.one_of(st.booleans(), st.integers(-9, 9), names)
tables = st.dictionaries(names, st.one_of(scalars, st.lists(scalars, max_size=3)), max_size=4)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'


def written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[\n  " + ",\n  ".join(written(item) for item in value) + "\n]" if value else "[]"
    return quoted(value) if isinstance(value, str) else str(value)


@given(st.dictionaries(names, tables, max_size=4))
def test_every_key_of_a_written_file_is_found_where_it_was_written(
    document: dict[str, dict[str, Any]],
) -> None:
    """Whatever the names and values are, the line is the one with the key on it."""
    lines: list[str] = []
    expected: dict[tuple[str, ...], int] = {}
    for section, table in document.items():
        lines.append(f"[{quoted(section)}]  # = [x]")
        expected[section,] = len(lines)
        for name, value in table.items():
            start = len(lines) + 1
            lines += f"{quoted(name)} = {written(value)}".split("\n")
            expected[section, name] = start
    text = "\n".join(lines)
    assert document == tomllib.loads(text)

    assert expected == key_lines(text)
