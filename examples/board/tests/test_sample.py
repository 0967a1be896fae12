"""Filling the board with something to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from board.sample import main


@pytest.mark.over("storage")
def test_filling_twice_changes_nothing_the_second_time(settings_file: Path, deployment: Any) -> None:
    """What is there is kept, and the login is told each time."""
    first = CliRunner().invoke(main, ["-c", str(settings_file)], catch_exceptions=False)
    second = CliRunner().invoke(main, ["-c", str(settings_file)], catch_exceptions=False)

    login = "Log in as demo with the password demo-password.\n"
    assert f"The sample boards are ready.\n{login}" == first.output
    if deployment.persistence == "memory":  # what was filled went with the process
        assert first.output == second.output
    else:
        assert f"There is a board already; nothing was changed.\n{login}" == second.output
