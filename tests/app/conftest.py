"""What the tests of this floor share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.modules import Folder, on_the_path


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    """Return an empty folder on sys.path."""
    with on_the_path(tmp_path) as folder:
        yield folder
