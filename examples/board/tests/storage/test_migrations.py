"""The migrations make what the code says."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from click.testing import CliRunner


def test_migrations_and_tables_agree(settings_file: Path) -> None:
    """After all migrations nothing differs, and all of them can be undone."""
    settings_file.write_text(settings_file.read_text().replace("create_schema = true", ""))

    main = import_module("corefw.__main__").main
    for words in (["upgrade"], ["check"], ["downgrade", "board@base"], ["upgrade"], ["check"]):
        result = CliRunner().invoke(main, ["-c", str(settings_file), "db", *words])
        assert 0 == result.exit_code, result.output
