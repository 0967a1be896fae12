"""A scan imports everything, and finds what is decorated, each once."""

from __future__ import annotations

import importlib
import py_compile
import re
import zipfile
from typing import Any

import pytest

from corefw.base.errors import ConfigurationError
from corefw.engine.declaration import State
from tests.engine.configurators import Configurator
from tests.engine.scanning import FROM_MARKS, MARKS, Write, scanned, titles
from tests.modules import Folder


class TestOrder:
    """In which order things are declared."""

    def test_by_module_and_then_by_line(self, write: Write, config: Configurator) -> None:
        """The package itself first; stacked decorators from above."""
        write(
            init="@word()\ndef first(): pass\n",
            b="@word()\ndef z(): pass\n\n@word('upper')\n@word('lower')\ndef a(): pass\n",
            a="@word()\ndef m(): pass\n",
        )

        assert ["first", "m", "z", "upper", "lower"] == scanned(config)

    def test_packages_below_are_scanned_too(self, write: Write, folder: Folder, config: Configurator) -> None:
        """Sorted by their names, wherever a folder lists them."""
        folder.write("app/zoo/__init__.py")
        folder.write("app/bar/__init__.py")
        write(
            zoo__x="@word()\ndef zoo(): pass\n",
            bar__x="@word()\ndef bar(): pass\n",
            c="@word()\ndef c(): pass\n",
        )

        assert ["bar", "c", "zoo"] == scanned(config)

    def test_methods_come_with_their_class(self, write: Write, config: Configurator) -> None:
        """With the class as the object, and the method as its attribute."""
        write(
            a="""
            @word()
            class Page:
                @word()
                def show(self): pass

                @word("edit")
                @word("save")
                def edit(self): pass

                @word()
                @staticmethod
                def static(): pass
            """
        )

        assert ["Page", "Page.show", "edit", "save", "Page.static"] == scanned(config)

    def test_places_are_the_decorators_own(self, write: Write, config: Configurator) -> None:
        """Relative to the package, with the package of the module for names."""
        write(a="@word()\ndef one(): pass\n")
        config.scan("app")

        (row,) = config.plan
        assert ("app/a.py:2", "@word", "app.a") == (str(row.place), row.via, row.place.module)


