"""A declaration is what somebody said, and changes nothing."""

from __future__ import annotations

import functools
from typing import Any

import pytest
from zope.interface import Interface

from corefw.base.errors import Problem, Witness
from corefw.base.places import Place
from corefw.engine.declaration import Account, Declaration, Deferred, FullAccount, Need, State, readable
from corefw.engine.introspection import Introspectable, Introspector
from corefw.engine.owner import Owner

HERE = Place("/srv/shop/views.py", 4, "shop.views")
SHOP = Owner("shop", "1.0")


class IThing(Interface): ...


class Told:
    """An account which counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    title = 'view "x"'
    needs = ()

    def perform(self) -> None: ...

    def words(self) -> str:
        self.asked += 1
        return "method POST"

    def details(self) -> str:
        self.asked += 1
        return "shop.views.x"

    def introspectables(self) -> list[Introspectable]:
        self.asked += 1
        return [Introspectable("views", "x", "the view x", "view")]


def declared(account: Account | None = None, **changes: Any) -> Declaration:
    return Declaration("view", ("view", "x"), account or FullAccount('view "x"'), HERE, SHOP, **changes)


def test_it_shows_its_state_title_place_and_owner() -> None:
    """What somebody sees in a debugger is what they can act on."""
    row = declared()
    assert '<declared: view "x" at shop/views.py:4 by shop 1.0>' == repr(row)

    row.settle(State.LOST, "it cannot be reached")

    assert '<lost: view "x" at shop/views.py:4 by shop 1.0>' == repr(row)
    assert "it cannot be reached" == row.reason


def test_three_states_stop_a_commit() -> None:
    """The others are how things are."""
    assert ["failed", "lost", "unmet"] == [state.value for state in State if state.stops_the_commit]


def test_the_words_of_a_declaration_follow_its_title() -> None:
    """They are asked for when they are shown; what failed has none."""
    row = declared(FullAccount('view "x"', in_words=lambda: "method POST"))
    assert 'view "x" (method POST)' == row.description

    row.settle(State.FAILED)
    assert 'view "x" (method POST)' == row.description
    row.key = Deferred(lambda: "never decided")

    assert 'view "x"' == row.description == declared().description


def test_an_account_is_asked_when_somebody_wants_to_know() -> None:
    """Its words, its details, and what the introspector is told, come in the place of the others."""
    account, introspector = Told(), Introspector()
    row = declared(account)
    row.tell(introspector)
    assert 0 == account.asked

    assert 'view "x" (method POST)' == row.description
    assert "shop.views.x" == row.details
    assert HERE == introspector.get("views", "x").action_info


@pytest.mark.parametrize(
    "account", [Told(), FullAccount('view "x"', told=(Introspectable("views", "x", "the view x", "view"),))]
)
def test_who_does_without_introspection_tells_nothing(account: Account) -> None:
    """As ``Configurator(introspection=False)`` asks."""
    introspector = Introspector()

    declared(account, is_introspected=False).tell(introspector)

    assert [] == introspector.categories()


def test_a_problem_without_a_place_gets_that_of_the_declaration() -> None:
    """Every error names a place."""
    elsewhere = Problem("A", "a.", (Witness(Place("other.py", 1)),))

    placed = declared().placed([elsewhere, Problem("B", "b.")])

    assert elsewhere == placed[0]
    assert (Witness(HERE, "shop 1.0"),) == placed[1].witnesses


def test_a_need_explains_itself_with_a_near_name() -> None:
    """What exists is asked only then."""
    need = Need(("route", "hme"), "route", "hme", known=lambda: ["home", "away"])

    assert 'There is no route "hme". Did you mean "home"?' == need.explain()
    assert 'There is no route "x".' == Need(("route", "x"), "route", "x").explain()


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (None, ""),
        (Deferred(lambda: "later"), ""),
        (("view", None, "", "home"), "view home"),
        (("a", ("b", 1), True), "a b 1 True"),
        ((IThing, Declaration, test_three_states_stop_a_commit), None),
        (("x", object()), "x object"),
        (("x", functools.partial(readable)), "x partial"),
        (frozenset(("b", "a", "c")), "a b c"),
    ],
)
def test_a_key_is_readable(key: Any, words: str | None) -> None:
    """In words, the same in every process: never a hash or an address."""
    wanted = "IThing Declaration test_three_states_stop_a_commit" if words is None else words

    assert wanted == readable(key)
