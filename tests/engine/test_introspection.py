"""The introspector is as Pyramid documents it, and follows the registry's journal."""

from __future__ import annotations

from pathlib import Path

import pytest

from corefw.base.places import Place
from corefw.engine.deferred import Deferred
from corefw.engine.introspection import Introspectable, Introspector
from corefw.engine.journal import Journal
from tests.engine.configurators import failing

HERE = Place("here.py", 1)


def filed(introspector: Introspector, category: str, name: str) -> Introspectable:
    made = Introspectable(category, name, f"the {name}", "thing")
    made["name"] = name
    made.register(introspector, HERE)
    return made


def test_what_is_filed_is_found_by_category_and_discriminator() -> None:
    """With its facts, and where it was said."""
    introspector = Introspector()
    home = filed(introspector, "routes", "home")

    assert home is introspector.get("routes", "home")
    assert "none" == introspector.get("routes", "away", "none")
    assert {"name": "home"} == dict(home)
    assert HERE == home.action_info


def test_a_category_lists_its_rows_in_the_order_they_came() -> None:
    """Or sorted by a key; an unknown category gives the default."""
    introspector = Introspector()
    second, first = filed(introspector, "routes", "b"), filed(introspector, "routes", "a")

    assert [
        {"introspectable": second, "related": []},
        {"introspectable": first, "related": []},
    ] == introspector.get_category("routes")
    assert [first, second] == [
        row["introspectable"] for row in introspector.get_category("routes", sort_key=lambda row: row["name"])
    ]
    assert "none" == introspector.get_category("tweens", "none")
    assert ["routes"] == introspector.categories()
    assert [("routes", introspector.get_category("routes"))] == introspector.categorized()


def test_relations_are_made_when_it_is_filed_and_go_both_ways() -> None:
    """They are asked for before, since neither may be there yet."""
    introspector = Introspector()
    home = filed(introspector, "routes", "home")
    view = Introspectable("views", Deferred(lambda: "the key"), "a view", "view")
    view.relate("routes", Deferred(lambda: "home"))

    view.register(introspector, HERE)

    assert view is introspector.get("views", "the key")
    assert [home] == introspector.related(view)
    assert [view] == introspector.related(home)


def test_a_relation_is_undone_by_unrelate_or_remove() -> None:
    """What is removed leaves nothing behind."""
    introspector = Introspector()
    home, away = filed(introspector, "routes", "home"), filed(introspector, "routes", "away")
    introspector.relate(home.address, away.address)
    introspector.unrelate(home.address, away.address)
    assert [] == introspector.related(home)

    introspector.relate(home.address, away.address)
    introspector.remove("routes", "away")
    introspector.remove("routes", "never there")

    assert [] == introspector.related(home)
    assert introspector.get("routes", "away") is None


def test_who_is_unknown_cannot_be_related() -> None:
    """As Pyramid's raises KeyError."""
    introspector = Introspector()
    home = filed(introspector, "routes", "home")
    stranger = Introspectable("routes", "stranger", "", "")

    with pytest.raises(KeyError):
        introspector.relate(home.address, stranger.address)
    with pytest.raises(KeyError):
        introspector.unrelate(home.address, stranger.address)
    with pytest.raises(KeyError):
        introspector.related(stranger)


def test_a_discriminator_that_can_be_resolved_is_not_a_deferred_one() -> None:
    """A path has a method ``resolve``, and is itself."""
    path = Path("templates")

    assert ("static", path) == Introspectable("static", path, "", "").address


def test_an_introspectable_is_true_and_equals_itself_only() -> None:
    """Pyramid's are true even without facts, and serve as keys."""
    one, other = Introspectable("a", "b", "c", "d"), Introspectable("a", "b", "c", "d")

    assert one
    assert one != other
    assert 2 == len({one, other})
    assert "<Introspectable a 'c'>" == repr(one)


def test_a_failed_attempt_leaves_the_introspector_as_it_was() -> None:
    """Added, replaced, removed, related and unrelated: all is undone."""
    journal = Journal()
    introspector = Introspector(journal.note)
    home, away = filed(introspector, "routes", "home"), filed(introspector, "routes", "away")
    introspector.relate(home.address, away.address)
    before = introspector.categorized()

    with failing(journal.attempt()):
        filed(introspector, "routes", "home")
        view = filed(introspector, "views", "view")
        introspector.relate(home.address, view.address)
        introspector.unrelate(home.address, away.address)
        introspector.remove("routes", "away")

    assert before == introspector.categorized()
    assert [away] == introspector.related(home)
    assert [home] == introspector.related(away)
    assert home is introspector.get("routes", "home")


class Telling:
    """Tells of one route, and counts how often it was asked."""

    place = HERE

    def __init__(self, name: str, related: str | None = None) -> None:
        self.name = name
        self.related = related
        self.asked = 0

    @property
    def introspectables(self) -> list[Introspectable]:
        self.asked += 1
        made = Introspectable("routes", self.name, f"the {self.name}", "route")
        if self.related is not None:
            made.relate("routes", self.related)
        return [made]


def test_what_is_told_is_asked_for_when_somebody_asks() -> None:
    """Once, with the place; whoever was filed before or after stands in the order of the filing."""
    introspector = Introspector()
    first, told, last = filed(introspector, "routes", "a"), Telling("b"), "c"
    introspector.file(told)
    third = filed(introspector, "routes", last)
    assert 0 == told.asked

    second = introspector.get("routes", "b")

    assert [first, second, third] == [row["introspectable"] for row in introspector.get_category("routes")]
    assert (HERE, 1) == (second.action_info, told.asked)


def test_what_is_told_is_related_to_what_is_filed() -> None:
    """What does not tell of itself cannot be related to, and that is no error when somebody asks."""
    introspector = Introspector()
    introspector.file(Telling("home"))
    introspector.file(Telling("edit", related="home"))
    introspector.file(Telling("lone", related="never told"))

    home, edit, lone = (introspector.get("routes", name) for name in ("home", "edit", "lone"))

    assert ([edit], [home], []) == tuple(map(introspector.related, (home, edit, lone)))


def test_what_a_failed_attempt_was_told_is_forgotten_also_if_somebody_asked_meanwhile() -> None:
    """What was filed before is there all the same."""
    journal = Journal()
    introspector = Introspector(journal.note)
    introspector.file(Telling("before"))

    with failing(journal.attempt()):
        introspector.file(Telling("inside"))
        assert introspector.get("routes", "inside") is not None

    assert introspector.get("routes", "inside") is None
    assert "before" == introspector.get("routes", "before").discriminator
