"""The kit of session stores finds what is wrong: a store with one fault fails the tests that are about it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from corefw.contracts.persistence import Health, Savepoint, UnitOfWork
from corefw.contracts.session_store import SessionChange, SessionStore, SessionStoreScratch, StoredSession
from corefw.operate.testkit.conformance import run_conformance
from corefw.operate.testkit.session_store import SessionStoreConformance
from corefw.testing import SessionStoreConformance as FromTheFace

EVERYTHING = frozenset({"durable", "shared", "transactions"})
Kept = dict[str, tuple[StoredSession, int | None]]


class Shelf(SessionStore):
    """A correct little store over a dictionary, unless it is told to have a fault."""

    capabilities = EVERYTHING

    def __init__(self, *faults: str, kept: Kept | None = None) -> None:
        self.faults = faults
        self.kept: Kept = {} if kept is None else kept
        self.lock = threading.RLock()
        if "unknown capability" in faults:
            self.capabilities = EVERYTHING | {"flight"}  # type: ignore[misc]

    def read(self, key: str) -> StoredSession | None:
        found = self.kept.get("one" if "one for all" in self.faults else key)
        if found is None:
            return None
        is_over = found[1] is not None and found[1] <= time.time()
        return None if is_over and "keeps what is over" not in self.faults else found[0]

    def create(self, key: str, session: StoredSession, expires: int | None) -> None:
        texts = dict(session.texts)
        if "strips" in self.faults:
            texts = {name: text.strip('"') for name, text in texts.items()}
        made = StoredSession(texts, 1 if "loses times" in self.faults else session.created, session.used)
        self.kept["one" if "one for all" in self.faults else key] = (made, expires)

    def change(self, key: str, change: SessionChange, expires: int | None) -> bool:
        if "racing" in self.faults:
            found = self.read(key)
            time.sleep(0.005)
            return self._change(key, found, change, expires)
        with self.lock:
            found = self.read(key)
            return self._change(key, found, change, expires)

    def _change(
        self, key: str, found: StoredSession | None, change: SessionChange, expires: int | None
    ) -> bool:
        if found is None:
            if "brings back" in self.faults:
                self.kept[key] = (StoredSession(dict(change.texts), change.used, change.used), expires)
                return True
            return "says yes" in self.faults
        if "replaces" in self.faults:
            texts = dict(change.texts)
        else:
            texts = {name: text for name, text in found.texts.items() if name not in change.removed}
            texts |= change.texts
        if not texts and "drops what is empty" in self.faults:
            del self.kept[key]
            return True
        used = found.used if "notes no use" in self.faults else change.used
        end = self.kept[key][1] if "keeps the end" in self.faults and key in self.kept else expires
        self.kept["one" if "one for all" in self.faults else key] = (
            StoredSession(texts, found.created, used),
            end,
        )
        return True

    def delete(self, key: str) -> None:
        if "deletes nothing" not in self.faults:
            self.kept.pop(key, None)

    def sweep(self) -> int:
        if "sweeps nothing" in self.faults:
            return 0
        over = [
            key
            for key, (_, expires) in self.kept.items()
            if "sweeps all" in self.faults or (expires is not None and expires <= time.time())
        ]
        for key in over:
            del self.kept[key]
        return len(over)

    def within(self, unit: UnitOfWork) -> SessionStore | None:
        if "within nothing" in self.faults:
            return None
        assert isinstance(unit, Work)
        return Shelf(*self.faults, kept=self.kept if "writes through" in self.faults else unit.kept)

    def health(self) -> Health:
        return Health("ill" not in self.faults, "the shelf")

    @contextmanager
    def scratch(self) -> Iterator[SessionStoreScratch]:
        store = Shelf(*self.faults)
        reopened: Kept = {} if "forgets" in self.faults else store.kept
        yield SessionStoreScratch(
            store,
            None if "cannot be reopened" in self.faults else lambda: Shelf(kept=reopened),
            None if "begins nothing" in self.faults else lambda: Work(store),
        )


class Work(UnitOfWork):
    """What is written lies beside the shelf until it commits."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.kept = dict(shelf.kept)

    def commit(self) -> None:
        self.shelf.kept.clear()
        self.shelf.kept.update(self.kept)

    def abort(self) -> None: ...

    def savepoint(self) -> Savepoint:
        raise NotImplementedError


class Kit(SessionStoreConformance):
    """The kit as an addon's tests would use it."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults

    def provider(self) -> Shelf:
        return Shelf(*self.faults)


def failed(*faults: str) -> set[str]:
    return {
        row.test.removeprefix("test_") for row in run_conformance(Kit(*faults)) if row.outcome == "failed"
    }


def test_a_correct_store_passes_every_test() -> None:
    """None is left out, since it claims everything but to expire by itself."""
    assert {"passed"} == {row.outcome for row in run_conformance(Kit())}


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ("unknown capability", "it_claims_only_what_the_port_knows"),
        ("ill", "its_health_is_told"),
        ("says yes", "what_is_not_there_is_none"),
        ("strips", "a_session_comes_back_as_it_was"),
        ("loses times", "a_session_comes_back_as_it_was"),
        ("one for all", "two_sessions_share_nothing"),
        ("replaces", "a_change_touches_only_what_it_names"),
        ("notes no use", "a_change_touches_only_what_it_names"),
        ("drops what is empty", "a_session_may_be_empty"),
        ("brings back", "what_was_deleted_is_not_brought_back"),
        ("deletes nothing", "what_was_deleted_is_not_brought_back"),
        ("keeps what is over", "what_is_over_is_not_found"),
        ("keeps the end", "a_change_sets_a_new_end"),
        ("sweeps nothing", "a_sweep_leaves_what_is_not_over"),
        ("sweeps all", "a_sweep_leaves_what_is_not_over"),
        ("racing", "changes_at_once_are_all_kept"),
        ("forgets", "a_session_outlives_the_store"),
        ("forgets", "two_processes_see_the_same_session"),
        ("cannot be reopened", "a_session_outlives_the_store"),
        ("begins nothing", "within_a_unit_that_commits_a_session_is_written"),
        ("within nothing", "within_a_unit_that_commits_a_session_is_written"),
        ("writes through", "within_a_unit_that_aborts_nothing_is_written"),
    ],
)
def test_each_fault_is_found(fault: str, found: str) -> None:
    """By the test that is about it."""
    assert found in failed(fault)


def test_a_kit_without_a_provider_says_what_to_define() -> None:
    """At the first test."""
    with pytest.raises(NotImplementedError, match="define provider"):
        SessionStoreConformance().provider()
    assert SessionStoreConformance is FromTheFace
