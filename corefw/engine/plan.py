"""The plan: every declaration of an application, and what was decided about each.

It only holds and counts; deciding is ``decide``'s.  Invariant, held by a property test: the
number of declarations equals the sum over states, so that nothing is lost silently.  Floor 2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from corefw.base.errors import Problem
from corefw.engine.declaration import Declaration, State
from corefw.engine.scan.report import ScanReport

__all__ = ["Plan"]


class Plan:
    """The declarations in the order they were made, with their states."""

    def __init__(self) -> None:
        self.declarations: list[Declaration] = []
        self.problems: list[Problem] = []
        #: What each scan imported and left out, in their order.
        self.scans: list[ScanReport] = []

    @property
    def modules(self) -> dict[str, str]:
        """The modules that were scanned, each with its file."""
        return {name: row.file for scan in self.scans for name, row in scan.modules.items()}

    def __iter__(self) -> Iterator[Declaration]:
        return iter(self.declarations)

    def __len__(self) -> int:
        return len(self.declarations)

    def select(
        self,
        *,
        state: State | str | None = None,
        kind: str | None = None,
        owner: str | None = None,
    ) -> list[Declaration]:
        """Return the declarations that fit every given filter."""
        return [
            row
            for row in self.declarations
            if (state is None or row.state == state)
            and (kind is None or row.kind == kind)
            and (owner is None or row.owner.name == owner)
        ]

    def counts(self) -> dict[State, int]:
        """Return how many declarations are in each state, states without any included."""
        counted = Counter(row.state for row in self.declarations)
        return {state: counted[state] for state in State}

    def names(self, kind: str) -> list[str]:
        """Return the names under which declarations of a kind are active (for "did you mean")."""
        return sorted(
            str(row.key[1])
            for row in self.declarations
            if row.kind == kind
            and row.state is State.ACTIVE
            and isinstance(row.key, tuple)
            and len(row.key) > 1
        )

    def add(self, rows: Iterable[Declaration]) -> None:
        """Take in declarations that were made."""
        self.declarations.extend(rows)
