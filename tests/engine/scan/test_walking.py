"""A walk finds every module of a package, however the package is delivered."""

from __future__ import annotations

import compileall
import importlib
import keyword
import os
import sys
import zipfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corefw.base.errors import ConfigurationError
from corefw.engine.declaration import State
from tests.engine.configurators import Configurator, configurator
from tests.engine.scanning import FROM_MARKS, MARKS, Write, refused, scanned, titles
from tests.modules import Folder, on_the_path

ONE_WORD = FROM_MARKS + "@word()\ndef {name}(): pass\n"


@pytest.fixture
def shop(folder: Folder) -> Path:
    """Write a package with packages in it, each module with one declaration; return its folder."""
    folder.write("marks.py", MARKS)
    for name in (
        "shop/__init__",
        "shop/b",
        "shop/cards/__init__",
        "shop/cards/views",
        "shop/cards/a/__init__",
    ):
        words = name.removesuffix("/__init__").split("/")
        folder.write(f"{name}.py", ONE_WORD.format(name="_".join(words)))
    return folder.path / "shop"


EVERYTHING = ["shop", "shop_b", "shop_cards", "shop_cards_a", "shop_cards_views"]


def compiled(package: Path) -> None:
    """Leave only bytecode of a package, beside where the sources were."""
    compileall.compile_dir(package, legacy=True, quiet=2)
    for source in package.rglob("*.py"):
        source.unlink()
    importlib.invalidate_caches()


def packed(package: Path, archive: Path) -> None:
    """Move a package into a zip."""
    with zipfile.ZipFile(archive, "w") as target:
        for file in sorted(package.rglob("*")):
            if file.is_file():
                target.write(file, file.relative_to(package.parent))
                file.unlink()
    for left in sorted((row for row in package.rglob("*") if row.is_dir()), reverse=True):
        left.rmdir()
    package.rmdir()
    importlib.invalidate_caches()


def declared(config: Configurator, name: str) -> list[str]:
    """Scan a package and commit."""
    config.scan(name)
    config.commit()
    return config.done


