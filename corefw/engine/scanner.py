"""Scanning: import a package's modules, find what its decorators attached, and lose nothing.

Two phases: first every module is imported (each on its own, all broken ones told together),
then what was attached is compared with what is found, sorted by module and line.  The traps of
venusian's own scanner are guarded here: it swallows a ValueError of a callback
(Pylons/venusian#98), calls a callback once for each alias, and takes an ignored name as a
prefix.  Floor 2.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import venusian

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.places import Place, place_of
from corefw.engine.attachment import Attachment, Found, Target, attachments_of

__all__ = ["Ignore", "ScanReport", "scan_modules"]

Ignore = str | Callable[[str], Any]


@dataclass(slots=True)
class ScanReport:
    """What a scan found."""

    modules: list[str] = field(default_factory=list)
    #: The file of each module, as far as it has one.
    files: dict[str, str] = field(default_factory=dict)
    #: To be declared, in the order of module and line, each under one name.
    found: list[tuple[Attachment, str, Any, ModuleType]] = field(default_factory=list)
    aliased: list[tuple[Attachment, str]] = field(default_factory=list)
    lost: list[Attachment] = field(default_factory=list)
    #: Those whose own problem is among the problems.
    failed: list[Attachment] = field(default_factory=list)
    disabled: list[tuple[Attachment, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Meeting:
    """One name in one module under which a decorated object was met."""

    module: ModuleType
    name: str
    object: Any

    @property
    def fullname(self) -> str:
        return f"{self.module.__name__}.{self.name}"


def scan_modules(
    package: ModuleType,
    *,
    categories: Sequence[str] | None,
    ignore: Ignore | Iterable[Ignore] | None = None,
    onerror: Callable[[str], Any] | None = None,
    extra: dict[str, Any] | None = None,
) -> ScanReport:
    """Import *package* with all below it and compare what was attached with what is found.

    Nothing is declared here.  *onerror* is called with the name of a module that cannot be
    imported, as Pyramid documents it; without it the module becomes a problem of the report.
    *extra* are attributes of the scanner which the venusian callbacks of others are given.
    """
    report = ScanReport()
    ignored = _Ignored(package.__name__, ignore)
    modules = list(_modules(package, package, ignored, report, onerror))
    looking = _Looking(categories, extra or {})
    for module in modules:
        report.modules.append(module.__name__)
        report.files[module.__name__] = vars(module).get("__file__") or ""
        looking.at(module)
    places = {name: position for position, name in enumerate(report.modules)}

    def position(row: tuple[Attachment, list[_Meeting]]) -> tuple[int, int]:
        attachment, met = row
        module = met[0].module.__name__ if met else attachment.place.module
        return places.get(module, len(places)), attachment.place.line

    for attachment, met in sorted(looking.met.items(), key=position):
        _sort_out(attachment, met, attachment in looking.only_lifted, categories, ignored, report)
    return report


class _Looking:
    """Looks at modules, and keeps under which names each attachment was met."""

    def __init__(self, categories: Sequence[str] | None, extra: dict[str, Any]) -> None:
        self.categories = categories
        self.extra = extra
        self.met: dict[Attachment, list[_Meeting]] = {}
        self.only_lifted: set[Attachment] = set()
        self._foreign: dict[int, Attachment] = {}

    def at(self, module: ModuleType) -> None:
        """Look at everything in *module*, as a venusian Scanner does."""
        for attachment in attachments_of(module):
            self.met.setdefault(attachment, [])
        for name, ob in list(vars(module).items()):
            # Some objects answer for every attribute, or raise what they like when they are asked.
            try:
                attached = getattr(ob, venusian.ATTACH_ATTR, None)
                lifted = vars(ob).get(venusian.LIFTONLY_ATTR) if isinstance(ob, type) else None
            except Exception:
                continue
            if isinstance(lifted, venusian.Categories):
                self.only_lifted.update(
                    row[0].attachment for rows in lifted.values() for row in rows if isinstance(row[0], Found)
                )
            if isinstance(attached, venusian.Categories) and attached.attached_to(module.__name__, name, ob):
                for category, rows in attached.items():
                    for row in rows:
                        self._meet(category, row, _Meeting(module, name, ob))

    def _meet(self, category: str, row: tuple[Any, str, str, str], meeting: _Meeting) -> None:
        callback, module_name, _, _ = row
        here = meeting.module.__name__
        if not isinstance(callback, Found):
            # What was imported from elsewhere is met where it was decorated.
            if module_name == here and (self.categories is None or category in self.categories):
                if id(row) not in self._foreign:
                    self._foreign[id(row)] = self._stranger(callback, category, meeting)
                self.met.setdefault(self._foreign[id(row)], []).append(meeting)
            return
        attachment = callback.attachment
        if module_name != here:
            # A function elsewhere that decorates for its caller, as a decorator of decorators does.
            if not attachment.is_local or getattr(meeting.object, "__module__", None) != here:
                return
            attachment.place = place_of(meeting.object)
        elif attachment.place.module == here and attachment.run is not vars(meeting.module).get("__spec__"):
            return
        self.met.setdefault(attachment, []).append(meeting)

    def _stranger(self, callback: Any, category: str, meeting: _Meeting) -> Attachment:
        """Make an attachment of a venusian callback that is not corefw's."""

        def declare(config: Any, target: Target) -> None:
            callback(venusian.Scanner(**{**self.extra, "config": config}), target.name, target.object)

        return Attachment(
            kind="venusian",
            via="venusian callback",
            category=category,
            place=place_of(meeting.object),
            name=getattr(meeting.object, "__name__", meeting.name),
            attr=None,
            declare=declare,
        )


