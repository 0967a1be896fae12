"""Tables: asking for records, finding them, ids, and what may be stored."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import pytest

from corefw_memory import MemoryPersistence, MemoryUnitOfWork, Table, UnstorableRecord


@dataclass(frozen=True)
class Card:
    id: int
    column: int
    title: str


@pytest.fixture
def unit() -> MemoryUnitOfWork:
    """A unit of work over an empty store."""
    return MemoryPersistence().begin()


@pytest.fixture
def cards(unit: MemoryUnitOfWork) -> Table[Card]:
    """A table with three cards."""
    cards = unit.table("cards", Card)
    for id_, column, title in ((1, 7, "one"), (2, 8, "two"), (3, 7, "three")):
        cards.put(id_, Card(id_, column, title))
    return cards


def test_a_record_is_got_by_its_key(cards: Table[Card]) -> None:
    """As from a dictionary."""
    assert Card(1, 7, "one") == cards[1] == cards.get(1)
    assert cards.get(9) is None
    assert "none" == cards.get(9, "none")
    assert 1 in cards
    assert 9 not in cards
    with pytest.raises(KeyError, match="9"):
        cards[9]


def test_none_can_be_a_record(unit: MemoryUnitOfWork) -> None:
    """It is told from no record at all."""
    table = unit.table("maybe")
    table.put("a", None)

    assert "a" in table
    assert table.get("a", "absent") is None


def test_keys_values_and_items_come_in_the_order_they_were_put(cards: Table[Card]) -> None:
    """A record that is put again keeps its place."""
    cards.put(2, Card(2, 8, "changed"))

    assert [1, 2, 3] == list(cards)
    assert ["one", "changed", "three"] == [card.title for card in cards.values()]
    assert [(1, "one"), (2, "changed"), (3, "three")] == [(key, card.title) for key, card in cards.items()]
    assert 3 == len(cards)


def test_a_table_may_be_changed_while_it_is_iterated_over(cards: Table[Card]) -> None:
    """The keys are those of the beginning."""
    for key in cards:
        cards.delete(key)
        cards.put(key + 10, Card(key + 10, 7, "x"))

    assert [11, 12, 13] == list(cards)


def test_records_are_found_by_their_fields_and_by_a_function(cards: Table[Card]) -> None:
    """All that is said must hold."""
    assert [1, 3] == [card.id for card in cards.find(column=7)]
    assert [3] == [card.id for card in cards.find(lambda card: card.title.startswith("t"), column=7)]
    assert [] == cards.find(colour="red")
    assert 3 == len(cards.find())


def test_records_that_are_mappings_are_found_by_their_items(unit: MemoryUnitOfWork) -> None:
    """A record without the item does not fit, though it be asked for None."""
    table = unit.table("rows")
    table.put(1, {"a": None})
    table.put(2, {"b": 1})

    assert [{"a": None}] == table.find(a=None)


def test_deleting_and_touching_need_a_record(cards: Table[Card]) -> None:
    """What is not there cannot be deleted twice."""
    cards.delete(1)

    with pytest.raises(KeyError, match="1"):
        cards.delete(1)
    with pytest.raises(KeyError, match="1"):
        cards.touch(1)
    assert 2 == len(cards)


def test_a_table_is_written_to_as_a_dictionary_is(cards: Table[Card]) -> None:
    """Both ways are the same."""
    cards[1] = replace(cards[1], title="changed")
    del cards[2]

    assert ["changed", "three"] == [card.title for card in cards.values()]


def test_a_table_of_a_type_takes_no_other(cards: Table[Card]) -> None:
    """The message names both."""
    with pytest.raises(UnstorableRecord) as caught:
        cards.put(1, {"id": 1})  # type: ignore[arg-type]

    assert 'The table "cards" keeps records of the type Card, and this is a dict.' == str(caught.value)


def test_ids_are_never_given_twice() -> None:
    """Not after an abort, not by two units, not when a number was put by hand."""
    memory = MemoryPersistence()
    first, second = memory.begin(), memory.begin()
    given = [first.table("cards").new_id(), second.table("cards").new_id(), first.table("cards").new_id()]
    first.abort()
    second.table("cards").put(40, "by hand")

    assert [1, 2, 3] == given
    assert 41 == second.table("cards").new_id()
    assert 1 == second.table("boards").new_id()


def test_ids_that_threads_ask_for_at_once_are_all_different() -> None:
    """Each thread gets its own."""
    memory = MemoryPersistence()

    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda _: memory.begin().table("t").new_id(), range(400)))

    assert set(range(1, 401)) == set(ids)


def test_a_table_says_its_name(cards: Table[Card]) -> None:
    """For messages and the shell."""
    assert "cards" == cards.name
    assert "<Table 'cards'>" == repr(cards)
