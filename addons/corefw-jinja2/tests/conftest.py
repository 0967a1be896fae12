"""A package of templates that a test writes itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Write templates of the package ``shop`` by their names without folder and ending."""
    package = tmp_path / "shop"
    (package / "templates").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(**texts: str) -> Path:
        for name, text in texts.items():
            (package / "templates" / f"{name}.jinja2").write_text(text, encoding="utf-8")
        return package / "templates"

    yield write
    for name in [name for name in sys.modules if "shop" == name.partition(".")[0]]:
        del sys.modules[name]
