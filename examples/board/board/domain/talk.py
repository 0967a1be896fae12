"""What is said about cards: comments, labels, and the feed of what was done.

Works like `desk`, at the same stores.
"""

from __future__ import annotations

from dataclasses import dataclass

from board.domain.entities import Activity, Comment, Label, Leaf, leaf
from board.domain.errors import Refused
from board.domain.seat import Seat
from board.domain.words import fold
from board.texts import _

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
        """Return the comment."""
        return self.stores.comments.get(comment_id)

    def say(self, card_id: int, text: str) -> Comment:
        """Comment on the card."""
        card = self.card(card_id)
        comment = self.stores.comments.add(card_id, self.by, text)
        self.note(card.board_id, _("commented on “${card}”", {"card": card.title}), card_id)
        return comment

    def take_back(self, comment_id: int) -> Comment:
        """Remove a comment; return what it was."""
        comment = self.comment(comment_id)
        self.stores.comments.remove(comment_id)
        card = self.card(comment.card_id)
        self.note(card.board_id, _("removed a comment on “${card}”", {"card": card.title}), card.id)
        return comment

    def labels(self, board_id: int) -> tuple[Label, ...]:
        """Return the labels of the board by name."""
        return tuple(self.stores.labels.of(self.board(board_id).id))

    def add_label(self, board_id: int, name: str, colour: str) -> Label:
        """Add a label to the board; its name must be new there."""
        self.hold(board_id)
        labels = self.labels(board_id)
        if len(labels) >= MOST_LABELS:
            raise Refused("name", _("A board has at most ${most} labels.", {"most": MOST_LABELS}))
        if ";" in name:
            message = _("A label's name has no semicolon; sheets of cards part labels with it.")
            raise Refused("name", message)
        if any(fold(label.name) == fold(name) for label in labels):
            raise Refused("name", _("This board already has a label “${label}”.", {"label": name}))
        self.note(board_id, _("added the label “${label}”", {"label": name}))
        return self.stores.labels.add(board_id, name, colour)

    def remove_label(self, label_id: int) -> Label:
        """Remove the label from the board and its cards; return what it was."""
        label = self.stores.labels.get(label_id)
        self.hold(label.board_id)
        self.stores.labels.remove(label_id)
        self.note(label.board_id, _("removed the label “${label}”", {"label": label.name}))
        return label

    def feed(self, board_id: int, size: int, number: int = 1) -> Leaf[Activity]:
        """Return what was done on the board, the newest first."""
        found = self.stores.activities.of(self.board(board_id).id, size + 1, (number - 1) * size)
        return leaf(found, number, size)
