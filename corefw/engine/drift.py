"""Drift: what changed between two locks, in words.

Both sides are locks, so that "now" is compared exactly as a file is.  Floor 2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.places import Place
from corefw.engine.lockfile import Lock, LockRow, lock_command

__all__ = ["Change", "compare", "drift_problem"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.  ``is_drift`` is False for what leaves the configuration as it was."""

    what: str
    subject: str
    text: str
    is_drift: bool = True

    def as_dict(self) -> dict[str, object]:
        """Return the facts as JSON types."""
        return {"what": self.what, "subject": self.subject, "text": self.text, "is_drift": self.is_drift}


def compare(old: Lock, new: Lock) -> list[Change]:
    """Return what leads from *old* to *new*: versions, registrations, orders, sources."""
    return [
        *_versions(old.versions, new.versions),
        *_registrations(_every(old), _every(new)),
        *_orders(old, new),
        *_modules(old.modules, new.modules),
    ]


def drift_problem(file: Path, changes: Sequence[Change]) -> Problem | None:
    """Return the problem of a configuration that is not the locked one, or None if it is."""
    drift = [change for change in changes if change.is_drift]
    if not drift:
        return None
    shown = [change.text for change in drift[:40]]
    if len(drift) > len(shown):
        shown.append(f"... and {len(drift) - len(shown)} more")
    return Problem(
        "CFW-222",
        f"The configuration is not the one that {file.name} holds: {len(drift)} "
        + ("difference." if len(drift) == 1 else "differences."),
        witnesses=(Witness(Place(str(file), 0)),),
        why="\n".join(shown),
        fixes=(
            Fix("the change is meant", f"review what this writes: {lock_command(file)}"),
            Fix("it is not", "deploy what was locked: the versions and settings of then"),
        ),
        facts={"changes": [change.as_dict() for change in drift]},
    )


def refuse_drift(file: Path, changes: Sequence[Change]) -> None:
    """Raise `ConfigurationError` (CFW-222) if there is drift among *changes*."""
    problem = drift_problem(file, changes)
    if problem is not None:
        raise ConfigurationError(problem)


def _every(lock: Lock) -> list[LockRow]:
    return [*lock.rows, *(row for rows in lock.ordered.values() for row in rows)]


def _versions(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for name in sorted({*old, *new}):
        if name not in old:
            yield Change("added", name, f"addon {name} {new[name]} is new".replace("  ", " "))
        elif name not in new:
            yield Change("removed", name, f"addon {name} {old[name]} is gone".replace("  ", " "))
        elif old[name] != new[name]:
            yield Change("version", name, f"{name} went from {old[name]} to {new[name]}")


def _registrations(old: Sequence[LockRow], new: Sequence[LockRow]) -> Iterator[Change]:
    before, after = Counter(old), Counter(new)
    gone = _by_subject((before - after).elements())
    come = _by_subject((after - before).elements())
    for subject in sorted({*gone, *come}):
        lost, found = gone.get(subject, []), come.get(subject, [])
        name = " ".join(filter(None, subject)) if not subject[1].startswith(subject[0]) else subject[1]
        for was, now in zip(lost, found, strict=False):
            yield Change("changed", name, f"{name} {_how_it_changed(was, now)}")
        for was in lost[len(found) :]:
            yield Change("removed", name, f"{name} is gone (it was {was.owner}'s, in {was.place})")
        for now in found[len(lost) :]:
            beats = f"; it {now.overrides}" if now.overrides else ""
            yield Change("added", name, f"{name} is new ({now.owner}, in {now.place}){beats}")


def _by_subject(rows: Iterator[LockRow]) -> dict[tuple[str, str], list[LockRow]]:
    found: dict[tuple[str, str], list[LockRow]] = {}
    for row in sorted(rows):
        found.setdefault((row.kind, row.what), []).append(row)
    return found


def _how_it_changed(was: LockRow, now: LockRow) -> str:
    parts = []
    if was.details != now.details:
        parts.append(f"changed from {was.details or 'nothing'} to {now.details or 'nothing'}")
    if was.owner != now.owner:
        override = f": {now.overrides}" if now.overrides else ""
        parts.append(f"moved from {was.owner} to {now.owner}{override}")
    elif was.overrides != now.overrides:
        parts.append(f"now {now.overrides}" if now.overrides else f"no longer {was.overrides}")
    if was.place != now.place and was.owner == now.owner:
        parts.append(f"moved from {was.place} to {now.place}")
    return "; ".join(parts)


def _orders(old: Lock, new: Lock) -> Iterator[Change]:
    for kind in sorted({*old.ordered, *new.ordered}):
        before = [row.what for row in old.ordered.get(kind, ())]
        after = [row.what for row in new.ordered.get(kind, ())]
        common = set(before) & set(after)
        old_order = [what for what in before if what in common]
        new_order = [what for what in after if what in common]
        for was, now in zip(old_order, new_order, strict=False):
            if was != now:
                yield Change("order", kind, f"the order of kind {kind} changed: {now} now comes before {was}")
                break


def _modules(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for name in sorted({*old, *new}):
        if name not in old:
            yield Change("module", name, f"the module {name} is scanned and was not", is_drift=False)
        elif name not in new:
            yield Change("module", name, f"the module {name} is not there any more")
        elif old[name] != new[name]:
            yield Change("module", name, f"the source of {name} changed", is_drift=False)
