"""Replacing: the explicit override, by the name of an owner or of the thing.

``replaces=`` lets a declaration beat others of its key wherever those were included.  It then
stands in their place as well: what they would have overridden, it overrides.  `conflicts` holds
the rule of include paths, which decides where nobody says anything.  Floor 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from corefw.base.errors import Fix, Problem
from corefw.base.nearest import did_you_mean
from corefw.engine.declaration import Declaration, Replacing, State, quoted
from corefw.engine.owner import Owner

__all__ = ["Misses", "Said", "replaced_names", "shown_as", "winner_of"]

#: How many declarations of another key are listed.
_SHOWN = 3

#: A name that was used: who said it, and which.
Said = tuple[Replacing, str]
#: How one row beats another, in words.
Reached = dict[int, tuple[Declaration, str]]


def shown_as(row: Declaration) -> set[str]:
    """Return the names by which *row* can be replaced: its owner's, and its own."""
    names = {row.owner.name, row.title, " ".join(row.description.split())}
    return names | {"application"} if row.owner.kind == "application" else names


class _Group:
    """The declarations of one key, of which at least one says what it replaces."""

    def __init__(self, rows: Sequence[Declaration]) -> None:
        self.rows = rows
        self.saying: dict[str, list[Declaration]] = {}
        for row in rows:
            for name in row.replaces.names if row.replaces is not None else ():
                self.saying.setdefault(name, []).append(row)
        #: The names of each row that somebody says, and the rows of each such name.
        self.names = {id(row): [name for name in shown_as(row) if name in self.saying] for row in rows}
        self.named: dict[str, list[Declaration]] = {}
        for row in rows:
            for name in self.names[id(row)]:
                self.named.setdefault(name, []).append(row)

    def replacers(self, row: Declaration) -> Iterator[Declaration]:
        """Yield who replaces *row*."""
        for name in self.names[id(row)]:
            for other in self.saying[name]:
                if other is not row:
                    yield other

    def used(self) -> Iterator[Said]:
        """Yield the names that have something to replace."""
        for name, saying in self.saying.items():
            for row in saying:
                if row.replaces is not None and any(other is not row for other in self.named.get(name, ())):
                    yield row.replaces, name

    def roots(self, row: Declaration) -> list[Declaration]:
        """Return who replaces *row*, directly or not, and is replaced by nobody."""
        seen, waiting, found = {id(row)}, [row], []
        asked: set[str] = set()
        while waiting:
            current = waiting.pop()
            if next(self.replacers(current), None) is None:
                found.append(current)
                continue
            for name in self.names[id(current)]:
                if name not in asked:
                    # A row that has the name and says it is asked for twice: it may replace others.
                    asked.add(name)
                    new = [other for other in self.saying[name] if id(other) not in seen]
                    seen.update(map(id, new))
                    waiting += new
        return found

    def reached(self, winner: Declaration, without: Iterable[Declaration] = ()) -> Reached:
        """Return whom *winner* beats, each with by whom directly and how; *without* are left out."""
        below: dict[tuple[str, ...], list[Declaration]] = {}
        for row in self.rows:
            for length in range(len(row.include_path)):
                below.setdefault(row.include_path[:length], []).append(row)
        named = dict(self.named)
        found: Reached = {}
        seen, waiting = {id(winner), *map(id, without)}, [winner]
        while waiting:
            current = waiting.pop()
            steps = [(name, named.pop(name, ())) for name in _said(current)]
            for name, rows in [*steps, ("", below.pop(current.include_path, ()))]:
                for row in rows:
                    if id(row) not in seen:
                        seen.add(id(row))
                        found[id(row)] = (current, name)
                        waiting.append(row)
        return found


def _said(row: Declaration) -> tuple[str, ...]:
    return row.replaces.names if row.replaces is not None else ()


def replaced_names(rows: Sequence[Declaration]) -> set[Said]:
    """Return who of *rows*, which have one key, says a name that another of them has."""
    if not any(row.replaces is not None for row in rows):
        return set()
    return set(_Group(rows).used())


def winner_of(
    rows: Sequence[Declaration], kept: Declaration | None, by_path: Callable[[Declaration], tuple[int, int]]
) -> tuple[Declaration, Mapping[int, tuple[Declaration, str]]]:
    """Return who wins among *rows*, and whom it beats: by identity, with by whom directly and how.

    The winner replaces, or stands above, the strongest; what it replaces it stands in the place
    of.  Who replaces what is *kept* comes too late and is not beaten.
    """
    group = _Group(rows)
    if kept is not None:
        return kept, group.reached(kept, without=group.replacers(kept))
    strongest = min(rows, key=by_path)
    # It ends: a winner reaches all that were strongest before it, and who stands above is not reached.
    while roots := group.roots(strongest):
        winner = min(roots, key=by_path)
        reached = group.reached(winner)
        above = [
            row
            for row in rows
            if id(row) not in reached
            and len(row.include_path) < len(winner.include_path)
            and winner.include_path[: len(row.include_path)] == row.include_path
        ]
        if not above:
            return winner, reached
        strongest = min(above, key=by_path)
    return strongest, {}  # a circle: nobody beats anybody


class Misses:
    """Explains names that replace nothing, by what there is instead in the whole plan."""

    def __init__(self, everybody: Iterable[Declaration]) -> None:
        self.owners: dict[str, Owner] = {}
        self.in_use: set[str] = set()
        self.left_out: set[str] = set()
        self.titled: dict[str, list[Declaration]] = {}
        for row in everybody:
            self.owners.setdefault(row.owner.name, row.owner)
            if row.state is State.DISABLED:
                self.left_out.add(row.owner.name)
            else:
                self.in_use.add(row.owner.name)
            if row.state is State.ACTIVE:
                self.titled.setdefault(row.title, []).append(row)

    def is_done_without(self, name: str) -> bool:
        """Whether the owner *name* declared something, and nothing of it is in use."""
        return name in self.left_out and name not in self.in_use

    def problem(self, row: Declaration, name: str) -> Problem:
        """Return the problem (CFW-211) that *row* replaces nothing of that name."""
        near = ""
        same: list[Declaration] = []
        if name in self.owners:
            owner = self.owners[name]
            same = [other for other in self.titled.get(row.title, ()) if other is not row]
            same = [other for other in same if other.owner == owner]
            why = f"{owner} declares nothing that is about the same."
            if same:
                why = (
                    f"What {owner} declares under that title is about something else, and both are in use:\n"
                    + "\n".join(f"  {other.description} at {other.place}" for other in same[:_SHOWN])
                    + (f"\n  ... and {len(same) - _SHOWN} more" if len(same) > _SHOWN else "")
                )
        elif name not in shown_as(row):
            near = did_you_mean(name, {*self.owners, row.title} - {row.owner.name})
            why = (
                "The name is that of an application or an addon, or the thing itself as the plan shows it:\n"
                f"  {row.description}"
            )
        else:
            why = "Nobody else declares it."
        if row.key is None:
            why = "It has no key: it stands beside others of its kind and can replace none of them."
        return Problem(
            "CFW-211",
            f"The {row.description} replaces nothing: there is no such declaration of {quoted(name)}.{near}",
            witnesses=(row.witness(), *(other.witness() for other in same[:_SHOWN])),
            why=why,
            fixes=(
                Fix("it replaces another", "write the owner that  corefw plan  shows for that"),
                Fix("it replaces nothing", f"take  {row.replaces}  away at {row.place}"),
            ),
            facts={"replaces": name, "kind": row.kind, "title": row.title},
        )
