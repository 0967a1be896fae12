"""Committing: decide everything that is pending, then perform it all or nothing.

The vocabulary (predicates, derivers, renderers) is decided and performed first, since the
rest is written in it; then the rest is decided as a whole, so that all problems are
reported together, and performed in order.  What a performed declaration declares in its
turn goes through further rounds.  Whatever fails, the registry is as it was.  Floor 2.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Hashable, Iterable, Sequence
from heapq import heappop, heappush

from corefw.base.errors import (
    ConfigurationConflictError,
    ConfigurationError,
    ConfigurationExecutionError,
    Fix,
    Problem,
)
from corefw.base.places import place_of
from corefw.engine.conflicts import beats
from corefw.engine.decide import decide, lacking, unmet
from corefw.engine.declaration import Declaration, State
from corefw.engine.ledger import Ledger
from corefw.engine.owner import Owner
from corefw.engine.registry import Registry

__all__ = ["commit"]


class _OwnerFailed(Exception):
    """Performing failed and the policy lets the owner be left out."""

    def __init__(self, owner: Owner, problem: Problem) -> None:
        super().__init__(owner)
        self.owner = owner
        self.problem = problem


def commit(ledger: Ledger, registry: Registry) -> None:
    """Decide and perform what is pending.

    Raises `ConfigurationConflictError`, `ConfigurationExecutionError` or `ConfigurationError`
    with every problem that was found; the registry is then as before, and the declarations
    are pending again, so that a second commit cannot pass by forgetting them.
    """
    ledger.plan.problems = []
    while ledger.pending or ledger.found:
        ledger.forget_leftovers()
        mark = ledger.mark()
        try:
            with registry.attempt():
                _Run(ledger, registry, mark.pending).whole()
        except _OwnerFailed as failure:
            ledger.go_back(mark)
            _leave_out(ledger, failure)
            continue
        except BaseException as error:
            ledger.go_back(mark)
            if isinstance(error, ConfigurationError):
                ledger.plan.problems = list(error.problems)
            raise
        return


def _leave_out(ledger: Ledger, failure: _OwnerFailed) -> None:
    """Disable everything that the failing owner, and those that go with it, declared."""
    gone = {failure.owner}
    if ledger.leave_out is not None:
        gone.update(ledger.leave_out(failure.owner, failure.problem))
    for row in ledger.pending:
        if row.owner in gone:
            row.settle(State.DISABLED, f"{failure.owner} failed: {failure.problem.what}")
    ledger.pending[:] = [row for row in ledger.pending if row.state is not State.DISABLED]
    ledger.withdraw(gone)


class _Run:
    """One attempt at a commit."""

    def __init__(self, ledger: Ledger, registry: Registry, batch: Sequence[Declaration]) -> None:
        self.ledger = ledger
        self.registry = registry
        self.batch = batch
        self.winners: dict[Hashable, Declaration] = {}
        #: The keys in force: those of this attempt, and of the commits before it.
        self.known = ChainMap(self.winners, ledger.winners)
        self.performed: set[Declaration] = set()
        #: Declared by the vocabulary, to be decided with the rest.
        self.later: list[Declaration] = []
        self.conflicts: list[Problem] = []
        self.problems: list[Problem] = []
        self.failures: list[Problem] = []
        self.cause: BaseException | None = None

    def whole(self) -> None:
        """Go through both halves of the batch and whatever it declares on the way."""
        for row in self.batch:
            if row.state is not State.DISABLED:
                row.state, row.reason, row.by = None, "", None
        self.ledger.pending.clear()
        self._take_found()
        # The vocabulary is performed even when problems are known already (all of it is undone
        # in the end): only with it can the rest be decided, and everything be told together.
        self._rounds([row for row in self.batch if row.is_vocabulary], perform_anyway=True)
        if self.failures:
            self._stop()
        self._rounds([*(row for row in self.batch if not row.is_vocabulary), *self.later])
        self._stop()
        self._retire_earlier()

    def _rounds(self, rows: Sequence[Declaration], *, perform_anyway: bool = False) -> None:
        waiting = self._decided(rows)
        if self._is_refused and not perform_anyway:
            self._give_up_on(waiting)
            return
        heap: list[tuple[int, int, Declaration]] = []
        waiting = self._queued(waiting, heap)
        while heap:
            _, _, row = heappop(heap)
            # What another declared when it was performed may have overridden this one meanwhile.
            if row.state is not State.ACTIVE:
                continue
            self._perform(row)
            self._take_found()
            if self.ledger.pending:
                waiting += self._decided(self._taken(row))
                if self._is_refused and not perform_anyway:
                    self._stop()
                waiting = self._queued(waiting, heap)
        self._give_up_on(waiting)

    def _queued(
        self, rows: Iterable[Declaration], heap: list[tuple[int, int, Declaration]]
    ) -> list[Declaration]:
        """Put what can be performed on the heap; return what waits for something that it needs."""
        waiting = []
        for row in rows:
            if lacking(row, self.known):
                waiting.append(row)
            else:
                heappush(heap, (row.order, row.sequence, row))
        return waiting

    def _decided(self, rows: Sequence[Declaration]) -> list[Declaration]:
        decision = decide(rows, self.winners, self.performed)
        self.conflicts += decision.conflicts
        for row, error, problems in decision.undecidable:
            self._may_leave_out(row, problems, error)
            self.problems += problems
        return decision.active

    def _taken(self, parent: Declaration) -> list[Declaration]:
        """Take what *parent* declared while it was performed; it must not belong to the past."""
        rows = list(self.ledger.pending)
        self.ledger.pending.clear()
        for row in rows:
            if row.order < parent.order:
                row.settle(State.FAILED, "its phase is over")
                self.problems.append(_late_problem(row, parent))
        if not parent.is_vocabulary:
            return rows
        self.later += [row for row in rows if not row.is_vocabulary]
        return [row for row in rows if row.is_vocabulary]

    def _take_found(self) -> None:
        """Take the problems of scans and the like; they stop the commit."""
        self.problems += self.ledger.found
        self.ledger.found.clear()

    def _perform(self, row: Declaration) -> None:
        self.performed.add(row)
        try:
            if row.callable is not None:
                row.callable(*row.args, **row.kw)
            for introspectable in row.introspectables:
                introspectable.register(self.registry.introspector, row.place)
        except ConfigurationError as error:
            self._failed(row, error, row.placed(error.problems) or (_execution_problem(row, error),))
        except Exception as error:
            self._failed(row, error, (_execution_problem(row, error),))
            self._stop()

    def _failed(self, row: Declaration, error: Exception, problems: Sequence[Problem]) -> None:
        row.settle(State.FAILED, problems[0].what)
        self._may_leave_out(row, problems, error)
        self.failures += problems
        self.cause = self.cause or error

    def _may_leave_out(
        self, row: Declaration, problems: Sequence[Problem], error: BaseException | None = None
    ) -> None:
        """Leave the whole attempt if its policy lets the owner of *row* be left out of the next."""
        may_disable = self.ledger.may_disable
        if may_disable is None or not may_disable(row.owner):
            return
        # An owner of whom nothing is pending would fail again, and for ever.
        if any(other.owner == row.owner and other.state is not State.DISABLED for other in self.batch):
            raise _OwnerFailed(row.owner, problems[0]) from error

    def _give_up_on(self, waiting: Iterable[Declaration]) -> None:
        for row in waiting:
            problem = unmet(row, self.known)
            if problem is not None and row.state is State.ACTIVE:
                row.settle(State.UNMET, problem.why)
                self._may_leave_out(row, (problem,))
                self.problems.append(problem)

    @property
    def _is_refused(self) -> bool:
        return bool(self.conflicts or self.problems)

    def _stop(self) -> None:
        """Raise what was found, if anything was."""
        if self.failures:
            raise ConfigurationExecutionError(*self.conflicts, *self.problems, *self.failures) from self.cause
        if self.conflicts:
            raise ConfigurationConflictError(*self.conflicts, *self.problems)
        if self.problems:
            raise ConfigurationError(*self.problems)

    def _retire_earlier(self) -> None:
        """A later commit may declare a key anew; the earlier declaration is then overridden."""
        for key, row in self.winners.items():
            earlier = self.ledger.winners.get(key)
            if earlier is not None and earlier is not row:
                how = "from above" if beats(row, earlier) else "in a later commit"
                earlier.settle(State.OVERRIDDEN, f"declared again {how} at {row.place}", by=row)
        self.ledger.winners.update(self.winners)


def _late_problem(row: Declaration, parent: Declaration) -> Problem:
    return Problem(
        "CFW-207",
        f"The {row.title} belongs to a phase that is over (order {row.order}).",
        witnesses=(row.witness(), parent.witness(f"declared it, at order {parent.order}")),
        why="What is declared while another declaration is performed cannot come before it.",
        fixes=(Fix("", f"give it an order of {parent.order} or more, or declare it earlier"),),
    )


def _execution_problem(row: Declaration, error: BaseException) -> Problem:
    culprit = place_of(row.callable)
    return Problem(
        "CFW-203",
        f"Performing the {row.title} raised {type(error).__name__}: {error}",
        witnesses=(row.witness(),)
        + ((row.witness(f"performed by {culprit}"),) if not row.is_foreseeable else ()),
    )
