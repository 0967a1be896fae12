"""What holds of every plan, of applications that are made of everything, addons and scans among it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from corefw.config import ConfigurationError, Configurator, State
from tests.app.playing import Record, Steps, Told, play
from tests.modules import Folder, on_the_path

KEYS = st.sampled_from("abcdefgh")


def steps_of(inner: st.SearchStrategy[Steps]) -> st.SearchStrategy[Steps]:
    how = ["put"] * 8 + ["include"] * 5 + ["reentrant"] * 3 + ["replace"] * 2 + ["need"] + ["fail"]
    names = st.sampled_from([("ada",), ("bob",), ("tests",), ("ada", "bob")])
    orders = st.sampled_from([-30, -20, -10, 0, 0, 0, 5])
    return st.lists(st.tuples(st.sampled_from(how), KEYS, orders, names, inner), max_size=4)


STEPS: st.SearchStrategy[Steps] = st.recursive(st.just([]), steps_of, max_leaves=8)
DECORATED = st.tuples(st.sampled_from(["plain"] * 12 + ["alias", "method", "lost", "broken"]), KEYS)


@dataclass(frozen=True)
class Made:
    """An application as a whole, as data."""

    steps: Steps
    #: What is decorated in each module of the scanned package.
    modules: dict[str, list[tuple[str, str]]]
    #: What each addon says in its hook ``configure``, and whether it raises in the end.
    addons: dict[str, tuple[Steps, bool]]
    policy: str


MADE = st.builds(
    Made,
    STEPS,
    st.dictionaries(st.sampled_from(["m", "n", "o"]), st.lists(DECORATED, max_size=3), max_size=3),
    st.dictionaries(
        st.sampled_from(["ada", "bob", "cyd"]),
        st.tuples(STEPS, st.sampled_from([False, False, False, True])),
        max_size=3,
    ),
    st.sampled_from(["abort", "disable"]),
)

DECORATOR = """
    from corefw.config import decorator
    from tests.app.playing import put

    @decorator("thing")
    def thing(config, target, key):
        put(config, key)
