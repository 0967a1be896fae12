"""The ledger is written by all who configure together, and goes back after a failure."""

from __future__ import annotations

import functools
from typing import Any

from corefw.base.errors import Problem
from corefw.base.places import Place
from corefw.engine.declaration import Declaration, FullAccount, State
from corefw.engine.ledger import AddedDirective, Ledger
from corefw.engine.owner import APPLICATION, Owner

SHOP = Owner("shop")


def declared(owner: Owner = APPLICATION) -> Declaration:
    return Declaration("thing", None, FullAccount("thing"), Place("here.py", 1), owner)


def including(name: str) -> Any:
    def includeme(config: Any) -> None: ...

    return includeme


class Unhashable:
    __hash__ = None  # type: ignore[assignment]

    def __call__(self, config: Any) -> None: ...


def test_declarations_and_records_are_numbered_together() -> None:
    """Only what was declared waits for the commit."""
    ledger = Ledger()
    one, two = declared(), declared()

    ledger.declare(one)
    ledger.record(two)

    assert [1, 2] == [one.sequence, two.sequence]
    assert ([one], [one, two]) == (ledger.pending, list(ledger.plan))


def test_it_goes_back_to_its_mark() -> None:
    """What an attempt did is undone; what it declared stays visible until the next."""
    ledger = Ledger()
    before = declared()
    ledger.declare(before)
    mark = ledger.mark()
    late = declared()
    ledger.pending.clear()
    ledger.declare(late)
    ledger.enforce("k", late)
    ledger.included["i"] = late
    ledger.directives["add_x"] = AddedDirective(print, True, SHOP)
    ledger.found.append(Problem("X", "x."))

    ledger.go_back(mark)

    assert [before] == ledger.pending
    assert ({}, {}, {}, []) == (ledger.winners, ledger.included, ledger.directives, ledger.found)
    assert [State.FAILED, State.FAILED] == [row.state for row in ledger.plan]
    ledger.forget_leftovers()
    assert [before] == list(ledger.plan)


def test_what_is_in_force_again_is_active_again() -> None:
    """A nested commit that was undone may have overridden it."""
    ledger = Ledger()
    kept = declared()
    ledger.enforce("k", kept)
    mark = ledger.mark()
    kept.settle(State.OVERRIDDEN, "by another")

    ledger.go_back(mark)

    assert (State.ACTIVE, "") == (kept.state, kept.reason)


def test_a_failed_include_is_taken_back() -> None:
    """With what was declared and included in it, and the problems that were found in it."""
    ledger = Ledger()
    before, include, inside = declared(), declared(), declared()
    ledger.declare(before)
    ledger.record(include)
    ledger.included["i"] = include
    ledger.declare(inside)
    ledger.found.append(Problem("X", "x."))

    ledger.take_back(include, "including it raised ValueError", 0)

    assert ([before], {}, []) == (ledger.pending, ledger.included, ledger.found)
    assert [State.DISABLED, State.DISABLED] == [include.state, inside.state]


def test_the_directives_and_includes_of_an_owner_are_withdrawn() -> None:
    """Those of others stay."""
    ledger = Ledger()
    for owner in (SHOP, APPLICATION):
        ledger.directives[owner.name] = AddedDirective(print, True, owner)
        ledger.included[owner.name] = declared(owner)

    ledger.withdraw({SHOP})

    assert ["application"] == list(ledger.directives) == list(ledger.included)


def test_callables_of_one_name_are_told_apart() -> None:
    """Two closures of one function are two things to include; one is one, however often."""
    ledger = Ledger()
    one, other = including("a"), including("b")

    names = [ledger.name_included(found)[1] for found in (one, other, one, functools.partial(one))]

    name = f"{__name__}:including.<locals>.includeme"
    assert [name, f"{name} (2)", name, f"{name} (3)"] == names


def test_what_cannot_be_hashed_can_be_included() -> None:
    """It is itself and no other."""
    ledger, one = Ledger(), Unhashable()

    assert ledger.name_included(one) == ledger.name_included(one)
    assert ledger.name_included(one)[0] != ledger.name_included(Unhashable())[0]
