"""Fixtures of the engine's tests: a configuration, a folder for modules, a package to scan."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.configurators import Configurator, configurator
from tests.engine.scanning import Write, writing
from tests.modules import Folder, on_the_path


@pytest.fixture
def config(request: pytest.FixtureRequest) -> Configurator:
    return configurator(sys.modules[request.module.__name__])


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    with on_the_path(tmp_path) as folder:
        yield folder


@pytest.fixture
def write(folder: Folder) -> Write:
    return writing(folder)
