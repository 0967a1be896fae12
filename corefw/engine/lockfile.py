"""The lock: what an application is configured with, as text made for review and merge.

Sorted, one line a registration, keyed without line numbers, versions once in the header, no
digest (it would conflict in every merge); the same on every machine.  Comparing two of them
is ``drift``'s.  Floor 2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.places import Place
from corefw.engine.declaration import Declaration, State
from corefw.engine.plan import Plan

__all__ = ["Lock", "LockRow", "lock_of", "read_lock"]

_FORMAT = 1
_TITLE = '# What this application is configured with. Written by "corefw lock"; read its changes in review.'
_HEAD = "corefw-lock"
_END = "# end"
_GAP = " | "
_NOTHING = "-"
#: Kinds whose declared order has a meaning, where they were declared by calls.
_ORDERED = frozenset(("route", "subscriber", "tween"))
_IN_ORDER = ", in order"


@dataclass(frozen=True, slots=True, order=True)
class LockRow:
    """One registration: kind, what it is about, what was decided, whose, where, what it overrides."""

    kind: str
    what: str
    details: str
    owner: str
    place: str
    overrides: str = ""

    @property
    def text(self) -> str:
        """The row as a line."""
        fields = [self.what, self.details or _NOTHING, self.owner, self.place]
        return _GAP.join([*fields, self.overrides] if self.overrides else fields)


@dataclass(frozen=True, slots=True)
class Lock:
    """A configuration as it was at some time."""

    profile: str = ""
    #: corefw itself and the addons, each with its version.
    versions: Mapping[str, str] = field(default_factory=dict)
    #: The modules that were scanned, each with a hash of its source.
    modules: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[LockRow, ...] = ()
    #: Those whose order has a meaning, in that order, by kind.
    ordered: Mapping[str, tuple[LockRow, ...]] = field(default_factory=dict)

    def text(self) -> str:
        """Return the lock as it is written to a file."""
        lines = [_TITLE, f"{_HEAD} {_FORMAT}", f"profile {self.profile}".rstrip(), "", "[versions]"]
        lines += [f"{name} {version}".rstrip() for name, version in sorted(self.versions.items())]
        lines += ["", "[modules]"]
        lines += [f"{name} {digest}" for name, digest in sorted(self.modules.items())]
        kinds = sorted({row.kind for row in self.rows} | set(self.ordered))
        for kind in kinds:
            if self.ordered.get(kind):
                lines += ["", f"[{kind}{_IN_ORDER}]", *(row.text for row in self.ordered[kind])]
            plain = sorted(row for row in self.rows if row.kind == kind)
            if plain:
                lines += ["", f"[{kind}]", *(row.text for row in plain)]
        return "\n".join([*lines, _END, ""])


def lock_of(
    plan: Plan,
    *,
    versions: Mapping[str, str],
    modules: Mapping[str, str],
    profile: str = "",
) -> Lock:
    """Return the lock of what is active in *plan*, without what corefw itself declares."""
    rows: list[LockRow] = []
    ordered: dict[str, list[LockRow]] = {}
    overridden: dict[int, list[Declaration]] = {}
    for declared in plan:
        if declared.state is State.OVERRIDDEN and declared.by is not None:
            overridden.setdefault(id(declared.by), []).append(declared)
    for declared in plan:
        if declared.state is not State.ACTIVE or declared.owner.kind == "core":
            continue
        row = _row(declared, overridden.get(id(declared), ()))
        if declared.kind in _ORDERED and not declared.via:
            ordered.setdefault(declared.kind, []).append(row)
        else:
            rows.append(row)
    return Lock(
        profile,
        dict(versions),
        dict(modules),
        tuple(sorted(rows)),
        {kind: tuple(some) for kind, some in ordered.items()},
    )


def _row(declared: Declaration, overridden: Iterable[Declaration]) -> LockRow:
    beaten = sorted(f"{row.owner.name} ({row.place.shown_file})" for row in overridden)
    return LockRow(
        declared.kind,
        _one_line(declared.description),
        _one_line(declared.details),
        declared.owner.name,
        declared.place.shown_file,
        f"overrides {', '.join(beaten)}" if beaten else "",
    )


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace(_GAP, " / ")


def hash_of(module_file: str | None) -> str:
    """Return a hash of a module's source, or "" if it has none that can be read."""
    if not module_file:
        return ""
    try:
        return hashlib.sha256(Path(module_file).read_bytes()).hexdigest()[:16]
    except OSError:
        return ""