"""
TEXTS = {
    "plain": "@thing({key!r})\ndef f{number}(): ...\n",
    "alias": "@thing({key!r})\ndef f{number}(): ...\nalso{number} = f{number}\n",
    "method": "class C{number}:\n    @thing({key!r})\n    def method(self): ...\n",
    "lost": "@thing({key!r})\ndef f{number}(): ...\ndel f{number}\n",
    "broken": "raise RuntimeError({key!r})\n",
}


@contextmanager
def installed(made: Made, chance: Random) -> Iterator[None]:
    """Have its modules and addons on the path; what lies in a directory comes in an order of *chance*."""
    listed = os.listdir

    def in_some_order(path: Any = ".") -> list[Any]:
        names = sorted(listed(path))
        chance.shuffle(names)
        return names

    with TemporaryDirectory() as scratch, ExitStack() as stack:
        folders = [Path(scratch, name) for name in ("one", "two")]
        chance.shuffle(folders)
        stack.enter_context(pytest.MonkeyPatch.context()).setattr(os, "listdir", in_some_order)
        sites = [stack.enter_context(on_the_path(folder)) for folder in folders]
        for name, (steps, raises) in made.addons.items():
            body = f"def configure(self, event: Configure) -> None:\n    play(event.config, {steps!r})\n"
            body += "    raise OSError('no disk')\n" if raises else ""
            chance.choice(sites).addon(name, body, imports="from tests.app.playing import play")
        write_modules(chance.choice(sites), made)
        yield


def write_modules(site: Folder, made: Made) -> None:
    site.write("marks.py", DECORATOR)
    site.write("generated/__init__.py")
    for name, decorated in made.modules.items():
        parts = (TEXTS[how].format(key=key, number=number) for number, (how, key) in enumerate(decorated))
        site.write(f"generated/{name}.py", "from marks import thing\n\n" + "\n".join(parts))


@dataclass
class Outcome:
    """What came of building an application once."""

    #: What raised before there was a plan: an addon, an include.
    is_decided: bool = False
    said: list[str] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)
    counts: dict[State, int] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    done: list[tuple[int, str]] = field(default_factory=list)
    #: The order and key of each thing that is active, in the documented order.
    expected: list[tuple[int, str]] = field(default_factory=list)


def held(registry: Any) -> dict[str, Any]:
    """Return everything that a registry holds, as far as a test can compare it."""
    return {
        "data": list(registry.items()),
        "records": list(registry.all(Record)),
        "utilities": {(row.provided, row.name) for row in registry.registeredUtilities()},
        "adapters": {(row.required, row.provided, row.name) for row in registry.registeredAdapters()},
        "handlers": [row.handler for row in registry.registeredHandlers()],
        "introspectables": registry.introspector.categorized(),
    }


def build(made: Made, chance: int) -> Outcome:
    """Make the application of *made*, its directories in an order of *chance*."""
    outcome = Outcome()
    with installed(made, Random(chance)):
        core = {"addons": sorted(made.addons), "addon_policy": made.policy}
        try:
            config = Configurator(package=__name__, settings={"corefw": core})
        except ConfigurationError as error:  # an addon, and the policy is to stop
            outcome.said = [str(error)]
            return outcome
        outcome.before = held(config.registry)
        try:
            play(config, made.steps)
            config.scan("generated")
            outcome.is_decided = True
            config.commit()
        except (ConfigurationError, Told) as error:
            outcome.said = [str(error)]
        outcome.after = held(config.registry)
        outcome.counts = config.plan.counts()
        outcome.rows = [
            (row.title, str(row.state), row.reason, str(row.owner), str(row.place)) for row in config.plan
        ]
        active = [row for row in config.plan.select(state="active") if row.kind == "thing"]
        active.sort(key=lambda row: (row.order, row.sequence))
        outcome.expected = [(row.order, row.key[1]) for row in active if isinstance(row.key, tuple)]
        outcome.done = list(config.registry.get("done", ()))
    return outcome


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=MADE)
def test_four_properties_of_every_plan(made: Made) -> None:
    """Counted, the same in any order of directories, all or nothing, performed in the documented order."""
    outcome = build(made, 0)

    # In another order of directories and of entry points nothing is otherwise.
    again = build(made, 1)
    assert outcome.rows == again.rows
    assert outcome.said == again.said
    if not outcome.is_decided:
        return
    # Each declaration has one state.
    assert len(outcome.rows) == sum(outcome.counts.values())
    if outcome.said:
        # What failed left nothing behind.
        assert outcome.before == outcome.after
    else:
        assert not any(count for state, count in outcome.counts.items() if state.stops_the_commit)
        assert outcome.expected == outcome.done


def test_the_applications_reach_what_they_should() -> None:
    """The properties would hold for empty applications, too: all six parts are met, and every state."""
    met: set[str] = set()

    @settings(
        max_examples=120,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(made=MADE)
    def reach(made: Made) -> None:
        outcome = build(made, 0)
        met.add("refused" if outcome.said else "built")
        met.update(state for _, state, *_ in outcome.rows)
        met.update(owner.partition(" ")[0] for *_, owner, _ in outcome.rows)
        met.update(place.partition("/")[0] for *_, place in outcome.rows)
        met.update(title.partition(" ")[0] for title, *_ in outcome.rows)
        met.update(code for code in ("CFW-201", "CFW-203", "CFW-301", "CFW-302") if code in str(outcome.said))

    reach()

    wanted = {"refused", "built", "ada", "tests", "generated", "include", "more"}
    wanted |= {"active", "overridden", "failed", "lost", "aliased", "disabled", "unmet"}
    wanted |= {"CFW-201", "CFW-203", "CFW-301", "CFW-302"}
    assert set() == wanted - met
