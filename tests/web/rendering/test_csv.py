"""The CSV renderer."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.base.errors import ConfigurationError
from corefw.web.rendering.csv import CSV
from corefw.web.rendering.info import RendererInfo
from corefw.web.rendering.renderer import Renderer
from corefw.web.request import Request


@dataclass
class Card:
    """A row with names."""

    title: str
    due: date | None = None


class Secretive:
    """A row that says itself what it shows."""

    def __json__(self, request: Any) -> Any:
        return {"path": request.path}


def written(value: Any, factory: CSV | None = None) -> str:
    """Return the rows as the renderer writes them."""
    return (factory or CSV())(None)(value, {"request": Request.blank("/a")})


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([{"a": 1, "b": "x"}, {"b": "y"}], "a,b\r\n1,x\r\n,y\r\n"),
        ([[1, 2.5], (True, None)], "1,2.5\r\ntrue,\r\n"),
        ([Card('a "b", c', date(2026, 1, 2))], 'title,due\r\n"a ""b"", c",2026-01-02\r\n'),
        ([{"a": "x\r\ny", "b": Decimal("-1.5")}], 'a,b\r\n"x\r\ny",-1.5\r\n'),
        ([Secretive()], "path\r\n/a\r\n"),
        ((row for row in [["é"]]), "é\r\n"),
        ([], ""),
    ],
)
def test_rows_are_lines(rows: Any, text: str) -> None:
    """Of dictionaries the first has the names (RFC 4180)."""
    assert text == written(rows)


def test_the_columns_may_be_named() -> None:
    """Then they are there without a row as well, and in their order."""
    factory = CSV(["b", "a"])

    assert "b,a\r\n2,1\r\n" == written([{"a": 1, "b": 2}], factory)
    assert "b,a\r\n" == written([], factory)
    assert "b,a\r\n1,2\r\n" == written([[1, 2]], factory)
    assert "2;1\r\n" == written([{"a": 1, "b": 2}], CSV(["b", "a"], header=False, delimiter=";"))


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
)
def test_a_formula_is_disarmed(sign: str) -> None:
    """In cells and in names of columns (OWASP, CSV Injection)."""
    assert [["'" + sign + "x()"], ["'" + sign + "cmd|' /C calc'!A0"]] == [
        *csv.reader(io.StringIO(written([{sign + "x()": sign + "cmd|' /C calc'!A0"}]), newline=""))
    ]


@pytest.mark.parametrize("number", ["-1", "+49 30 123", "-1.5", "-1,5"])
def test_a_number_is_no_formula(number: str) -> None:
    """A signed number says what it is."""
    assert [[number]] == [*csv.reader([written([[number]])])]


def test_programs_may_want_the_cells_as_they_are() -> None:
    """It has to be said."""
    assert "=1\r\n" == written([["=1"]], CSV(escape_formulas=False))


@pytest.mark.parametrize(
    ("rows", "kind", "said"),
    [
        ("text", TypeError, "CSV is made of rows, and the view returned str"),
        ({"a": 1}, TypeError, "CSV is made of rows, and the view returned dict"),
        (7, TypeError, "CSV is made of rows, and the view returned int"),
        ([[1], 7], TypeError, "row 2 is neither a mapping nor a list of cells"),
        ([["a"], "text"], TypeError, "row 2 is neither a mapping nor a list of cells"),
        ([date.min], TypeError, "row 1 is neither a mapping nor a list of cells"),
        ([{"a": 1}, {"b": 1, "c": 2}], ValueError, "row 2 has columns that are not known: b, c"),
    ],
)
def test_what_is_no_row_is_named(rows: Any, kind: type[Exception], said: str) -> None:
    """With its number."""
    with pytest.raises(kind) as caught:
        written(rows)

    assert said == str(caught.value)


@pytest.mark.parametrize("delimiter", ["", ";;", '"', "\n"])
def test_a_delimiter_is_one_character(delimiter: str) -> None:
    """Told when the renderer is made."""
    with pytest.raises(ConfigurationError) as caught:
        CSV(delimiter=delimiter)

    assert (
        f"CFW-551  The columns of CSV cannot be parted by {delimiter!r}: it must be one character, "
        "and neither a quote nor the end of a line.\n\n"
        '  To mend it: CSV(delimiter=";")' == str(caught.value)
    )


def test_the_answer_may_be_a_file_to_keep() -> None:
    """With a name that cannot leave its quotes, and the mark for Excel."""
    renderer = Renderer(RendererInfo("cards"), CSV(filename="cards é.csv", bom=True)(None))

    response = renderer.to_response([["é"]], None, Request.blank("/"))

    assert "text/csv; charset=UTF-8" == response.headers["Content-Type"]
    assert (
        "attachment; filename=\"cards _.csv\"; filename*=UTF-8''cards%20%C3%A9.csv"
        == response.headers["Content-Disposition"]
    )
    assert "\ufeffé\r\n".encode() == response.body


@given(st.lists(st.lists(st.text(), min_size=1, max_size=3), max_size=4))
def test_every_cell_comes_back(rows: list[list[str]]) -> None:
    """With an apostrophe before it, if it could be a formula."""
    read = [*csv.reader(io.StringIO(written(rows), newline=""))]

    cells = [cell for row in rows for cell in row]
    back = [cell for row in read for cell in (row or [""])]
    assert len(cells) == len(back)
    assert all(cell in (there, there[1:]) for cell, there in zip(cells, back, strict=True))
    assert not any(there.startswith(("=", "@", "\t", "\r")) for there in back)
