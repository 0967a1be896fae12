"""The lock: what an application is configured with, as text made for review and merge.

Sorted, one line a registration, keyed without line numbers, versions once in the header, no
digest (it would conflict in every merge); the same on every machine.  Comparing two of them
is ``drift``'s.  Floor 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.places import Place
from corefw.engine.declaration import Declaration, State
from corefw.engine.plan import Plan
from corefw.engine.replacing import shown_as

__all__ = ["Lock", "LockRow", "lock_command", "lock_of", "read_lock"]

_FORMAT = 1
_TITLE = '# What this application is configured with. Written by "corefw lock"; read its changes in review.'
_HEAD = "corefw-lock"
_END = "# end"
_GAP = " | "
_NOTHING = "-"
#: How many broken lines are shown.
_SHOWN = 8
#: How the last field begins: by an explicit replaces=, or from above.
_BEATS = ("replaces ", "overrides ")
#: Kinds whose declared order has a meaning, where they were declared by calls.
_ORDERED = frozenset(("route", "subscriber", "tween"))
_IN_ORDER = ", in order"
#: What a line says of a module in which nothing is decorated.
_QUIET = "declares nothing"


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
    #: The modules in which nothing was decorated, for any category.
    quiet: frozenset[str] = frozenset()

    def text(self) -> str:
        """Return the lock as it is written to a file."""
        lines = [_TITLE, f"{_HEAD} {_FORMAT}", f"profile {self.profile}".rstrip(), "", "[versions]"]
        lines += [f"{name} {version}".rstrip() for name, version in sorted(self.versions.items())]
        lines += ["", "[modules]"]
        lines += [
            f"{name} {digest} {_QUIET if name in self.quiet else ''}".rstrip()
            for name, digest in sorted(self.modules.items())
        ]
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
    quiet: Iterable[str] = (),
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
        frozenset(quiet),
    )


def _row(declared: Declaration, overridden: Iterable[Declaration]) -> LockRow:
    beaten: dict[str, list[str]] = {"replaces": [], "overrides": []}
    for row in overridden:
        said = declared.replaces is not None and not shown_as(row).isdisjoint(declared.replaces.names)
        beaten["replaces" if said else "overrides"].append(f"{row.owner.name} ({row.place.shown_file})")
    return LockRow(
        declared.kind,
        _one_line(declared.description),
        _one_line(declared.details),
        declared.owner.name,
        declared.place.shown_file,
        "; ".join(f"{how} {', '.join(sorted(those))}" for how, those in beaten.items() if those),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace(_GAP, " / ")


def read_lock(file: Path) -> Lock:
    """Read a lock.

    Raises `ConfigurationError` with CFW-220 for a file that cannot be read, is cut off, was
    written by another version or is no lock, and CFW-221 for lines that merging or a hand has
    broken.
    """
    lines = _lines_of(file)
    head = next((number for number, line in enumerate(lines) if line.startswith(_HEAD)), None)
    markers = [
        number
        for number, line in enumerate(lines)
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||"))
    ]
    if markers:
        raise ConfigurationError(_unmerged(file, markers, lines))
    if head is None:
        raise ConfigurationError(_unreadable(file, f'it has no line "{_HEAD} {_FORMAT}"', 0))
    version = lines[head].removeprefix(_HEAD).strip()
    if version != str(_FORMAT):
        raise ConfigurationError(
            _unreadable(
                file,
                f"it has the format {version or '(none)'}, and this corefw reads {_FORMAT}",
                head + 1,
                lines,
            )
        )
    if lines[-1] != _END:
        said = (
            f'it goes on after the line "{_END}"'
            if _END in lines
            else f'it is cut off before the line "{_END}"'
        )
        raise ConfigurationError(_unreadable(file, said, len(lines), lines))
    return _parsed(file, lines, head + 1)


def _lines_of(file: Path) -> list[str]:
    """Return the lines of a lock, without empty ones at the end.  Raises `ConfigurationError` (CFW-220)."""
    try:
        return file.read_text("utf-8-sig").rstrip().splitlines()
    except UnicodeDecodeError:
        raise ConfigurationError(_unreadable(file, "it is no text in UTF-8", 0)) from None
    except FileNotFoundError:
        raise ConfigurationError(_unreadable(file, "there is no such file", 0)) from None
    except OSError as error:
        raise ConfigurationError(_unreadable(file, error.strerror or str(error), 0)) from None


def _parsed(file: Path, lines: list[str], start: int) -> Lock:
    profile, section = "", ""
    versions: dict[str, str] = {}
    modules: dict[str, str] = {}
    quiet: set[str] = set()
    rows: list[LockRow] = []
    ordered: dict[str, list[LockRow]] = {}
    broken: list[int] = []
    for number, line in enumerate(lines[start:], start=start):
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif not section and line.partition(" ")[0] == "profile":
            profile = line.partition(" ")[2]
        elif section == "versions":
            name, _, version = line.partition(" ")
            if versions.setdefault(name, version) != version:
                broken.append(number)
        elif section == "modules":
            name, digest, mark = f"{line}  ".split(" ", 2)
            if modules.setdefault(name, digest) != digest:  # each side of a merge has its own
                broken.append(number)
            elif mark.strip() == _QUIET:
                quiet.add(name)
            elif mark.strip():
                broken.append(number)
        else:
            row = _parsed_row(section.removesuffix(_IN_ORDER), line) if section else None
            if row is None:
                broken.append(number)
            elif section.endswith(_IN_ORDER):
                ordered.setdefault(row.kind, []).append(row)
            else:
                rows.append(row)
    if broken:
        raise ConfigurationError(_broken_lines(file, broken, lines))
    return Lock(
        profile,
        versions,
        modules,
        tuple(sorted(rows)),
        {kind: tuple(some) for kind, some in ordered.items()},
        frozenset(quiet),
    )


def _parsed_row(kind: str, line: str) -> LockRow | None:
    fields = line.split(_GAP)
    if len(fields) not in (4, 5) or (len(fields) == 5 and not fields[4].startswith(_BEATS)):
        return None
    what, details, *rest = fields
    return LockRow(kind, what, "" if details == _NOTHING else details, *rest)


def lock_command(file: Path) -> str:
    """Return what writes this lock, wherever it lies; for pasting."""
    return f"corefw lock --output {Place(str(file), 0)}"


def _unreadable(file: Path, why: str, line: int, lines: Sequence[str] = ()) -> Problem:
    return Problem(
        "CFW-220",
        f"The lock {file.name} cannot be used: {why}.",
        witnesses=_at(file, [line - 1], lines) if line else (Witness(Place(str(file), 0)),),
        fixes=(Fix("", f"write it anew, and review the change: {lock_command(file)}"),),
    )


def _at(file: Path, numbers: Sequence[int], lines: Sequence[str]) -> tuple[Witness, ...]:
    """Return some lines (counted from 0) as evidence, the last of them with how many more there are."""
    found = [Witness(Place(str(file), number + 1), note=lines[number][:80]) for number in numbers[:_SHOWN]]
    if len(numbers) > _SHOWN:
        found.append(Witness(Place(str(file), 0), note=f"and {len(numbers) - _SHOWN:,} more lines"))
    return tuple(found)


def _unmerged(file: Path, numbers: Sequence[int], lines: Sequence[str]) -> Problem:
    return Problem(
        "CFW-221",
        f"The lock {file.name} holds a merge that was not finished.",
        witnesses=_at(file, numbers, lines),
        why="Both sides changed it, and the markers of the merge are still in it.",
        fixes=(
            Fix(
                "the merge is under way",
                f"take either side of the lock, finish, and run: {lock_command(file)}",
            ),
            Fix("it was committed like this", f"review what this writes: {lock_command(file)}"),
        ),
    )


def _broken_lines(file: Path, numbers: Sequence[int], lines: Sequence[str]) -> Problem:
    count = "a line" if len(numbers) == 1 else f"{len(numbers):,} lines"
    return Problem(
        "CFW-221",
        f"The lock {file.name} has {count} that corefw did not write.",
        witnesses=_at(file, numbers, lines),
        why="A registration is  what | details or - | owner | place | overrides ...,\n"
        "a module  name hash  and an addon  name version , one line each.",
        fixes=(
            Fix("it comes from a merge", f"take either side, then run: {lock_command(file)}"),
            Fix("it was edited by hand", f"run: {lock_command(file)}"),
        ),
    )
