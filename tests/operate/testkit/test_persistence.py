"""The persistence kit finds what is wrong: a provider with one fault fails the tests that are about it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from corefw.contracts.persistence import Health, Persistence, PersistenceScratch, Savepoint, UnitOfWork
from corefw.operate.testkit.conformance import run_conformance
from corefw.operate.testkit.persistence import PersistenceConformance
from corefw.testing import PersistenceConformance as FromTheFace

EVERYTHING = frozenset({"transactions", "savepoints", "durable"})


class Shelf(Persistence):
    """A correct little provider over a dictionary, unless it is told to have a fault."""

    capabilities = EVERYTHING

    def __init__(self, *faults: str, kept: dict[str, str] | None = None) -> None:
        self.faults = faults
        self.kept: dict[str, str] = {} if kept is None else kept
        self.lock = threading.Lock()
        if "unknown capability" in faults:
            self.capabilities = EVERYTHING | {"flight"}  # type: ignore[misc]
        self.one = Work(self)

    def begin(self) -> UnitOfWork:
        return self.one if "one unit" in self.faults else Work(self)

    def health(self) -> Health:
        return Health("ill" not in self.faults, "the shelf")


class Work(UnitOfWork):
    """Its writes lie over what was kept when it began."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.writes: dict[str, str] = {}
        self.seen = dict(shelf.kept)
        self.over = False

    def put(self, key: str, value: str) -> None:
        if "strips" in self.shelf.faults:
            value = value.strip()
        self.writes[key] = value
        if "writes through" in self.shelf.faults:
            self.shelf.kept[key] = value

    def get(self, key: str) -> str | None:
        if "blind" in self.shelf.faults:
            return self.seen.get(key)
        return self.writes.get(key, self.seen.get(key))

    def commit(self) -> None:
        if self.over and "commits twice" not in self.shelf.faults:
            raise RuntimeError("over")
        self.over = True
        if "forgets" not in self.shelf.faults:
            with self.shelf.lock:
                if "last one wins" in self.shelf.faults:
                    self.shelf.kept.clear()
                    self.shelf.kept.update(self.seen)
                self.shelf.kept.update(self.writes)

    def abort(self) -> None:
        if self.over and "aborts late" in self.shelf.faults:
            for key in self.writes:
                self.shelf.kept.pop(key, None)
        if not self.over and "aborts all" in self.shelf.faults:
            self.shelf.kept.clear()
        self.over = True

    def savepoint(self) -> Savepoint:
        return Point(self)


class Point(Savepoint):
    def __init__(self, work: Work) -> None:
        self.work, self.writes, self.used = work, dict(work.writes), False
        if "savepoint commits" in work.shelf.faults:
            work.shelf.kept.update(work.writes)

    def rollback(self) -> None:
        if self.used and "serves once" in self.work.shelf.faults:
            raise RuntimeError("used up")
        self.used = True
        if "rolls back nothing" not in self.work.shelf.faults:
            self.work.writes = {} if "rolls back all" in self.work.shelf.faults else dict(self.writes)


class Kit(PersistenceConformance):
    """The kit as an addon's tests would use it, by put and get of its own."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults

    def provider(self) -> Shelf:
        self.shelf = Shelf(*self.faults)
        return self.shelf

    def put(self, unit: UnitOfWork, key: str, value: str) -> None:
        assert isinstance(unit, Work)
        unit.put(key, value)

    def get(self, unit: UnitOfWork, key: str) -> str | None:
        assert isinstance(unit, Work)
        return unit.get(key)

    def reopen(self) -> Persistence:
        return Shelf(kept={} if "in memory" in self.faults else self.shelf.kept)


def failed(*faults: str) -> set[str]:
    return {
        row.test.removeprefix("test_") for row in run_conformance(Kit(*faults)) if row.outcome == "failed"
    }


def test_a_correct_provider_passes_every_test() -> None:
    """None is left out, since it claims everything."""
    assert {"passed"} == {row.outcome for row in run_conformance(Kit())}


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ("unknown capability", "it_claims_only_what_the_port_knows"),
        ("ill", "its_health_is_told"),
        ("one unit", "each_unit_is_a_new_one"),
        ("forgets", "a_commit_keeps_the_work"),
        ("strips", "every_text_comes_back_as_it_was"),
        ("commits twice", "a_finished_unit_cannot_be_committed_again"),
        ("aborts late", "aborting_a_finished_unit_does_nothing"),
        ("writes through", "an_abort_undoes_all_the_work"),
        ("writes through", "nobody_sees_work_that_is_not_committed"),
        ("blind", "a_unit_sees_its_own_work"),
        ("aborts all", "an_abort_leaves_the_work_of_others_alone"),
        ("last one wins", "two_who_write_different_things_keep_both"),
        ("rolls back nothing", "a_savepoint_undoes_what_came_after_it"),
        ("rolls back all", "a_savepoint_undoes_what_came_after_it"),
        ("rolls back all", "savepoints_lie_within_each_other"),
        ("serves once", "a_savepoint_can_be_returned_to_again"),
        ("savepoint commits", "an_abort_undoes_what_came_before_a_savepoint"),
        ("in memory", "what_was_committed_outlives_the_provider"),
    ],
)
def test_a_fault_is_found(fault: str, found: str) -> None:
    """The test that is about it fails."""
    assert found in failed(fault)


def test_the_complaint_says_what_was_seen() -> None:
    """An addon's author reads what was expected and what came."""
    rows = {row.test: row for row in run_conformance(Kit("forgets"))}

    assert '"1" and "2" were committed, and the next unit sees [None, None]' == (
        rows["test_a_commit_keeps_the_work"].detail
    )


class Lazy(Shelf):
    """A provider with a scratch area of its own, which claims little."""

    capabilities = frozenset({"transactions"})

    @contextmanager
    def scratch(self) -> Iterator[PersistenceScratch]:
        def put(unit: Any, key: str, value: str) -> None:
            unit.put(key, value)

        yield PersistenceScratch(self, put, lambda unit, key: unit.get(key))  # type: ignore[attr-defined]


def test_a_provider_with_a_scratch_area_needs_no_more_than_its_name() -> None:
    """And what it does not claim is left out, with the capability named."""

    class OfScratch(FromTheFace):
        def provider(self) -> Persistence:
            return Lazy()

    rows = run_conformance(OfScratch())

    assert {"passed", "not claimed"} == {row.outcome for row in rows}
    assert {"savepoints", "durable"} == {row.capability for row in rows if row.outcome == "not claimed"}


def test_durable_without_a_way_to_reopen_fails() -> None:
    """What is claimed is proved."""

    class Boasting(PersistenceConformance):
        def provider(self) -> Persistence:
            lazy = Lazy()
            lazy.capabilities = frozenset({"durable"})  # type: ignore[misc]
            return lazy

    rows = {row.capability: row for row in run_conformance(Boasting())}

    assert "durable is claimed, and the scratch area cannot be reopened" == rows["durable"].detail


def test_a_provider_without_a_scratch_area_says_so() -> None:
    """The port's own method is no area."""
    with pytest.raises(NotImplementedError, match="Shelf offers no scratch area"):
        Shelf().scratch()
