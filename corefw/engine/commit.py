"""Committing: decide everything that is pending, then perform it all or nothing.

The vocabulary (predicates, derivers, renderers) is decided and performed first, since the
rest is written in it; then the rest is decided as a whole, so that all problems are
reported together, and performed in order.  What a performed declaration declares in its
turn goes through further rounds.  Whatever fails, the registry is as it was.  Floor 2.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Hashable, Iterable, MutableMapping
from heapq import heapify, heappop, heappush

from corefw.base.errors import (
    ConfigurationConflictError,
    ConfigurationError,
    ConfigurationExecutionError,
    Fix,
    Problem,
)
from corefw.base.places import place_of
from corefw.engine.conflicts import beats
from corefw.engine.decide import decide, unmet
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
    while ledger.pending or ledger.found:
        ledger.forget_leftovers()
        batch = list(ledger.pending)
        known = len(ledger.plan.declarations)
        run = _Run(ledger, registry)
        try:
            with registry.attempt():
                run.whole(batch)
        except _OwnerFailed as failure:
            ledger.leftovers = ledger.plan.declarations[known:]
            _leave_out(ledger, failure, batch)
            ledger.pending[:] = _again(batch)
            continue
        except BaseException as error:
            ledger.leftovers = ledger.plan.declarations[known:]
            ledger.pending[:] = batch
            if isinstance(error, ConfigurationError):
                ledger.plan.problems = list(error.problems)
            raise
        finally:
            ledger.performing = None
        ledger.winners = run.winners
        return


def _leave_out(ledger: Ledger, failure: _OwnerFailed, batch: Iterable[Declaration]) -> None:
    """Disable everything that the failing owner, and those that go with it, declared."""
    gone = {failure.owner}
    if ledger.leave_out is not None:
        gone.update(ledger.leave_out(failure.owner, failure.problem))
    for row in batch:
        if row.owner in gone:
            row.settle(State.DISABLED, f"{failure.owner} failed: {failure.problem.what}")


def _again(batch: Iterable[Declaration]) -> list[Declaration]:
    """Return what is still to be decided after an owner was left out."""
    rows = [row for row in batch if row.state is not State.DISABLED]
    for row in rows:
        row.state, row.reason, row.by = None, "", None
    return rows


class _Run:
    """One attempt at a commit."""

    def __init__(self, ledger: Ledger, registry: Registry) -> None:
        self.ledger = ledger
        self.registry = registry
        self.before: dict[Hashable, Declaration] = dict(ledger.winners)
        self.winners: dict[Hashable, Declaration] = {}
        self.performed: list[Declaration] = []
        self.conflicts: list[Problem] = []
        self.problems: list[Problem] = list(ledger.found)
        self.failures: list[Problem] = []
        self.cause: BaseException | None = None

    def whole(self, batch: list[Declaration]) -> None:
        """Go through both halves of the batch and whatever it declares on the way."""
        for row in batch:
            if row.state is not None and row.state is not State.DISABLED:
                row.state, row.reason, row.by = None, "", None
        self.ledger.pending.clear()
        # The vocabulary is performed even when problems are known already (all of it is undone
        # in the end): only with it can the rest be decided, and everything be told together.
        self._rounds([row for row in batch if row.is_vocabulary], perform_anyway=True)
        if self.failures:
            self._stop_at_failures()
        self._rounds([row for row in batch if not row.is_vocabulary])
        self._stop_at_failures()
        self._retire_earlier()

    def _rounds(self, rows: list[Declaration], *, perform_anyway: bool = False) -> None:
        queue = self._decided(rows)
        waiting = [row for row in queue if unmet(row, self._known())]
        if (self.conflicts or self.problems) and not perform_anyway:
            self._give_up_on(waiting)
            return
        heap = [(row.order, row.sequence, row) for row in queue if row not in waiting]
        heapify(heap)
        while heap:
            _, _, row = heappop(heap)
            self._perform(row)
            if self.ledger.pending:
                more = self._decided(self._taken(row))
                self._stop_at_failures(only_decided=True)
                waiting += [new for new in more if unmet(new, self._known())]
                for new in [*more, *waiting]:
                    if new.state is State.ACTIVE and not unmet(new, self._known()):
                        waiting = [other for other in waiting if other is not new]
                        entry = (new.order, new.sequence, new)
                        if entry not in heap:
                            heappush(heap, entry)
        self._give_up_on(waiting)

    def _known(self) -> MutableMapping[Hashable, Declaration]:
        # Not a merged copy: it is asked once for every declaration.
        return ChainMap(self.winners, self.before)

    def _decided(self, rows: list[Declaration]) -> list[Declaration]:
        decision = decide(rows, self.winners, self.performed)
        self.conflicts += decision.conflicts
        self.problems += decision.problems
        return decision.active

    def _taken(self, parent: Declaration) -> list[Declaration]:
        """Take what *parent* declared while it was performed; it must not belong to the past."""
        rows = list(self.ledger.pending)
        self.ledger.pending.clear()
        for row in rows:
            if row.order < parent.order:
                row.settle(State.FAILED, "its phase is over")
                self.problems.append(
                    Problem(
                        "CFW-207",
                        f"The {row.title} belongs to a phase that is over (order {row.order}).",
                        witnesses=(row.witness(), parent.witness(f"declared it, at order {parent.order}")),
                        why="What is declared while another declaration is performed cannot come before it.",
                        fixes=(
                            Fix("", f"give it an order of {parent.order} or more, or declare it earlier"),
                        ),
                    )
                )
        return rows

    def _perform(self, row: Declaration) -> None:
        self.performed.append(row)
        if row.callable is not None:
            self.ledger.performing = row.order
            try:
                row.callable(*row.args, **row.kw)
            except ConfigurationError as error:
                self._failed(row, error, list(error.problems))
                return
            except Exception as error:
                self._failed(row, error, [_execution_problem(row, error)])
                self._stop_at_failures()
            finally:
                self.ledger.performing = None
        for introspectable in row.introspectables:
            introspectable.register(self.registry.introspector, row.place)

    def _failed(self, row: Declaration, error: BaseException, problems: list[Problem]) -> None:
        row.settle(State.FAILED, problems[0].what)
        may_disable = self.ledger.may_disable
        if may_disable is not None and may_disable(row.owner):
            raise _OwnerFailed(row.owner, problems[0]) from error
        self.failures += problems
        self.cause = self.cause or error

    def _give_up_on(self, waiting: Iterable[Declaration]) -> None:
        for row in waiting:
            problem = unmet(row, self._known())
            if problem is not None and row.state is State.ACTIVE:
                row.settle(State.UNMET, problem.why)
                self.problems.append(problem)

    def _stop_at_failures(self, *, only_decided: bool = False) -> None:
        if self.failures and not only_decided:
            raise ConfigurationExecutionError(*self.conflicts, *self.problems, *self.failures) from self.cause
        if self.conflicts:
            raise ConfigurationConflictError(*self.conflicts, *self.problems)
        if self.problems:
            raise ConfigurationError(*self.problems)

    def _retire_earlier(self) -> None:
        """A later commit may declare a key anew; the earlier declaration is then overridden."""
        for key, row in self.winners.items():
            earlier = self.before.get(key)
            if earlier is not None and earlier is not row:
                how = "from above" if beats(row, earlier) else "in a later commit"
                earlier.settle(State.OVERRIDDEN, f"declared again {how} at {row.place}", by=row)
        self.winners = {**self.before, **self.winners}
        self.ledger.found.clear()


def _execution_problem(row: Declaration, error: BaseException) -> Problem:
    culprit = place_of(row.callable)
    return Problem(
        "CFW-203",
        f"Performing the {row.title} raised {type(error).__name__}: {error}",
        witnesses=(row.witness(),)
        + ((row.witness(f"performed by {culprit}"),) if not row.is_foreseeable else ()),
    )
