"""The plan holds every declaration, and counts them by state."""

from __future__ import annotations

import pytest

from corefw.base.places import Place
from corefw.engine.declaration import Declaration, FullAccount, State
from corefw.engine.owner import Owner
from corefw.engine.plan import Plan


@pytest.fixture
def plan() -> Plan:
    plan = Plan()
    for kind, name, owner, state in [
        ("view", "b", "shop", State.ACTIVE),
        ("view", "a", "shop", State.OVERRIDDEN),
        ("route", "z", "shop", State.ACTIVE),
        ("route", "home", "blog", State.ACTIVE),
        ("view", "lost", "blog", State.LOST),
    ]:
        row = Declaration(kind, (kind, name), FullAccount(f"{kind} {name}"), Place("x.py", 1), Owner(owner))
        row.settle(state)
        plan.add([row])
    return plan


def test_it_is_iterated_in_the_order_of_declaring(plan: Plan) -> None:
    """And knows how many there are."""
    assert ["view b", "view a", "route z", "route home", "view lost"] == [row.title for row in plan]
    assert 5 == len(plan)


def test_declarations_are_selected_by_any_of_state_kind_and_owner(plan: Plan) -> None:
    """A state may be given by its name."""
    assert ["view b", "view a"] == [row.title for row in plan.select(kind="view", owner="shop")]
    assert ["view lost"] == [row.title for row in plan.select(state="lost")]
    assert [] == plan.select(state=State.FAILED)
    assert 5 == len(plan.select())


def test_every_state_is_counted_also_those_without_any(plan: Plan) -> None:
    """The sum over states is the number of declarations."""
    assert {
        "active": 3,
        "overridden": 1,
        "failed": 0,
        "lost": 1,
        "aliased": 0,
        "disabled": 0,
        "unmet": 0,
    } == {state.value: number for state, number in plan.counts().items()}


def test_the_names_of_a_kind_are_those_in_force(plan: Plan) -> None:
    """They are what "did you mean" may suggest."""
    assert ["home", "z"] == plan.names("route")
    assert ["b"] == plan.names("view")
