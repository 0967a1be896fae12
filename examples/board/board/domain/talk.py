"""What is said about cards: comments, labels, and the feed of what was done.

Works like `desk`, at the same stores and by the same rights.
"""

from __future__ import annotations

from dataclasses import dataclass

from board.domain.entities import Activity, Comment, Label, Leaf, leaf
from board.domain.errors import Missing, NotAllowed, Refused
from board.domain.seat import Seat
from board.domain.words import fold

__all__ = ["MOST_LABELS", "Talk"]

#: The labels of a board are offered with every card.
MOST_LABELS = 30


@dataclass(frozen=True, slots=True)
class Talk(Seat):
    """Where somebody speaks."""

    def comments(self, card_id: int) -> tuple[Comment, ...]:
        """Return the comments of the card, the oldest first."""
        return tuple(self.stores.comments.of(self.card(card_id).id))

    def comment(self, comment_id: int) -> Comment:
        """Return the comment, if its card may be seen."""
        comment = self.stores.comments.get(comment_id)
        self.card(comment.card_id)
        return comment

    def say(self, card_id: int, text: str) -> Comment:
        """Comment on the card."""
        card = self.card(card_id)
        comment = self.stores.comments.add(card_id, self.by, text)
        self.note(card.board_id, f"commented on “{card.title}”", card_id)
        return comment

    def may_take_back(self, comment: Comment) -> bool:
        """Say whether the comment is the person's own, or said on a board that they own."""
        if comment.author_id is not None and comment.author_id == self.by:
            return True
        return self.owns(self.board(self.card(comment.card_id).board_id))

    def take_back(self, comment_id: int) -> Comment:
        """Remove a comment, one's own or as an owner of the board; return what it was."""
        comment = self.comment(comment_id)
        if not self.may_take_back(comment):
            raise NotAllowed("Only who said this, or an owner of the board, may remove it.")
        self.stores.comments.remove(comment_id)
        card = self.card(comment.card_id)
        self.note(card.board_id, f"removed a comment on “{card.title}”", card.id)
        return comment

    def labels(self, board_id: int) -> tuple[Label, ...]:
        """Return the labels of the board by name."""
        return tuple(self.stores.labels.of(self.board(board_id).id))

    def add_label(self, board_id: int, name: str, colour: str) -> Label:
        """Add a label to the board; its name must be new there."""
        self.hold(board_id)
        labels = self.labels(board_id)
        if len(labels) >= MOST_LABELS:
            raise Refused("name", f"A board has at most {MOST_LABELS} labels.")
        if ";" in name:
            raise Refused("name", "A label's name has no semicolon; sheets of cards part labels with it.")
        if any(fold(label.name) == fold(name) for label in labels):
            raise Refused("name", f"This board already has a label “{name}”.")
        self.note(board_id, f"added the label “{name}”")
        return self.stores.labels.add(board_id, name, colour)

    def remove_label(self, label_id: int) -> Label:
        """Remove the label from the board and its cards; return what it was."""
        label = self.stores.labels.get(label_id)
        if not self.sees(self.stores.boards.get(label.board_id)):
            raise Missing("label", label_id)
        self.hold(label.board_id)
        self.stores.labels.remove(label_id)
        self.note(label.board_id, f"removed the label “{label.name}”")
        return label

    def feed(self, board_id: int, size: int, number: int = 1) -> Leaf[Activity]:
        """Return what was done on the board, the newest first."""
        found = self.stores.activities.of(self.board(board_id).id, size + 1, (number - 1) * size)
        return leaf(found, number, size)