def read_lock(file: Path) -> Lock:
    """Read a lock.

    Raises `ConfigurationError` with CFW-220 for a file that cannot be read, is cut off, was
    written by another version or is no lock, and CFW-221 for each line that merging or a
    hand has broken.
    """
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(_unreadable(file, str(error), 0)) from None
    head = next((number for number, line in enumerate(lines) if line.startswith(_HEAD)), None)
    markers = [
        number
        for number, line in enumerate(lines)
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||"))
    ]
    if markers:
        raise ConfigurationError(*(_broken_line(file, number, lines[number]) for number in markers))
    if head is None:
        raise ConfigurationError(_unreadable(file, f'it has no line "{_HEAD} {_FORMAT}"', 1))
    version = lines[head].removeprefix(_HEAD).strip()
    if version != str(_FORMAT):
        raise ConfigurationError(
            _unreadable(
                file, f"it has the format {version or '(none)'}, and this corefw reads {_FORMAT}", head + 1
            )
        )
    if not lines or lines[-1] != _END:
        raise ConfigurationError(
            _unreadable(file, f'it is cut off: its last line is not "{_END}"', len(lines))
        )
    return _parsed(file, lines, head + 1)


def _parsed(file: Path, lines: list[str], start: int) -> Lock:
    profile, section = "", ""
    tables: dict[str, dict[str, str]] = {"versions": {}, "modules": {}}
    rows: list[LockRow] = []
    ordered: dict[str, list[LockRow]] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines[start:], start=start):
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif not section and line.partition(" ")[0] == "profile":
            profile = line.partition(" ")[2]
        elif section in tables:
            name, _, value = line.partition(" ")
            tables[section][name] = value
        else:
            row = _parsed_row(section.removesuffix(_IN_ORDER), line) if section else None
            if row is None:
                problems.append(_broken_line(file, number, line))
            elif section.endswith(_IN_ORDER):
                ordered.setdefault(row.kind, []).append(row)
            else:
                rows.append(row)
    if problems:
        raise ConfigurationError(*problems)
    return Lock(
        profile,
        tables["versions"],
        tables["modules"],
        tuple(sorted(rows)),
        {kind: tuple(some) for kind, some in ordered.items()},
    )


def _parsed_row(kind: str, line: str) -> LockRow | None:
    fields = line.split(_GAP)
    if len(fields) not in (4, 5) or (len(fields) == 5 and not fields[4].startswith("overrides ")):
        return None
    what, details, *rest = fields
    return LockRow(kind, what, "" if details == _NOTHING else details, *rest)


def _unreadable(file: Path, why: str, line: int) -> Problem:
    return Problem(
        "CFW-220",
        f"The lock {file.name} cannot be used: {why}.",
        witnesses=(Witness(Place(str(file), line)),),
        fixes=(Fix("", f"write it anew with: corefw lock --output {file.name}, and review the change"),),
    )


def _broken_line(file: Path, number: int, line: str) -> Problem:
    return Problem(
        "CFW-221",
        f"The lock {file.name} has a line that says nothing: {line[:80]}",
        witnesses=(Witness(Place(str(file), number + 1)),),
        fixes=(
            Fix("it comes from a merge", "take either side, then run: corefw lock"),
            Fix("it was edited by hand", "run: corefw lock"),
        ),
    )
