"""Every storage keeps the contracts in the same way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from board.domain.contracts import Boards, Cards, Stores, Users, stores
from board.domain.desk import Desk
from board.domain.errors import Missing
from corefw.ports import Persistence
from corefw.scripting import load_application

pytestmark = pytest.mark.over("storage")


@dataclass
class Storage:
    """The stores of one unit of work, and a desk over them."""

    stores: Stores

    @property
    def desk(self) -> Desk:
        return Desk(self.stores)

    @property
    def users(self) -> Users:
        return self.stores.users

    @property
    def boards(self) -> Boards:
        return self.stores.boards

    @property
    def cards(self) -> Cards:
        return self.stores.cards


@pytest.fixture
def storage(settings_file: Path) -> Iterator[Storage]:
    """Return the storage of the deployment, empty."""
    application = load_application(settings_file, environ={})
    registry = application.registry
    work = registry.port(Persistence).begin()
    yield Storage(stores(lambda contract: registry.component(contract, work)))
    work.abort()
    application.close()


def test_users_are_found_by_id_and_by_login(storage: Storage) -> None:
    """What was added is found; who is not there is None."""
    user = storage.users.add("ada", "Ada", "hash")
    storage.users.set_password_hash(user.id, "stronger")

    assert "stronger" == getattr(storage.users.by_login("ada"), "password_hash", None)
    assert storage.users.by_login("ada") == storage.users.get(user.id)
    assert None is storage.users.by_login("Ada")
    assert None is storage.users.get(user.id + 1)


def test_what_is_missing_is_said_to_be(storage: Storage) -> None:
    """Every lookup by an id that is not there raises the same error."""
    column = storage.desk.add_column(storage.boards.add("Plans", "").id, "To do")
    for missing in (
        lambda: storage.boards.get(999),
        lambda: storage.boards.hold(999),
        lambda: storage.boards.column(999),
        lambda: storage.boards.change(999, "x", ""),
        lambda: storage.boards.rename_column(999, "x"),
        lambda: storage.boards.remove_column(999),
        lambda: storage.cards.get(999),
        lambda: storage.cards.change(999, "x", ""),
        lambda: storage.cards.remove(999),
        lambda: storage.cards.arrange(column.id, [999]),
        lambda: storage.users.set_password_hash(999, "x"),
    ):
        with pytest.raises(Missing):
            missing()


def test_boards_are_listed_by_name_with_their_numbers(storage: Storage) -> None:
    """Case does not count for the order."""
    storage.boards.add("b", "")
    full = storage.desk.add_board("A", "")
    storage.boards.add("C", "")
    storage.desk.add_card(storage.boards.columns(full.id)[0].id, "Sow", "", None)

    assert [("A", 3, 1), ("b", 0, 0), ("C", 0, 0)] == [
        (one.board.name, one.columns, one.cards) for one in storage.boards.all()
    ]


def test_orders_are_written_whole(storage: Storage) -> None:
    """Cards change places among each other, and between columns, without a double in between."""
    board = storage.desk.add_board("A", "")
    left, middle, _ = storage.boards.columns(board.id)
    ids = [storage.desk.add_card(left.id, title, "", None).id for title in "abcd"]

    storage.cards.arrange(left.id, ids[::-1])
    assert ids[::-1] == [card.id for card in storage.cards.in_column(left.id)]

    storage.cards.arrange(middle.id, [ids[3], ids[0]])
    storage.cards.arrange(left.id, [ids[1], ids[2]])
    assert [(left.id, ids[1], 0), (left.id, ids[2], 1), (middle.id, ids[3], 0), (middle.id, ids[0], 1)] == [
        (card.column_id, card.id, card.position) for card in storage.cards.on_board(board.id)
    ]


def test_removing_a_column_closes_the_gap(storage: Storage) -> None:
    """The columns to its right move up."""
    board = storage.desk.add_board("A", "")

    storage.desk.remove_column(storage.boards.columns(board.id)[0].id)

    assert [("Doing", 0), ("Done", 1)] == [
        (one.name, one.position) for one in storage.boards.columns(board.id)
    ]


def test_moments_have_their_zone(storage: Storage) -> None:
    """Times are given back in UTC by every store."""
    board = storage.desk.add_board("A", "")
    card = storage.desk.add_card(storage.boards.columns(board.id)[0].id, "Sow", "", None)

    assert "UTC" == str(storage.cards.get(card.id).created.tzinfo)


def test_searching_means_the_same_everywhere(storage: Storage) -> None:
    """Letters beyond ASCII are folded, signs of LIKE are letters, the newest comes first."""
    board = storage.desk.add_board("A", "")
    column = storage.boards.columns(board.id)[0]
    first = storage.desk.add_card(column.id, "ÉMILIE 100%", "a_b", None)
    second = storage.desk.add_card(column.id, "émilie", "axb 1000", None)

    assert [second.id, first.id] == [one.card.id for one in storage.desk.search("Émilie", 9).items]
    assert [second.id] == [one.card.id for one in storage.desk.search("Émilie", 1).items]
    assert [first.id] == [one.card.id for one in storage.desk.search("100%", 9).items]
    assert [first.id] == [one.card.id for one in storage.desk.search("a_B", 9).items]