class TestDelivered:
    """Source, bytecode, a zip, several folders."""

    def test_packages_in_packages_are_found_by_name(self, shop: Path, config: Configurator) -> None:
        """What stands in the package itself goes before what is below it."""
        assert EVERYTHING == declared(config, "shop")

    def test_a_package_of_bytecode_only_is_found(self, shop: Path, config: Configurator) -> None:
        """With the packages below it; venusian finds nothing of it."""
        compiled(shop)

        assert EVERYTHING == declared(config, "shop")
        assert {".pyc"} == {Path(file).suffix for file in config.plan.modules.values()}

    def test_a_package_in_a_zip_is_found(
        self, shop: Path, config: Configurator, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """With the packages below it, and places that say where they are in their package."""
        archive = shop.parent / "shop.zip"
        packed(shop, archive)
        monkeypatch.syspath_prepend(str(archive))

        assert EVERYTHING == declared(config, "shop")
        place = [*config.plan][-1].place
        assert ("shop/cards/views.py:2", "@word()") == (str(place), place.source)

    def test_a_package_of_bytecode_in_a_zip_is_found(
        self, shop: Path, config: Configurator, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Both at once."""
        compiled(shop)
        archive = shop.parent / "shop.zip"
        packed(shop, archive)
        monkeypatch.syspath_prepend(str(archive))

        assert EVERYTHING == declared(config, "shop")

    def test_a_broken_module_in_a_zip_is_told(
        self, folder: Folder, config: Configurator, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """With its line; the frames of the importer are left out."""
        folder.write("zipped/__init__.py")
        folder.write("zipped/a.py", "x = 1\n1 / 0\n")
        packed(folder.path / "zipped", folder.path / "zipped.zip")
        monkeypatch.syspath_prepend(str(folder.path / "zipped.zip"))

        config.scan("zipped")
        with pytest.raises(ConfigurationError) as caught:
            config.commit()

        assert (
            "CFW-301  The module zipped.a cannot be imported: ZeroDivisionError: division by zero\n\n"
            in str(caught.value)
        )
        assert "  zipped/a.py:2   1 / 0\n" in str(caught.value)

    def test_a_namespace_package_of_several_folders_is_one(
        self, folder: Folder, config: Configurator, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """PEP 420: each distribution brings a part; sorted over all of them."""
        folder.write("marks.py", MARKS)
        folder.write("one/team/a.py", ONE_WORD.format(name="a"))
        folder.write("one/team/c/__init__.py", ONE_WORD.format(name="c"))
        folder.write("two/team/b.py", ONE_WORD.format(name="b"))
        for part in ("one", "two"):
            monkeypatch.syspath_prepend(str(folder.path / part))

        assert ["a", "b", "c"] == declared(config, "team")

    def test_a_folder_without_init_in_a_package_is_none(self, shop: Path, config: Configurator) -> None:
        """As for venusian and Python's own walk: it may hold anything, such as templates or scripts."""
        (shop / "scripts").mkdir()
        (shop / "scripts" / "x.py").write_text("1 / 0\n")

        assert EVERYTHING == declared(config, "shop")

    def test_a_package_that_changes_its_path_is_followed(self, folder: Folder, config: Configurator) -> None:
        """What is below it is where its ``__path__`` says."""
        folder.write("marks.py", MARKS)
        folder.write("elsewhere/more.py", ONE_WORD.format(name="more"))
        folder.write("app/__init__.py", f"__path__.append({str(folder.path / 'elsewhere')!r})\n")

        assert ["more"] == declared(config, "app")

    @pytest.mark.skipif(not hasattr(os, "symlink"), reason="the system has no links")
    def test_a_link_that_leads_back_is_not_followed(self, shop: Path, config: Configurator) -> None:
        """It would be found again below itself, without an end; that it was left is told."""
        (shop / "again").symlink_to(shop, target_is_directory=True)

        config.scan("shop")

        (report,) = config.plan.scans
        assert ["shop.again.*"] == [row.name for row in report.left_out]
        assert ["scan of shop.again.* (its folder is one that it lies in)"] == titles(config, State.DISABLED)
        assert "shop.again.again" not in sys.modules


class TestTests:
    """Tests are left out unless somebody wants them."""

    @pytest.fixture(autouse=True)
    def app(self, write: Write, folder: Folder) -> None:
        folder.write("app/tests/__init__.py")
        write(
            views="@word()\ndef view(): pass\n",
            contest="@word()\ndef contest(): pass\n",
            testing="@word()\ndef testing(): pass\n",
            conftest="1 / 0\n",
            test_views="1 / 0\n",
            views_test="1 / 0\n",
            test="1 / 0\n",
            tests__one="@word()\ndef one(): pass\n",
            tests__test_two="@word()\ndef two(): pass\n",
        )

    def test_they_are_left_out_by_their_names(self, config: Configurator) -> None:
        """As pytest and unittest look for them; what only sounds like it is none."""
        assert ["contest", "testing", "view"] == scanned(config)

    def test_what_is_left_out_is_in_the_plan_and_in_the_report(self, config: Configurator) -> None:
        """With the reason and the argument that brings them back; a package stands for all below it."""
        scanned(config)

        names = ["app.conftest", "app.test", "app.test_views", "app.tests", "app.views_test"]
        why = "its name is that of tests; config.scan(..., tests=True) scans them"
        assert [f"scan of {name} ({why})" for name in names] == titles(config, State.DISABLED)
        (report,) = config.plan.scans
        assert names == [row.name for row in report.left_out]

    def test_they_are_scanned_if_somebody_wants_them(self, write: Write, config: Configurator) -> None:
        """All of them."""
        write(**dict.fromkeys(("conftest", "test_views", "views_test", "test"), ""))

        assert ["contest", "testing", "one", "two", "view"] == scanned(config, tests=True)

    def test_a_package_of_tests_that_is_named_is_scanned_with_all_in_it(self, config: Configurator) -> None:
        """Whoever names it wants it."""
        assert ["one", "two"] == declared(config, "app.tests")

    def test_without_the_tests_in_it_if_somebody_says_so(self, config: Configurator) -> None:
        """The argument goes before the name."""
        config.scan("app.tests", tests=False)
        config.commit()

        assert ["one"] == config.done

    def test_a_module_of_tests_that_is_named_is_scanned(self, config: Configurator) -> None:
        """It alone."""
        assert ["two"] == declared(config, "app.tests.test_two")

    def test_broken_tests_are_told_once_they_are_scanned(self, config: Configurator) -> None:
        """Like any other module."""
        texts = refused(config, tests=True)

        assert 4 == len(texts)
        assert texts[0].startswith("CFW-301  The module app.conftest cannot be imported: ZeroDivisionError")


class TestNotThere:
    """A scan of what is not there; the whole texts."""

    @pytest.mark.parametrize(
        ("name", "text", "remedy"),
        [
            (
                "app.veiws",
                'CFW-101  "app.veiws" cannot be found: the module app has no "veiws". Did you mean "views"?',
                "Choose one:\n"
                '    views was meant                  write  "app.views"\n'
                "    it is still to be written        put  veiws  into the module app\n"
                "    it is a module of that package   make the file app/veiws.py",
            ),
            (
                "appp",
                'CFW-101  "appp" cannot be found: there is no module "appp". Did you mean "app"?',
                "Choose one:\n"
                '    app was meant           write  "app"\n'
                "    it is your own          start in the folder that holds it, or name that folder in "
                "PYTHONPATH\n"
                "    it is somebody else's   pip install the distribution that brings it, in this "
                "environment",
            ),
            (
                "app.bad",
                'CFW-102  "app.bad" cannot be loaded: importing app.bad raised ZeroDivisionError: '
                "division by zero",
                "To mend it: mend what  python -c 'import app.bad'  shows",
            ),
            (
                "",
                "CFW-101  A dotted name is wanted, and it is empty.",
                'To mend it: write  "package.module:name"',
            ),
        ],
    )
    def test_it_is_told_with_the_line_of_the_scan(
        self, write: Write, config: Configurator, name: str, text: str, remedy: str
    ) -> None:
        """A near name is offered, and what else can be done."""
        write(views="", bad="1 / 0\n")
        importlib.import_module("app")

        with pytest.raises(ConfigurationError) as caught:
            config.scan(name)

        line = caught.traceback[0].lineno + 1
        assert (
            f"{text}\n\n  shop 1.0   tests/engine/scan/test_walking.py:{line}   config.scan(name)"
            f"\n\n  {remedy}"
        ) == str(caught.value)

    def test_what_stands_in_a_module_is_none(self, write: Write, config: Configurator) -> None:
        """A function cannot be scanned; its module can."""
        write(views="def show(): pass\n")

        with pytest.raises(
            ConfigurationError, match=r"^CFW-305  A scan needs a package or a module, and was"
        ):
            config.scan("app.views:show")


names = st.from_regex(r"[a-z]{1,3}", fullmatch=True).filter(lambda name: not keyword.iskeyword(name))
#: The modules of a package; what has modules below it is a package.
trees = st.recursive(
    st.dictionaries(names, st.none(), max_size=3),
    lambda below: st.dictionaries(names, st.one_of(st.none(), below), max_size=3),
    max_leaves=8,
)
Tree = dict[str, Any]


def written(folder: Folder, name: str, tree: Tree) -> list[str]:
    """Write a package; return its modules in the order of a scan."""
    folder.write(f"{name.replace('.', '/')}/__init__.py", ONE_WORD.format(name=name.replace(".", "_")))
    found = [name]
    for key in sorted(tree):
        below = f"{name}.{key}"
        if tree[key] is None:
            folder.write(f"{below.replace('.', '/')}.py", ONE_WORD.format(name=below.replace(".", "_")))
            found.append(below)
        else:
            found += written(folder, below, tree[key])
    return found


@settings(max_examples=25, deadline=None)
@given(trees, st.sampled_from(["source", "bytecode", "zip", "zipped bytecode"]))
def test_whatever_is_in_a_package_is_found_once_and_in_order(
    tmp_path_factory: pytest.TempPathFactory, tree: Tree, delivered: str
) -> None:
    """However deep it is, and however it is delivered."""
    with on_the_path(tmp_path_factory.mktemp("tree")) as folder, ExitStack() as stack:
        folder.write("marks.py", MARKS)
        modules = written(folder, "tree", tree)
        if "bytecode" in delivered:
            compiled(folder.path / "tree")
        if "zip" in delivered:
            packed(folder.path / "tree", folder.path / "tree.zip")
            stack.enter_context(on_the_path(folder.path / "tree.zip"))
        config = configurator(sys.modules[__name__])

        assert [name.replace(".", "_") for name in modules] == declared(config, "tree")
        assert modules == [*config.plan.scans[0].modules]
