"""``replaces=`` beats by name what no include path would let it beat, and never in vain."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from corefw.base.errors import ConfigurationConflictError, ConfigurationError
from corefw.engine.attachment import Target, decorator
from corefw.engine.declaration import Declaration, State
from corefw.engine.owner import Owner
from corefw.engine.replacing import shown_as
from tests.engine.configurators import Configurator, configurator
from tests.engine.test_conflicts import declared

SHOP, PROMO, CUSTOMER = Owner("shop", "1.0"), Owner("promo", "0.2"), Owner("customer", "3")


def thing(config: Any, name: str) -> None:
    config.action(("thing", name), config.do, (config.owner.name,), kind="thing", title=f'thing "{name}"')


@decorator("thing")
def a_thing(config: Any, target: Target, name: str) -> None:
    config.thing(name)


def on_behalf(
    config: Configurator, owner: Owner, say: Callable[[Configurator], object], *path: str
) -> Configurator:
    """Let *say* speak on behalf of *owner*, included by way of *path*."""
    config.ledger.directives.pop("thing", None)
    config.add_directive("thing", thing)
    child = config.child(owner=owner, include_path=path or (owner.name,))
    say(child)
    return child


def saying(more: dict[str, Any], config: Configurator) -> None:
    config.thing("x", **more)


def states(config: Configurator) -> list[tuple[str, str]]:
    return [(row.owner.name, str(row.state)) for row in config.plan]


def refused(config: Configurator) -> str:
    with pytest.raises(ConfigurationError) as caught:
        config.commit()
    return str(caught.value)


@pytest.mark.parametrize("name", ["shop", 'thing "x"', ("shop", 'thing "x"')])
@pytest.mark.parametrize("turned", [False, True])
def test_it_replaces_by_owner_or_by_the_thing_itself(config: Configurator, name: Any, turned: bool) -> None:
    """Whoever spoke first; the replaced one says by what."""
    steps: list[tuple[Owner, dict[str, Any]]] = [(SHOP, {}), (PROMO, {"replaces": name})]
    for owner, more in reversed(steps) if turned else steps:
        on_behalf(config, owner, partial(saying, more))

    config.commit()

    assert ["promo"] == config.done
    assert {("shop", "overridden"), ("promo", "active")} == set(states(config))
    (beaten,) = config.plan.select(state="overridden")
    assert beaten.by is not None
    assert "promo" == beaten.by.owner.name
    assert beaten.reason.startswith("promo 0.2 says replaces=")


def test_it_beats_even_what_includes_it(config: Configurator) -> None:
    """Explicit comes before the include path."""
    on_behalf(config, SHOP, lambda inner: inner.thing("x"), "shop")
    on_behalf(config, PROMO, lambda inner: inner.thing("x", replaces="shop"), "shop", "promo")

    config.commit()

    assert ["promo"] == config.done


def test_who_replaces_stands_in_the_place_of_what_it_replaced(config: Configurator) -> None:
    """What that would have overridden from above is overridden too, and says the whole way."""
    on_behalf(config, SHOP, lambda inner: inner.thing("x"), "product")
    on_behalf(config, CUSTOMER, lambda inner: inner.thing("x"), "product", "customer")
    on_behalf(config, PROMO, lambda inner: inner.thing("x", replaces="shop"), "promo")

    config.commit()

    assert ["promo"] == config.done
    (reason,) = [row.reason for row in config.plan if row.owner == CUSTOMER]
    assert reason.startswith("shop 1.0 includes customer and declares the same at")
    assert ", and gives way itself to " in reason


def test_a_chain_of_replacements_has_one_end(config: Configurator) -> None:
    """Who is replaced still replaced what it says."""
    on_behalf(config, SHOP, lambda inner: inner.thing("x"))
    on_behalf(config, PROMO, lambda inner: inner.thing("x", replaces="shop"))
    on_behalf(config, CUSTOMER, lambda inner: inner.thing("x", replaces="promo"))

    config.commit()

    assert ["customer"] == config.done
    assert [("shop", "overridden"), ("promo", "overridden"), ("customer", "active")] == states(config)


def test_decorators_pass_it_on(config: Configurator) -> None:
    """Also those whose function takes nothing but its own arguments."""

    @a_thing("x", replaces="shop")  # type: ignore[call-arg]  # no ParamSpec can say "and replaces="
    def decorated() -> None: ...

    (found,) = decorated.__venusian_callbacks__["corefw"]  # type: ignore[attr-defined]
    on_behalf(config, SHOP, lambda inner: inner.thing("x"))
    child = on_behalf(config, PROMO, lambda inner: None)
    scanner: Any = type("Scanner", (), {"config": child})()
    found(scanner, "decorated", decorated)

    config.commit()

    assert ["promo"] == config.done


def test_an_action_and_a_block_say_it_too(config: Configurator) -> None:
    """For a plain action, and where a directive is called with its types."""
    on_behalf(config, SHOP, lambda inner: (inner.thing("x"), inner.thing("y")))

    def say(inner: Configurator) -> None:
        inner.action(("thing", "x"), inner.do, ("action",), replaces="shop")
        with inner.replacing("shop"):
            inner.call(thing, "y")

    on_behalf(config, PROMO, say)

    config.commit()

    assert ["action", "promo"] == config.done


def test_what_is_included_in_the_block_says_nothing(config: Configurator) -> None:
    """It speaks for itself."""
    with config.replacing("shop"):
        config.include(lambda inner: inner.say("one"))

    assert [None, None] == [row.replaces for row in config.plan]


def test_a_directive_may_have_an_argument_of_that_name(config: Configurator) -> None:
    """Then it is the directive's."""
    taken = []
    config.add_directive("mine", lambda config, replaces: taken.append(replaces))

    config.mine(replaces="what it likes")

    assert ["what it likes"] == taken


