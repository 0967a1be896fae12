"""The rules of the board, at a desk over dictionaries."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from board.domain.desk import FIRST_COLUMNS, MOST_COLUMNS, Desk
from board.domain.entities import Board, Card
from board.domain.errors import Missing, Refused, Stale
from board.domain.positions import Direction
from board.texts import english


def shown(desk: Desk, board: Board) -> list[list[str]]:
    """Return the titles as they stand, column by column."""
    return [[card.title for card in lane.cards] for lane in desk.lanes(board.id)]


def filled(desk: Desk, *titles: str) -> tuple[Board, list[Card]]:
    """Return a board with cards in its first column."""
    board = desk.add_board("Plans", "")
    first = desk.stores.boards.columns(board.id)[0]
    return board, [desk.add_card(first.id, title, "", None) for title in titles]


def test_a_new_board_has_the_columns_that_boards_begin_with(desk: Desk) -> None:
    """Nobody has to begin with an empty page."""
    board = desk.add_board("Plans", "For spring")

    assert list(FIRST_COLUMNS) == [column.name for column in desk.stores.boards.columns(board.id)]


def test_a_column_name_is_new_on_its_board(desk: Desk) -> None:
    """Case and spaces do not make another name; another board may use it."""
    board, other = desk.add_board("Plans", ""), desk.add_board("Ideas", "")
    desk.add_column(other.id, "Later")
    desk.add_column(board.id, "Later")

    with pytest.raises(Refused) as refused:
        desk.add_column(board.id, "LATER")

    assert ("name", "This board already has a column “LATER”.") == (
        refused.value.field,
        english(refused.value.message),
    )


def test_a_column_keeps_its_own_name_when_renamed_to_it(desk: Desk) -> None:
    """Changing the case of a name is not a double."""
    board, _ = filled(desk)
    column = desk.stores.boards.columns(board.id)[0]

    assert "TO DO" == desk.rename_column(column.id, "TO DO").name


def test_a_board_has_a_bounded_number_of_columns(desk: Desk) -> None:
    """A board is always read whole, so it cannot grow without end."""
    board, _ = filled(desk)
    for number in range(MOST_COLUMNS - len(FIRST_COLUMNS)):
        desk.add_column(board.id, f"Column {number}")

    with pytest.raises(Refused, match="at most 20 columns"):
        desk.add_column(board.id, "One more")


def test_a_column_with_cards_stays(desk: Desk) -> None:
    """Removing a column never removes a card."""
    _, (card,) = filled(desk, "Sow")

    with pytest.raises(Refused, match="“To do” still has cards"):
        desk.remove_column(card.column_id)


def test_removing_a_column_closes_the_gap(desk: Desk) -> None:
    """The columns that are left are numbered without a gap."""
    board, _ = filled(desk)

    desk.remove_column(desk.stores.boards.columns(board.id)[1].id)

    assert [("To do", 0), ("Done", 1)] == [
        (one.name, one.position) for one in desk.stores.boards.columns(board.id)
    ]


def test_cards_are_added_at_the_bottom(desk: Desk) -> None:
    """The newest card stands last."""
    board, _ = filled(desk, "Sow", "Water")

    assert [["Sow", "Water"], [], []] == shown(desk, board)


def test_a_card_moves_to_a_place_of_another_column(desk: Desk) -> None:
    """Both columns are left without a gap."""
    board, cards = filled(desk, "Sow", "Water", "Weed")
    doing = desk.stores.boards.columns(board.id)[1]
    desk.move_card(cards[0].id, doing.id, 0)

    moved = desk.move_card(cards[2].id, doing.id, 0)

    assert [["Water"], ["Weed", "Sow"], []] == shown(desk, board)
    assert (doing.id, 0) == (moved.column_id, moved.position)
    assert [0] == [card.position for card in desk.stores.cards.in_column(cards[1].column_id)]


def test_a_card_does_not_leave_its_board(desk: Desk) -> None:
    """A column of another board is no place for it."""
    _, cards = filled(desk, "Sow")
    elsewhere = desk.stores.boards.columns(desk.add_board("Ideas", "").id)[0]

    with pytest.raises(Refused, match="no such column"):
        desk.move_card(cards[0].id, elsewhere.id, 0)


def test_a_step_at_the_edge_changes_nothing(desk: Desk) -> None:
    """The first card goes no higher."""
    board, cards = filled(desk, "Sow", "Water")

    desk.step_card(cards[0].id, Direction.UP)

    assert [["Sow", "Water"], [], []] == shown(desk, board)


def test_deleting_a_card_closes_the_gap(desk: Desk) -> None:
    """The cards below move up, and the card is gone."""
    _, cards = filled(desk, "Sow", "Water", "Weed")

    desk.delete_card(cards[1].id)

    assert [("Sow", 0), ("Weed", 1)] == [
        (card.title, card.position) for card in desk.stores.cards.in_column(cards[0].column_id)
    ]
    with pytest.raises(Missing):
        desk.stores.cards.get(cards[1].id)


def test_a_change_over_somebody_elses_change_is_refused(desk: Desk) -> None:
    """Who edits an old card learns of it, and can save again knowingly."""
    _, (card,) = filled(desk, "Sow")
    desk.change_card(card.id, "Sow peas", "", card.revision)

    with pytest.raises(Stale) as stale:
        desk.change_card(card.id, "Sow beans", "", card.revision)

    assert "Sow peas" == desk.stores.cards.get(card.id).title
    assert "Sow beans" == desk.change_card(card.id, "Sow beans", "", stale.value.revision).title


def test_a_search_finds_cards_that_hold_every_word(desk: Desk) -> None:
    """Words may stand in the title or the text, in any case, in any order."""
    _, cards = filled(desk, "Write to ÉMILIE", "Write a letter")
    desk.change_card(cards[1].id, "Write a letter", "for Émilie, by straße 100%")

    assert {cards[0].id, cards[1].id} == {one.card.id for one in desk.search("émilie WRITE", 10).items}
    assert [cards[1].id] == [one.card.id for one in desk.search("STRASSE 100%", 10).items]
    assert () == desk.search("  ", 10).items


steps = st.lists(
    st.tuples(st.sampled_from(["move", "step", "delete", "add"]), st.integers(0, 99), st.integers(0, 99)),
    max_size=25,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_positions_never_have_a_gap_or_a_double(desk: Desk, steps: list[tuple[str, int, int]]) -> None:
    """Whatever people do, each column is numbered from 0 and no card is lost."""
    board, cards = filled(desk, "a", "b", "c", "d")
    columns = desk.stores.boards.columns(board.id)
    alive = [card.id for card in cards]

    for action, one, other in steps:
        if action == "add":
            alive.append(desk.add_card(columns[one % 3].id, "more", "", None).id)
        elif alive and action == "delete":
            alive.remove(desk.delete_card(alive[one % len(alive)]).id)
        elif alive and action == "move":
            desk.move_card(alive[one % len(alive)], columns[other % 3].id, other % 7)
        elif alive:
            desk.step_card(alive[one % len(alive)], list(Direction)[other % 4])

    for lane in desk.lanes(board.id):
        assert list(range(len(lane.cards))) == [card.position for card in lane.cards]
    assert sorted(alive) == sorted(card.id for lane in desk.lanes(board.id) for card in lane.cards)
