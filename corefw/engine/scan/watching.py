"""Watching: how long each module takes to import, and what it opens meanwhile.

Only inside `watching`, and only in its context; a scan that nobody watches pays nothing.
Times are taken around each module's own code by a finder in front of the others, effects from
one audit hook (PEP 578), which Python never takes away: it is installed at the first use and
does nothing outside the context.  Floor 2.
"""

from __future__ import annotations

import functools
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from types import FrameType, ModuleType
from typing import Any

from corefw.engine.scan.effects import EFFECT_EVENTS, Effect, place_of_effect
from corefw.engine.scan.report import ScanReport

__all__ = ["Watcher", "watched", "watching"]


@dataclass(slots=True)
class _Import:
    """One module: the seconds it took in all, and those of the modules it imported."""

    name: str
    seconds: float = 0.0
    nested: float = 0.0


class Watcher:
    """What was seen of the modules that were imported meanwhile."""

    def __init__(self) -> None:
        self.imports: dict[str, _Import] = {}
        self.under_way: list[_Import] = []
        #: Each with the modules that were being imported, the innermost first.
        self.effects: list[tuple[tuple[str, ...], Effect]] = []

    def fill(self, report: ScanReport) -> None:
        """Tell *report* what was seen of its modules.

        What a module outside the scan opened belongs to the scanned module that imported it.
        """
        effects: dict[str, dict[Effect, None]] = {}
        for names, effect in self.effects:
            owner = next((name for name in names if name in report.modules), None)
            if owner is not None:
                effects.setdefault(owner, {})[effect] = None
        for name, row in report.modules.items():
            row.effects = tuple(effects.get(name, ()))
            seen = self.imports.get(name)
            if seen is not None:
                row.milliseconds_in_all = seen.seconds * 1000
                row.milliseconds = (seen.seconds - seen.nested) * 1000

    def run(self, name: str, loader: Any, module: ModuleType, finding: float) -> None:
        """Run the code of a module; *finding* are the seconds that it took to find it."""
        seen = _Import(name)
        self.under_way.append(seen)
        started = time.perf_counter()
        try:
            loader.exec_module(module)
        finally:
            seen.seconds = time.perf_counter() - started + finding
            self.under_way.remove(seen)
            self.imports[name] = seen
            if self.under_way:
                self.under_way[-1].nested += seen.seconds

    def note(self, what: tuple[str, str] | None, frame: FrameType) -> None:
        """Keep an effect, if it was the doing of a module that is being imported."""
        place = place_of_effect(frame, _TimedLoader.exec_module.__code__) if what is not None else None
        if what is not None and place is not None:
            names = tuple(seen.name for seen in reversed(self.under_way))
            self.effects.append((names, Effect(*what, place)))


_WATCHER: ContextVar[Watcher | None] = ContextVar("corefw_watcher", default=None)


@contextmanager
def watching() -> Iterator[Watcher]:
    """Watch what is imported in this context, for the reports of its scans."""
    _listen()
    watcher = Watcher()
    finder = _TimingFinder(watcher)
    sys.meta_path.insert(0, finder)
    token = _WATCHER.set(watcher)
    try:
        yield watcher
    finally:
        _WATCHER.reset(token)
        sys.meta_path.remove(finder)


def watched() -> Watcher | None:
    """Return who watches in this context."""
    return _WATCHER.get()


@functools.cache
def _listen() -> None:
    """Install the audit hook of this process; once, since none can be taken away."""
    sys.addaudithook(_hear)
    start = threading.Thread.start

    # Python 3.11 raises no event when a thread is started.
    @functools.wraps(start)
    def told(self: threading.Thread) -> None:
        _hear("_thread.start_new_thread", (self.run,))
        start(self)

    threading.Thread.start = told  # type: ignore[method-assign]


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    read = EFFECT_EVENTS.get(event)
    if read is None:
        return
    watcher = _WATCHER.get()
    if watcher is None or not watcher.under_way:
        return
    # What a hook raises would stop what it only listens to.
    with suppress(Exception):
        watcher.note(read(*arguments), sys._getframe(1))


class _TimingFinder:
    """Asks the other finders, and takes the time of whatever they find."""

    def __init__(self, watcher: Watcher) -> None:
        self.watcher = watcher

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec that another finder has; None outside the context of the watcher."""
        if watched() is not self.watcher:
            return None
        started = time.perf_counter()
        spec = None
        for finder in [*sys.meta_path]:
            find = getattr(finder, "find_spec", None) if finder is not self else None
            spec = find(name, path, target) if find is not None else None
            if spec is not None:
                break
        if spec is not None and hasattr(spec.loader, "exec_module"):
            finding = time.perf_counter() - started
            spec.loader = _TimedLoader(self.watcher, spec.loader, finding)
        return spec


class _TimedLoader:
    """Stands for a loader until its module runs; then the module has its real loader again."""

    def __init__(self, watcher: Watcher, loader: Any, finding: float) -> None:
        self._watcher = watcher
        self._loader = loader
        self._finding = finding

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def exec_module(self, module: ModuleType) -> None:
        """Put the real loader back, and run the module with it."""
        spec = module.__spec__
        if spec is not None:
            spec.loader = self._loader
        module.__loader__ = self._loader
        name = spec.name if spec is not None else module.__name__
        self._watcher.run(name, self._loader, module, self._finding)
