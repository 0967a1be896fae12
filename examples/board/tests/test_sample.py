"""Filling the board with something to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from webtest import TestApp

from board.sample import LOGIN, PASSWORD, main
from corefw.scripting import load_application


@pytest.mark.over("storage")
def test_filling_twice_changes_nothing_the_second_time(settings_file: Path, deployment: Any) -> None:
    """What is there is kept, and the login is told each time."""
    if deployment.persistence == "memory":
        pytest.skip("not claimed: durable, so nothing is kept from one process to the next")
    first = CliRunner().invoke(main, ["-c", str(settings_file)], catch_exceptions=False)
    second = CliRunner().invoke(main, ["-c", str(settings_file)], catch_exceptions=False)

    login = "Log in as demo with the password demo-password.\n"
    assert f"The sample boards are ready.\n{login}" == first.output
    assert f"There is a board already; nothing was changed.\n{login}" == second.output


MEMORY = """
[corefw]
include = ["board"]
addons = ["memory", "jinja2"]
secret = "only for tests, and long enough to be a secret"
"""


def log_in(file: Path) -> str:
    """Return the title of the first page after a login of the demo user."""
    application = load_application(file, environ={})
    try:
        visitor = TestApp(application, extra_environ={"HTTP_SEC_FETCH_SITE": "same-origin"})
        visitor.post("/login", {"login": LOGIN, "password": PASSWORD}, status=303)
        return str(visitor.get("/boards/1", status=200).html.h1.text)
    finally:
        application.close()


def test_a_store_that_does_not_last_is_not_filled_in_vain(tmp_path: Path) -> None:
    """The command fails and says what to do instead."""
    file = tmp_path / "board.toml"
    file.write_text(MEMORY)

    said = CliRunner().invoke(main, ["-c", str(file)])

    assert 1 == said.exit_code
    assert (
        "Error: What is filled in here goes with this process. Set  sample = true  in [board] of "
        f"{file}: then the serving process fills its store at start.\n"
    ) == said.output


def test_the_serving_process_fills_its_own_memory(tmp_path: Path) -> None:
    """With one line of settings, and the demo's login works."""
    file = tmp_path / "board.toml"
    file.write_text(f"{MEMORY}[board]\nsample = true\n")

    assert "Community garden" == log_in(file)


@pytest.mark.parametrize("chosen", ["memory", "sqlalchemy"])
def test_with_both_storages_enabled_the_chosen_one_serves(tmp_path: Path, chosen: str) -> None:
    """Each registers its own stores; the port decides."""
    file = tmp_path / "board.toml"
    file.write_text(
        MEMORY.replace('"memory"', '"sqlalchemy", "memory"')
        + f'[corefw.ports]\npersistence = "{chosen}"\n'
        + '[sqlalchemy]\nurl = "sqlite:///board.sqlite"\ncreate_schema = true\n[board]\nsample = true\n'
    )
    if chosen == "sqlalchemy":
        CliRunner().invoke(main, ["-c", str(file)], catch_exceptions=False)

    assert "Community garden" == log_in(file)


def test_wrong_settings_are_told_without_a_traceback(tmp_path: Path) -> None:
    """The error's own text, and nothing else."""
    file = tmp_path / "board.toml"
    file.write_text(MEMORY.replace('"memory"', '"memry"'))

    said = CliRunner().invoke(main, ["-c", str(file)])

    assert 1 == said.exit_code
    assert said.output.startswith('CFW-401  The addon "memry" is enabled and not installed.')
    assert isinstance(said.exception, SystemExit)
