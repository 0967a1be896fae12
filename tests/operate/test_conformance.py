"""The kit of a port, run against what the application has in that port."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from corefw.app.configurator import Configurator
from corefw.app.ports import CORE_PORTS
from corefw.base.errors import ConfigurationError
from corefw.contracts.persistence import Health, Persistence, PersistenceScratch, Savepoint, UnitOfWork
from corefw.operate.conformance import PORTS, check_conformance


class Jar(Persistence):
    """A provider that does little, and counts what is done to it."""

    capabilities = frozenset({"transactions"})
    fault: Exception | None = None

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.areas = self.closed = 0

    def begin(self) -> UnitOfWork:
        return Scoop(self)

    def health(self) -> Health:
        return Health(True)

    @contextmanager
    def scratch(self) -> Iterator[PersistenceScratch]:
        if self.fault is not None:
            raise self.fault
        self.areas += 1

        def put(unit: Any, key: str, value: str) -> None:
            unit.kept[key] = value

        yield PersistenceScratch(Jar(), put, lambda unit, key: unit.kept.get(key))  # type: ignore[attr-defined]

    def close(self) -> None:
        self.closed += 1


class Scoop(UnitOfWork):
    """It writes through, which is not what transactions do."""

    def __init__(self, jar: Jar) -> None:
        self.kept = jar.kept
        self.over = False

    def commit(self) -> None:
        if self.over:
            raise RuntimeError
        self.over = True

    def abort(self) -> None:
        self.over = True

    def savepoint(self) -> Savepoint:
        raise NotImplementedError


class Closed(Jar):
    """A provider without a scratch area."""

    def scratch(self) -> Any:
        return Persistence.scratch(self)


def registry_with(provider: Persistence | None) -> Any:
    config = Configurator(package="tests.modules")
    if provider is not None:
        config.provide_port(Persistence, provider)
    config.commit()
    return config.registry


def test_every_port_of_corefw_has_a_kit() -> None:
    """Whoever adds a port adds its kit."""
    assert set(CORE_PORTS) == set(PORTS)


def test_the_deployed_provider_is_tried_in_its_scratch_area() -> None:
    """What is stored is not touched; a claim that is not kept is found, and the provider is closed."""
    jar = Jar()

    report = check_conformance(registry_with(jar), "persistence")

    outcomes = {row.test: row.outcome for row in report.rows}
    assert ("persistence", "Jar", "tests") == (report.port, report.provider, report.owner)
    assert "passed" == outcomes["test_a_commit_keeps_the_work"]
    assert "failed" == outcomes["test_an_abort_undoes_all_the_work"]
    assert "not claimed" == outcomes["test_savepoints_lie_within_each_other"]
    assert not report.is_ok
    assert len(report.rows) == sum(map(report.count, ("passed", "failed", "not claimed")))
    assert ({}, 1) == (jar.kept, jar.closed)
    assert jar.areas > 1


def test_a_provider_without_a_scratch_area_is_told() -> None:
    """With where else it can be proved."""
    with pytest.raises(ConfigurationError) as caught:
        check_conformance(registry_with(Closed()), "persistence")

    assert (
        "CFW-608  Closed of tests offers no scratch area to be tried in.\n\n"
        "  To mend it: run the kit of the port persistence in the tests of the addon, "
        "or let it define scratch()" == str(caught.value)
    )


def test_a_scratch_area_that_cannot_be_made_is_told_once() -> None:
    """An unreachable store is not tried by every test."""
    jar = Jar()
    jar.fault = OSError("no way there")

    with pytest.raises(ConfigurationError) as caught:
        check_conformance(registry_with(jar), "persistence")

    assert "The scratch area of tests cannot be made: OSError: no way there" == caught.value.problems[0].what
    assert 1 == jar.closed


def test_an_empty_port_is_told() -> None:
    """There is nothing to prove."""
    with pytest.raises(ConfigurationError, match="CFW-602"):
        check_conformance(registry_with(None), "persistence")