class TestWhatIsThere:
    """What is found, and how often."""

    def test_an_alias_is_another_name_of_one(self, write: Write, config: Configurator) -> None:
        """venusian would declare it twice."""
        write(a="@word()\ndef one(): pass\n\naaa = one\n")

        assert ["one"] == scanned(config)
        assert ['@word on one ("aaa" is another name of it)'] == titles(config, State.ALIASED)

    def test_an_object_without_a_name_of_its_own_has_that_of_its_variable(
        self, write: Write, config: Configurator
    ) -> None:
        """An instance, a partial, or a function that was renamed."""
        write(
            a="""
            import functools

            class Thing: pass

            home = word()(Thing())
            part = word()(functools.partial(print))

            @word()
            def old(): pass

            renamed = old
            del old
            """
        )

        assert ["home", "part", "renamed"] == scanned(config)

    def test_what_is_imported_elsewhere_is_declared_where_it_stands(
        self, write: Write, config: Configurator
    ) -> None:
        """Once."""
        write(a="from app.b import two\n", b="@word()\ndef two(): pass\n", init="from app.b import two\n")

        assert ["two"] == scanned(config)
        assert [] == titles(config, State.ALIASED)

    def test_a_subclass_does_not_repeat_its_base(self, write: Write, config: Configurator) -> None:
        """Neither the class's decorators nor those of its methods; nor does an instance."""
        write(
            a="""
            @word()
            class Base:
                @word()
                def show(self): pass

            class Sub(Base): pass

            instance = Base()
            """
        )

        assert ["Base", "Base.show"] == scanned(config)

    def test_a_subclass_may_lift_what_its_base_declares(self, write: Write, config: Configurator) -> None:
        """As venusian documents ``lift`` and ``onlyliftedfrom``."""
        write(
            a="""
            import venusian

            @venusian.onlyliftedfrom()
            class Abstract:
                @word()
                def show(self): pass

            @venusian.onlyliftedfrom()
            class Unused:
                @word()
                def show(self): pass

            class Plain:
                @word()
                def list(self): pass
            """,
            b="""
            import venusian
            from app.a import Abstract, Plain

            @venusian.lift()
            class Cards(Abstract, Plain): pass
            """,
        )

        assert ["Cards.list", "Cards.show", "Plain.list"] == sorted(scanned(config))
        assert ["@word on Unused.show (only subclasses that lift it declare it)"] == titles(
            config, State.DISABLED
        )

    def test_what_a_function_decorates_for_the_module_is_found(
        self, write: Write, config: Configurator
    ) -> None:
        """If a name of the module keeps it; if none does, nothing is lost."""
        write(
            a="""
            def make():
                @word()
                def made(): pass
                return made

            kept = make()
            make()
            """
        )

        assert ["kept"] == scanned(config)

    def test_a_decorator_of_decorators_needs_no_depth(self, write: Write, config: Configurator) -> None:
        """venusian would lose what a helper of another module decorates; each has its own place."""
        write(
            helper="def page(name):\n    def decorate(f): return word(name)(f)\n    return decorate\n",
            views="""
            from app.helper import page

            @page("one")
            def one(): pass

            @page("two")
            def two(): pass
            """,
            others="from app.views import one\n",
        )

        assert ["one", "two"] == scanned(config)
        assert ["app/views.py:4", "app/views.py:7"] == [str(row.place) for row in config.plan]

    def test_other_categories_are_left_alone_and_visible(self, write: Write, config: Configurator) -> None:
        """Which are scanned can be said; None means all."""
        write(a="@word()\n@number()\ndef one(): pass\n\n@hiding\n@number()\ndef lost(): pass\n")

        assert ["one"] == scanned(config)
        assert [
            '@number on one (the category "numbers" is not scanned)',
            '@number on lost (the category "numbers" is not scanned)',
        ] == titles(config, State.DISABLED)

    def test_all_categories_are_scanned_if_told_so(self, write: Write, config: Configurator) -> None:
        """In one scan, in the order of lines."""
        write(a="@word()\n@number()\ndef one(): pass\n")

        assert ["one", "number one"] == scanned(config, categories=None)

    def test_a_module_alone_can_be_scanned(self, write: Write, config: Configurator) -> None:
        """Nothing beside it is imported."""
        write(a="@word()\ndef one(): pass\n", b="1 / 0\n")

        config.scan("app.a")
        config.commit()

        assert ["one"] == config.done

    def test_a_namespace_package_can_be_scanned(
        self, write: Write, folder: Folder, config: Configurator
    ) -> None:
        """A folder without ``__init__.py``; one below it is no package, as for Python's own walk."""
        write(a="@word()\ndef one(): pass\n", scripts__x="1 / 0\n")
        (folder.path / "app/__init__.py").unlink()
        importlib.invalidate_caches()

        assert ["one"] == scanned(config)

    def test_a_package_in_a_zip_can_be_scanned(
        self, folder: Folder, config: Configurator, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """With readable places."""
        folder.write("marks.py", MARKS)
        archive = folder.path / "packed.zip"
        with zipfile.ZipFile(archive, "w") as packed:
            packed.writestr("zipped/__init__.py", "")
            packed.writestr("zipped/a.py", f"{FROM_MARKS}@word()\ndef one(): pass\n")
        monkeypatch.syspath_prepend(str(archive))

        config.scan("zipped")
        config.commit()

        assert ["one"] == config.done
        assert "zipped/a.py:2" == str(next(iter(config.plan)).place)

    def test_compiled_modules_are_scanned(self, write: Write, folder: Folder, config: Configurator) -> None:
        """venusian skips those that exist as ``.pyc`` only."""
        write(a="@word()\ndef one(): pass\n")
        py_compile.compile(str(folder.path / "app/a.py"), cfile=str(folder.path / "app/a.pyc"))
        (folder.path / "app/a.py").unlink()
        importlib.invalidate_caches()

        assert ["one"] == scanned(config)

    def test_a_program_is_not_run(self, write: Write, folder: Folder, config: Configurator) -> None:
        """``__main__`` is left out."""
        write(a="@word()\ndef one(): pass\n")
        folder.write("app/__main__.py", "raise SystemExit('ran')\n")

        assert ["one"] == scanned(config)

    def test_the_caller_s_package_is_the_default(
        self, folder: Folder, write: Write, config: Configurator
    ) -> None:
        """As Pyramid documents ``scan()`` without arguments."""
        write(
            a="@word()\ndef one(): pass\n",
            main="def includeme(config):\n    config.scan()\n",
        )

        config.include("app.main")
        config.commit()

        assert ["one"] == config.done

    def test_what_is_no_module_is_refused(self, config: Configurator) -> None:
        """The whole text."""
        with pytest.raises(ConfigurationError) as caught:
            config.scan(5)

        assert (
            "CFW-305  A scan needs a package or a module, and was given 5.\n\n"
            f"  shop 1.0   tests/engine/scan/test_scanning.py:{caught.tb.tb_lineno}   config.scan(5)\n\n"
            '  To mend it: name the module: config.scan("package.module")'
        ) == str(caught.value)

    def test_a_reloaded_module_says_what_it_says_now(
        self, write: Write, folder: Folder, config: Configurator
    ) -> None:
        """What it said before, and still lies about in it, is not declared."""
        write(a="@word()\ndef one(): pass\n\n@word('old')\ndef two(): pass\n")
        module = importlib.import_module("app.a")
        write(a="\n\n@word('new')\ndef two(): pass\n")
        importlib.reload(module)

        assert hasattr(module, "one")
        assert ["new"] == scanned(config)

    def test_objects_that_answer_for_everything_do_no_harm(self, write: Write, config: Configurator) -> None:
        """Nor do those that raise when they are looked at, nor modules with lazy names."""
        write(
            a="""
            class Greedy:
                def __getattr__(self, name): return self
                def __call__(self, *args): return self

            class Nasty:
                def __getattr__(self, name): raise RuntimeError(name)

            class Meta(type):
                def __getattr__(cls, name): raise KeyError(name)

            class Strange(metaclass=Meta): pass

            greedy, nasty = Greedy(), Nasty()

            def __dir__(): return ["lazy"]
            def __getattr__(name): raise RuntimeError(name)

            @word()
            def one(): pass
            """
        )

        assert ["one"] == scanned(config)


class TestIgnore:
    """What is left out."""

    @pytest.fixture(autouse=True)
    def app(self, write: Write) -> None:
        write(
            views="@word()\ndef one(): pass\n\n@word()\ndef two(): pass\n\nalias = two\n",
            views2="@word()\ndef three(): pass\n",
            bad="1 / 0\n",
        )

    @pytest.mark.parametrize(
        ("ignore", "left"),
        [
            ([".bad"], ["one", "two", "three"]),
            ([".bad", "app.views"], ["three"]),
            ([".bad", ".views"], ["three"]),
            ([".bad", "app.views2"], ["one", "two"]),
            ([".bad", "app.views.one"], ["two", "three"]),
            ([".bad", ".views.alias"], ["one", "two", "three"]),
            ([".bad", ".views.two"], ["one", "alias", "three"]),
            ([".bad", ".views.two", ".views.alias"], ["one", "three"]),
            ([".bad", re.compile("2$").search], ["one", "two"]),
            (re.compile("bad|two|alias").search, ["one", "three"]),
            ("app", []),
        ],
    )
    def test_a_name_means_itself_and_what_is_below(
        self, config: Configurator, ignore: Any, left: list[str]
    ) -> None:
        """Never what only begins with it; callables are asked about every name."""
        if ignore == "app":
            ignore = [".bad", "app"]

        assert left == scanned(config, ignore=ignore)

    def test_what_is_ignored_is_not_imported_and_stays_visible(self, config: Configurator) -> None:
        """Objects that are ignored are not lost; modules that are left out are in the plan."""
        scanned(config, ignore=[".bad", ".views2", ".views.one"])

        assert [
            "scan of app.bad (it is ignored by the scan)",
            "scan of app.views2 (it is ignored by the scan)",
            "@word on one (it is ignored by the scan)",
        ] == titles(config, State.DISABLED)
        assert ["app", "app.views"] == sorted(config.plan.modules)

    def test_a_lost_or_wrong_one_can_be_ignored(self, write: Write, config: Configurator) -> None:
        """It is no problem then."""
        write(bad="@hiding\n@word()\ndef lost(): pass\n\n@word(wieght=1)\ndef wrong(): pass\n")

        assert ["one", "two", "three"] == scanned(config, ignore=[".bad.lost", ".bad.wrong"])
