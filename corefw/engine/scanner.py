"""Scanning: import a package's modules, find what its decorators attached, and lose nothing.

Two phases: first every module is imported (each on its own, all broken ones told together),
then what was attached is declared, sorted by module and line.  venusian finds the objects;
the traps it has (design notes in ``docs/explanation/scan``) are guarded here.  Floor 2.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import venusian

from corefw.base.errors import Fix, Problem, Witness
from corefw.base.places import Place
from corefw.engine.attachment import Attachment, attachments_of

__all__ = ["Ignore", "ScanReport", "scan_modules"]

Ignore = str | Callable[[str], Any]


@dataclass(slots=True)
class ScanReport:
    """What a scan found."""

    modules: list[str] = field(default_factory=list)
    #: To be declared, in the order of module and line, each under one name.
    found: list[tuple[Attachment, str, Any, ModuleType]] = field(default_factory=list)
    aliased: list[tuple[Attachment, str]] = field(default_factory=list)
    lost: list[Attachment] = field(default_factory=list)
    disabled: list[tuple[Attachment, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class _Scanner(venusian.Scanner):
    """venusian's scanner, whose callbacks only write down what was met."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        self.meetings: dict[int, list[tuple[str, Any]]] = {}

    def met(self, attachment: Attachment, name: str, ob: Any) -> None:
        """Note that *attachment* was met under *name*."""
        self.meetings.setdefault(id(attachment), []).append((name, ob))


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
    """
    report = ScanReport()
    ignored = _Ignored(package.__name__, ignore)
    scanner = _Scanner(**(extra or {}))
    for module in _modules(package, ignored, report, onerror):
        report.modules.append(module.__name__)
        attachments = attachments_of(module)
        plain = ModuleType(module.__name__)
        # A module without __path__, so that venusian looks at this one only and not below.
        plain.__dict__.update({key: value for key, value in vars(module).items() if key != "__path__"})
        scanner.scan(plain, categories=None, ignore=ignored.names)
        for attachment in sorted(attachments, key=lambda row: row.place.line):
            _sort_out(attachment, module, scanner.meetings, categories, ignored, report)
    return report


def _sort_out(
    attachment: Attachment,
    module: ModuleType,
    meetings: dict[int, list[tuple[str, Any]]],
    categories: Sequence[str] | None,
    ignored: _Ignored,
    report: ScanReport,
) -> None:
    met = meetings.get(id(attachment), [])
    if attachment.problem is not None:
        report.problems.append(attachment.problem)
        report.disabled.append((attachment, attachment.problem.what))
    elif categories is not None and attachment.category not in categories:
        report.disabled.append((attachment, f'the category "{attachment.category}" is not scanned'))
    elif f"{module.__name__}.{attachment.name}" in ignored.met:
        report.disabled.append((attachment, "it is ignored by the scan"))
    elif not met:
        report.lost.append(attachment)
        report.problems.append(_lost_problem(attachment))
    else:
        own = [row for row in met if row[0] == attachment.name]
        name, ob = (own or met)[0]
        report.found.append((attachment, name, ob, module))
        report.aliased += [(attachment, other) for other, _ in met if other != name]


def _lost_problem(attachment: Attachment) -> Problem:
    target = f"{attachment.name}.{attachment.attr}" if attachment.attr else attachment.name
    return Problem(
        "CFW-302",
        f"The {attachment.via} on {target} is lost: the scan cannot reach it.",
        witnesses=(Witness(attachment.place),),
        why=(
            f'Another decorator above it returned a new object, or the name "{attachment.name}" was\n'
            "bound to something else or deleted, so that nothing in the module carries it any more."
        ),
        fixes=(
            Fix("it is hidden by a decorator", f"move {attachment.via} to the top, above the others"),
            Fix("two things have one name", "give each a name of its own"),
        ),
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
        self._names = {root + row if row.startswith(".") else row for row in rows if isinstance(row, str)}
        self._callables = [row for row in rows if not isinstance(row, str)]
        self.met: set[str] = set()

    def names(self, fullname: str) -> bool:
        """Whether the module or object *fullname* is left out."""
        left_out = any(fullname == name or fullname.startswith(name + ".") for name in self._names) or any(
            one(fullname) for one in self._callables
        )
        if left_out:
            self.met.add(fullname)
        return left_out


def _modules(
    package: ModuleType,
    ignored: _Ignored,
    report: ScanReport,
    onerror: Callable[[str], Any] | None,
) -> Iterator[ModuleType]:
    """Yield *package* and every module below it, sorted, those that can be imported."""
    yield package
    for info in sorted(
        pkgutil.iter_modules(getattr(package, "__path__", []), package.__name__ + "."),
        key=lambda row: row.name,
    ):
        if ignored.names(info.name):
            continue
        module = _imported(info.name, report, onerror)
        if module is not None:
            yield from _modules(module, ignored, report, onerror)


def _imported(name: str, report: ScanReport, onerror: Callable[[str], Any] | None) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except (Exception, SystemExit) as error:
        if onerror is not None:
            onerror(name)
        else:
            report.problems.append(_broken_problem(name, error))
        return sys.modules.get(name)


def _broken_problem(name: str, error: BaseException) -> Problem:
    places = [Place(error.filename or "", error.lineno or 0, name)] if isinstance(error, SyntaxError) else []
    traceback = error.__traceback__
    while traceback is not None:
        module = traceback.tb_frame.f_globals.get("__name__", "")
        if module.partition(".")[0] not in ("importlib", "corefw", "_frozen_importlib"):
            places.append(Place(traceback.tb_frame.f_code.co_filename, traceback.tb_lineno, module))
        traceback = traceback.tb_next
    places = [place for place in places if "<frozen" not in place.file][-1:]
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return Problem(
        "CFW-301",
        f"The module {name} cannot be imported: {type(error).__name__}: {text}",
        witnesses=tuple(Witness(place) for place in places),
        fixes=(
            Fix("it should work", "mend it; nothing was registered meanwhile"),
            Fix("it is not part of the application", f'config.scan(..., ignore="{name}")'),
        ),
    )
