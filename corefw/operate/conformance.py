"""Conformance of what is deployed: the kit of a port, run in a scratch area of its provider.

What a provider must do is in the kits (`corefw.operate.testkit`); which one is deployed is read
from the built application.  Nothing that is kept in the store is touched.  Floor 6.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from corefw.app.ports import CORE_PORTS, ProvidedPort
from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.contracts.persistence import Persistence
from corefw.contracts.session_store import SessionStore
from corefw.contracts.templating import Templating
from corefw.engine.registry import Registry
from corefw.operate.testkit.conformance import ConformanceRow, run_conformance
from corefw.operate.testkit.persistence import PersistenceConformance
from corefw.operate.testkit.session_store import SessionStoreConformance
from corefw.operate.testkit.templating import TemplatingConformance

__all__ = ["PORTS", "ConformanceReport", "check_conformance"]


class _DeployedPersistence(PersistenceConformance):
    def __init__(self, provider: Persistence) -> None:
        self._provider = provider

    def provider(self) -> Persistence:
        return self._provider


class _DeployedSessionStore(SessionStoreConformance):
    def __init__(self, provider: SessionStore) -> None:
        self._provider = provider

    def provider(self) -> SessionStore:
        return self._provider


class _DeployedTemplating(TemplatingConformance):
    def __init__(self, provider: Templating) -> None:
        self._provider = provider

    def provider(self) -> Templating:
        return self._provider


_KITS: Mapping[str, Callable[[Any], Any]] = {
    "persistence": _DeployedPersistence,
    "session_store": _DeployedSessionStore,
    "templating": _DeployedTemplating,
}
#: The ports that have a kit.
PORTS = tuple(_KITS)


@dataclass(frozen=True, slots=True)
class ConformanceReport:
    """What came of the tests of one port, and whose provider was tried."""

    port: str
    provider: str
    owner: str
    rows: tuple[ConformanceRow, ...]

    @property
    def is_ok(self) -> bool:
        """Whether nothing failed."""
        return all(row.outcome != "failed" for row in self.rows)

    def count(self, outcome: str) -> int:
        """Return how many tests ended so."""
        return sum(row.outcome == outcome for row in self.rows)


def check_conformance(registry: Registry, port: str) -> ConformanceReport:
    """Run the kit of *port*, one of `PORTS`, against what fills it.

    Raises `ConfigurationError` if nothing does (CFW-602), or if it has no scratch area (CFW-608).
    """
    contract: Any = CORE_PORTS[port]
    provider = registry.port(contract)
    provided = registry.find(ProvidedPort, port)
    owner = provided.owner if provided is not None else ""
    try:
        try:
            with provider.scratch():
                pass
        except Exception as error:
            raise ConfigurationError(_no_scratch(port, provider, owner, error)) from error
        rows = run_conformance(_KITS[port](provider))
    finally:
        close = getattr(provider, "close", None)
        if close is not None:
            close()
    return ConformanceReport(port, type(provider).__qualname__, owner, tuple(rows))


def _no_scratch(port: str, provider: object, owner: str, error: Exception) -> Problem:
    of = f" of {owner}" if owner else ""
    if isinstance(error, NotImplementedError):
        what = f"{type(provider).__qualname__}{of} offers no scratch area to be tried in."
        fix = f"run the kit of the port {port} in the tests of the addon, or let it define scratch()"
    else:
        what = f"The scratch area{of} cannot be made: {type(error).__name__}: {error}"
        fix = f"see the settings{of}, and whether it may create what it needs there"
    return Problem("CFW-608", what, fixes=(Fix("", fix),))