def test_an_earlier_commit_is_replaced_as_by_any_later_one(config: Configurator) -> None:
    """As Pyramid's later commits do; the name is compared all the same."""
    on_behalf(config, SHOP, lambda inner: inner.thing("x"))
    config.commit()
    on_behalf(config, PROMO, lambda inner: inner.thing("x", replaces="shop"))
    config.commit()

    assert ["shop", "promo"] == config.done
    assert [("shop", "overridden"), ("promo", "active")] == states(config)


def test_what_was_performed_in_this_commit_is_not_taken_back(config: Configurator) -> None:
    """Who replaces it comes too late."""

    def late() -> None:
        on_behalf(config, PROMO, lambda inner: inner.thing("x", replaces="shop"))

    on_behalf(config, SHOP, lambda inner: inner.thing("x"))
    config.action("late", late)

    assert "CFW-201" in refused(config)
    assert {State.FAILED} == {row.state for row in config.plan if row.kind == "thing"}


def test_nothing_is_asked_of_an_owner_that_is_done_without(config: Configurator) -> None:
    """The policy to go on without an addon holds for those who replace it."""
    gone = on_behalf(config, SHOP, lambda inner: inner.thing("x"))
    config.ledger.pending[0].settle(State.DISABLED, "it failed")
    on_behalf(config, PROMO, lambda inner: inner.thing("x", replaces=gone.owner.name))

    config.commit()

    assert ["promo"] == config.done


def test_committing_at_once_judges_a_call_and_not_its_parts() -> None:
    """A directive that declares two things may replace one of them."""
    config = configurator(sys.modules[__name__], autocommit=True)

    def two(config: Any) -> None:
        config.action(("thing", "x"), None, kind="thing")
        config.action(None, None, kind="note")

    config.add_directive("two", two)
    config.action(("thing", "x"), None, kind="thing", title="thing x")
    config.two(replaces="shop")

    assert ["overridden", "active", "active"] == [str(row.state) for row in config.plan]


HERE = "tests/engine/test_replacing.py"


def line_of(text: str) -> int:
    with open(__file__) as file:
        return next(number for number, line in enumerate(file, 1) if text in line)


def test_a_misspelt_name_is_told_with_what_was_probably_meant(config: Configurator) -> None:
    """The whole text, of one that stands alone."""
    on_behalf(config, SHOP, lambda inner: inner.thing("y"))
    on_behalf(config, PROMO, lambda inner: inner.thing("x", replaces="shpo"))  # alone
    line = line_of("# " + "alone")

    assert (
        'CFW-211  The thing "x" replaces nothing: there is no such declaration of "shpo".'
        ' Did you mean "shop"?\n'
        "\n"
        f"  promo 0.2   {HERE}:{line}"
        '   on_behalf(config, PROMO, lambda inner: inner.thing("x", replaces="shpo"))  # alone\n'
        "\n"
        "  The name is that of an application or an addon, or the thing itself as the plan shows it:\n"
        '    thing "x"\n'
        "\n"
        "  Choose one:\n"
        "    it replaces another   write the owner that  corefw plan  shows for that\n"
        f'    it replaces nothing   take  replaces="shpo"  away at {HERE}:{line}'
    ) == refused(config)
    assert ["failed"] == [str(row.state) for row in config.plan if row.owner == PROMO]


