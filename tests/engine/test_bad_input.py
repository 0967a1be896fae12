"""What nobody should write, written all the same: it ends, and says what happened."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from corefw.base.errors import ConfigurationConflictError, ConfigurationError
from corefw.engine.declaration import Deferred, Need, State
from corefw.engine.owner import Owner
from tests.engine.configurators import Configurator

HERE = "tests/engine/test_bad_input.py"


def refused(config: Configurator) -> str:
    with pytest.raises(ConfigurationError) as caught:
        config.commit()
    return str(caught.value)


def first(config: Any) -> None:
    config.say("first")
    config.include(second)


def second(config: Any) -> None:
    config.say("second")
    config.include(first)


def test_circular_includes_end_and_each_is_included_once(config: Configurator) -> None:
    """As Pyramid does; the one that closes the circle says where it was included before."""
    config.include(first)

    config.commit()

    assert ["first", "second"] == config.done
    (closing,) = config.plan.select(kind="include", state="aliased")
    assert closing.reason.startswith(f"included already at {HERE}:")


def longer(config: Any) -> None:
    config.include(and_longer, route_prefix="again")


def and_longer(config: Any) -> None:
    config.include(longer)


def test_circular_includes_under_ever_longer_prefixes_are_told(config: Configurator) -> None:
    """The whole text: under another prefix the same is included again, and that would never end."""
    with pytest.raises(ConfigurationError) as caught:
        config.include(longer)

    name = __name__
    line = and_longer.__code__.co_firstlineno + 1
    assert (
        f"CFW-213  Includes go around in a circle: {name}:longer -> {name}:and_longer -> {name}:longer.\n"
        "\n"
        f"  shop 1.0   {HERE}:{line}   config.include(longer)\n"
        "\n"
        '  Each time round the prefix is longer, by now "/again/again/again/again/again/again/again/again",'
        " so that it never ends.\n"
        "\n"
        "  To mend it: take one of the includes away, or the route_prefix: the same is then included once"
    ) == str(caught.value)
    assert {State.DISABLED} == {row.state for row in config.plan}


def test_includes_that_make_ever_new_ones_are_told(config: Configurator) -> None:
    """The whole text but for the names: a function inside a function is another each time."""

    def fresh() -> Any:
        def includeme(config: Any) -> None:
            config.include(fresh())

        return includeme

    with pytest.raises(ConfigurationError) as caught:
        config.include(fresh())

    (problem,) = caught.value.problems
    name = f"{__name__}:test_includes_that_make_ever_new_ones_are_told.<locals>.fresh.<locals>.includeme"
    assert (
        f"Includes stand 201 deep inside each other: {name} -> {name} (2) -> ... -> {name} (200)"
        f" -> {name} (201)."
    ) == problem.what
    assert "Each of them includes a next one that is new, so that it never ends." == problem.why


def raising() -> Any:
    return dict[str, Any]()["no such thing"]


def test_a_discriminator_that_raises_is_told_with_both_places(config: Configurator) -> None:
    """The whole text: where it was declared, and where it raised."""
    config.action(Deferred(raising), kind="thing", title='thing "x"')
    line = sys._getframe().f_lineno - 1

    raised = f"{HERE}:{raising.__code__.co_firstlineno + 1}"
    assert (
        "CFW-206  The discriminator of the thing \"x\" cannot be decided: KeyError: 'no such thing'\n"
        "\n"
        f'  shop 1.0   {HERE}:{line}   config.action(Deferred(raising), kind="thing", title=\'thing "x"\')\n'
        f"             {raised:<{len(HERE) + 4}}   raised it\n"
        "\n"
        "  To mend it: let it return something hashable, such as a tuple of names, and raise nothing"
    ) == refused(config)


@pytest.mark.parametrize("count", [12, 10_000])
def test_very_many_conflicts_are_summarised(config: Configurator, count: int) -> None:
    """The whole text: the first ten are told in full, the rest counted by kind and owner."""
    promo = config.child(owner=Owner("promo", "0.2"), include_path=("the addon promo",))
    config = config.child(include_path=("shop:includeme",))
    for number in range(count):
        config.action(("thing", number), kind="thing", title=f"thing {number}")  # by the shop
        promo.action(("thing", number), kind="thing", title=f"thing {number}")  # by the addon
    with open(__file__) as file:
        lines = [line.strip() for line in file]
    shop, addon = (
        next(number for number, line in enumerate(lines, 1) if line.endswith(f"# by the {who}"))
        for who in ("shop", "addon")
    )

    with pytest.raises(ConfigurationConflictError) as caught:
        config.commit()

    width = len("promo should replace shop")
    told = "\n\n".join(
        f"CFW-201  Two declarations are about the same thing {number}.\n"
        "\n"
        f"  shop 1.0    {HERE}:{shop}   {lines[shop - 1]}\n"
        f"  promo 0.2   {HERE}:{addon}   {lines[addon - 1]}\n"
        "\n"
        "  Neither of promo 0.2 and shop 1.0 includes the other, so there is no rule to prefer one:\n"
        f"    {HERE}:{shop}   by way of shop:includeme\n"
        f"    {HERE}:{addon}   by way of the addon promo\n"
        "\n"
        "  Choose one:\n"
        f'    promo should replace shop   add  replaces="shop"  at {HERE}:{addon}\n'
        f"    {'both are needed':<{width}}   give one another name at {HERE}:{addon}\n"
        f"    {'promo is not wanted':<{width}}"
        '   disable = ["promo"]   in [corefw]'
        for number in range(10)
    )
    assert (
        f"11 problems were found.\n\n{told}\n\n"
        f"CFW-212  There are {count - 10:,} more conflicts.\n"
        "\n"
        f"  {count - 10:,}   thing   promo 0.2 and shop 1.0\n"
        "\n"
        "  To mend it: begin with those above; all are listed by  corefw plan --state failed"
    ) == str(caught.value)
    assert {State.FAILED: 2 * count} == {
        state: number for state, number in config.plan.counts().items() if number
    }


def test_one_more_than_is_told_in_full_is_counted_too(config: Configurator) -> None:
    """In the singular."""
    for number in range(22):
        config.say("x", number // 2)

    assert "CFW-212  There is 1 more conflict.\n\n  1   word   shop 1.0\n" in refused(config)


def test_very_many_unmet_needs_are_summarised(config: Configurator) -> None:
    """The first ten are told in full, with near names; the rest are counted."""
    for number in range(500):
        need = Need(("thing", f"no{number}"), "thing", f"no{number}", known=lambda: ["no7x"])
        config.action(("user", number), kind="user", title=f"user {number}", needs=[need])

    said = refused(config)

    assert said.startswith(
        "11 problems were found.\n\nCFW-202  The user 0 needs a thing that nobody declares.\n"
    )
    assert 'There is no thing "no7". Did you mean "no7x"?' in said
    assert (
        "CFW-212  There are 490 more declarations that need what nobody declares.\n"
        "\n"
        "  490   user   shop 1.0\n"
        "\n"
        "  To mend it: begin with those above; all are listed by  corefw plan --state unmet"
    ) == said.rpartition("\n\nCFW")[1].strip() + said.rpartition("\n\nCFW")[2]
    assert 500 == config.plan.counts()[State.UNMET]


def test_very_many_kinds_and_owners_are_counted_shortly(config: Configurator) -> None:
    """The most frequent first, and what is left in one line."""
    for number in range(40):
        kind = f"kind {number % 20:02}"
        for _ in range(2):
            config.action(("x", number), kind=kind, title=f"x {number}")

    said = refused(config).rpartition("CFW-212")[2]

    assert said.startswith("  There are 30 more conflicts.\n\n  2   kind 10   shop 1.0\n")
    assert "\n  14 more, of other kinds or owners\n" in said


def test_a_scan_or_an_include_after_the_freeze_is_told(config: Configurator) -> None:
    """The whole text of each."""
    config.registry.freeze()

    calls: list[tuple[Callable[[], object], str]] = [
        (lambda: config.include(first), "include anything"),
        (lambda: config.scan(), "scan anything"),
        (lambda: config.say("x"), "declare a word"),
        (lambda: config.action("x"), "declare an action"),
    ]
    for call, what in calls:
        with pytest.raises(ConfigurationError) as caught:
            call()
        (problem,) = caught.value.problems
        (witness,) = problem.witnesses
        assert (
            f"CFW-205  The application was built already, so it is too late to {what}.\n"
            "\n"
            f"  {HERE}:{call.__code__.co_firstlineno}"
            f"   {witness.place.source}\n"
            "\n"
            "  After make_wsgi_app the registry is frozen: every request relies on what it holds.\n"
            "\n"
            "  Choose one:\n"
            "    in an application   declare it before config.make_wsgi_app()\n"
            "    in a test           lay a child over it: Registry(bases=(app.registry,))"
        ) == str(caught.value)
