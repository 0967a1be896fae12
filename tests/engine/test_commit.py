"""A commit decides everything that is pending, and performs all of it or nothing."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from corefw.base.errors import (
    ConfigurationConflictError,
    ConfigurationError,
    ConfigurationExecutionError,
    Problem,
)
from corefw.engine.declaration import Declaration, Deferred, Need, State
from corefw.engine.owner import Owner
from tests.engine.configurators import Configurator

PROMO = Owner("promo", "0.2")


def fail(message: str = "no") -> None:
    raise ValueError(message)


def refuse(*messages: str) -> None:
    raise ConfigurationError(*(Problem("X", message) for message in messages))


def states(config: Configurator) -> dict[str, str]:
    return {row.title: str(row.state) for row in config.plan}


def test_actions_run_by_phase_and_then_in_the_order_of_declaring(config: Configurator) -> None:
    """As Pyramid documents ``order``."""
    for name, order in [("d", 0), ("e", 0), ("c", -10), ("a", -30), ("b", -20), ("f", 7)]:
        config.say(name, order=order)

    config.commit()

    assert list("abcdef") == config.done


def test_arguments_and_introspectables_are_as_pyramid_documents_them(config: Configurator) -> None:
    """An action without a callable only has introspectables."""
    intro = config.introspectable("things", "x", "the x", "thing")
    config.action("x", None, introspectables=(intro,))
    config.action("y", lambda *args, **kw: config.do((args, kw)), (1, 2), {"a": 3})

    config.commit()

    assert [((1, 2), {"a": 3})] == config.done
    assert intro is config.introspector.get("things", "x")
    assert (__name__, "thing the x") == (intro.action_info.module, f"{intro.type_name} {intro.title}")


def test_introspectables_of_what_was_overridden_are_not_filed(config: Configurator) -> None:
    """Nor any, where introspection is switched off."""
    above, below, off = (config.introspectable("things", name, name, "thing") for name in ("a", "b", "c"))
    config.action("x", None, introspectables=(above,))
    config.include(lambda inner: inner.action("x", None, introspectables=(below,)))
    config.introspection = False
    config.action("y", None, introspectables=(off,))

    config.commit()

    assert [above] == [row["introspectable"] for row in config.introspector.get_category("things")]


def test_nothing_is_performed_when_there_is_a_conflict(config: Configurator) -> None:
    """Every conflict is told, in one error."""
    for key in "xy":
        config.say("one", key)
        config.say("two", key)
    config.say("three", "z")

    with pytest.raises(ConfigurationConflictError) as caught:
        config.commit()

    assert ["CFW-201", "CFW-201"] == [problem.code for problem in caught.value.problems]
    assert [] == config.done
    assert list(caught.value.problems) == config.plan.problems


def test_a_commit_in_between_settles_what_came_before(config: Configurator) -> None:
    """Later declarations do not conflict with it, but take its place; it stays visible."""
    config.say("one", "x")
    config.commit()
    config.say("two", "x")
    config.commit()
    config.include(lambda inner: inner.say("three", "x"))
    config.commit()

    assert ["one", "two", "three"] == config.done
    assert ["overridden", "overridden", "active"] == [
        str(row.state) for row in config.plan.select(kind="word")
    ]
    first = next(iter(config.plan))
    assert f"declared again in a later commit at {first.by.place}" == first.reason  # type: ignore[union-attr]


def test_a_commit_without_anything_pending_does_nothing(config: Configurator) -> None:
    """It may be called at any time."""
    config.commit()

    assert 0 == len(config.plan)


def test_performing_what_fails_is_told_with_its_place(config: Configurator) -> None:
    """The whole text; the cause is chained."""
    config.action(("thing", "x"), fail, kind="thing", title='thing "x"')
    line = sys._getframe().f_lineno - 1

    with pytest.raises(ConfigurationExecutionError) as caught:
        config.commit()

    assert (
        'CFW-203  Performing the thing "x" raised ValueError: no\n'
        "\n"
        f"  shop 1.0   tests/engine/test_commit.py:{line}   "
        'config.action(("thing", "x"), fail, kind="thing", title=\'thing "x"\')'
    ) == str(caught.value)
    assert isinstance(caught.value.__cause__, ValueError)


def test_an_opaque_callable_that_fails_is_named_too(config: Configurator) -> None:
    """Where it is defined is another place to look at."""
    config.action("x", fail)

    with pytest.raises(ConfigurationExecutionError) as caught:
        config.commit()

    notes = [witness.note for witness in caught.value.problems[0].witnesses]
    assert ["", f"performed by tests/engine/test_commit.py:{fail.__code__.co_firstlineno}"] == notes


def test_configuration_errors_of_several_actions_are_told_together(config: Configurator) -> None:
    """Those without a place get that of the declaration."""
    config.action("x", refuse, ("one", "two"))
    config.action("y", refuse)
    config.action("z", refuse, ("three",))

    with pytest.raises(ConfigurationExecutionError) as caught:
        config.commit()

    problems = caught.value.problems
    assert ["one", "two", "Performing the action y raised ConfigurationError: ", "three"] == [
        problem.what for problem in problems
    ]
    assert all(__name__ == problem.witnesses[0].place.module for problem in problems)


def test_a_failed_commit_leaves_everything_pending(config: Configurator) -> None:
    """A second one cannot pass by forgetting what failed; with a remedy it performs all of it."""
    works: list[int] = []
    config.say("one", "x")
    config.action("y", lambda: works[0])
    for _ in range(2):
        with pytest.raises(ConfigurationExecutionError):
            config.commit()
        assert ["CFW-203"] == [problem.code for problem in config.plan.problems]
    assert [] == config.done

    works.append(1)
    config.commit()

    assert ["one"] == config.done
    assert {State.ACTIVE} == {row.state for row in config.plan}
    assert [] == config.plan.problems


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, SystemExit])
def test_an_interrupt_passes_and_is_undone(config: Configurator, interrupt: type[BaseException]) -> None:
    """It is nobody's configuration error."""

    def stop() -> None:
        raise interrupt

    config.action("x", lambda: config.registry.update(changed=True))
    config.action("y", stop)

    with pytest.raises(interrupt):
        config.commit()

    assert "changed" not in config.registry


