"""Units of work: what each sees, what is kept, who wins, and what is refused."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corefw.ports import Savepoint, UnitOfWork
from corefw_memory import ConflictError, MemoryPersistence, MemoryUnitOfWork, UnitOfWorkError


@pytest.fixture
def memory() -> MemoryPersistence:
    """A store with two cards."""
    memory = MemoryPersistence()
    with memory.begin() as unit:
        unit.table("cards").put(1, {"title": "one", "labels": ["a"]})
        unit.table("cards").put(2, {"title": "two", "labels": []})
    return memory


def titles(memory: MemoryPersistence) -> list[str]:
    with memory.begin() as unit:
        return [card["title"] for card in unit.table("cards").values()]


def put(unit: MemoryUnitOfWork, key: int, title: str) -> None:
    unit.table("cards").put(key, {"title": title, "labels": []})


def test_it_is_a_unit_of_work_of_the_port(memory: MemoryPersistence) -> None:
    """The classes are those of the contract."""
    with memory.begin() as unit:
        assert isinstance(unit, UnitOfWork)
        assert isinstance(unit.savepoint(), Savepoint)


# -- isolation -------------------------------------------------------------------------


def test_a_unit_sees_the_store_as_it_was_when_it_began(memory: MemoryPersistence) -> None:
    """And its own writes; a commit meanwhile changes nothing for it."""
    early = memory.begin()
    put(early, 3, "own")
    with memory.begin() as other:
        put(other, 1, "changed")
        other.table("cards").delete(2)
        put(other, 4, "new")

    cards = early.table("cards")

    assert ["one", "two", "own"] == [card["title"] for card in cards.values()]
    assert cards.get(4) is None
    assert ["changed", "new"] == titles(memory)


def test_a_record_that_was_read_is_nobody_elses(memory: MemoryPersistence) -> None:
    """Changing it changes neither the store nor what the same unit reads next."""
    unit = memory.begin()
    unit.table("cards")[1]["labels"].append("changed")
    for card in unit.table("cards").find():
        card["labels"].append("changed")
    for _, card in unit.table("cards").items():
        card["labels"].append("changed")
    unit.commit()

    with memory.begin() as other:
        assert ["a"] == other.table("cards")[1]["labels"]


def test_a_record_that_was_stored_is_nobody_elses(memory: MemoryPersistence) -> None:
    """Changing it after put changes nothing, before the commit and after it."""
    labels = ["x"]
    unit = memory.begin()
    unit.table("cards").put(3, {"title": "three", "labels": labels})
    labels.append("y")
    assert ["x"] == unit.table("cards")[3]["labels"]
    unit.commit()
    labels.append("z")

    with memory.begin() as other:
        assert ["x"] == other.table("cards")[3]["labels"]


# -- who wins --------------------------------------------------------------------------


def test_of_two_who_change_one_record_the_first_to_commit_wins(memory: MemoryPersistence) -> None:
    """The other is told which record, and nothing of it is kept."""
    first, second = memory.begin(), memory.begin()
    put(first, 1, "first")
    put(second, 1, "second")
    put(second, 3, "beside")
    first.commit()

    with pytest.raises(ConflictError) as caught:
        second.commit()

    assert (("cards", 1),) == caught.value.records
    assert (
        "Another unit of work changed cards 1 first, so nothing of this one was kept. "
        "Do the work again in a new unit of work." == str(caught.value)
    )
    assert ["first", "two"] == titles(memory)


def test_work_that_lost_succeeds_when_it_is_done_again(memory: MemoryPersistence) -> None:
    """A new unit sees what the winner did."""
    first, second = memory.begin(), memory.begin()
    put(first, 1, "first")
    put(second, 1, "second")
    first.commit()
    with pytest.raises(ConflictError):
        second.commit()

    with memory.begin() as again:
        put(again, 1, again.table("cards")[1]["title"] + ", second")

    assert ["first, second", "two"] == titles(memory)


@pytest.mark.parametrize(
    ("one", "other"),
    [("put", "delete"), ("delete", "put"), ("delete", "delete"), ("touch", "put"), ("touch", "touch")],
)
def test_every_kind_of_write_conflicts_with_every_other(
    memory: MemoryPersistence, one: str, other: str
) -> None:
    """Deleting and touching are writes."""
    units = memory.begin(), memory.begin()
    for unit, how in zip(units, (one, other), strict=True):
        if how == "put":
            put(unit, 1, "x")
        else:
            getattr(unit.table("cards"), how)(1)
    units[0].commit()

    with pytest.raises(ConflictError):
        units[1].commit()


def test_two_who_make_one_new_key_conflict(memory: MemoryPersistence) -> None:
    """So a table by login keeps logins unique."""
    units = memory.begin(), memory.begin()
    for unit in units:
        unit.table("logins").put("ann", 1)
    units[0].commit()

    with pytest.raises(ConflictError):
        units[1].commit()


def test_two_who_change_different_records_both_win(memory: MemoryPersistence) -> None:
    """Of one table as well."""
    units = memory.begin(), memory.begin()
    put(units[0], 1, "first")
    put(units[1], 2, "second")
    units[0].commit()
    units[1].commit()

    assert ["first", "second"] == titles(memory)


def test_reading_never_conflicts(memory: MemoryPersistence) -> None:
    """Who only reads always commits."""
    reader, writer = memory.begin(), memory.begin()
    reader.table("cards").get(1)
    put(writer, 1, "changed")
    writer.commit()

    reader.commit()


def test_touching_what_was_only_read_makes_two_conflict(memory: MemoryPersistence) -> None:
    """Two who add a card to one column would otherwise both give it the last place."""

    def add(unit: MemoryUnitOfWork, card: int) -> None:
        unit.table("cards").touch(1)
        put(unit, card, f"place {len(unit.table('cards'))}")

    units = memory.begin(), memory.begin()
    add(units[0], 3)
    add(units[1], 4)
    units[0].commit()

    with pytest.raises(ConflictError):
        units[1].commit()


def test_twenty_threads_that_count_lose_nothing(memory: MemoryPersistence) -> None:
    """Each tries again until it wins."""
    with memory.begin() as unit:
        unit.table("counters").put("n", 0)

    def count(times: int) -> None:
        done = 0
        while done < times:
            unit = memory.begin()
            unit.table("counters").put("n", unit.table("counters")["n"] + 1)
            try:
                unit.commit()
            except ConflictError:
                continue
            done += 1

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(count, [10] * 20))

    with memory.begin() as unit:
        assert 200 == unit.table("counters")["n"]


# -- ends ------------------------------------------------------------------------------


def test_an_abort_forgets_the_work(memory: MemoryPersistence) -> None:
    """Nothing of it was ever in the store."""
    unit = memory.begin()
    put(unit, 1, "changed")
    unit.table("cards").delete(2)
    unit.abort()

    assert ["one", "two"] == titles(memory)


def test_a_block_that_raises_aborts(memory: MemoryPersistence) -> None:
    """A unit is a context manager for scripts."""

    def work() -> None:
        with memory.begin() as unit:
            put(unit, 1, "changed")
            raise LookupError

    with pytest.raises(LookupError):
        work()

    assert ["one", "two"] == titles(memory)


def test_a_block_may_end_its_unit_itself(memory: MemoryPersistence) -> None:
    """The end of the block then does nothing."""
    with memory.begin() as unit:
        put(unit, 1, "changed")
        unit.abort()

    assert ["one", "two"] == titles(memory)


@pytest.mark.parametrize(("end", "word"), [("commit", "committed"), ("abort", "aborted")])
def test_a_finished_unit_refuses_everything_but_an_abort(
    memory: MemoryPersistence, end: str, word: str
) -> None:
    """Reading, writing, tables and points alike."""
    unit = memory.begin()
    cards, point = unit.table("cards"), unit.savepoint()
    getattr(unit, end)()

    for use in (
        unit.commit,
        unit.savepoint,
        point.rollback,
        cards.new_id,
        lambda: unit.table("cards"),
        lambda: cards.get(1),
        lambda: list(cards),
        lambda: cards.put(1, {}),
        lambda: cards.delete(1),
    ):
        with pytest.raises(UnitOfWorkError, match=f"This unit of work was {word}; begin another one."):
            use()
    unit.abort()


def test_a_unit_that_lost_is_over(memory: MemoryPersistence) -> None:
    """It cannot be committed a second time."""
    units = memory.begin(), memory.begin()
    for unit in units:
        put(unit, 1, "x")
    units[0].commit()
    with pytest.raises(ConflictError):
        units[1].commit()

    with pytest.raises(UnitOfWorkError, match="aborted"):
        units[1].commit()


# -- savepoints ------------------------------------------------------------------------


def test_a_savepoint_takes_back_puts_and_deletes(memory: MemoryPersistence) -> None:
    """Of keys that were there and of keys that were not."""
    unit = memory.begin()
    put(unit, 3, "before")
    point = unit.savepoint()
    put(unit, 3, "after")
    put(unit, 4, "after")
    unit.table("cards").delete(1)
    point.rollback()
    unit.commit()

    assert ["one", "two", "before"] == titles(memory)


def test_a_later_savepoint_is_gone_when_an_earlier_one_was_returned_to(memory: MemoryPersistence) -> None:
    """It would bring back what was undone."""
    unit = memory.begin()
    outer = unit.savepoint()
    put(unit, 3, "x")
    inner = unit.savepoint()
    outer.rollback()

    with pytest.raises(UnitOfWorkError, match="This savepoint is gone"):
        inner.rollback()


def test_what_was_undone_does_not_conflict(memory: MemoryPersistence) -> None:
    """Only what is written at the end counts."""
    unit = memory.begin()
    point = unit.savepoint()
    put(unit, 1, "tried")
    point.rollback()
    with memory.begin() as other:
        put(other, 1, "changed")

    unit.commit()

    assert ["changed", "two"] == titles(memory)


# -- the whole, against a model --------------------------------------------------------

steps = st.lists(
    st.tuples(st.sampled_from(["put", "delete", "point", "back"]), st.integers(0, 3), st.integers(0, 9)),
    max_size=30,
)


@given(steps)
@settings(max_examples=150)
def test_a_unit_behaves_as_a_dictionary_with_points_to_return_to(plan: list[tuple[str, int, int]]) -> None:
    """Whatever is done in whatever order, the unit and then the store hold what the model holds."""
    memory = MemoryPersistence()
    with memory.begin() as first:
        first.table("t").put(0, 100)
    model: dict[int, int] = {0: 100}
    points: list[tuple[Any, dict[int, int]]] = []
    unit = memory.begin()
    table = unit.table("t", int)
    for what, key, value in plan:
        if what == "put":
            table.put(key, value)
            model[key] = value
        elif what == "delete" and key in model:
            table.delete(key)
            del model[key]
        elif what == "point":
            points.append((unit.savepoint(), dict(model)))
        elif what == "back" and points:
            del points[key + 1 :]
            point, kept = points[-1]
            point.rollback()
            model = dict(kept)
        assert model == dict(table.items())
    unit.commit()

    with memory.begin() as last:
        assert model == dict(last.table("t").items())


@given(st.integers(0, 10_000))
@settings(max_examples=60)
def test_units_that_overlap_end_as_if_those_that_won_had_come_one_by_one(seed: int) -> None:
    """Each moves an amount between two accounts that it touches both: the sum never changes."""
    choose = random.Random(seed)
    memory = MemoryPersistence()
    with memory.begin() as unit:
        for account in range(4):
            unit.table("accounts").put(account, 10)
    units = []
    for _ in range(6):
        unit = memory.begin()
        accounts = unit.table("accounts")
        one, other = choose.sample(range(4), 2)
        accounts.put(one, accounts[one] - 3)
        accounts.put(other, accounts[other] + 3)
        units.append(unit)
        if choose.random() < 0.5:
            _end(units.pop(choose.randrange(len(units))))
    for unit in units:
        _end(unit)

    with memory.begin() as unit:
        assert 40 == sum(unit.table("accounts").values())


def _end(unit: MemoryUnitOfWork) -> None:
    try:
        unit.commit()
    except ConflictError:
        unit.abort()
