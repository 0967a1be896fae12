"""The conformance kit of the port Persistence: what every provider does, and what it claims to do.

Queries belong to applications, so the kit knows only how to put and get a text; what a
provider does beyond the port is proved by its own tests.  ``migrations`` has no test here:
how a store is migrated is the provider's own, and the port has no method for it.  Floor 6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any

from corefw.contracts.contract import capabilities_of
from corefw.contracts.persistence import Health, Persistence, PersistenceScratch, Savepoint, UnitOfWork
from corefw.operate.testkit.conformance import expect, proves

__all__ = ["PersistenceConformance"]

#: How long a reader may wait for a writer before the writer gives up; a store may well let it wait.
_PATIENCE = 0.3
_THREADS = 6
_TEXTS = (
    "",
    "plain",
    "  around  ",
    "line\nfeed\ttab",
    "caf\u00e9 \u6f22\u5b57 \U0001f4cc",
    'it\'s; -- "quoted" %s :name',
    "x" * 5000,
)


class PersistenceConformance:
    """Inherit it in a test class, and say which provider is meant.

    ::

        class TestConformance(PersistenceConformance):
            def provider(self):
                return MemoryPersistence()

    ``provider`` is asked once for each test.  If it offers no ``scratch()``, define ``put`` and
    ``get`` as well (and ``reopen``, if it claims ``durable``), over a store that is empty.
    """

    def provider(self) -> Persistence:
        """Return the provider under test."""
        raise NotImplementedError("define provider(self) so that it returns the provider under test")

    def put(self, unit: UnitOfWork, key: str, value: str) -> None:
        """Write the text *value* under the name *key*, in *unit*."""
        raise NotImplementedError("define put(self, unit, key, value), or scratch() on the provider")

    def get(self, unit: UnitOfWork, key: str) -> str | None:
        """Return what *unit* sees under the name *key*, or None."""
        raise NotImplementedError("define get(self, unit, key), or scratch() on the provider")

    def reopen(self) -> Persistence:
        """Return another provider over the store of the last `provider`, as a new process would."""
        raise NotImplementedError("define reopen(self), or reopen of the scratch area: durable is claimed")

    @contextmanager
    def area(self) -> Iterator[PersistenceScratch]:
        """Give one test an area of its own."""
        if type(self).put is PersistenceConformance.put:
            with self.provider().scratch() as scratch:
                yield scratch
        else:
            yield PersistenceScratch(self.provider(), self.put, self.get, self.reopen)

    # -- what every provider does ------------------------------------------------------

    @proves()
    def test_it_claims_only_what_the_port_knows(self, area: PersistenceScratch) -> None:
        """Every capability it claims has a meaning in the port."""
        unknown = sorted(area.provider.capabilities - capabilities_of(Persistence))
        expect(not unknown, f"the port knows no capability {', '.join(unknown)}")

    @proves()
    def test_its_health_is_told(self, area: PersistenceScratch) -> None:
        """A store that works says so."""
        health = area.provider.health()
        expect(isinstance(health, Health), f"health() returned {health!r}, and not a Health")
        expect(health.ok, f"health() says that the store does not work: {health.detail}")

    @proves()
    def test_each_unit_is_a_new_one(self, area: PersistenceScratch) -> None:
        """Two who begin get two units of work."""
        first, second = area.provider.begin(), area.provider.begin()
        for unit in (first, second):
            expect(isinstance(unit, UnitOfWork), f"begin() returned {unit!r}, and not a UnitOfWork")
            unit.abort()
        expect(first is not second, "begin() returned the same unit of work twice")

    @proves()
    def test_a_unit_without_work_can_end_either_way(self, area: PersistenceScratch) -> None:
        """Committing and aborting nothing is no error."""
        area.provider.begin().commit()
        area.provider.begin().abort()

    @proves()
    def test_a_commit_keeps_the_work(self, area: PersistenceScratch) -> None:
        """The next unit sees it."""
        self._store(area, a="1", b="2")
        found = self._seen(area, "a", "b")
        expect(found == ["1", "2"], f'"1" and "2" were committed, and the next unit sees {found}')

    @proves()
    def test_every_text_comes_back_as_it_was(self, area: PersistenceScratch) -> None:
        """Signs of other languages, quotes and line feeds are kept."""
        self._store(area, **{f"t{number}": text for number, text in enumerate(_TEXTS)})
        for number, text in enumerate(_TEXTS):
            (found,) = self._seen(area, f"t{number}")
            expect(found == text, f"{text[:40]!r} was stored, and came back as {str(found)[:40]!r}")

    @proves()
    def test_a_finished_unit_cannot_be_committed_again(self, area: PersistenceScratch) -> None:
        """Whoever goes on with it is told, whichever way it ended."""
        for how in ("commit", "abort"):
            unit = area.provider.begin()
            self._write(area, unit, "a", "1")
            getattr(unit, how)()
            expect(_raises(unit.commit), f"after {how}() a second commit() passed without an error")

    @proves()
    def test_aborting_a_finished_unit_does_nothing(self, area: PersistenceScratch) -> None:
        """It neither raises nor takes back what was committed."""
        unit = area.provider.begin()
        self._write(area, unit, "a", "1")
        unit.commit()
        unit.abort()
        unit.abort()
        expect(self._seen(area, "a") == ["1"], "abort() after commit() took back what was committed")

    # -- transactions ------------------------------------------------------------------

    @proves("transactions")
    def test_an_abort_undoes_all_the_work(self, area: PersistenceScratch) -> None:
        """New and changed values are as they were."""
        self._store(area, a="old")
        unit = area.provider.begin()
        self._write(area, unit, "a", "new")
        self._write(area, unit, "b", "new")
        unit.abort()
        found = self._seen(area, "a", "b")
        expect(found == ["old", None], f"after abort() the store holds {found} in place of ['old', None]")

    @proves("transactions")
    def test_a_unit_sees_its_own_work(self, area: PersistenceScratch) -> None:
        """Before it is committed."""
        self._store(area, a="old")
        unit = area.provider.begin()
        self._write(area, unit, "a", "new")
        self._write(area, unit, "b", "new")
        found = [area.get(unit, "a"), area.get(unit, "b")]
        unit.abort()
        expect(found == ["new", "new"], f"a unit that wrote 'new' twice sees {found}")

    @proves("transactions")
    def test_nobody_sees_work_that_is_not_committed(self, area: PersistenceScratch) -> None:
        """Another unit sees what was there, waits until the first is over, or is refused."""
        self._store(area, a="old")
        unit = area.provider.begin()
        self._write(area, unit, "a", "dirty")
        with ThreadPoolExecutor(1) as pool:
            reading = pool.submit(self._seen, area, "a")
            wait([reading], _PATIENCE)
            unit.abort()
            found = _result(reading)
        expect(found in (["old"], None), f"another unit saw {found}, which was never committed")

    @proves("transactions")
    def test_an_abort_leaves_the_work_of_others_alone(self, area: PersistenceScratch) -> None:
        """Only its own work is undone."""
        unit = area.provider.begin()
        self._store(area, a="kept")
        unit.abort()
        expect(self._seen(area, "a") == ["kept"], "an abort() undid what another unit had committed")

    @proves("transactions")
    def test_two_who_write_different_things_keep_both(self, area: PersistenceScratch) -> None:
        """Whoever commits later does not bring back what was there before the other."""
        unit = area.provider.begin()
        self._write(area, unit, "a", "1")
        with ThreadPoolExecutor(1) as pool:
            writing = pool.submit(self._store, area, b="2")
            wait([writing], _PATIENCE)
            unit.commit()
            was_kept = writing.exception() is None
        found = self._seen(area, "a", "b")
        wanted = ["1", "2" if was_kept else None]
        expect(found == wanted, f"two units committed, and the store holds {found} in place of {wanted}")

    @proves("transactions")
    def test_what_threads_commit_at_once_is_all_there(self, area: PersistenceScratch) -> None:
        """Each unit whose commit returned has kept its work, whole."""

        def work(number: int) -> int:
            self._store(area, **{f"left{number}": "x", f"right{number}": "x"})
            return number

        with ThreadPoolExecutor(_THREADS) as pool:
            done = [_result(each) for each in [pool.submit(work, number) for number in range(_THREADS)]]
        kept = [number for number in done if number is not None]
        expect(kept, f"of {_THREADS} units that wrote at once none could commit")
        for number in range(_THREADS):
            found = self._seen(area, f"left{number}", f"right{number}")
            wanted = ["x", "x"] if number in kept else [None, None]
            expect(found == wanted, f"a unit {_became(number in kept)}, and left {found}")

    # -- savepoints --------------------------------------------------------------------

    @proves("savepoints")
    def test_a_savepoint_undoes_what_came_after_it(self, area: PersistenceScratch) -> None:
        """What came before stays, and the unit goes on."""
        unit = area.provider.begin()
        self._write(area, unit, "a", "before")
        point = unit.savepoint()
        expect(isinstance(point, Savepoint), f"savepoint() returned {point!r}, and not a Savepoint")
        self._write(area, unit, "a", "after")
        self._write(area, unit, "b", "after")
        point.rollback()
        seen = [area.get(unit, "a"), area.get(unit, "b")]
        self._write(area, unit, "c", "later")
        unit.commit()
        expect(seen == ["before", None], f"after the rollback the unit sees {seen}")
        found = self._seen(area, "a", "b", "c")
        expect(found == ["before", None, "later"], f"the unit was committed, and the store holds {found}")

    @proves("savepoints")
    def test_a_savepoint_that_is_not_used_changes_nothing(self, area: PersistenceScratch) -> None:
        """The commit keeps what came before it and after it."""
        unit = area.provider.begin()
        self._write(area, unit, "a", "before")
        unit.savepoint()
        self._write(area, unit, "b", "after")
        unit.commit()
        expect(self._seen(area, "a", "b") == ["before", "after"], "a part of the work was lost")

    @proves("savepoints")
    def test_a_savepoint_can_be_returned_to_again(self, area: PersistenceScratch) -> None:
        """A batch tries one row after the other from the same point."""
        unit = area.provider.begin()
        point = unit.savepoint()
        for key in ("a", "b"):
            self._write(area, unit, key, "tried")
            point.rollback()
        self._write(area, unit, "c", "kept")
        unit.commit()
        found = self._seen(area, "a", "b", "c")
        expect(found == [None, None, "kept"], f"after two rollbacks to one point the store holds {found}")

    @proves("savepoints")
    def test_savepoints_lie_within_each_other(self, area: PersistenceScratch) -> None:
        """The inner one undoes less than the outer one."""
        unit = area.provider.begin()
        outer = unit.savepoint()
        self._write(area, unit, "a", "1")
        inner = unit.savepoint()
        self._write(area, unit, "b", "1")
        inner.rollback()
        seen = [area.get(unit, "a"), area.get(unit, "b")]
        outer.rollback()
        after = area.get(unit, "a")
        unit.commit()
        expect(seen == ["1", None], f"after the inner rollback the unit sees {seen}")
        expect(after is None, f"after the outer rollback the unit still sees {after!r}")

    @proves("savepoints")
    def test_an_abort_undoes_what_came_before_a_savepoint(self, area: PersistenceScratch) -> None:
        """A savepoint commits nothing."""
        unit = area.provider.begin()
        self._write(area, unit, "a", "1")
        unit.savepoint().rollback()
        unit.abort()
        expect(self._seen(area, "a") == [None], "a savepoint committed a part of the work")

    # -- durable -----------------------------------------------------------------------

    @proves("durable")
    def test_what_was_committed_outlives_the_provider(self, area: PersistenceScratch) -> None:
        """Another provider over the same store sees it."""
        expect(area.reopen is not None, "durable is claimed, and the scratch area cannot be reopened")
        assert area.reopen is not None
        self._store(area, a="1")
        other = area.reopen()
        try:
            unit = other.begin()
            found = area.get(unit, "a")
            unit.abort()
        finally:
            other.close()
        expect(found == "1", f'"1" was committed, and a provider that was opened anew sees {found!r}')

    # -- ways to say it ----------------------------------------------------------------

    def _write(self, area: PersistenceScratch, unit: UnitOfWork, key: str, value: str) -> None:
        try:
            area.put(unit, key, value)
        except BaseException:
            unit.abort()  # so that what holds the store does not stop the tests that follow
            raise

    def _store(self, area: PersistenceScratch, **values: str) -> None:
        unit = area.provider.begin()
        try:
            for key, value in values.items():
                area.put(unit, key, value)
            unit.commit()
        except BaseException:
            unit.abort()
            raise

    def _seen(self, area: PersistenceScratch, *keys: str) -> list[str | None]:
        unit = area.provider.begin()
        try:
            return [area.get(unit, key) for key in keys]
        finally:
            unit.abort()


def _raises(function: Callable[[], Any]) -> bool:
    try:
        function()
    except Exception:
        return True
    return False


def _result(future: Future[Any]) -> Any:
    """Return what came of it; None if it was refused, as a store may refuse one of two."""
    return None if future.exception() is not None else future.result()


def _became(was_kept: bool) -> str:
    return "was committed" if was_kept else "was refused"
