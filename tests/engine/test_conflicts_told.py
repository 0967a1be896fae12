"""What a conflict says of itself, down to the last rival, and who is beaten on the way."""

from __future__ import annotations

import pytest

from corefw.base.places import Place
from corefw.engine.conflicts import conflict_problem, reason_of, settle_group
from corefw.engine.declaration import Declaration, FullAccount, Replacing, State
from corefw.engine.owner import Owner
from tests.engine.test_conflicts import declared

SHOP, PROMO, CUSTOMER = Owner("shop", "1.0"), Owner("promo", "0.2"), Owner("customer", "3")


def rows_of(number: int) -> list[Declaration]:
    """Return rivals at here.py:1 and so on, each by way of its own."""
    return [declared("abcdefghijkl"[at], at + 1, owner=PROMO) for at in range(number)]


def why_of(*rows: Declaration) -> str:
    return conflict_problem(rows[0], rows[1:]).why


def test_among_those_who_all_replace_something_the_names_decide() -> None:
    """Though none of them would win by its include path."""
    shop = declared("a", 1, owner=SHOP, replaces=Replacing(("gone",)))
    promo = declared("b", 2, owner=PROMO, replaces=Replacing(("shop",)))

    assert (promo, []) == settle_group([shop, promo])
    assert (State.OVERRIDDEN, promo) == (shop.state, shop.by)


def test_who_is_replaced_at_second_hand_says_the_whole_way() -> None:
    """By whom directly, and to whom that gives way itself."""
    shop = declared("a", 1, owner=SHOP)
    below = declared("ab", 2, owner=CUSTOMER)
    promo = declared("c", 3, owner=PROMO, replaces=Replacing(("shop",)))

    settle_group([shop, below, promo])

    assert 'promo 0.2 says replaces="shop" at here.py:3' == shop.reason
    assert (
        "shop 1.0 includes b and declares the same at here.py:1, and gives way itself to here.py:3"
        == below.reason
    )


@pytest.mark.parametrize(
    ("number", "at", "expected"),
    [
        (2, 0, "conflicts with here.py:2"),
        (3, 1, "conflicts with here.py:1, here.py:3"),
        (5, 0, "conflicts with here.py:2, here.py:3, here.py:4 and 1 more"),
        (6, 5, "conflicts with here.py:1, here.py:2, here.py:3, here.py:4 and 1 more"),
    ],
)
def test_the_reason_of_a_rival_names_the_first_of_the_others(number: int, at: int, expected: str) -> None:
    """And counts the rest, without itself."""
    rows = rows_of(number)

    assert expected == reason_of(rows[at], rows)


@pytest.mark.parametrize(
    ("number", "word"), [(2, "Two"), (3, "Three"), (4, "Four"), (5, "5"), (1200, "1,200")]
)
def test_how_many_there_are_is_said_in_a_word_while_there_is_one(number: int, word: str) -> None:
    """Up to four."""
    rows = [declared("a", at, owner=PROMO) for at in range(number)]

    assert f'{word} declarations are about the same thing "x".' == (conflict_problem(rows[0], rows[1:]).what)


def test_eight_places_are_shown_without_a_count() -> None:
    """Only a ninth is counted."""
    eight, nine = rows_of(8), rows_of(9)

    assert [""] * 8 == [one.note for one in conflict_problem(eight[0], eight[1:]).witnesses]
    assert "and 1 more between this one and the one above" == (
        conflict_problem(nine[0], nine[1:]).witnesses[-1].note
    )


def test_four_ways_are_shown_without_a_count() -> None:
    """Only a fifth is counted."""
    assert "more" not in why_of(*rows_of(4))
    assert why_of(*rows_of(5)).endswith("\n  and 1 more")


def test_three_side_by_side_are_all_of_them() -> None:
    """And two are both."""
    three = [declared("a", at, owner=PROMO) for at in (1, 2, 3)]

    assert "They stand side by side, all by way of a, so there is no rule to prefer one." == why_of(*three)
    assert "They stand side by side, both by way of a, so there is no rule to prefer one." == why_of(
        *three[:2]
    )


def test_of_three_owners_none_includes_the_others() -> None:
    """Each is named, in order."""
    rows = [declared("abc"[at], at, owner=owner) for at, owner in enumerate((SHOP, PROMO, CUSTOMER))]

    assert (
        "None of customer 3, promo 0.2, shop 1.0 includes the others, so there is no rule to prefer one:"
        == (why_of(*rows).splitlines()[0])
    )


def test_of_many_owners_the_first_four_are_named() -> None:
    """As of the ways."""
    rows = [declared("abcdef"[at], at, owner=Owner("abcdef"[at])) for at in range(6)]

    assert (
        "None of a, b, c, d includes the others, so there is no rule to prefer one:"
        == (why_of(*rows).splitlines()[0])
    )


def test_who_replaces_one_of_its_rivals_and_not_the_other_is_told_so() -> None:
    """The other replaces something else, which is no answer to it."""
    saying = declared("a", 1, owner=PROMO, replaces=Replacing(("shop",)))
    shop = declared("b", 2, owner=SHOP)
    customer = declared("c", 3, owner=CUSTOMER)

    assert 'here.py:1 says replaces="shop", and not every other one is of that.' == why_of(
        saying, shop, customer
    )


