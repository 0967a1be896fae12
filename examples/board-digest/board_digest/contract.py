"""What a storage of the digest keeps: how many cards were added to and moved on each board."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

__all__ = ["Tallies", "Tally"]


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted on one board."""

    board_id: int
    created: int = 0
    moved: int = 0


class Tallies(ABC):
    """The tallies of all boards."""

    @abstractmethod
    def of(self, board_id: int) -> Tally:
        """Return the tally of the board; zeros if nothing was counted."""

    @abstractmethod
    def count(self, board_id: int, *, created: int = 0, moved: int = 0) -> None:
        """Add to the tally of the board."""
