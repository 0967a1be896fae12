"""A scan by a lock imports what declared something, what is new and what changed; nothing else."""

from __future__ import annotations

import shutil
import sys
import zipfile
from collections.abc import Callable

import pytest

from corefw.engine.scan.locked import KnownModules, scanning_by
from tests.engine.configurators import Configurator, configurator
from tests.engine.scanning import FROM_MARKS, Write
from tests.modules import Folder

Known = Callable[[], KnownModules]


@pytest.fixture
def known(folder: Folder, write: Write) -> Known:
    """Write a package; return what scans it whole, and forgets the modules but not what they declared."""
    write(
        views="@word()\ndef view(): pass\n",
        models="x = 1\n",
        helpers="x = 1\n",
        other="@number()\ndef one(): pass\n",
    )
    folder.write("app/deep/__init__.py")
    write(deep__quiet="x = 1\n", deep__views="@word()\ndef deep(): pass\n")
    folder.write("app/empty/__init__.py")
    write(empty__quiet="x = 1\n")

    def scan_all() -> KnownModules:
        config = configurator(sys.modules[__name__])
        config.scan("app")
        (report,) = config.plan.scans
        forget()
        rows = report.modules.values()
        return KnownModules(
            {row.name: row.hashed() for row in rows}, {row.name for row in rows if row.is_quiet}
        )

    return scan_all


def forget() -> None:
    """Forget the modules of the package, as a new process would."""
    for name in [name for name in sys.modules if name.split(".")[0] == "app"]:
        del sys.modules[name]


def imported(config: Configurator, known: KnownModules) -> list[str]:
    """Scan by what is known; return the modules that were imported then."""
    with scanning_by(known):
        config.scan("app")
    config.commit()
    found = sorted(name for name in sys.modules if name.split(".")[0] == "app")
    (report,) = config.plan.scans
    passed_by = {name for name, row in report.modules.items() if not row.is_imported}
    # A package is imported by its own modules, though it was passed by.
    assert {"app.deep", "app.empty"} >= passed_by & {*found}
    return found


WHOLE = ["app", "app.deep", "app.deep.views", "app.other", "app.views"]


def test_what_declared_nothing_and_is_unchanged_is_not_imported(known: Known, config: Configurator) -> None:
    """Nor is a package with nothing in it; one of another category is, and so is what holds a module."""
    assert WHOLE == imported(config, known())
    assert ["deep", "view"] == config.done


def test_the_report_holds_all_of_them(known: Known, config: Configurator) -> None:
    """In the order of a whole scan, so that a lock written of it says the same."""
    before = known()

    imported(config, before)

    (report,) = config.plan.scans
    assert [*before.digests] == [*report.modules]
    assert before.digests == {name: row.hashed() for name, row in report.modules.items()}
    assert before.quiet >= {name for name, row in report.modules.items() if not row.is_imported}


def test_what_changed_is_imported(known: Known, folder: Folder, config: Configurator) -> None:
    """Even by one sign: it may declare something now."""
    before = known()
    folder.write("app/models.py", FROM_MARKS + "@word()\ndef model(): pass\n")

    assert sorted([*WHOLE, "app.models"]) == imported(config, before)
    assert ["deep", "model", "view"] == config.done


def test_what_is_new_is_imported(known: Known, folder: Folder, config: Configurator) -> None:
    """Also below a package that declared nothing, which is imported with it."""
    before = known()
    folder.write("app/empty/new.py", FROM_MARKS + "@word()\ndef new(): pass\n")

    assert sorted([*WHOLE, "app.empty", "app.empty.new"]) == imported(config, before)
    assert ["deep", "new", "view"] == config.done


def test_what_is_gone_is_in_no_report(known: Known, folder: Folder, config: Configurator) -> None:
    """So that it is drift."""
    before = known()
    (folder.path / "app/models.py").unlink()

    imported(config, before)

    (report,) = config.plan.scans
    assert {"app.models"} == set(before.digests) - set(report.modules)


def test_what_would_raise_is_not_even_tried(known: Known, folder: Folder, config: Configurator) -> None:
    """The proof that nothing is imported: it could not be."""
    folder.write("app/helpers.py", "import sys\nif 'bomb' in sys.modules: raise SystemExit\n")
    before = known()
    sys.modules["bomb"] = sys

    try:
        assert WHOLE == imported(config, before)
    finally:
        del sys.modules["bomb"]


def test_without_a_digest_a_module_is_imported(known: Known, config: Configurator) -> None:
    """What the lock cannot vouch for."""
    before = known()

    found = imported(config, KnownModules({**before.digests, "app.models": ""}, before.quiet))

    assert sorted([*WHOLE, "app.models"]) == found


def test_a_package_that_computes_its_path_is_imported(
    known: Known, folder: Folder, config: Configurator
) -> None:
    """Nobody else knows what is below it, and something may be new there."""
    folder.write("elsewhere/__init__.py")
    folder.write("app/empty/__init__.py", f"__path__.append({str(folder.path / 'elsewhere')!r})\n")
    before = known()
    folder.write("elsewhere/new.py", FROM_MARKS + "@word()\ndef new(): pass\n")

    assert sorted([*WHOLE, "app.empty", "app.empty.new"]) == imported(config, before)


def test_without_a_lock_everything_is_imported(known: Known, config: Configurator) -> None:
    """As ever."""
    known()

    config.scan("app")

    assert "app.models" in sys.modules


def test_a_package_in_a_zip_is_scanned_by_its_lock_too(
    known: Known, folder: Folder, config: Configurator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its digests are those of the sources in it, so that one lock does for both."""
    before = known()
    archive = folder.path / "app.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for file in sorted((folder.path / "app").rglob("*.py")):
            target.write(file, file.relative_to(folder.path))
    shutil.rmtree(folder.path / "app")
    monkeypatch.syspath_prepend(str(archive))

    assert WHOLE == imported(config, before)
    (report,) = config.plan.scans
    assert before.digests == {name: row.hashed() for name, row in report.modules.items()}
