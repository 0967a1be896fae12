"""Cards, comments and activities in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from board.domain.contracts import Activities, Cards, Comments
from board.domain.entities import Activity, Board, Card, Column, Comment, Found
from board.domain.errors import Missing
from board.domain.words import fold
from corefw.config import adapter_config
from corefw_memory import MemoryUnitOfWork

__all__ = ["MemoryActivities", "MemoryCards", "MemoryComments"]


@adapter_config(for_=MemoryUnitOfWork, provides=Cards)
class MemoryCards(Cards):
    """Cards in a table of records."""

    def __init__(self, unit_of_work: MemoryUnitOfWork) -> None:
        self.rows = unit_of_work.table("board_card", Card)
        self.boards = unit_of_work.table("board_board", Board)
        self.columns = unit_of_work.table("board_column", Column)
        self.comments = unit_of_work.table("board_comment", Comment)
        self.labels = unit_of_work.table("board_card_label")

    def get(self, card_id: int) -> Card:
        card = self.rows.get(card_id)
        if card is None:
            raise Missing("card", card_id)
        return card

    def in_column(self, column_id: int) -> Sequence[Card]:
        return sorted(self.rows.find(column_id=column_id), key=lambda card: card.position)

    def on_board(self, board_id: int) -> Sequence[Card]:
        return sorted(self.rows.find(board_id=board_id), key=lambda card: (card.column_id, card.position))

    def add(
        self, column: Column, title: str, text: str, author_id: int | None, due: date | None = None
    ) -> Card:
        now = datetime.now(UTC)
        card = Card(
            id=self.rows.new_id(),
            board_id=column.board_id,
            column_id=column.id,
            title=title,
            text=text,
            position=len(self.rows.find(column_id=column.id)),
            revision=0,
            author_id=author_id,
            created=now,
            changed=now,
            due=due,
        )
        self.rows.put(card.id, card)
        return card

    def change(self, card_id: int, title: str, text: str, due: date | None = None) -> Card:
        card = self.get(card_id)
        card = replace(
            card, title=title, text=text, due=due, revision=card.revision + 1, changed=datetime.now(UTC)
        )
        self.rows.put(card_id, card)
        return card

    def arrange(self, column_id: int, order: Sequence[int]) -> None:
        for place, card_id in enumerate(order):
            card = self.get(card_id)
            if (card.column_id, card.position) != (column_id, place):
                self.rows.put(card_id, replace(card, column_id=column_id, position=place))

    def remove(self, card_id: int) -> None:
        self.get(card_id)
        self.rows.delete(card_id)
        if card_id in self.labels:
            self.labels.delete(card_id)
        for comment in self.comments.find(card_id=card_id):
            self.comments.delete(comment.id)

    def search(
        self, words: Sequence[str], board_ids: Collection[int], limit: int, offset: int = 0
    ) -> Sequence[Found]:
        def fits(card: Card) -> bool:
            folded = fold(f"{card.title} {card.text}")
            return card.board_id in board_ids and all(word in folded for word in words)

        fitting = self.rows.find(fits)
        fitting.sort(key=lambda card: (card.changed, card.id), reverse=True)
        return [
            Found(card, self.boards[card.board_id], self.columns[card.column_id])
            for card in fitting[offset : offset + limit]
        ]


@adapter_config(for_=MemoryUnitOfWork, provides=Comments)
class MemoryComments(Comments):
    """Comments in a table of records."""

    def __init__(self, unit_of_work: MemoryUnitOfWork) -> None:
        self.rows = unit_of_work.table("board_comment", Comment)
        self.cards = unit_of_work.table("board_card", Card)

    def of(self, card_id: int) -> Sequence[Comment]:
        return sorted(self.rows.find(card_id=card_id), key=lambda comment: comment.id)

    def get(self, comment_id: int) -> Comment:
        comment = self.rows.get(comment_id)
        if comment is None:
            raise Missing("comment", comment_id)
        return comment

    def add(self, card_id: int, author_id: int | None, text: str) -> Comment:
        comment = Comment(self.rows.new_id(), card_id, author_id, text, datetime.now(UTC))
        self.rows.put(comment.id, comment)
        return comment

    def remove(self, comment_id: int) -> None:
        self.get(comment_id)
        self.rows.delete(comment_id)

    def counts(self, board_id: int) -> Mapping[int, int]:
        cards = {card.id for card in self.cards.find(board_id=board_id)}
        return Counter(comment.card_id for comment in self.rows.values() if comment.card_id in cards)


@adapter_config(for_=MemoryUnitOfWork, provides=Activities)
class MemoryActivities(Activities):
    """What was done, in a table of records."""

    def __init__(self, unit_of_work: MemoryUnitOfWork) -> None:
        self.rows = unit_of_work.table("board_activity", Activity)

    def of(self, board_id: int, limit: int, offset: int = 0) -> Sequence[Activity]:
        found = sorted(self.rows.find(board_id=board_id), key=lambda one: one.id, reverse=True)
        return found[offset : offset + limit]

    def add(self, board_id: int, card_id: int | None, actor_id: int | None, words: str) -> Activity:
        made = Activity(self.rows.new_id(), board_id, card_id, actor_id, words, datetime.now(UTC))
        self.rows.put(made.id, made)
        return made
