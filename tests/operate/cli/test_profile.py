"""``corefw profile`` shows where the time of a request goes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.operate.cli.conftest import Run

SLOW = """
import time

from corefw.config import Configurator


def add_up(number):
    return sum(range(number))


def slow(request):
    total = int(request.POST.get("n", 3000)) if request.method == "POST" else 3000
    return str(add_up(total))


def make():
    config = Configurator()
    config.add_route("slow", "/slow")
    config.add_view(slow, route_name="slow", renderer="string", require_csrf=False)
    return config
"""


@pytest.fixture(autouse=True)
def _slow(folder: Path) -> None:
    (folder / "slowly.py").write_text(SLOW)


def test_the_calls_of_a_request_are_shown(run: Run) -> None:
    """With the share of each, and what one request takes."""
    result = run("-a", "slowly:make", "profile", "GET", "/slow", "--seconds", "0.2")

    assert 0 == result.exit_code
    assert result.stdout.startswith("200 OK: ")
    assert "us of CPU each, sampling included" in result.stdout
    assert "add_up" in result.stdout


def test_the_answer_can_be_had_as_json(run: Run) -> None:
    """For a script that compares."""
    words = ("-a", "slowly:make", "profile", "POST", "/slow", "-d", "n=5", "--seconds", "0.01", "--json")

    told = json.loads(run(*words).stdout)

    assert ["microseconds", "requests", "status"] == sorted(told)
    assert 200 == told["status"]
    assert told["requests"] >= 1


def test_a_page_can_be_written(run: Run, folder: Path) -> None:
    """To click through."""
    words = ("-a", "slowly:make", "profile", "GET", "/slow", "--seconds", "0.1", "--html", "calls.html")

    result = run(*words)

    assert "The calls are in calls.html." in result.stdout
    assert "add_up" in Path("calls.html").read_text()


def test_a_page_that_cannot_be_written_is_told(run: Run) -> None:
    """Before anything else is lost."""
    words = ("-a", "slowly:make", "profile", "GET", "/slow", "--seconds", "0.01", "--html", "no/calls.html")

    result = run(*words)

    assert 2 == result.exit_code
    assert "no/calls.html: No such file or directory" in result.stderr


def test_a_request_that_fails_has_the_exit_code_of_its_status(run: Run) -> None:
    """As ``corefw request`` has."""
    assert 4 == run("-a", "slowly:make", "profile", "GET", "/no", "--seconds", "0.01").exit_code


def test_a_machine_without_pyinstrument_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the line to type."""
    monkeypatch.setitem(sys.modules, "pyinstrument", None)

    result = run("-a", "slowly:make", "profile", "GET", "/slow")

    assert 1 == result.exit_code
    assert "CFW-710  corefw profile needs pyinstrument, which is not installed." in result.stderr
    assert 'pip install "corefw[profile]"' in result.stderr
