"""Who wins where several replace and include each other, and how a name that misses is explained."""

from __future__ import annotations

import pytest

from corefw.engine.conflicts import settle_group
from corefw.engine.declaration import Declaration, FullAccount, Replacing, State
from corefw.engine.owner import Owner
from corefw.engine.replacing import Misses, replaced_names
from tests.engine.test_conflicts import declared

SHOP, PROMO, CUSTOMER = Owner("shop", "1.0"), Owner("promo", "0.2"), Owner("customer", "3")


def saying(*names: str) -> Replacing:
    return Replacing(names)


def test_of_two_that_replace_the_same_neither_wins() -> None:
    """The first is in force until the commit is refused."""
    shop = declared("a", 1, owner=SHOP)
    promo = declared("b", 2, owner=PROMO, replaces=saying("shop"))
    customer = declared("c", 3, owner=CUSTOMER, replaces=saying("shop"))

    assert (promo, [customer]) == settle_group([shop, promo, customer])
    assert (State.OVERRIDDEN, promo) == (shop.state, shop.by)


def test_who_stands_above_the_one_that_replaces_the_strongest_wins() -> None:
    """It stands in the place of all that is below; who stands beside it is its rival."""
    shop = declared("c", 1, owner=SHOP)
    beside = declared("d", 2, owner=Owner("beside"))
    above = declared("a", 3, owner=CUSTOMER)
    promo = declared("ab", 4, owner=PROMO, replaces=saying("shop"))

    assert (above, [beside]) == settle_group([shop, beside, above, promo])
    assert "customer 3 includes b and declares the same at here.py:3" == promo.reason
    assert 'promo 0.2 says replaces="shop" at here.py:4, and gives way itself to here.py:3' == shop.reason


def test_a_name_comes_before_a_path_among_the_reasons() -> None:
    """Of what is below and is named as well."""
    promo = declared("a", 1, owner=PROMO, replaces=saying("shop"))
    shop = declared("ab", 2, owner=SHOP)

    settle_group([promo, shop])

    assert 'promo 0.2 says replaces="shop" at here.py:1' == shop.reason


def test_only_a_name_that_another_has_is_used() -> None:
    """Also where each of them says one; one's own name is no other's."""
    shop = declared("a", 1, owner=SHOP, replaces=saying("gone", "shop"))
    promo = declared("b", 2, owner=PROMO, replaces=saying("shop", "gone"))
    assert shop.replaces is not None
    assert promo.replaces is not None

    assert {(promo.replaces, "shop")} == replaced_names([shop, promo])
    assert set() == replaced_names([declared("a"), declared("b", 2)])


def settled(row: Declaration, state: State) -> Declaration:
    row.settle(state)
    return row


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((State.DISABLED,), True),
        ((State.DISABLED, State.ACTIVE), False),
        ((State.OVERRIDDEN,), False),
        ((), False),
    ],
)
def test_an_owner_is_done_without_if_nothing_of_it_is_in_use(
    states: tuple[State, ...], expected: bool
) -> None:
    """One part that is in use is enough."""
    misses = Misses([settled(declared("a", at, owner=SHOP), state) for at, state in enumerate(states)])

    assert expected == misses.is_done_without("shop")


@pytest.mark.parametrize(
    ("others", "more"), [(1, ""), (3, ""), (4, "\n  ... and 1 more"), (9, "\n  ... and 6 more")]
)
def test_three_of_the_same_title_are_shown_and_the_rest_counted(others: int, more: str) -> None:
    """They have other keys, so both are in use; the whole text."""
    row = settled(declared("z", 99, owner=PROMO, replaces=saying("shop")), State.ACTIVE)
    same = [
        settled(
            declared(
                "a",
                at,
                key=("thing", "x", at),
                owner=SHOP,
                account=FullAccount('thing "x"', in_words=lambda at=at: f"method = {at}"),  # type: ignore[misc]
            ),
            State.ACTIVE,
        )
        for at in range(1, others + 1)
    ]
    shown = range(1, min(others, 3) + 1)

    problem = Misses([row, *same]).problem(row, "shop")

    assert (
        'CFW-211  The thing "x" replaces nothing: there is no such declaration of "shop".\n'
        "\n"
        "  promo 0.2   here.py:99\n" + "".join(f"  shop 1.0    here.py:{at}\n" for at in shown) + "\n"
        "  What shop 1.0 declares under that title is about something else, and both are in use:\n"
        + "\n".join(f'    thing "x" (method = {at}) at here.py:{at}' for at in shown)
        + more.replace("\n", "\n  ")
        + "\n\n"
        "  Choose one:\n"
        "    it replaces another   write the owner that  corefw plan  shows for that\n"
        '    it replaces nothing   take  replaces="shop"  away at here.py:99'
    ) == str(problem)
    assert {"replaces": "shop", "kind": "thing", "title": 'thing "x"'} == problem.facts
