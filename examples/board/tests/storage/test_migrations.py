"""The migrations make what the code says."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner


@pytest.mark.over("storage")
def test_migrations_and_tables_agree(settings_file: Path, deployment: Any) -> None:
    """After all migrations nothing differs, and all of them can be undone."""
    if deployment.persistence == "memory":
        return  # there is nothing to migrate
    settings_file.write_text(settings_file.read_text().replace("create_schema = true", ""))

    for words in (["upgrade"], ["check"], ["downgrade", "board@base"], ["upgrade"], ["check"]):
        command = ["-c", str(settings_file), "db", *words]
        result = CliRunner().invoke(import_module("corefw.__main__").main, command)
        assert 0 == result.exit_code, result.output
