"""Who includes something may override it; side by side, nobody wins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corefw.base.places import Place
from corefw.engine.conflicts import beats, conflict_problem, settle_group
from corefw.engine.declaration import Declaration, FullAccount, State
from corefw.engine.owner import APPLICATION, Owner

SHOP, PROMO = Owner("shop", "1.0"), Owner("promo", "0.2")


@pytest.fixture
def source(tmp_path: Path) -> Any:
    def place(name: str, line: int, text: str) -> Place:
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        lines = file.read_text().splitlines() if file.exists() else []
        lines += [""] * (line - len(lines))
        lines[line - 1] = text
        file.write_text("\n".join(lines))
        return Place(str(file), line, name.removesuffix(".py").replace("/", "."))

    return place


def declared(path: str = "", sequence: int = 1, **changes: Any) -> Declaration:
    given: dict[str, Any] = {
        "kind": "thing",
        "key": ("thing", "x"),
        "account": FullAccount('thing "x"'),
        "place": Place("here.py", sequence),
        "owner": APPLICATION,
        "include_path": tuple(path),
        "sequence": sequence,
    }
    return Declaration(**{**given, **changes})


@pytest.mark.parametrize(
    ("winner", "other", "does"),
    [("", "a", True), ("a", "ab", True), ("a", "abc", True), ("a", "b", False), ("a", "bc", False)],
)
def test_a_shorter_path_beats_those_that_go_on_from_it(winner: str, other: str, does: bool) -> None:
    """The length alone decides nothing."""
    assert does == beats(declared(winner), declared(other))
    assert not beats(declared(other), declared(winner))
    assert not beats(declared(winner), declared(winner))


def test_the_overridden_say_by_which_and_why() -> None:
    """Nothing disappears."""
    top, middle, deep = declared("", 3), declared("a", 2), declared("ab", 1)

    winner, rivals = settle_group([deep, middle, top])

    assert (top, []) == (winner, rivals)
    assert [State.OVERRIDDEN, State.OVERRIDDEN] == [middle.state, deep.state]
    assert "application includes a and declares the same at here.py:3" == deep.reason
    assert top is deep.by


def test_rivals_stand_side_by_side() -> None:
    """Who is overridden by the winner is no rival, who is not is one."""
    first, second, below = declared("a", 1), declared("b", 2), declared("ac", 3)

    assert (first, [second]) == settle_group([first, second, below])
    assert State.OVERRIDDEN is below.state


def test_what_was_performed_is_kept() -> None:
    """It cannot be taken back inside a commit, so a shorter path comes too late."""
    performed, late, below = declared("a", 1), declared("", 2), declared("ab", 3)

    assert (performed, [late]) == settle_group([performed, late, below], kept=performed)
    assert State.OVERRIDDEN is below.state


def test_a_conflict_of_one_owner(source: Any) -> None:
    """The whole text: what, where, why, and what to do."""
    one = declared(place=source("shop/a.py", 3, "config.add_thing('x')"), owner=SHOP)
    other = declared(place=source("shop/b.py", 12, "config.add_thing('x', 2)"), owner=SHOP, sequence=2)

    assert (
        'CFW-201  Two declarations are about the same thing "x".\n'
        "\n"
        "  shop 1.0   shop/a.py:3    config.add_thing('x')\n"
        "  shop 1.0   shop/b.py:12   config.add_thing('x', 2)\n"
        "\n"
        "  They stand side by side, both in the application itself, so there is no rule to prefer one.\n"
        "\n"
        "  Choose one:\n"
        "    both are needed      give one another name at shop/b.py:12\n"
        "    only one is needed   remove shop/a.py:3 or shop/b.py:12"
    ) == str(conflict_problem(other, [one]))


def test_a_conflict_of_two_owners(source: Any) -> None:
    """Both with their versions, predicates in words, by which way each came, and what to paste."""
    one = declared(
        kind="view",
        place=source("shop/views.py", 3, "@view_config(name='x')"),
        owner=SHOP,
        include_path=("the addon shop", "shop.pages:includeme"),
        account=FullAccount('thing "x"', in_words=lambda: "request_method = POST"),
    )
    other = declared(
        kind="view",
        place=source("promo/views.py", 2, "@view_config(name='x')"),
        owner=PROMO,
        include_path=("the addon promo",),
        account=FullAccount('thing "x"', in_words=lambda: "request_method = POST"),
        sequence=2,
    )

    assert (
        'CFW-201  Two declarations are about the same thing "x" (request_method = POST).\n'
        "\n"
        "  promo 0.2   promo/views.py:2   @view_config(name='x')\n"
        "  shop 1.0    shop/views.py:3    @view_config(name='x')\n"
        "\n"
        "  Neither of promo 0.2 and shop 1.0 includes the other, so there is no rule to prefer one:\n"
        "    promo/views.py:2   by way of the addon promo\n"
        "    shop/views.py:3    by way of the addon shop -> shop.pages:includeme\n"
        "\n"
        "  Choose one:\n"
        '    promo should replace shop   add  replaces="shop"  at promo/views.py:2\n'
        "    both are needed             "
        "give one another name=, request_method=, accept= or other predicate\n"
        '    promo is not wanted         disable = ["promo"]   in [corefw]'
    ) == str(conflict_problem(one, [other]))


def test_the_fixes_of_a_conflict_fit_what_is_there(source: Any) -> None:
    """Nobody is told to put replaces= into a manifest, or to disable the application."""
    shop = Owner("shop", "", "application")
    one = declared(place=source("shop/a.py", 3, "config.add_thing('x')"), owner=shop, include_path=("a",))
    manifest = declared(
        place=source("promo.toml", 1, "[needs]"), owner=PROMO, include_path=("b",), sequence=2
    )
    customer = declared(
        place=source("c.py", 1, "x()"), owner=Owner("customer", "", "application"), sequence=3
    )

    assert [
        ("both are needed", "give one another name at shop/a.py:3"),
        ("promo is not wanted", 'disable = ["promo"]   in [corefw]'),
    ] == [(fix.when, fix.do.replace(str(manifest.place), "promo.toml:1")) for fix in fixes(one, manifest)]
    assert [
        ("customer should replace shop", f'add  replaces="shop"  at {customer.place}'),
        ("both are needed", "give one another name at shop/a.py:3"),
    ] == [(fix.when, fix.do) for fix in fixes(one, customer)]
    assert (
        "customer should replace the others",
        f'add  replaces=("promo", "shop")  at {customer.place}',
    ) == ((first := fixes(one, manifest, customer)[0]).when, first.do)


def fixes(*rows: Declaration) -> Any:
    return conflict_problem(rows[0], rows[1:]).fixes


def test_a_conflict_of_very_many_is_short() -> None:
    """The whole text: some places are shown, and the rest counted."""
    rows = [declared("abcdefghijkl"[number % 12], number, owner=PROMO) for number in range(1, 41)]

    assert (
        'CFW-201  40 declarations are about the same thing "x".\n'
        "\n"
        + "".join(f"  promo 0.2   here.py:{number}\n" for number in range(1, 8))
        + "  promo 0.2   here.py:40   and 32 more between this one and the one above\n"
        "\n"
        "  They stand side by side, so there is no rule to prefer one:\n"
        "    here.py:1   by way of b\n"
        "    here.py:2   by way of c\n"
        "    here.py:3   by way of d\n"
        "    here.py:4   by way of e\n"
        "    and 36 more\n"
        "\n"
        "  Choose one:\n"
        "    all are needed       give one another name at here.py:40\n"
        "    only one is needed   remove here.py:1 or here.py:40"
    ) == str(conflict_problem(rows[0], rows[1:]))


def test_a_line_in_conflict_with_itself(source: Any) -> None:
    """It is in a loop, or its package is scanned twice; removing it would remove both."""
    place = source("shop/a.py", 3, "for name in names: config.add_thing(name)")
    rows = [declared(place=place, owner=SHOP, sequence=number) for number in (1, 2, 3)]

    assert (
        'CFW-201  Three declarations are about the same thing "x".\n'
        "\n"
        "  shop 1.0   shop/a.py:3   for name in names: config.add_thing(name)\n"
        "  shop 1.0   shop/a.py:3   for name in names: config.add_thing(name)\n"
        "  shop 1.0   shop/a.py:3   for name in names: config.add_thing(name)\n"
        "\n"
        "  The same line declared it each time: it is in a loop or a function that is called twice,\n"
        "  or its package is included or scanned twice.\n"
        "\n"
        "  Choose one:\n"
        "    both are needed      give each another name at shop/a.py:3\n"
        "    only one is needed   include or scan it once, or call it once"
    ) == str(conflict_problem(rows[0], rows[1:]))


def test_the_order_of_the_places_is_that_of_their_shown_names() -> None:
    """Where the packages are installed does not change the text."""
    one = declared(place=Place("/z/alpha/a.py", 1, "alpha.a"))
    other = declared(place=Place("/a/beta/b.py", 1, "beta.b"), sequence=2)

    problem = conflict_problem(other, [one])

    assert ["alpha/a.py:1", "beta/b.py:1"] == [str(witness.place) for witness in problem.witnesses]


def test_the_facts_of_a_conflict_are_there_for_machines() -> None:
    """Kind and title."""
    assert {"kind": "thing", "title": 'thing "x"'} == conflict_problem(declared(), [declared("a", 2)]).facts
