"""``corefw conformance``: the outcome of each test, and a status for scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.operate.cli.conftest import Run

APPLICATION = """
from contextlib import contextmanager
from types import SimpleNamespace

from corefw.config import Configurator
from corefw.ports import Health, Persistence, PersistenceScratch, Savepoint, UnitOfWork


class Store(Persistence):
    capabilities = frozenset({"transactions"})

    def __init__(self):
        self.kept = {}

    def begin(self):
        return Work(self)

    def health(self):
        return Health(True)

    @contextmanager
    def scratch(self):
        yield PersistenceScratch(type(self)(), Work.put, Work.get)


class Leaking(Store):
    pass


class Work(UnitOfWork):
    def __init__(self, store):
        self.store, self.writes, self.over = store, {}, False

    def put(self, key, value):
        (self.store.kept if isinstance(self.store, Leaking) else self.writes)[key] = value

    def get(self, key):
        return self.writes.get(key, self.store.kept.get(key))

    def commit(self):
        if self.over:
            raise RuntimeError
        self.over = True
        self.store.kept.update(self.writes)

    def abort(self):
        self.over = True

    def savepoint(self):
        raise NotImplementedError


def good():
    config = Configurator()
    config.provide_port(Persistence, Store())
    return config


def leaking():
    config = Configurator()
    config.provide_port(Persistence, Leaking())
    return config
"""


@pytest.fixture(autouse=True)
def stored(folder: Path) -> None:
    """Write the module of the applications."""
    (folder / "stored.py").write_text(APPLICATION)


def test_each_test_is_a_row_with_its_capability_and_outcome(run: Run) -> None:
    """The last line counts, and the status is 0."""
    result = run("-a", "stored:good", "conformance", "persistence")
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]

    assert 0 == result.exit_code
    assert "Outcome Capability Test" == lines[0]
    assert "passed - a commit keeps the work" in lines
    assert "passed transactions an abort undoes all the work" in lines
    assert "not claimed savepoints savepoints lie within each other" in lines
    assert lines[-1].startswith("Store of stored: ")
    assert " 0 failed, " in lines[-1]


def test_a_failed_test_says_why_and_ends_with_1(run: Run) -> None:
    """A deployment script stops there."""
    result = run("-a", "stored:leaking", "conformance", "persistence")
    (line,) = (line for line in result.stdout.splitlines() if "an abort undoes all the work" in line)

    assert 1 == result.exit_code
    assert line.startswith("failed")
    assert line.endswith("after abort() the store holds ['new', 'new'] in place of ['old', None]")


def test_the_outcome_is_given_as_json(run: Run) -> None:
    """With every field of each test, and the same status."""
    good = json.loads(run("-a", "stored:good", "conformance", "persistence", "--json").stdout)
    result = run("-a", "stored:leaking", "conformance", "persistence", "--json")
    leaking = json.loads(result.stdout)

    assert ("persistence", "Store", "stored", True) == tuple(
        good[key] for key in ("port", "provider", "owner", "ok")
    )
    assert {
        "test": "test_a_commit_keeps_the_work",
        "capability": "",
        "outcome": "passed",
        "says": "The next unit sees it.",
        "detail": "",
    } in good["tests"]
    assert (1, False) == (result.exit_code, leaking["ok"])


def test_an_unknown_port_is_refused_with_the_near_one(run: Run) -> None:
    """Those that have a kit are listed."""
    result = run("-a", "stored:good", "conformance", "persistance")

    assert 2 == result.exit_code
    assert (
        'There is no kit for the port "persistance". Did you mean "persistence"? '
        "There are persistence, session_store and templating." in result.stderr
    )


def test_an_empty_port_ends_with_1(run: Run) -> None:
    """The error says that nothing provides it."""
    result = run("-a", "stored:good", "conformance", "templating")

    assert 1 == result.exit_code
    assert "CFW-602  Nothing provides templating." in result.stderr
