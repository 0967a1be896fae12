"""What deciding says of those who lost, and of needs that more than a key has to meet."""

from __future__ import annotations

from collections.abc import Hashable

import pytest

from corefw.base.errors import Problem, Witness
from corefw.base.places import Place
from corefw.engine.decide import decide, lacking, unmet
from corefw.engine.declaration import Declaration, Need, State
from tests.engine.test_decide import declared, raising


def test_every_rival_says_by_whom_it_was_beaten() -> None:
    """By the first of them, which is in force until the commit is refused."""
    first, second, third = (declared("k", path, at) for at, path in enumerate("abc"))

    decide([first, second, third], {})

    assert [State.ACTIVE, State.FAILED, State.FAILED] == [row.state for row in (first, second, third)]
    assert [None, first, first] == [row.by for row in (first, second, third)]


def test_who_needs_nothing_lacks_nothing() -> None:
    """Whatever is in force."""
    assert () == lacking(declared("k"), {})


@pytest.mark.parametrize(("is_met", "lacks"), [(True, False), (False, True)])
def test_a_need_may_ask_for_more_than_its_key(is_met: bool, lacks: bool) -> None:
    """Once the key is in force."""
    asked = []

    def met() -> bool:
        asked.append("met")
        return is_met

    need = Need("port", "port", "mail", is_met=met)
    row = declared("k", needs=(need,))

    assert ([need] if lacks else []) == lacking(row, {"port": row})
    assert ["met"] == asked


def test_a_need_whose_key_is_not_in_force_is_asked_nothing() -> None:
    """It might ask for what is not there."""
    need = Need("port", "port", "mail", is_met=pytest.fail)

    assert [need] == lacking(declared("k", needs=(need,)), {})


def test_a_need_may_explain_itself() -> None:
    """The first that is missing has the word."""

    def own(witness: Witness) -> Problem:
        return Problem("CFW-202", "No mail.", witnesses=(witness,))

    row = declared("k", needs=(Need("mail", "port", "mail", problem=own), Need("x", "route", "x")))

    assert "CFW-202  No mail.\n\n  application   here.py:1" == str(unmet(row, lacking(row, {})))


def test_the_facts_of_an_unmet_need_are_there_for_machines() -> None:
    """The kind of what needs, and the names of what is missing."""
    row = declared("k", needs=(Need("a", "route", "a"), Need("b", "route", "b")))

    assert {"kind": "thing", "missing": ["a", "b"]} == unmet(row, lacking(row, {})).facts


def test_a_place_is_not_shown_twice_where_the_key_is_computed_where_it_is_declared() -> None:
    """A lambda in the call raises on the line of the call."""
    winners: dict[Hashable, Declaration] = {}
    elsewhere = declared(raising(ValueError("no")))
    ((_, _, (problem,)),) = decide([elsewhere], winners).undecidable
    raised: Place = problem.witnesses[1].place

    same = declared(raising(ValueError("no")))
    same.place = raised
    ((_, _, (problem,)),) = decide([same], winners).undecidable

    assert [raised] == [witness.place for witness in problem.witnesses]