def test_each_that_replaces_in_vain_is_told_what_it_lacks() -> None:
    """Being named by one that lacks its own is no being replaced."""
    saying = declared("a", 1, owner=PROMO, replaces=Replacing(("shop",)))
    shop = declared("b", 2, owner=SHOP, replaces=Replacing(("promo", "customr")))
    customer = declared("c", 3, owner=CUSTOMER)

    assert (
        'here.py:1 says replaces="shop", and not every other one is of that.\n'
        'here.py:2 says replaces=("promo", "customr"), and none of the others is of "customr".'
        ' Did you mean "customer"?'
    ) == why_of(saying, shop, customer)


def test_one_place_of_two_owners_is_not_the_same_line_twice() -> None:
    """A function that two addons call is no loop."""
    one, other = declared("a", 1, owner=SHOP), declared("b", 1, owner=PROMO)

    assert why_of(one, other).startswith("Neither of promo 0.2 and shop 1.0 includes the other, so")


def test_one_line_of_several_is_not_the_same_line_twice() -> None:
    """The first and the last are compared, and these are sorted by place."""
    rows = [declared("a", 1, owner=SHOP), declared("b", 1, owner=SHOP), declared("c", 2, owner=SHOP)]

    assert why_of(*rows).startswith("They stand side by side, so there is no rule to prefer one:\n")


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        (4, 'add  replaces=("a", "b", "c", "d")  at here.py:9'),
        (5, "add  replaces='thing \"x\"'  at here.py:9"),
    ],
)
def test_the_replaces_to_paste_is_never_long(others: int, expected: str) -> None:
    """Of more than four it is the thing itself that is named."""
    rows = [declared("abcde"[at], at + 1, owner=Owner("abcde"[at])) for at in range(others)]
    best = declared("f", 9, owner=PROMO)

    assert expected == conflict_problem(best, rows).fixes[0].do


def test_where_a_name_may_be_given_is_a_call_and_no_manifest() -> None:
    """The last of the calls; a manifest's line, where there is nothing else."""
    call, later = declared("a", 1, owner=SHOP), declared("b", 2, owner=SHOP)
    manifests = [declared("c", at, owner=SHOP, place=Place("shop.toml", at)) for at in (3, 4, 5)]

    for rows, place in (([call, later, *manifests], "here.py:2"), (manifests, "shop.toml:5")):
        assert f"give one another name at {place}" == conflict_problem(rows[0], rows[1:]).fixes[0].do


def test_the_thing_is_called_what_the_first_calls_it() -> None:
    """Declarations of one key may have titles of their own."""
    one = declared("a", 1, owner=SHOP, account=FullAccount("the first"))
    other = declared("b", 2, owner=PROMO, account=FullAccount("the other"))

    problem = conflict_problem(other, [one])

    assert "Two declarations are about the same the first." == problem.what
    assert {"kind": "thing", "title": "the first"} == problem.facts


@pytest.mark.parametrize("key", [("port", "mail"), "no tuple"])
def test_a_port_with_several_providers_is_chosen_in_the_settings(key: object) -> None:
    """The whole text: a line for each."""
    rows = [
        declared("abc"[at], at + 1, kind="port", key=key, owner=owner, account=FullAccount("no tuple"))
        for at, owner in enumerate((SHOP, PROMO, CUSTOMER))
    ]
    port = "mail" if isinstance(key, tuple) else "no tuple"

    problem = conflict_problem(rows[0], rows[1:])

    assert (
        f"CFW-201  The port {port} has 3 providers: customer 3, promo 0.2 and shop 1.0.\n"
        "\n"
        "  customer 3   here.py:3\n"
        "  promo 0.2    here.py:2\n"
        "  shop 1.0     here.py:1\n"
        "\n"
        "  A port has one provider, and the settings do not say which of them.\n"
        "\n"
        "  Choose one:\n"
        f'    customer is meant   {port} = "customer"   in [corefw.ports]\n'
        f'    promo is meant      {port} = "promo"   in [corefw.ports]\n'
        f'    shop is meant       {port} = "shop"   in [corefw.ports]'
    ) == str(problem)
    assert {
        "kind": "port",
        "title": "no tuple",
        "providers": ["customer", "promo", "shop"],
    } == problem.facts


def test_a_port_that_one_owner_fills_twice_is_an_ordinary_conflict() -> None:
    """The settings could not choose between the two."""
    rows = [declared("a", at, kind="port", owner=SHOP) for at in (1, 2)]

    assert 'Two declarations are about the same thing "x".' == conflict_problem(rows[0], rows[1:]).what


def test_an_owner_each_is_an_ordinary_conflict_of_anything_but_a_port() -> None:
    """Only a port is chosen in the settings."""
    rows = [declared("a", 1, owner=SHOP), declared("b", 2, owner=PROMO)]

    assert 'Two declarations are about the same thing "x".' == conflict_problem(rows[0], rows[1:]).what