def _sort_out(
    attachment: Attachment,
    met: Sequence[_Meeting],
    is_only_lifted: bool,
    categories: Sequence[str] | None,
    ignored: _Ignored,
    report: ScanReport,
) -> None:
    kept = [meeting for meeting in met if not ignored.names(meeting.fullname)]
    own_name = f"{attachment.place.module}.{attachment.name}"
    if categories is not None and attachment.category not in categories:
        report.disabled.append((attachment, f'the category "{attachment.category}" is not scanned'))
    elif not kept and (met or ignored.names(own_name)):
        report.disabled.append((attachment, "it is ignored by the scan"))
    elif attachment.problem is not None:
        report.problems.append(attachment.problem)
        report.failed.append(attachment)
    elif not kept and is_only_lifted:
        report.disabled.append((attachment, "only subclasses that lift it declare it"))
    elif not kept:
        report.lost.append(attachment)
        report.problems.append(_lost_problem(attachment))
    # Several names of one object are aliases; several objects (a class and a subclass that lifts
    # its views) are declared each.
    objects: dict[int, list[_Meeting]] = {}
    for meeting in kept:
        objects.setdefault(id(meeting.object), []).append(meeting)
    if attachment not in (*report.failed[-1:], *(row for row, _ in report.disabled[-1:])):
        for same in objects.values():
            chosen = next((row for row in same if row.name == attachment.name), same[0])
            report.found.append((attachment, chosen.name, chosen.object, chosen.module))
            report.aliased += [(attachment, row.name) for row in same if row is not chosen]


def _lost_problem(attachment: Attachment) -> Problem:
    via, name = attachment.via, attachment.name
    if attachment.is_nested:
        why = "Its class stands inside another class, and a scan looks only at the top of a module."
        fixes: tuple[Fix, ...] = (Fix("", f"move the class {name} to the top of its module"),)
    else:
        why = (
            f'Another decorator above it returned a new object, or the name "{name}" was\n'
            "bound to something else or deleted, so that nothing in the module carries it any more."
        )
        fixes = (
            Fix("it is hidden by a decorator", f"move {via} to the top, above the others"),
            Fix("two things have one name", "give each a name of its own"),
        )
    return Problem(
        "CFW-302",
        f"The {via} on {attachment.target_name} is lost: the scan cannot reach it.",
        witnesses=(Witness(attachment.place),),
        why=why,
        fixes=fixes,
    )


