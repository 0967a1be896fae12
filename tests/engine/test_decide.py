"""Deciding gives every declaration a state, and performs nothing."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pytest

from corefw.base.errors import ConfigurationError, Problem
from corefw.base.places import Place
from corefw.engine.decide import decide, lacking, unmet
from corefw.engine.declaration import Declaration, Deferred, FullAccount, Need, State
from corefw.engine.owner import APPLICATION


def declared(key: Any, path: str = "", sequence: int = 1, needs: Any = (), **changes: Any) -> Declaration:
    return Declaration(
        "thing",
        key,
        FullAccount("thing", needs=needs),
        Place("here.py", sequence),
        APPLICATION,
        tuple(path),
        sequence=sequence,
        **changes,
    )


def raising(error: Exception) -> Deferred:
    def resolve() -> Hashable:
        raise error

    return Deferred(resolve)


def test_what_has_no_key_can_never_conflict() -> None:
    """As Pyramid documents a discriminator of None."""
    rows = [declared(None), declared(None, sequence=2)]

    decision = decide(rows, {})

    assert rows == decision.active
    assert [] == decision.conflicts


def test_the_winner_is_kept_for_later_rounds() -> None:
    """It is in force for its key; the overridden are not active."""
    below, top = declared("k", "a", 1), declared("k", "", 2)
    winners: dict[Hashable, Declaration] = {}

    decision = decide([below, top], winners)

    assert ([top], {"k": top}) == (decision.active, winners)
    assert [State.OVERRIDDEN, State.ACTIVE] == [below.state, top.state]


def test_a_later_round_is_overridden_by_an_earlier_winner() -> None:
    """A shorter path wins whenever it was declared."""
    winners: dict[Hashable, Declaration] = {}
    top = declared("k")
    decide([top], winners)
    late = declared("k", "a", 2)

    decision = decide([late], winners, {top})

    assert ([], []) == (decision.active, decision.conflicts)
    assert (State.OVERRIDDEN, top) == (late.state, late.by)


def test_a_later_round_may_override_what_was_not_performed_yet() -> None:
    """The earlier winner is overridden, and the new one is in force."""
    winners: dict[Hashable, Declaration] = {}
    below = declared("k", "a")
    decide([below], winners)
    top = declared("k", "", 2)

    assert [top] == decide([top], winners).active
    assert (State.OVERRIDDEN, {"k": top}) == (below.state, winners)


def test_what_was_performed_is_not_taken_back() -> None:
    """A shorter path is then in conflict with it, as Pyramid documents."""
    winners: dict[Hashable, Declaration] = {}
    below = declared("k", "a")
    decide([below], winners)
    top = declared("k", "", 2)

    decision = decide([top], winners, {below})

    assert [(below, top)] == decision.conflicts
    assert [State.ACTIVE, State.FAILED] == [below.state, top.state]
    assert ({"k": below}, []) == (winners, decision.active)
    assert "conflicts with here.py:1" == top.reason


def test_a_deferred_key_takes_part_like_any_other() -> None:
    """It is known when it is needed."""
    top, below = declared(Deferred(lambda: "k")), declared("k", "a", 2)

    decide([top, below], {})

    assert ("k", State.ACTIVE, State.OVERRIDDEN) == (top.key, top.state, below.state)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (
            raising(ValueError("no such predicate")),
            "CFW-206  The discriminator of the thing cannot be decided: ValueError: no such predicate\n\n"
            "  application   here.py:1\n"
            "                tests/engine/test_decide.py:32   raised it\n\n"
            "  To mend it: let it return something hashable, such as a tuple of names, and raise nothing",
        ),
        (
            ["a", "list"],
            "CFW-206  The discriminator of the thing cannot be decided: "
            "TypeError: unhashable type: 'list'\n\n"
            "  application   here.py:1\n\n"
            "  To mend it: let it return something hashable, such as a tuple of names, and raise nothing",
        ),
        (raising(ConfigurationError(Problem("CFW-501", "No."))), "CFW-501  No.\n\n  application   here.py:1"),
        (
            raising(ConfigurationError()),
            "CFW-206  The discriminator of the thing cannot be decided: ConfigurationError: \n\n"
            "  application   here.py:1\n"
            "                tests/engine/test_decide.py:32   raised it\n\n"
            "  To mend it: let it return something hashable, such as a tuple of names, and raise nothing",
        ),
    ],
)
def test_a_key_that_cannot_be_decided_is_a_failure_with_a_place(key: Any, text: str) -> None:
    """The others are decided all the same."""
    bad, good = declared(key), declared("k", sequence=2)

    decision = decide([bad, good], {})

    assert [good] == decision.active
    assert State.FAILED is bad.state
    ((row, _, problems),) = decision.undecidable
    assert (bad, text) == (row, "\n".join(map(str, problems)))


def test_who_has_a_state_already_is_left_alone() -> None:
    """A declaration that was refused for another reason is not decided again."""
    row = declared("k")
    row.settle(State.FAILED, "its phase is over")

    assert [] == decide([row], {}).active
    assert "its phase is over" == row.reason


def test_an_unmet_need_is_explained() -> None:
    """Each that is missing, with a near name; a met one is no problem."""
    needs = (
        Need("route home", "route", "hom", known=lambda: ["home"], declare='say_route("hom")'),
        Need("here", "route", "here"),
        Need("port", "port", "persistence"),
    )
    row = declared("k", needs=needs)

    assert (
        "CFW-202  The thing needs a route that nobody declares.\n"
        "\n"
        "  application   here.py:1\n"
        "\n"
        '  There is no route "hom". Did you mean "home"?\n'
        '  There is no port "persistence".\n'
        "\n"
        "  Choose one:\n"
        '    home was meant                write "home" for "hom"\n'
        '    nobody declares it yet        say_route("hom")\n'
        '    another package declares it   config.include("package"), config.scan("package"), or its addon in'
        "  addons  of [corefw]"
    ) == str(unmet(row, lacking(row, {"here": row})))
    assert not lacking(row, {"route home": row, "here": row, "port": row})
