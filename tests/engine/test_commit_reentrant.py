"""What an action declares while it is performed is decided and performed in the same commit."""

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
from corefw.engine.declaration import State
from tests.engine.configurators import Configurator


def fail(message: str = "no") -> None:
    raise ValueError(message)


def states(config: Configurator) -> dict[str, str]:
    return {row.title: str(row.state) for row in config.plan}


def test_it_is_performed_in_the_same_commit(config: Configurator) -> None:
    """As Pyramid documents; actions of the same order after those that were there before."""

    def more() -> None:
        config.say("late")
        config.say("later", order=5)

    config.action("x", more)
    config.say("one")
    config.say("two", order=1)

    config.commit()

    assert ["one", "late", "two", "later"] == config.done
    assert {State.ACTIVE} == {row.state for row in config.plan}


def test_what_the_vocabulary_declares_waits_for_its_phase(config: Configurator) -> None:
    """A predicate's action may declare a view, which does not come before the routes."""
    config.action("x", lambda: config.say("view"), order=-20)
    config.action("y", lambda: config.say("deriver", order=-20), order=-30)
    config.say("route", order=-10)

    config.commit()

    assert ["deriver", "route", "view"] == config.done


def test_it_cannot_belong_to_a_phase_that_is_over(config: Configurator) -> None:
    """The whole text, with both places."""

    def more() -> None:
        config.say("early", order=-10)

    config.action("x", more, title="parent")
    line = sys._getframe().f_lineno - 1

    with pytest.raises(ConfigurationError) as caught:
        config.commit()

    assert (
        'CFW-207  The word "early" belongs to a phase that is over (order -10).\n'
        "\n"
        f"  shop 1.0   tests/engine/test_commit_reentrant.py:{more.__code__.co_firstlineno + 1}   "
        'config.say("early", order=-10)\n'
        f"  shop 1.0   tests/engine/test_commit_reentrant.py:{line}   declared it, at order 0\n"
        "\n"
        "  What is declared while another declaration is performed cannot come before it.\n"
        "\n"
        "  To mend it: declare it in an action of order -10 or less, or outside of any action"
    ) == str(caught.value)


def test_a_deeper_one_is_overridden_by_what_is_there(config: Configurator) -> None:
    """Pyramid drops it in silence; here it stays visible."""
    config.say("top", "k")
    config.include(lambda inner: inner.action("x", lambda: inner.say("deep", "k")))

    config.commit()

    assert ["top"] == config.done
    assert "overridden" == states(config)['word "deep"']


def test_one_beside_it_is_a_conflict(config: Configurator) -> None:
    """Whether it was performed yet or not."""
    config.action("x", lambda: config.say("late", "k"))
    config.say("there", "k")

    with pytest.raises(ConfigurationConflictError):
        config.commit()


def test_one_from_above_overrides_what_was_not_performed_yet(config: Configurator) -> None:
    """And only then: what was performed cannot be taken back."""
    config.include(lambda inner: inner.say("deep", "k", order=3))
    config.action("x", lambda: config.say("top", "k", order=2))

    config.commit()

    assert ["top"] == config.done
    assert "overridden" == states(config)['word "deep"']


def test_one_from_above_is_in_conflict_with_what_was_performed(config: Configurator) -> None:
    """As Pyramid documents."""
    config.include(lambda inner: inner.say("deep", "k", order=1))
    config.action("x", lambda: config.say("top", "k", order=2), order=2)

    with pytest.raises(ConfigurationConflictError):
        config.commit()


def test_it_is_declared_again_by_the_next_attempt(config: Configurator) -> None:
    """And not twice; until then it stays visible."""
    works: list[int] = []
    config.action("x", lambda: config.say("late", "k"))
    config.action("y", lambda: works[0], order=1)
    with pytest.raises(ConfigurationExecutionError):
        config.commit()
    assert 3 == len(config.plan) == sum(config.plan.counts().values())

    works.append(1)
    config.commit()

    assert ["late"] == config.done
    assert 3 == len(config.plan)


def test_an_include_in_an_action_is_included_again_by_the_next_attempt(config: Configurator) -> None:
    """What a failed attempt included was not included; the same with directives."""
    works: list[int] = []

    def includeme(inner: Configurator) -> None:
        inner.add_directive("add_word", lambda config, name: config.say(name))
        inner.add_word("included")

    config.action("x", lambda: config.include(includeme))
    config.action("y", lambda: works[0], order=1)
    with pytest.raises(ConfigurationExecutionError):
        config.commit()
    with pytest.raises(AttributeError):
        config.add_word("gone")

    works.append(1)
    config.commit()

    assert ["included"] == config.done


def test_a_problem_found_while_performing_stops_the_commit(config: Configurator) -> None:
    """A scan in an action, say; it is told once."""
    config.action("x", lambda: config.ledger.found.append(Problem("X", "lost")))
    config.say("after")

    for _ in range(2):
        with pytest.raises(ConfigurationError) as caught:
            config.commit()
        assert ["lost"] == [problem.what for problem in caught.value.problems]


def test_a_commit_inside_an_action_performs_at_once(config: Configurator) -> None:
    """An includeme may call it, and may itself be included by an action."""
    seen: list[list[Any]] = []

    def more() -> None:
        config.say("inner", "k")
        config.commit()
        seen.append(list(config.done))

    config.action("x", more)
    config.say("outer")
    config.commit()
    config.say("again", "k")
    config.commit()

    assert [["inner"]] == seen
    assert ["inner", "outer", "again"] == config.done
    assert "overridden" == states(config)['word "inner"']


def test_a_commit_inside_an_action_is_undone_with_it(config: Configurator) -> None:
    """What it replaced is in force again."""
    config.action("k", lambda: config.registry.update(k="first"))
    config.commit()

    def more() -> None:
        config.action("k", lambda: config.registry.update(k="second"))
        config.commit()
        fail()

    config.action("x", more)
    with pytest.raises(ConfigurationExecutionError):
        config.commit()

    assert "first" == config.registry["k"]
    assert "active" == str(next(iter(config.plan)).state)


def test_what_a_failed_commit_declared_goes_with_the_include_that_it_failed_in(config: Configurator) -> None:
    """Who goes on without the include has nothing of it that failed, and can commit."""

    def includeme(inner: Any) -> None:
        inner.say("one", "k")
        inner.action("x", lambda: inner.say("another", "k"))
        inner.commit()

    with pytest.raises(ConfigurationConflictError):
        config.include(includeme)
    config.commit()

    assert {"disabled"} == set(states(config).values())
    assert "disabled" == states(config)['word "another"']