class _Ignored:
    """What a scan leaves out: exact modules or packages by name, objects by name or callable.

    venusian takes a string as a prefix, so ``pkg.mod`` also drops ``pkg.module2``; here a
    name means itself and what is below it.
    """

    def __init__(self, root: str, ignore: Ignore | Iterable[Ignore] | None) -> None:
        if ignore is None:
            rows: list[Ignore] = []
        elif isinstance(ignore, str) or callable(ignore):
            rows = [ignore]
        else:
            rows = list(ignore)
        self._names = [root + row if row.startswith(".") else row for row in rows if isinstance(row, str)]
        self._callables = [row for row in rows if not isinstance(row, str)]

    def names(self, fullname: str) -> bool:
        """Whether the module or object *fullname* is left out."""
        return any(fullname == name or fullname.startswith(name + ".") for name in self._names) or any(
            one(fullname) for one in self._callables
        )


def _modules(
    module: ModuleType,
    package: ModuleType,
    ignored: _Ignored,
    report: ScanReport,
    onerror: Callable[[str], Any] | None,
) -> Iterator[ModuleType]:
    """Yield *module* and every module below it, sorted, those that can be imported.

    ``__main__`` is left out: importing it runs a program.
    """
    yield module
    for info in sorted(
        pkgutil.iter_modules(vars(module).get("__path__", []), module.__name__ + "."),
        key=lambda row: row.name,
    ):
        if info.name.endswith(".__main__") or ignored.names(info.name):
            continue
        try:
            below = importlib.import_module(info.name)
        except (Exception, SystemExit) as error:
            if onerror is not None:
                onerror(info.name)
            else:
                report.problems += _broken_problems(info.name, error, package)
            continue
        yield from _modules(below, package, ignored, report, onerror)


def _broken_problems(name: str, error: BaseException, package: ModuleType) -> tuple[Problem, ...]:
    places = _trail(error, package)
    inside = [place for place in places if place.module == name]
    own = [place for place in places if f"{place.module}.".startswith(f"{package.__name__}.")]
    # Where the module stopped, the deepest line of the package, and the line which raised.
    witnesses = tuple(Witness(place) for place in dict.fromkeys([*inside[:1], *own[-1:], *places[-1:]]))
    if isinstance(error, ConfigurationError) and error.problems:
        return tuple(
            problem if problem.witnesses else replace(problem, witnesses=witnesses)
            for problem in error.problems
        )
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return (
        Problem(
            "CFW-301",
            f"The module {name} cannot be imported: {type(error).__name__}: {text}",
            witnesses=witnesses,
            fixes=(
                Fix("it should work", "mend it; nothing was registered meanwhile"),
                Fix("it is not part of the application", f'config.scan(..., ignore="{name}")'),
            ),
        ),
    )


def _trail(error: BaseException, package: ModuleType) -> list[Place]:
    """Return the lines that led to *error*, those of the import system and of corefw left out."""
    places = []
    traceback = error.__traceback__
    while traceback is not None:
        frame, line = traceback.tb_frame, traceback.tb_lineno
        module = frame.f_globals.get("__name__", "")
        if module.partition(".")[0] not in ("importlib", "corefw", "_frozen_importlib"):
            places.append(Place(frame.f_code.co_filename, line, module))
        traceback = traceback.tb_next
    if isinstance(error, SyntaxError) and error.filename:
        places.append(Place(error.filename, error.lineno or 0, _module_at(error.filename, package)))
    return places


def _module_at(file: str, package: ModuleType) -> str:
    """Return the name that the module in *file* would have, or "" if it is not in *package*."""
    for folder in getattr(package, "__path__", ()):
        if Path(file).is_relative_to(folder):
            parts = Path(file).relative_to(folder).with_suffix("").parts
            return ".".join((package.__name__, *(part for part in parts if part != "__init__")))
    return ""
