"""The wheels of the core, the addons and the board, installed where nothing of this checkout is at hand."""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from tests.packaging.clones import ROOT, clone, free_port, run, serving
from tests.packaging.visitor import Visitor

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build each distribution; return the wheels by the name of their distribution."""
    folder = tmp_path_factory.mktemp("wheels")
    source = clone(folder / "source")
    projects = [
        source,
        *sorted(
            setup.parent for kind in ("addons", "examples") for setup in source.glob(f"{kind}/*/setup.cfg")
        ),
    ]
    run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--no-deps",
            "--no-build-isolation",
            "-q",
            "-w",
            "dist",
            *projects,
        ],
        cwd=folder,
    )
    return {file.name.split("-")[0]: file for file in sorted((folder / "dist").glob("*.whl"))}


def test_a_wheel_holds_the_package_and_nothing_else(wheels: dict[str, Path]) -> None:
    """Types and licence are in it; tests, documentation and examples are not."""
    names = zipfile.ZipFile(wheels["corefw"]).namelist()

    assert {"corefw"} == {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert "corefw/py.typed" in names
    assert [] == [name for name in names if "/tests/" in name]
    assert any(name.endswith("LICENSE") for name in names)


def test_every_module_of_the_core_is_in_the_wheel(wheels: dict[str, Path]) -> None:
    """A folder without `__init__.py` would be left out in silence."""
    packed = {name for name in zipfile.ZipFile(wheels["corefw"]).namelist() if name.endswith(".py")}
    here = {str(file.relative_to(ROOT)) for file in (ROOT / "corefw").rglob("*.py")}

    assert set() == here - packed


def test_every_addon_carries_its_manifest(wheels: dict[str, Path]) -> None:
    """Without it the addon is found and cannot be judged."""
    addons = [setup.parent.name.replace("-", "_") for setup in (ROOT / "addons").glob("*/setup.cfg")]

    assert {"corefw_mako", "corefw_sqlalchemy"} <= set(addons)
    for name in addons:
        names = zipfile.ZipFile(wheels[name]).namelist()

        assert f"{name}/corefw-addon.toml" in names
        assert f"{name}/py.typed" in names


def test_the_wheels_serve_the_board(wheels: dict[str, Path], tmp_path: Path) -> None:
    """In a fresh environment, outside the checkout: migrate, fill, serve, log in."""
    run([sys.executable, "-m", "venv", "venv"], cwd=tmp_path)
    bin = tmp_path / "venv" / "bin"
    # Given as files, so that no other distribution of the same name can take their place.
    files = files_of(wheels, without=("corefw_board_digest",))
    run([bin / "pip", "install", "-q", "-c", ROOT / "constraints.txt", *files], cwd=tmp_path)
    where = run(
        [bin / "python", "-c", "import corefw, board; print(corefw.__file__, board.__file__)"], cwd=tmp_path
    )
    assert 2 == where.count(str(tmp_path))

    shutil.copy(ROOT / "examples" / "board" / "board.toml", tmp_path)
    port = str(free_port())
    url = f"http://127.0.0.1:{port}"
    run([bin / "corefw", "-c", "board.toml", "db", "upgrade"], cwd=tmp_path)
    filled = run([bin / "python", "-m", "board.sample", "-c", "board.toml"], cwd=tmp_path)
    serve: list[str | Path] = [bin / "corefw", "-c", "board.toml", "serve"]
    with serving(serve, tmp_path, f"{url}/login", 60, {"COREFW__SERVER__PORT": port}):
        page = Visitor(url).log_in(*Visitor.login_in(filled))

    assert "<h1" in page


def files_of(wheels: dict[str, Path], without: tuple[str, ...] = ()) -> list[str]:
    """Return what to install: the wheels as files, and the server with the core's."""
    kept = {name: wheel for name, wheel in wheels.items() if name not in without}
    return [f"{wheel}[serve]" if name == "corefw" else str(wheel) for name, wheel in kept.items()]


def test_an_addon_from_outside_is_installed_beside_the_board_and_leaves_no_trace(
    wheels: dict[str, Path], tmp_path: Path
) -> None:
    """Its page, look and table are there while it is, and gone with it; the board's wheel is the same."""
    run([sys.executable, "-m", "venv", "venv"], cwd=tmp_path)
    bin = tmp_path / "venv" / "bin"
    run([bin / "pip", "install", "-q", "-c", ROOT / "constraints.txt", *files_of(wheels)], cwd=tmp_path)
    settings = tmp_path / "board.toml"
    plain = (ROOT / "examples" / "board" / "board.toml").read_text()
    dressed = plain.replace('"mako"]', '"mako", "board-digest"]') + '\n[digest]\ntitle = "What is on"\n'
    port = str(free_port())
    url = f"http://127.0.0.1:{port}"
    corefw: list[str | Path] = [bin / "corefw", "-c", "board.toml"]
    settings.write_text(plain)
    before = run([*corefw, "routes"], cwd=tmp_path)

    settings.write_text(dressed)
    run([*corefw, "db", "upgrade"], cwd=tmp_path)
    filled = run([bin / "python", "-m", "board.sample", "-c", "board.toml"], cwd=tmp_path)
    with serving([*corefw, "serve"], tmp_path, f"{url}/login", 60, {"COREFW__SERVER__PORT": port}):
        visitor = Visitor(url)
        home = visitor.log_in(*Visitor.login_in(filled))
        sheet = visitor.get("/theme/theme.css")
        page = visitor.get("/digest")

    assert "What is due" in home
    assert "The board in green" in sheet
    assert "<h1>What is on</h1>" in page
    run([*corefw, "db", "downgrade", "board_digest@base"], cwd=tmp_path)
    settings.write_text(plain)
    run([bin / "pip", "uninstall", "-q", "-y", "corefw-board-digest"], cwd=tmp_path)
    assert before == run([*corefw, "routes"], cwd=tmp_path)
    run([*corefw, "db", "check"], cwd=tmp_path)
    assert "board_digest" not in run(
        [bin / "python", "-c", "import sqlite3; print([*sqlite3.connect('board.sqlite').iterdump()])"],
        cwd=tmp_path,
    )