def test_an_earlier_commit_stays(config: Configurator) -> None:
    """Only the failed one is undone; what is in force is active again."""
    config.action("x", lambda: config.registry.update(x="first"))
    config.commit()
    config.action("x", lambda: config.registry.update(x="second"))
    config.action("y", fail)

    with pytest.raises(ConfigurationExecutionError):
        config.commit()

    assert "first" == config.registry["x"]
    assert State.ACTIVE is next(iter(config.plan)).state


class TestNeeds:
    """What a declaration needs from others."""

    def test_it_may_be_declared_later(self, config: Configurator) -> None:
        """Also while another is performed: until then the declaration waits."""
        config.say("view", needs=[Need("route", "route", "home")])

        def do() -> None:
            config.do("x")
            config.say("route", "route", order=1)

        config.action("x", do, order=1)

        config.commit()

        assert ["x", "view", "route"] == config.done

    def test_it_may_be_there_since_an_earlier_commit(self, config: Configurator) -> None:
        """Or be overridden: the key counts."""
        config.say("route", "route")
        config.commit()
        config.say("view", needs=[Need("route", "route", "home")])

        config.commit()

        assert ["route", "view"] == config.done

    def test_an_unmet_need_stops_the_commit_before_anything_is_performed(self, config: Configurator) -> None:
        """With what is wrong besides."""
        config.say("view", needs=[Need("route", "route", "hme", known=lambda: ["home"])])
        config.say("one", "k")
        config.say("two", "k")

        with pytest.raises(ConfigurationConflictError) as caught:
            config.commit()

        assert ["CFW-201", "CFW-202"] == [problem.code for problem in caught.value.problems]
        assert 'There is no route "hme". Did you mean "home"?' == caught.value.problems[1].why
        assert "unmet" == states(config)['word "view"']
        assert [] == config.done

    def test_without_other_problems_it_is_told_at_the_end(self, config: Configurator) -> None:
        """Since an action could still have declared what is needed; all is undone."""
        config.action("x", lambda: config.registry.update(x=1))
        config.say("view", needs=[Need("route", "route", "home")])

        with pytest.raises(ConfigurationError) as caught:
            config.commit()

        assert ["CFW-202"] == [problem.code for problem in caught.value.problems]
        assert "x" not in config.registry


class TestVocabulary:
    """What is declared up to PHASE1 is performed before the rest is decided."""

    def test_a_deferred_key_knows_it(self, config: Configurator) -> None:
        """That is what deferred keys are for."""
        config.action(Deferred(lambda: ("view", config.registry["predicate"])), title="view")
        config.action("p", lambda: config.registry.update(predicate="xhr"), order=-20)

        config.commit()

        assert ("view", "xhr") == config.plan.select(kind="action")[0].key

    def test_when_it_fails_the_rest_is_not_decided_and_says_so(self, config: Configurator) -> None:
        """Every declaration has a state all the same."""
        config.say("rest", "k")
        config.action("p", fail, order=-20, title="predicate")

        with pytest.raises(ConfigurationExecutionError):
            config.commit()

        assert {"predicate": "failed", 'word "rest"': "failed"} == states(config)
        assert "the commit failed before this was decided" == next(iter(config.plan)).reason

    def test_with_a_conflict_in_it_the_rest_is_decided_all_the_same(self, config: Configurator) -> None:
        """So that everything is told together, and nothing of it stays."""
        config.action("p", lambda: config.registry.update(p=1), order=-20)
        config.action("p", None, order=-20)
        config.action(Deferred(lambda: config.registry["p"]))
        config.say("one", "k")
        config.say("two", "k")

        with pytest.raises(ConfigurationConflictError) as caught:
            config.commit()

        assert ["CFW-201", "CFW-201"] == [problem.code for problem in caught.value.problems]
        assert "p" not in config.registry


