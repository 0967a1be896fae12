"""Rounds: every contender once in each, so that what the machine does meanwhile falls on all of them.

What is compared is the median of the ratios within the rounds, with the smallest and the
largest beside it, and CPU seconds rather than those of the clock.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["Ratio", "Rounds"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times as much one contender needs as another, over the rounds."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.least:.2f} to {self.most:.2f})"


class Rounds(Generic[T]):
    """What was measured: for each contender a row of figures, one of each round."""

    def __init__(
        self, contenders: Mapping[T, Callable[[], Mapping[str, float]]], rounds: int, is_told: bool = True
    ) -> None:
        self.names: tuple[T, ...] = tuple(contenders)
        for measure in contenders.values():
            measure()  # once for nothing, so that every module is compiled and every file is in memory
        self._rows: dict[T, list[Mapping[str, float]]] = {name: [] for name in contenders}
        for done in range(rounds):
            if is_told:
                print(
                    f"round {done + 1} of {rounds}: {len(contenders)} contenders", file=sys.stderr, flush=True
                )
            for name, measure in contenders.items():
                self._rows[name].append(measure())

    @classmethod
    def of(cls, rows: Mapping[T, Sequence[Mapping[str, float]]]) -> Rounds[T]:
        """Return what was measured elsewhere, a row for each round."""
        made = cls({}, 0)
        made.names = tuple(rows)
        made._rows = {name: list(found) for name, found in rows.items()}
        return made

    def median(self, contender: T, figure: str) -> float:
        """Return the median of one figure of one contender."""
        return statistics.median(row[figure] for row in self._rows[contender])

    def ratio(self, one: T, other: T, figure: str) -> Ratio:
        """Return how many times as much *one* needs as *other*, round by round."""
        pairs = zip(self._rows[one], self._rows[other], strict=True)
        found = [mine[figure] / theirs[figure] for mine, theirs in pairs]
        return Ratio(statistics.median(found), min(found), max(found))

    def difference(self, one: T, other: T, figure: str) -> float:
        """Return the median of how much more *one* needs than *other*, round by round."""
        pairs = zip(self._rows[one], self._rows[other], strict=True)
        return statistics.median(mine[figure] - theirs[figure] for mine, theirs in pairs)
