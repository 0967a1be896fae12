"""Boards, columns and labels in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from board.domain.contracts import Boards, Labels
from board.domain.entities import Board, BoardSummary, Card, Column, Label
from board.domain.errors import Missing
from board.domain.words import fold
from corefw.config import adapter_config
from corefw_memory import MemoryUnitOfWork

__all__ = ["MemoryBoards", "MemoryLabels"]


@dataclass(frozen=True, slots=True)
class _OnCard:
    """The labels of one card."""

    card_id: int
    label_ids: frozenset[int]


@adapter_config(for_=MemoryUnitOfWork, provides=Boards)
class MemoryBoards(Boards):
    """Boards and columns in tables of records."""

    def __init__(self, unit_of_work: MemoryUnitOfWork) -> None:
        self.rows = unit_of_work.table("board_board", Board)
        self.column_rows = unit_of_work.table("board_column", Column)
        self.cards = unit_of_work.table("board_card", Card)

    def hold(self, board_id: int) -> Board:
        board = self.get(board_id)
        self.rows.touch(board_id)  # whoever holds the board at the same time conflicts
        return board

    def all(self) -> Sequence[BoardSummary]:
        summaries = [
            BoardSummary(
                board,
                len(self.column_rows.find(board_id=board.id)),
                len(self.cards.find(board_id=board.id)),
            )
            for board in self.rows.values()
        ]
        return sorted(summaries, key=lambda one: (fold(one.board.name), one.board.id))

    def get(self, board_id: int) -> Board:
        board = self.rows.get(board_id)
        if board is None:
            raise Missing("board", board_id)
        return board

    def add(self, name: str, summary: str, *, members_only: bool = False) -> Board:
        board = Board(self.rows.new_id(), name, summary, datetime.now(UTC), members_only)
        self.rows.put(board.id, board)
        return board

    def change(self, board_id: int, name: str, summary: str, *, members_only: bool = False) -> Board:
        board = replace(self.get(board_id), name=name, summary=summary, members_only=members_only)
        self.rows.put(board_id, board)
        return board

    def columns(self, board_id: int) -> Sequence[Column]:
        return sorted(self.column_rows.find(board_id=board_id), key=lambda column: column.position)

    def column(self, column_id: int) -> Column:
        column = self.column_rows.get(column_id)
        if column is None:
            raise Missing("column", column_id)
        return column

    def add_column(self, board_id: int, name: str) -> Column:
        column = Column(self.column_rows.new_id(), board_id, name, len(self.columns(board_id)))
        self.column_rows.put(column.id, column)
        return column

    def rename_column(self, column_id: int, name: str) -> Column:
        column = replace(self.column(column_id), name=name)
        self.column_rows.put(column_id, column)
        return column

    def remove_column(self, column_id: int) -> None:
        board_id = self.column(column_id).board_id
        self.column_rows.delete(column_id)
        for place, column in enumerate(self.columns(board_id)):
            self.column_rows.put(column.id, replace(column, position=place))


@adapter_config(for_=MemoryUnitOfWork, provides=Labels)
class MemoryLabels(Labels):
    """Labels in tables of records."""

    def __init__(self, unit_of_work: MemoryUnitOfWork) -> None:
        self.rows = unit_of_work.table("board_label", Label)
        self.on = unit_of_work.table("board_card_label", _OnCard)
        self.cards = unit_of_work.table("board_card", Card)

    def of(self, board_id: int) -> Sequence[Label]:
        return _by_name(self.rows.find(board_id=board_id))

    def get(self, label_id: int) -> Label:
        label = self.rows.get(label_id)
        if label is None:
            raise Missing("label", label_id)
        return label

    def add(self, board_id: int, name: str, colour: str) -> Label:
        label = Label(self.rows.new_id(), board_id, name, colour)
        self.rows.put(label.id, label)
        return label

    def remove(self, label_id: int) -> None:
        self.get(label_id)
        self.rows.delete(label_id)
        for one in self.on.values():
            if label_id in one.label_ids:
                self.put(one.card_id, one.label_ids - {label_id})

    def on_cards(self, board_id: int) -> Mapping[int, Sequence[Label]]:
        cards = {card.id for card in self.cards.find(board_id=board_id)}
        return {one.card_id: self._labels(one) for one in self.on.values() if one.card_id in cards}

    def on_card(self, card_id: int) -> Sequence[Label]:
        found = self.on.get(card_id)
        return [] if found is None else self._labels(found)

    def put(self, card_id: int, label_ids: Collection[int]) -> None:
        if label_ids:
            self.on.put(card_id, _OnCard(card_id, frozenset(label_ids)))
        elif card_id in self.on:
            self.on.delete(card_id)

    def _labels(self, one: _OnCard) -> list[Label]:
        return _by_name([self.rows[label_id] for label_id in one.label_ids])


def _by_name(labels: Sequence[Label]) -> list[Label]:
    return sorted(labels, key=lambda label: (fold(label.name), label.id))
