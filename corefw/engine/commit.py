"""Committing: decide everything that is pending, then perform it all or nothing.

The vocabulary (predicates, derivers, renderers) is decided and performed first, since the
rest is written in it; then the rest is decided as a whole, so that all problems are
reported together, and performed in order.  What a performed declaration declares in its
turn goes through further rounds.  Whatever fails, the registry is as it was.  Floor 2.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Hashable, Iterable, Mapping, Sequence
from heapq import heappop, heappush

from corefw.base.errors import (
    ConfigurationConflictError,
    ConfigurationError,
    ConfigurationExecutionError,
    Fix,
    Problem,
)
from corefw.base.places import place_of
from corefw.engine.conflicts import beats, conflict_problem, reason_of
from corefw.engine.decide import decide, lacking, unmet
from corefw.engine.declaration import Declaration, FullAccount, State, quoted
from corefw.engine.ledger import Ledger
from corefw.engine.owner import Owner
from corefw.engine.registry import Registry
from corefw.engine.replacing import Misses, Said, shown_as
from corefw.engine.summary import TOLD_IN_FULL, more, told

__all__ = ["commit", "leave_out"]


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
        run = _Run(ledger, registry, mark.pending)
        try:
            with registry.attempt():
                run.whole()
        except _OwnerFailed as failure:
            ledger.go_back(mark)
            leave_out(ledger, failure.owner, failure.problem)
            continue
        except BaseException as error:
            ledger.go_back(mark)
            run.settle_rivals()
            if isinstance(error, ConfigurationError):
                ledger.plan.problems = list(error.problems)
            raise
        ledger.keep()
        return


def leave_out(ledger: Ledger, owner: Owner, problem: Problem) -> None:
    """Disable everything that *owner*, which failed, and those that go with it, declared."""
    gone = {owner}
    if ledger.leave_out is not None:
        gone.update(ledger.leave_out(owner, problem))
    for row in ledger.pending:
        if row.owner in gone:
            row.settle(State.DISABLED, f"{owner} failed: {problem.what}")
    ledger.pending[:] = [row for row in ledger.pending if row.state is not State.DISABLED]
    ledger.withdraw(gone)


class _Run:
    """One attempt at a commit."""

    def __init__(self, ledger: Ledger, registry: Registry, batch: Sequence[Declaration]) -> None:
        self.ledger = ledger
        self.registry = registry
        self.batch = batch
        self.winners: dict[Hashable, Declaration] = {}
        #: The keys in force: those of this attempt, of the commits before it, and of what lies below.
        self.known = ChainMap(self.winners, ledger.winners, dict(ledger.below))
        self.performed: set[Declaration] = set()
        #: Declared by the vocabulary, to be decided with the rest.
        self.later: list[Declaration] = []
        #: Rivals for one key, the first of them in force until all of this is undone.
        self.conflicts: list[tuple[Declaration, ...]] = []
        self.unmet: list[tuple[Declaration]] = []
        #: Who says ``replaces=`` and what it found to replace.
        self.replacing: list[Declaration] = []
        self.replaced: set[Said] = set()
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
        if not self.failures:
            self._judge_replacing()
        self._stop()
        self._retire_earlier()

    def _rounds(self, rows: Sequence[Declaration], *, perform_anyway: bool = False) -> None:
        active = self._decided(rows)
        if self._is_refused and not perform_anyway:
            self._give_up_on(active)
            return
        queue = _Queue(self.known)
        queue.put(active)
        while (row := queue.take()) is not None:
            # What another declared when it was performed may have overridden this one meanwhile.
            if row.state is not State.ACTIVE:
                continue
            self._perform(row)
            self._take_found()
            if self.ledger.pending:
                active = self._decided(self._taken(row))
                if self._is_refused and not perform_anyway:
                    self._give_up_on([*queue.waiting(), *active])
                    self._stop()
                queue.put(active)
            self._judge(queue)
        self._give_up_on(queue.waiting())

    def _judge(self, queue: _Queue) -> None:
        """Judge what depends on several declarations, once no more of them can be performed."""
        while self.ledger.judgements and not queue:
            _, judge = self.ledger.judgements.popitem()
            try:
                judge()
            except ConfigurationError as error:
                self.failures += error.problems
                self.cause = self.cause or error

    def _decided(self, rows: Sequence[Declaration]) -> list[Declaration]:
        decision = decide(rows, self.winners, self.performed)
        self.conflicts += decision.conflicts
        self.replaced |= decision.replaced
        self.replacing += [row for row in rows if row.replaces is not None]
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
            row.account.perform()
            row.tell(self.registry.introspector)
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
        if not self._may_go(row.owner):
            return
        # An owner of whom nothing is pending would fail again, and for ever.
        if any(other.owner == row.owner and other.state is not State.DISABLED for other in self.batch):
            raise _OwnerFailed(row.owner, problems[0]) from error

    def _may_go(self, owner: Owner) -> bool:
        return self.ledger.may_disable is not None and self.ledger.may_disable(owner)

    def _give_up_on(self, waiting: Iterable[Declaration]) -> None:
        for row in waiting:
            missing = lacking(row, self.known)
            if not missing or row.state is not State.ACTIVE:
                continue
            # To look for near names costs as much as there are names, so it is done for some only.
            if len(self.unmet) >= TOLD_IN_FULL and not self._may_go(row.owner):
                row.settle(State.UNMET, f'There is no {missing[0].what} "{missing[0].name}".')
                self.unmet.append((row,))
                continue
            problem = unmet(row, missing)
            row.settle(State.UNMET, problem.why)
            self._may_leave_out(row, (problem,))
            # Several may lack what one wrong setting takes away: that is one problem.
            if problem not in self.problems:
                self.unmet.append((row,))
                self.problems.append(problem)

    def _judge_replacing(self) -> None:
        """Refuse each ``replaces=`` that found nothing to replace, here or in an earlier commit."""
        saying: dict[Said, Declaration] = {}
        told_already = {id(rows[0]) for rows in self.conflicts}
        for row in self.replacing:
            is_decided = row.state in (State.ACTIVE, State.OVERRIDDEN) and id(row) not in told_already
            if row.replaces is None or not is_decided:
                continue
            earlier = self.ledger.winners.get(row.key) if row.key is not None else None
            if earlier is not None:
                self.replaced |= {(row.replaces, name) for name in shown_as(earlier) & {*row.replaces.names}}
            for name in row.replaces.names:
                saying.setdefault((row.replaces, name), row)
        missed = [
            (row, name)
            for (replaces, name), row in saying.items()
            if name not in replaces.replaced and (replaces, name) not in self.replaced
        ]
        if not missed:
            return
        misses = Misses(self.ledger.plan)
        in_vain: dict[Declaration, str] = {}
        for row, name in missed:
            # Where the commit is refused already, what would be replaced may not have been declared yet.
            if not misses.is_done_without(name) and not (self._is_refused and name in misses.owners):
                in_vain.setdefault(row, name)
        cases = [(row,) for row in in_vain]
        for row, name in in_vain.items():
            row.settle(State.FAILED, f"there is nothing of {quoted(name)} that it could replace")
            if self._may_go(row.owner):
                self._may_leave_out(row, (misses.problem(row, name),))
        self.problems += told(
            cases,
            lambda case: misses.problem(case[0], in_vain[case[0]]),
            noun="declaration that replaces nothing",
            nouns="declarations that replace nothing",
            state=State.FAILED,
        )

    @property
    def _is_refused(self) -> bool:
        return bool(self.conflicts or self.problems)

    def _stop(self) -> None:
        """Raise what was found, if anything was."""
        conflicts = told(
            self.conflicts,
            lambda rows: conflict_problem(rows[0], rows[1:]),
            noun="conflict",
            state=State.FAILED,
        )
        problems = [
            *self.problems,
            *more(
                self.unmet,
                noun="declaration that needs what nobody declares",
                nouns="declarations that need what nobody declares",
                state=State.UNMET,
            ),
        ]
        if self.failures:
            raise ConfigurationExecutionError(*conflicts, *problems, *self.failures) from self.cause
        if conflicts:
            raise ConfigurationConflictError(*conflicts, *problems)
        if problems:
            raise ConfigurationError(*problems)

    def settle_rivals(self) -> None:
        """Of declarations in conflict none is in use: the first, in force until now, is not either."""
        for rows in self.conflicts:
            if rows[0].state in (State.ACTIVE, State.UNMET):
                rows[0].settle(State.FAILED, reason_of(rows[0], rows), by=rows[1])

    def _retire_earlier(self) -> None:
        """A later commit may declare a key anew; the earlier declaration is then overridden."""
        for key, row in self.winners.items():
            earlier = self.ledger.winners.get(key)
            if earlier is not None and earlier is not row:
                how = "from above" if beats(row, earlier) else "in a later commit"
                earlier.settle(State.OVERRIDDEN, f"declared again {how} at {row.place}", by=row)
            self.ledger.enforce(key, row)
        for replaces, name in self.replaced:
            replaces.replaced.add(name)


class _Queue:
    """What can be performed, in its order; and what waits for something that it needs."""

    def __init__(self, known: Mapping[Hashable, Declaration]) -> None:
        self._known = known
        self._heap: list[tuple[int, int, Declaration]] = []
        #: By the first key that is missing, so that each is looked at again only when that comes.
        self._waiting: dict[Hashable, list[Declaration]] = {}

    def put(self, rows: Iterable[Declaration]) -> None:
        """Take in what was decided, and let go of what was waiting for it."""
        for row in rows:
            self._put(row)
            for waiting in self._waiting.pop(row.key, ()):
                self._put(waiting)

    def _put(self, row: Declaration) -> None:
        missing = lacking(row, self._known)
        if missing:
            self._waiting.setdefault(missing[0].key, []).append(row)
        else:
            heappush(self._heap, (row.order, row.sequence, row))

    def __bool__(self) -> bool:
        return bool(self._heap)

    def take(self) -> Declaration | None:
        """Return the next to be performed, None if nothing can be any more."""
        if not self._heap:
            # A need that asks more than whether its key is there may be met by now.
            for key in [key for key in self._waiting if key in self._known]:
                for row in self._waiting.pop(key):
                    self._put(row)
        return heappop(self._heap)[2] if self._heap else None

    def waiting(self) -> list[Declaration]:
        """Return what still waits, in the order it was declared."""
        return sorted((row for rows in self._waiting.values() for row in rows), key=lambda row: row.sequence)


def _late_problem(row: Declaration, parent: Declaration) -> Problem:
    return Problem(
        "CFW-207",
        f"The {row.title} belongs to a phase that is over (order {row.order}).",
        witnesses=(row.witness(), parent.witness(f"declared it, at order {parent.order}")),
        why="What is declared while another declaration is performed cannot come before it.",
        fixes=(Fix("", _in_time(row, parent)),),
    )


def _in_time(row: Declaration, parent: Declaration) -> str:
    # A directive says its order itself, so only what declares it can be moved.
    if row.is_foreseeable:
        return f"declare it in an action of order {row.order} or less, or outside of any action"
    return f"give it an order of {parent.order} or more, or declare it earlier"


def _execution_problem(row: Declaration, error: BaseException) -> Problem:
    witnesses = [row.witness()]
    if isinstance(row.account, FullAccount) and not row.is_foreseeable:
        witnesses.append(row.witness(f"performed by {place_of(row.account.callable)}"))
    return Problem(
        "CFW-203",
        f"Performing the {row.title} raised {type(error).__name__}: {error}",
        witnesses=tuple(witnesses),
    )
