"""What all listings share: choosing by a glob, and names in words."""

from __future__ import annotations

from dataclasses import dataclass

from zope.interface import Interface, implementedBy

from corefw.operate.inspection.rows import fitting, named, none_fits, specification_name
from tests.operate.inspection.conftest import IThing, Page


@dataclass(frozen=True)
class Row:
    name: str
    views: tuple[str, ...] = ()


ROWS = [Row("card", ("a.show",)), Row("cards"), Row("login", ("b.ask", "b.enter"))]


def test_a_glob_chooses_by_any_of_several_fields() -> None:
    """A field that holds several texts fits if one of them does."""
    assert ["card", "cards"] == [row.name for row in fitting(ROWS, "card*", "name", "views")]
    assert ["login"] == [row.name for row in fitting(ROWS, "*enter", "name", "views")]
    assert ROWS == fitting(ROWS, None, "name")


def test_a_glob_that_nothing_fits_gets_a_near_name() -> None:
    """It is said in a sentence."""
    assert 'Nothing fits "crad*". Did you mean "card"?' == none_fits(ROWS, "crad*", "name")


def test_things_are_named_with_their_module() -> None:
    """A class, a method of one, an instance, an interface."""
    here = Page.__module__

    assert f"{here}.Page.show" == named(Page, "show")
    assert f"{here}.IThing" == named(IThing)
    assert "builtins.dict" == named({})
    assert ["anything", "IThing", "Page"] == [
        specification_name(one) for one in (Interface, IThing, implementedBy(Page))
    ]