def test_who_declares_no_such_thing_cannot_be_replaced_in_it(config: Configurator) -> None:
    """The owner is there, and says something else."""
    on_behalf(config, SHOP, lambda inner: inner.thing("y"))
    on_behalf(config, PROMO, lambda inner: inner.thing("x", replaces="shop"))

    said = refused(config)

    assert 'CFW-211  The thing "x" replaces nothing: there is no such declaration of "shop".\n' in said
    assert "\n  shop 1.0 declares nothing that is about the same.\n" in said


def test_what_is_told_apart_by_its_predicates_is_shown(config: Configurator) -> None:
    """The title is the same, and the key is not."""
    on_behalf(config, SHOP, lambda inner: inner.thing("x"))

    def say(inner: Configurator) -> None:
        inner.action(("thing", "x", "POST"), kind="thing", title='thing "x"', replaces="shop")

    on_behalf(config, PROMO, say)

    said = refused(config)

    assert (
        "\n  What shop 1.0 declares under that title is about something else, and both are in use:\n"
        f'    thing "x" at {HERE}:'
    ) in said


def test_what_has_no_key_replaces_nothing(config: Configurator) -> None:
    """It stands beside others."""
    config.action(None, kind="subscriber", title="subscriber s", replaces="shop")

    said = refused(config)

    assert "  It has no key: it stands beside others of its kind and can replace none of them.\n" in said


def test_replacing_the_thing_that_nobody_else_declares(config: Configurator) -> None:
    """It names itself."""
    config.action("one", kind="thing", title="thing one", replaces="thing one")

    assert "\n  Nobody else declares it.\n" in refused(config)


def test_a_circle_is_a_conflict(config: Configurator) -> None:
    """The whole text: each says that it replaces the other."""
    on_behalf(config, SHOP, lambda inner: inner.thing("x", replaces="promo"))  # one way
    on_behalf(config, PROMO, lambda inner: inner.thing("x", replaces="shop"))  # and back
    one, back = line_of("# " + "one way"), line_of("# " + "and back")

    with pytest.raises(ConfigurationConflictError) as caught:
        config.commit()

    assert (
        'CFW-201  Two declarations are about the same thing "x".\n'
        "\n"
        f"  shop 1.0    {HERE}:{one}"
        '   on_behalf(config, SHOP, lambda inner: inner.thing("x", replaces="promo"))  # one way\n'
        f"  promo 0.2   {HERE}:{back}"
        '   on_behalf(config, PROMO, lambda inner: inner.thing("x", replaces="shop"))  # and back\n'
        "\n"
        f'  {HERE}:{one} says replaces="promo", and is replaced itself by what {HERE}:{back} says.\n'
        f'  {HERE}:{back} says replaces="shop", and is replaced itself by what {HERE}:{one} says.\n'
        "\n"
        "  Choose one:\n"
        f"    one of them should win   take  replaces=  away at {HERE}:{one} or {HERE}:{back}\n"
        f"    both are needed          give one another name at {HERE}:{back}"
    ) == str(caught.value)


def test_a_misspelt_name_in_a_conflict_is_told_there(config: Configurator) -> None:
    """The whole text: it would have decided."""
    on_behalf(config, SHOP, lambda inner: inner.thing("x"))  # misspelt rival
    on_behalf(config, PROMO, lambda inner: inner.thing("x", replaces="shpo"))  # misspelt
    one, other = line_of("# " + "misspelt rival"), line_of("# misspelt" + "\n")

    with pytest.raises(ConfigurationConflictError) as caught:
        config.commit()

    (conflict,) = caught.value.problems
    wins = f"{HERE}:{other} should win"
    assert (
        f'  {HERE}:{other} says replaces="shpo", and none of the others is of "shpo". Did you mean "shop"?\n'
        "\n"
        "  Choose one:\n"
        f'    {wins}   write  replaces="shop"  there\n'
        f"    {'both are needed':<{len(wins)}}   give one another name at {HERE}:{other}"
    ) == str(conflict).split("\n\n", 2)[2]
    assert one < other


def test_very_many_that_replace_each_other_are_decided_in_time(config: Configurator) -> None:
    """A loop that says it each time is a conflict of all of them."""
    for _ in range(2000):
        config.action(("thing", "x"), kind="thing", title="thing x", replaces="shop")

    assert "CFW-201  2,000 declarations are about the same thing x." in refused(config)


def test_the_name_of_the_application_is_application_too() -> None:
    """As in the settings."""
    row: Declaration = declared(owner=Owner("shop", "", "application"))

    assert {"shop", "application", 'thing "x"'} == shown_as(row)