class TestLeavingOut:
    """An owner whose declarations fail may be left out, if its policy says so."""

    @pytest.fixture
    def promo(self, config: Configurator) -> Configurator:
        config.ledger.may_disable = lambda owner: owner.kind == "addon" and owner != config.owner
        return config.child(owner=PROMO)

    @pytest.mark.parametrize(
        "declare",
        [
            lambda promo: promo.action("bad", fail),
            lambda promo: promo.action("bad", fail, order=-20),
            lambda promo: promo.action("bad", refuse, ("no",)),
            lambda promo: promo.action(Deferred(lambda: fail())),
            lambda promo: promo.action("bad", None, needs=[Need("port", "port", "storage")]),
        ],
    )
    def test_then_it_is_wholly_absent(self, config: Configurator, promo: Configurator, declare: Any) -> None:
        """Its other declarations, directives and includes go with it; the rest is performed."""
        promo.action("more", lambda: config.registry.update(promo=1), order=-30)
        promo.add_directive("add_promo", fail)
        declare(promo)
        config.action("x", lambda: config.registry.update(shop=1))

        config.commit()

        assert ["shop"] == list(config.registry)
        assert {"disabled"} == {str(row.state) for row in config.plan.select(owner="promo")}
        assert all(row.reason.startswith("promo 0.2 failed: ") for row in config.plan.select(owner="promo"))
        with pytest.raises(AttributeError):
            config.add_promo()

    def test_what_goes_with_it_is_asked(self, config: Configurator, promo: Configurator) -> None:
        """Another addon may need it."""
        other = Owner("other")
        config.ledger.leave_out = lambda owner, problem: [other]
        config.child(owner=other).say("other")
        promo.action("bad", fail)
        config.say("shop")

        config.commit()

        assert ["shop"] == config.done
        assert "disabled" == states(config)['word "other"']

    def test_what_it_overrode_is_in_force_again(self, config: Configurator) -> None:
        """The rest is decided anew."""
        config.ledger.may_disable = lambda owner: owner == PROMO
        config.include(lambda inner: inner.say("below", "k"))
        config.child(owner=PROMO).say("promo", "k")
        config.child(owner=PROMO).action("bad", fail)

        config.commit()

        assert ["below"] == config.done

    def test_an_owner_of_whom_nothing_is_pending_fails_the_commit(
        self, config: Configurator, promo: Configurator
    ) -> None:
        """It would fail again, and for ever."""
        promo.say("promo")
        config.commit()
        config.action("x", lambda: promo.action("bad", fail))

        with pytest.raises(ConfigurationExecutionError):
            config.commit()


def test_a_declaration_that_was_switched_off_stays_so(config: Configurator) -> None:
    """A commit does not decide what has been disabled before it."""
    config.say("off", "k")
    config.ledger.pending[0].settle(State.DISABLED, "switched off")
    config.say("on", "k")

    config.commit()

    assert ["on"] == config.done
    assert "disabled" == states(config)['word "off"']


def test_relations_to_what_is_not_there_are_told_with_a_place(config: Configurator) -> None:
    """Pyramid raises a bare KeyError."""
    intro = config.introspectable("views", "v", "a view", "view")
    intro.relate("routes", "never")
    config.action("x", None, introspectables=(intro,))

    with pytest.raises(ConfigurationExecutionError, match="KeyError"):
        config.commit()

    assert config.introspector.get("views", "v") is None


def test_thousands_of_declarations_take_no_more_than_their_time(config: Configurator) -> None:
    """Needs, overrides and re-entrant actions included."""

    def includeme(inner: Configurator) -> None:
        for number in range(2000):
            inner.action(number, None)
            inner.action(("late", number), lambda number=number: inner.action(("later", number), None))

    config.include(includeme)
    for number in range(2000):
        config.action(number, None, needs=[Need(number - 1 or 1, "number", str(number))] if number else ())

    config.commit()

    counts = config.plan.counts()
    assert (2000, 6001) == (counts[State.OVERRIDDEN], counts[State.ACTIVE])


def test_the_same_input_gives_the_same_plan(config: Configurator) -> None:
    """In this process and in every other."""

    def plan(config: Configurator) -> list[tuple[Any, ...]]:
        def show(row: Declaration) -> tuple[Any, ...]:
            return row.title, str(row.place), str(row.state), row.reason, row.sequence

        for name in ("b", "a", "c"):
            config.say(name, name)
            config.include(lambda inner, name=name: inner.say(f"deep {name}", name))
        config.commit()
        return [show(row) for row in config.plan]

    other = type(config)(type(config.registry)(), config.package, owner=config.owner)

    assert plan(config) == plan(other)
