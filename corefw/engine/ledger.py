"""The ledger: what a configurator and all those included from it write into together.

Declarations waiting for the next commit, the plan, what was included already, and the
directives that were added by name.  One per application; nothing is global.  Floor 2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from corefw.base.errors import Problem
from corefw.engine.declaration import Declaration, State
from corefw.engine.owner import Owner
from corefw.engine.plan import Plan

__all__ = ["AddedDirective", "Ledger", "LedgerMark"]


@dataclass(frozen=True, slots=True)
class AddedDirective:
    """A directive added by ``add_directive``."""

    function: Callable[..., Any]
    takes_place: bool
    owner: Owner


@dataclass(frozen=True, slots=True)
class LedgerMark:
    """What a ledger held before an attempt."""

    declared: int
    pending: list[Declaration]
    #: How long the list was of what was in force before.
    enforced: int
    included: dict[Hashable, Declaration]
    directives: dict[str, AddedDirective]
    found: list[Problem]


@dataclass(slots=True)
class Ledger:
    """The shared state of one configuration."""

    plan: Plan = field(default_factory=Plan)
    pending: list[Declaration] = field(default_factory=list)
    #: The declaration in force for each key, over all commits.
    winners: dict[Hashable, Declaration] = field(default_factory=dict)
    #: What was in force for each key that another came into force for in the attempts under way:
    #: to copy all for every commit would make many small commits quadratic.
    #: A key and a declaration in turn, since there may be thousands.
    _before: list[Any] = field(default_factory=list)
    #: How many attempts are under way, one inside the other.
    _attempts: int = 0
    #: What is in force in the registries that this one lies over, for the needs of what is declared here.
    below: Mapping[Hashable, Declaration] = field(default_factory=dict)
    included: dict[Hashable, Declaration] = field(default_factory=dict)
    #: The name of each included callable, in paths and messages, and how many have each.
    include_names: dict[Hashable, str] = field(default_factory=dict)
    namesakes: Counter[str] = field(default_factory=Counter)
    #: What is to be judged once all that can be performed now was: one callable for each key.
    judgements: dict[Hashable, Callable[[], None]] = field(default_factory=dict)
    directives: dict[str, AddedDirective] = field(default_factory=dict)
    #: Problems found while declaring (a scan, say) that stop the next commit.
    found: list[Problem] = field(default_factory=list)
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

    def enforce(self, key: Hashable, row: Declaration) -> None:
        """Put *row* in force for *key*."""
        self._before += (key, self.winners.get(key))
        self.winners[key] = row

    def judge_later(self, key: Hashable, judge: Callable[[], None]) -> None:
        """Call *judge* once, when everything that is performed with this was performed.

        For what depends on several declarations, such as their order; it raises a
        `ConfigurationError`.  Another of the same *key* takes its place.
        """
        self.judgements[key] = judge

    def mark(self) -> LedgerMark:
        """Return the state to which an attempt goes back if it fails; it ends by `go_back` or `keep`."""
        self._attempts += 1
        return LedgerMark(
            len(self.plan.declarations),
            list(self.pending),
            len(self._before),
            dict(self.included),
            dict(self.directives),
            list(self.found),
        )

    def go_back(self, mark: LedgerMark) -> None:
        """Undo what an attempt did here; what it declared in its turn stays visible until the next.

        Nothing stays undecided: what the attempt did not come to is settled as failed.
        """
        self._attempts -= 1
        self.leftovers = self.plan.declarations[mark.declared :]
        self.judgements.clear()
        self.pending[:] = mark.pending
        while len(self._before) > mark.enforced:
            earlier, key = self._before.pop(), self._before.pop()
            if earlier is None:
                del self.winners[key]
            else:
                self.winners[key] = earlier
        self.included = dict(mark.included)
        self.directives, self.found = dict(mark.directives), list(mark.found)
        for row in self.winners.values():
            row.settle(State.ACTIVE)
        for row in (*self.pending, *self.leftovers):
            if row.state is None:
                row.settle(State.FAILED, "the commit failed before this was decided")

    def keep(self) -> None:
        """Let what an attempt did stand; how to undo it is forgotten, unless another is around it."""
        self._attempts -= 1
        if not self._attempts:
            self._before.clear()

    def name_included(self, found: Callable[..., Any]) -> tuple[Hashable, str]:
        """Return what identifies an included callable, and a name that it has to itself."""
        identity: Hashable = found
        try:
            hash(found)
        except TypeError:
            identity = id(found)
        if identity not in self.include_names:
            inner: Any = found
            while isinstance(inner, partial):
                inner = inner.func
            name = f"{inner.__module__}:{getattr(inner, '__qualname__', type(inner).__qualname__)}"
            self.namesakes[name] += 1
            number = self.namesakes[name]
            self.include_names[identity] = f"{name} ({number})" if number > 1 else name
        return identity, self.include_names[identity]

    def take_back(self, row: Declaration, reason: str, found: int) -> None:
        """Disable what was declared since *row* and is not committed; forget problems after *found*."""
        row.settle(State.DISABLED, reason)
        # Also what a commit inside of it, which failed, declared in its turn.
        for other in (*self.pending, *self.leftovers):
            if other.sequence > row.sequence:
                other.settle(State.DISABLED, reason, by=row)
        self.pending[:] = [other for other in self.pending if other.sequence < row.sequence]
        self.included = {key: other for key, other in self.included.items() if other.sequence < row.sequence}
        del self.found[found:]

    def withdraw(self, owners: Collection[Owner]) -> None:
        """Forget the directives of *owners*, what was included on their behalf and what they scanned."""
        self.directives = {name: row for name, row in self.directives.items() if row.owner not in owners}
        self.included = {key: row for key, row in self.included.items() if row.owner not in owners}
        names = {str(owner) for owner in owners}
        self.plan.scans[:] = [scan for scan in self.plan.scans if scan.owner not in names]

    def forget_leftovers(self) -> None:
        """Forget what declarations of a failed attempt declared in their turn: they will again."""
        if self.leftovers:
            gone = set(map(id, self.leftovers))
            self.plan.declarations[:] = [row for row in self.plan if id(row) not in gone]
            self.leftovers = []
