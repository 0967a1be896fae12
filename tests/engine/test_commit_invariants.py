"""What holds after every commit, whatever was declared: nothing is lost, nothing is half done."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from zope.interface import Interface

from corefw.base.errors import ConfigurationError
from corefw.engine.declaration import Deferred, Need, State
from corefw.engine.owner import Owner
from corefw.engine.registry import Registry
from tests.engine.configurators import Configurator


class IThing(Interface): ...


@dataclass(frozen=True)
class Record:
    name: str


class Event: ...


@dataclass
class Step:
    """One thing that a configuration says; those of an include or an action are said in it."""

    how: str
    key: str
    order: int
    inside: list[Step]
    replaces: tuple[str, ...] = ()


def steps_of(inner: st.SearchStrategy[list[Step]]) -> st.SearchStrategy[list[Step]]:
    return st.lists(
        st.builds(
            Step,
            how=st.sampled_from(
                ["perform"] * 5
                + ["include"] * 3
                + ["reentrant"] * 2
                + [
                    "deferred",
                    "open",
                    "need",
                    "introspect",
                    "commit",
                    "fail",
                    "refuse",
                    "undecidable",
                    "found",
                ]
            ),
            key=st.sampled_from("abcd"),
            order=st.sampled_from([-30, -20, -10, 0, 0, 0, 5]),
            inside=inner,
            replaces=st.sampled_from(
                [()] * 6 + [("shop",), ("promo",), ("shop", "promo"), ("action thing a",)]
            ),
        ),
        max_size=5,
    )


STEPS: st.SearchStrategy[list[Step]] = st.recursive(st.just([]), steps_of, max_leaves=14)


class Told(Exception):
    """What a failing action raises."""


def fail() -> None:
    raise Told


def refuse() -> None:
    raise ConfigurationError("refused")


def found(config: Configurator) -> None:
    config.ledger.found.append(ConfigurationError("found by a scan").problems[0])


def perform(config: Configurator, name: str, order: int, sequence: list[int]) -> None:
    """Change the registry in every way that there is."""
    registry = config.registry
    config.do((order, sequence[0]))
    registry[name] = len(registry)
    registry.put(Record, name, Record(name))
    registry.registerUtility(Record(name), IThing, name)
    registry.registerAdapter(Record, (Event,), IThing, name)
    registry.registerHandler(lambda event: None, (Event,))


def play(config: Configurator, steps: list[Step], rank: int | None = None) -> None:
    """Say *steps*; inside an action of order *rank* nothing can be of an earlier one."""
    for step in steps:
        order = step.order if rank is None else max(rank, step.order)
        sequence: list[int] = []
        key = ("thing", step.key)
        doing: Callable[..., None] | None = None
        more: dict[str, Any] = {}
        match step.how:
            case "include":
                config.include(lambda inner, step=step: play(spoken_for(inner, step), step.inside, rank))
                continue
            case "commit":
                config.commit()
                continue
            case "found":
                found(config)
                continue
            case "reentrant":
                doing = lambda step=step, order=order: play(config, step.inside, order)  # noqa: E731
            case "fail":
                doing = fail
            case "refuse":
                doing = refuse
            case "need":
                more = {"needs": [Need(("thing", "a"), "thing", "a")]}
            case "introspect":
                more = {"introspectables": [config.introspectable("things", step.key, "", "thing")]}
        if doing is None:

            def doing(key: str = step.key, order: int = order, sequence: list[int] = sequence) -> None:
                perform(config, key, order, sequence)

        discriminator: Any = key
        if step.how == "deferred":

            def decided(key: tuple[str, str] = key) -> tuple[str, str]:
                return key

            discriminator = Deferred(decided)
        elif step.how == "undecidable":
            discriminator = Deferred(fail)
        elif step.how == "open":
            discriminator = None
        config.action(discriminator, doing, order=order, replaces=step.replaces, **more)
        if config.ledger.pending:
            sequence.append(config.ledger.pending[-1].sequence)
        else:  # committed at once
            sequence.append(config.ledger.sequence)


def spoken_for(config: Configurator, step: Step) -> Configurator:
    """Return *config*, on behalf of another owner for some of the keys."""
    return config.child(owner=Owner("promo", "0.2")) if step.key in "bc" else config


def fresh(autocommit: bool = False) -> Configurator:
    return Configurator(Registry(), sys.modules[__name__], owner=Owner("shop"), autocommit=autocommit)


def held(registry: Registry) -> dict[str, Any]:
    """Return everything that a registry holds."""
    return {
        "data": list(registry.items()),
        "records": list(registry.all(Record).items()),
        "utilities": {(row.provided, row.name, row.component) for row in registry.registeredUtilities()},
        "adapters": {(row.required, row.provided, row.name) for row in registry.registeredAdapters()},
        "handlers": [row.handler for row in registry.registeredHandlers()],
        "introspectables": registry.introspector.categorized(),
    }


def commit_and_check(config: Configurator) -> bool:
    """Commit; hold every invariant; return whether it succeeded."""
    before = held(config.registry)
    in_force = dict(config.ledger.winners)
    try:
        config.commit()
    except (ConfigurationError, Told):
        assert before == held(config.registry)
        assert in_force == config.ledger.winners
        succeeded = False
    else:
        assert not any(row.state.stops_the_commit for row in config.plan if row.state)
        assert [] == config.ledger.pending
        assert [] == config.plan.problems
        succeeded = True
    assert len(config.plan) == sum(config.plan.counts().values())
    assert all(row.state is State.ACTIVE for row in config.ledger.winners.values())
    assert {id(row) for row in config.ledger.winners.values()} <= {id(row) for row in config.plan}
    check_states(config)
    return succeeded


def check_states(config: Configurator) -> None:
    """Hold what a state says: by whom somebody is overridden, and that no rival is in use."""
    for row in config.plan:
        if row.state is State.OVERRIDDEN:
            assert row.by is not None
            assert row.by is not row
            assert row.reason
        if row.reason.startswith("conflicts with "):
            assert (State.FAILED, row.key) == (row.state, row.by.key if row.by else None)
            # Neither is in use, whoever came first, unless it is overridden by a third.
            assert row.by is not None
            assert row.by.state in (State.FAILED, State.OVERRIDDEN)


def check_replaced(config: Configurator) -> None:
    """Hold what ``replaces=`` says, of a commit that succeeded: no rival of that name is in use."""
    for row in config.plan:
        if row.replaces is None or row.state is not State.ACTIVE:
            continue
        for name in {*row.replaces.names} - row.replaces.replaced:
            # Of an include that was taken back nothing is in use.
            assert {State.DISABLED} == {other.state for other in config.plan if other.owner.name == name}
        for other in config.plan:
            if other is not row and other.key == row.key and other.key is not None:
                assert other.state is not State.ACTIVE


def without_commits(steps: list[Step]) -> list[Step]:
    """Return *steps* without commits in between, needs (which may wait) and what fails."""
    gone = ("commit", "fail", "refuse", "undecidable", "found", "need")
    return [
        Step(step.how, step.key, step.order, without_commits(step.inside), step.replaces)
        for step in steps
        if step.how not in gone
    ]


@settings(max_examples=80)
@given(first=STEPS, second=STEPS)
def test_every_declaration_has_one_state_and_a_failed_commit_changes_nothing(
    first: list[Step], second: list[Step]
) -> None:
    """Over includes, overrides, actions that declare more, failures, and two commits."""
    config = fresh()
    for steps in (first, second):
        try:
            play(config, steps)
        except (ConfigurationError, Told):  # of a commit in between
            assert len(config.plan) == sum(config.plan.counts().values()) + len(
                [row for row in config.plan if row.state is None]
            )
        succeeded = commit_and_check(config)
        if succeeded:
            check_replaced(config)
        # What failed fails again, in the same way, and forgets nothing.
        if not succeeded:
            pending = list(config.ledger.pending)
            assert not commit_and_check(config)
            assert pending == config.ledger.pending


@settings(max_examples=80)
@given(steps=STEPS)
def test_what_is_performed_is_performed_by_phase_and_then_as_declared(steps: list[Step]) -> None:
    """Also what is declared while something else is performed."""
    config = fresh()
    play(config, without_commits(steps))

    if commit_and_check(config):
        assert sorted(config.done) == config.done
        active = [row for row in config.plan if row.state is State.ACTIVE and row.kind != "include"]
        assert {sequence for _, sequence in config.done} <= {row.sequence for row in active}


@settings(max_examples=80)
@given(steps=STEPS)
def test_the_same_input_gives_the_same_plan(steps: list[Step]) -> None:
    """States, reasons and problems alike."""

    def plan() -> list[Any]:
        config = fresh()
        try:
            play(config, steps)
            config.commit()
        except (ConfigurationError, Told) as error:
            said = [str(error)]
        else:
            said = []
        return [*((row.title, row.state, row.reason, row.sequence) for row in config.plan), said]

    assert plan() == plan()


@settings(max_examples=80)
@given(steps=STEPS)
def test_autocommit_keeps_the_invariants_too(steps: list[Step]) -> None:
    """Each call succeeds or raises, and leaves nothing waiting."""
    config = fresh(autocommit=True)
    for step in steps:
        before = held(config.registry)
        try:
            play(config, [step])
        except (ConfigurationError, Told):
            if step.how not in ("include", "reentrant"):
                assert before == held(config.registry)
        if step.how != "found":
            assert [] == config.ledger.pending
            assert len(config.plan) == sum(config.plan.counts().values())
        config.ledger.found.clear()


def test_the_steps_reach_what_they_should() -> None:
    """The property would hold for empty configurations, too: here is one of each end."""
    ends: set[str] = set()
    replaced: set[bool] = set()

    @settings(max_examples=200, derandomize=True, phases=[Phase.generate])
    @given(steps=STEPS)
    def reach(steps: list[Step]) -> None:
        config = fresh()
        try:
            play(config, steps)
            config.commit()
        except ConfigurationError as error:
            ends.update(problem.code for problem in error.problems)
        ends.update(str(row.state) for row in config.plan)
        replaced.update(bool(row.replaces.replaced) for row in config.plan if row.replaces)

    reach()

    assert {"active", "overridden", "failed", "unmet"} <= ends
    assert {"CFW-201", "CFW-202", "CFW-203", "CFW-206", "CFW-211"} <= ends
    assert {True, False} == replaced


@pytest.mark.parametrize("order", [-30, 0])
def test_an_example_that_once_lost_a_declaration(order: int) -> None:
    """What was declared by a failing action had no state."""
    config = fresh()

    def more() -> None:
        config.action("inner", None, order=order)
        fail()

    config.action("outer", more, order=order)

    assert not commit_and_check(config)
    assert 2 == len(config.plan)
