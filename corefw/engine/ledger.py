"""The ledger: what a configurator and all those included from it write into together.

Declarations waiting for the next commit, the plan, what was included already, and the
directives that were added by name.  One per application; nothing is global.  Floor 2.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from corefw.base.errors import Problem
from corefw.engine.declaration import Declaration
from corefw.engine.owner import Owner
from corefw.engine.plan import Plan

__all__ = ["AddedDirective", "Ledger"]


@dataclass(frozen=True, slots=True)
class AddedDirective:
    """A directive added by ``add_directive``."""

    function: Callable[..., Any]
    takes_place: bool
    owner: Owner


@dataclass(slots=True)
class Ledger:
    """The shared state of one configuration."""

    plan: Plan = field(default_factory=Plan)
    pending: list[Declaration] = field(default_factory=list)
    #: The declaration in force for each key, over all commits.
    winners: dict[Hashable, Declaration] = field(default_factory=dict)
    included: dict[Hashable, Declaration] = field(default_factory=dict)
    directives: dict[str, AddedDirective] = field(default_factory=dict)
    #: Problems found while declaring (a scan, say) that stop the next commit.
    found: list[Problem] = field(default_factory=list)
    #: The order of the declaration being performed; None when nothing is.
    performing: int | None = None
    sequence: int = 0
    #: Declared while declarations of a failed attempt were performed.
    leftovers: list[Declaration] = field(default_factory=list)
    #: Asked when performing fails: may what this owner declared be left out altogether?
    may_disable: Callable[[Owner], bool] | None = None
    #: Told that an owner is left out, and why; returns every owner that goes with it.
    leave_out: Callable[[Owner, Problem], Iterable[Owner]] | None = None

    def declare(self, row: Declaration) -> None:
        """Take in a declaration for the next commit."""
        self.sequence += 1
        row.sequence = self.sequence
        self.plan.declarations.append(row)
        self.pending.append(row)

    def record(self, row: Declaration) -> None:
        """Take in a declaration whose state is known already, such as a lost decorator."""
        self.sequence += 1
        row.sequence = self.sequence
        self.plan.declarations.append(row)

    def forget_leftovers(self) -> None:
        """Forget what declarations of a failed attempt declared in their turn: they will again."""
        if self.leftovers:
            gone = set(map(id, self.leftovers))
            self.plan.declarations[:] = [row for row in self.plan if id(row) not in gone]
            self.leftovers = []
