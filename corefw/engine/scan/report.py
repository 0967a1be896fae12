"""The scan report: which modules a scan imported, what each declared, and what it left out.

It is kept on the plan.  How long a module took and what it opened is known only where the
scan was watched (``watching``).  Floor 2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec
from types import ModuleType

from corefw.base.places import UNKNOWN, Place
from corefw.engine.scan.digests import digest_of
from corefw.engine.scan.effects import Effect

__all__ = ["LeftOut", "ModuleReport", "ScanReport"]


@dataclass(slots=True)
class ModuleReport:
    """One module that a scan came to."""

    name: str
    #: Its file as it was imported (``.py``, ``.pyc``, or a path into a zip); "" if it has none.
    file: str = ""
    spec: ModuleSpec | None = field(default=None, repr=False)
    #: False where the scan passed it by: a lock says that it declares nothing, and its source is the
    #: one of then.  Another module may have imported it.
    is_imported: bool = True
    #: Whether nothing in it is decorated, for any category.
    is_quiet: bool = True
    #: How many declarations the scan made of it.
    declarations: int = 0
    #: Milliseconds of its own, without the modules it imported, and with them; None where it was
    #: imported earlier or the scan was not watched.
    milliseconds: float | None = None
    milliseconds_in_all: float | None = None
    effects: tuple[Effect, ...] = ()
    #: A hash of its source, once somebody asked (see `hashed`).
    digest: str | None = None

    @classmethod
    def of(cls, module: ModuleType) -> ModuleReport:
        """Return the report of a module that was imported."""
        attributes = vars(module)
        return cls(module.__name__, attributes.get("__file__") or "", attributes.get("__spec__"))

    def hashed(self) -> str:
        """Return the hash of its source, or "" if it has none that can be read."""
        if self.digest is None:
            self.digest = digest_of(self.spec)
        return self.digest


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A module or package that a scan did not import, with all below it, and why."""

    name: str
    reason: str


@dataclass(slots=True)
class ScanReport:
    """What one scan did."""

    package: str
    #: Who scanned, and where the call stands.
    owner: str = ""
    place: Place = UNKNOWN
    #: In the order in which they are scanned.
    modules: dict[str, ModuleReport] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    #: Modules that could not be imported.
    broken: list[str] = field(default_factory=list)
