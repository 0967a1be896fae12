"""The conformance kit of the port SessionStore: what every store does, and what it claims to do.

What sessions mean (ids, cookies, timeouts) is decided above the port and proved there; the kit
knows keys, texts and two times.  Floor 6.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from corefw.contracts.contract import capabilities_of
from corefw.contracts.persistence import Health, UnitOfWork
from corefw.contracts.session_store import SessionChange, SessionStore, SessionStoreScratch, StoredSession
from corefw.operate.testkit.conformance import expect, proves

__all__ = ["SessionStoreConformance"]

_LONG = 3600
_THREADS = 6
_CHANGES = 24
_TEXTS = {
    "": '""',
    "plain": '"text"',
    "caf\u00e9 \u6f22\u5b57 \U0001f4cc": '"caf\u00e9 \u6f22\u5b57 \U0001f4cc"',
    "quotes ' \" ; -- % :name": '"it\\u0000s"',
    "line\nfeed\ttab": '[1,2.5,null,{"a":[]}]',
    "nul \0 and half \ud800": '"\\ud800"',
    "x" * 300: '"' + "x" * 20_000 + '"',
    "created": "1",
    "used": "2",
}


class SessionStoreConformance:
    """Inherit it in a test class, and say which store is meant.

    ::

        class TestConformance(SessionStoreConformance):
            def provider(self):
                return MemorySessionStore()

    ``provider`` is asked once for each test; its ``scratch()`` is what is tried.
    """

    def provider(self) -> SessionStore:
        """Return the store under test."""
        raise NotImplementedError("define provider(self) so that it returns the store under test")

    @contextmanager
    def area(self) -> Iterator[SessionStoreScratch]:
        """Give one test an area of its own."""
        with self.provider().scratch() as scratch:
            yield scratch

    # -- what every store does -------------------------------------------------------------

    @proves()
    def test_it_claims_only_what_the_port_knows(self, area: SessionStoreScratch) -> None:
        """Every capability it claims has a meaning in the port."""
        unknown = sorted(area.provider.capabilities - capabilities_of(SessionStore))
        expect(not unknown, f"the port knows no capability {', '.join(unknown)}")

    @proves()
    def test_its_health_is_told(self, area: SessionStoreScratch) -> None:
        """A store that works says so."""
        health = area.provider.health()
        expect(isinstance(health, Health), f"health() returned {health!r}, and not a Health")
        expect(health.ok, f"health() says that the store does not work: {health.detail}")

    @proves()
    def test_what_is_not_there_is_none(self, area: SessionStoreScratch) -> None:
        """Reading, changing and deleting it is no error."""
        store, key = area.provider, _key("nobody")
        expect(store.read(key) is None, "read() found a session that was never created")
        expect(
            store.change(key, SessionChange(_now(), {"a": "1"}), _later()) is False,
            "change() returned something else than False for a session that is not there",
        )
        store.delete(key)
        expect(store.read(key) is None, "change() made a session that was never created")

    @proves()
    def test_a_session_comes_back_as_it_was(self, area: SessionStoreScratch) -> None:
        """Its texts, whatever signs are in them and in their names, and both times."""
        made = StoredSession(_TEXTS, _now() - 100, _now() - 10)
        area.provider.create(_key("a"), made, _later())
        found = area.provider.read(_key("a"))
        expect(found is not None, "a session was created, and read() does not find it")
        assert found is not None
        for name, text in _TEXTS.items():
            got = found.texts.get(name)
            expect(got == text, f"{name[:40]!r} was {text[:40]!r}, and came back as {str(got)[:40]!r}")
        expect(len(found.texts) == len(_TEXTS), f"the session came back with {len(found.texts)} values")
        times = (found.created, found.used)
        expect(times == (made.created, made.used), f"its times came back as {times}")

    @proves()
    def test_two_sessions_share_nothing(self, area: SessionStoreScratch) -> None:
        """Changing and deleting one leaves the other as it is."""
        store = area.provider
        for name in ("a", "b"):
            store.create(_key(name), _session(who=name), _later())
        store.change(_key("a"), SessionChange(_now(), {"who": "9"}), _later())
        expect(_texts(store, "b") == {"who": "b"}, "changing one session changed another")
        store.delete(_key("a"))
        expect(_texts(store, "b") == {"who": "b"}, "deleting one session changed another")

    @proves()
    def test_a_change_touches_only_what_it_names(self, area: SessionStoreScratch) -> None:
        """So two requests that change different values lose nothing."""
        store, used = area.provider, _now() + 5
        store.create(_key("a"), _session(kept="1", changed="2", removed="3"), _later())
        change = SessionChange(used, {"changed": "20", "added": "4"}, frozenset({"removed", "unknown"}))
        expect(store.change(_key("a"), change, _later()) is True, "change() did not return True")
        found = store.read(_key("a"))
        wanted = {"kept": "1", "changed": "20", "added": "4"}
        got = dict(found.texts) if found is not None else None
        expect(got == wanted, f"after the change the session holds {got} in place of {wanted}")
        assert found is not None
        expect(found.used == used, f"the change was at {used}, and the session says {found.used}")

    @proves()
    def test_a_session_may_be_empty(self, area: SessionStoreScratch) -> None:
        """It is still there, and takes values again."""
        store = area.provider
        store.create(_key("a"), _session(one="1"), _later())
        store.change(_key("a"), SessionChange(_now(), removed=frozenset({"one"})), _later())
        expect(_texts(store, "a") == {}, f"an emptied session is {_texts(store, 'a')} in place of {{}}")
        store.change(_key("a"), SessionChange(_now(), {"two": "2"}), _later())
        expect(_texts(store, "a") == {"two": "2"}, "an emptied session took no value")

    @proves()
    def test_what_was_deleted_is_not_brought_back(self, area: SessionStoreScratch) -> None:
        """A request that was on its way while its session was ended changes nothing."""
        store = area.provider
        store.create(_key("a"), _session(user="1"), _later())
        store.delete(_key("a"))
        late = store.change(_key("a"), SessionChange(_now(), {"user": "1"}), _later())
        expect(late is False, "change() said that it changed a session that was deleted")
        expect(store.read(_key("a")) is None, "a change brought back a session that was deleted")

    @proves()
    def test_what_is_over_is_not_found(self, area: SessionStoreScratch) -> None:
        """Nor can it be changed; None is for ever."""
        store = area.provider
        store.create(_key("over"), _session(a="1"), _now() - 10)
        store.create(_key("ever"), _session(a="1"), None)
        expect(store.read(_key("over")) is None, "read() found a session whose time is over")
        late = store.change(_key("over"), SessionChange(_now(), {"b": "2"}), _later())
        expect(late is False, "change() said that it changed a session whose time is over")
        expect(store.read(_key("over")) is None, "a change brought back a session whose time is over")
        expect(_texts(store, "ever") == {"a": "1"}, "a session that never ends was not found")

    @proves()
    def test_a_change_sets_a_new_end(self, area: SessionStoreScratch) -> None:
        """An earlier one, a later one, or none."""
        store = area.provider
        for name, expires in (("ended", _now() - 10), ("ever", None)):
            store.create(_key(name), _session(a="1"), _later())
            store.change(_key(name), SessionChange(_now()), expires)
        expect(
            store.read(_key("ended")) is None, "a change set an end that is past, and the session is there"
        )
        expect(_texts(store, "ever") == {"a": "1"}, "a change took the end away, and the session is gone")

    @proves()
    def test_a_sweep_leaves_what_is_not_over(self, area: SessionStoreScratch) -> None:
        """And says how many sessions were."""
        store = area.provider
        store.create(_key("over"), _session(a="1"), _now() - 10)
        store.create(_key("a"), _session(a="1"), _later())
        store.create(_key("ever"), _session(a="1"), None)
        swept = store.sweep()
        least = 0 if "expires" in store.capabilities else 1
        expect(least <= swept <= 1, f"one session was over, and sweep() says that it forgot {swept}")
        expect(store.sweep() == 0, "a second sweep() says that it forgot something again")
        left = [name for name in ("a", "ever") if store.read(_key(name)) is not None]
        expect(left == ["a", "ever"], f"sweep() left {left} in place of ['a', 'ever']")

    @proves()
    def test_changes_at_once_are_all_kept(self, area: SessionStoreScratch) -> None:
        """Of different values none is lost; of one value the last is kept whole."""
        store = area.provider
        store.create(_key("a"), _session(shared="0"), _later())

        def change(number: int) -> bool:
            texts = {f"own{number}": str(number), "shared": f'"{"x" * 1000}{number}"'}
            return store.change(_key("a"), SessionChange(_now(), texts), _later())

        with ThreadPoolExecutor(_THREADS) as pool:
            outcomes = list(pool.map(change, range(_CHANGES)))
        texts = _texts(store, "a")
        shared = texts.pop("shared", "")
        wanted = {f"own{number}": str(number) for number, done in enumerate(outcomes) if done}
        expect(all(outcomes), f"of {_CHANGES} changes at once {outcomes.count(False)} found no session")
        lost = sorted(wanted.keys() - texts.keys())
        expect(texts == wanted, f"of {_CHANGES} changes at once these were lost: {', '.join(lost)}")
        whole = {f'"{"x" * 1000}{number}"' for number in range(_CHANGES)}
        expect(shared in whole, f"a value that was set by all is none of what they set: {shared[:40]!r}")

    # -- durable, shared, transactions -----------------------------------------------------

    @proves("durable")
    def test_a_session_outlives_the_store(self, area: SessionStoreScratch) -> None:
        """Another store over the same place has it."""
        self._another_finds_it(area, "durable")

    @proves("shared")
    def test_two_processes_see_the_same_session(self, area: SessionStoreScratch) -> None:
        """What one changes the other sees."""
        self._another_finds_it(area, "shared")

    @proves("transactions")
    def test_within_a_unit_that_commits_a_session_is_written(self, area: SessionStoreScratch) -> None:
        """Made, changed and deleted; the unit sees its own work."""
        store, seen = area.provider, {}
        unit, within = _with_two_sessions(area)
        try:
            _make_change_delete(within)
            seen = {name: _texts(within, name) for name in ("made", "changed", "deleted")}
            unit.commit()
        except BaseException:
            unit.abort()
            raise
        wanted = {"made": {"a": "1"}, "changed": {"a": "1", "b": "2"}, "deleted": {}}
        expect(seen == wanted, f"a unit that wrote {wanted} sees {seen}")
        kept = {name: _texts(store, name) for name in wanted}
        expect(kept == wanted, f"the unit was committed, and the store holds {kept} in place of {wanted}")

    @proves("transactions")
    def test_within_a_unit_that_aborts_nothing_is_written(self, area: SessionStoreScratch) -> None:
        """The store is as it was."""
        unit, within = _with_two_sessions(area)
        try:
            _make_change_delete(within)
        finally:
            unit.abort()
        wanted = {"made": {}, "changed": {"a": "1"}, "deleted": {"a": "1"}}
        kept = {name: _texts(area.provider, name) for name in wanted}
        expect(kept == wanted, f"the unit was aborted, and the store holds {kept} in place of {wanted}")

    def _another_finds_it(self, area: SessionStoreScratch, capability: str) -> None:
        expect(area.reopen is not None, f"{capability} is claimed, and the scratch area cannot be reopened")
        assert area.reopen is not None
        area.provider.create(_key("a"), _session(a="1"), _later())
        other = area.reopen()
        try:
            expect(_texts(other, "a") == {"a": "1"}, "a store that was opened anew does not find the session")
            other.change(_key("a"), SessionChange(_now(), {"b": "2"}), _later())
        finally:
            other.close()
        expect(_texts(area.provider, "a") == {"a": "1", "b": "2"}, "what the other store changed is not seen")


def _with_two_sessions(area: SessionStoreScratch) -> tuple[UnitOfWork, SessionStore]:
    """Create the sessions "changed" and "deleted"; begin a unit of work, and return it with its store."""
    for name in ("changed", "deleted"):
        area.provider.create(_key(name), _session(a="1"), _later())
    expect(area.begin is not None, "transactions is claimed, and the scratch area begins no unit of work")
    assert area.begin is not None
    unit = area.begin()
    within = area.provider.within(unit)
    if within is None:
        unit.abort()
    expect(within is not None, "transactions is claimed, and within() returned None for a unit of its own")
    assert within is not None
    return unit, within


def _make_change_delete(within: SessionStore) -> None:
    within.create(_key("made"), _session(a="1"), _later())
    within.change(_key("changed"), SessionChange(_now(), {"b": "2"}), _later())
    within.delete(_key("deleted"))


def _key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _session(**texts: str) -> StoredSession:
    return StoredSession(texts, _now(), _now())


def _texts(store: SessionStore, name: str) -> dict[str, str]:
    found = store.read(_key(name))
    return {} if found is None else dict(found.texts)


def _now() -> int:
    return int(time.time())


def _later() -> int:
    return _now() + _LONG
