"""A scan loses nothing in silence: what is broken, lost or wrong is told, all of it together."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest

from corefw.base.errors import ConfigurationError
from corefw.engine.declaration import State
from tests.engine.configurators import Configurator
from tests.engine.scanning import Write, refused, scanned, titles
from tests.modules import Folder


class TestBroken:
    """Modules that cannot be imported."""

    def test_all_are_told_together_and_nothing_is_declared(self, write: Write, config: Configurator) -> None:
        """The whole texts: an error, a missing module, an exit, and what is no Python."""
        write(
            a="@word()\ndef one(): pass\n",
            b="\n1 / 0\n",
            c="import not_installed_anywhere\n",
            d="raise SystemExit('bye')\n",
            e="\ndef broken(:\n",
        )

        def text(name: str, error: str, line: int, source: str) -> str:
            return (
                f"CFW-301  The module app.{name} cannot be imported: {error}\n\n"
                f"  app/{name}.py:{line}   {source}\n\n"
                "  Choose one:\n"
                "    it should work                      mend it; nothing was registered meanwhile\n"
                f'    it is not part of the application   config.scan(..., ignore="app.{name}")'
            )

        assert [
            text("b", "ZeroDivisionError: division by zero", 2, "1 / 0"),
            text(
                "c",
                "ModuleNotFoundError: No module named 'not_installed_anywhere'",
                2,
                "import not_installed_anywhere",
            ),
            text("d", "SystemExit: bye", 2, "raise SystemExit('bye')"),
            text("e", "SyntaxError: invalid syntax", 2, "def broken(:"),
        ] == refused(config)

    def test_the_line_of_the_application_and_the_one_that_raised_are_named(
        self, write: Write, folder: Folder, config: Configurator
    ) -> None:
        """Where the fault is in a library."""
        folder.write("library.py", "def work():\n    raise ValueError('deep')\n")
        write(a="import library\nlibrary.work()\n")

        (text,) = refused(config)

        assert "  app/a.py:3     library.work()\n  library.py:2   raise ValueError('deep')\n" in text

    def test_a_syntax_error_is_named_where_it_is(
        self, write: Write, folder: Folder, config: Configurator
    ) -> None:
        """Also for the module that imported it, which cannot be imported either."""
        folder.write("app/sub/__init__.py")
        write(a="from app.sub import bad\n", sub__bad="\nx = = 1\n")

        first, second = refused(config)

        assert "  app/a.py:2         from app.sub import bad\n  app/sub/bad.py:2   x = = 1\n" in first
        assert "  app/sub/bad.py:2   x = = 1\n" in second

    def test_a_configuration_error_at_import_is_told_as_it_is(
        self, write: Write, config: Configurator
    ) -> None:
        """With the place, if it has none."""
        write(a="from corefw.base.errors import ConfigurationError\nraise ConfigurationError('not so')\n")

        assert ["CFW-200  not so\n\n  app/a.py:3   raise ConfigurationError('not so')"] == refused(config)

    def test_a_handler_is_asked_as_pyramid_documents_it(self, write: Write, config: Configurator) -> None:
        """With the name, while the exception is at hand; the scan goes on."""
        write(a="1 / 0\n", b="@word()\ndef one(): pass\n")
        seen: list[Any] = []

        assert ["one"] == scanned(config, onerror=lambda name: seen.append((name, sys.exc_info()[0])))
        assert [("app.a", ZeroDivisionError)] == seen

    def test_a_handler_may_raise(self, write: Write, config: Configurator) -> None:
        """Then the scan stops."""
        write(a="1 / 0\n")

        def onerror(name: str) -> None:
            raise

        with pytest.raises(ZeroDivisionError):
            config.scan("app", onerror=onerror)

    def test_an_interrupt_passes(self, write: Write, config: Configurator) -> None:
        """Ctrl-C while an application starts."""
        write(a="raise KeyboardInterrupt\n")

        with pytest.raises(KeyboardInterrupt):
            config.scan("app")

    def test_a_second_commit_fails_as_well(self, write: Write, config: Configurator) -> None:
        """What was found is not forgotten, and not told twice."""
        write(a="1 / 0\n")
        config.scan("app")

        for _ in range(2):
            with pytest.raises(ConfigurationError) as caught:
                config.commit()
            assert 1 == len(caught.value.problems)


class TestLost:
    """Decorators that no scan can reach."""

    def test_one_hidden_by_another_decorator(self, write: Write, config: Configurator) -> None:
        """The whole text."""
        write(a="\n@hiding\n@word('x')\ndef home(): pass\n")

        assert [
            "CFW-302  The @word on home is lost: the scan cannot reach it.\n"
            "\n"
            "  app/a.py:3   @word('x')\n"
            "\n"
            '  Another decorator above it returned a new object, or the name "home" was\n'
            "  bound to something else or deleted, so that nothing in the module carries it any more.\n"
            "\n"
            "  Choose one:\n"
            "    it is hidden by a decorator   move @word to the top, above the others\n"
            "    two things have one name      give each a name of its own"
        ] == refused(config)
        assert ["@word on home (the scan cannot reach it)"] == titles(config, State.LOST)

    def test_the_first_of_two_with_one_name(self, write: Write, config: Configurator) -> None:
        """Functions and classes with their methods."""
        write(
            a="""
            @word("first")
            def _(): pass

            @word("second")
            def _(): pass

            class Page:
                @word("third")
                def show(self): pass

            class Page:
                @word("fourth")
                def show(self): pass
            """
        )

        lost = refused(config)

        assert ["app/a.py:2", "app/a.py:9"] == [re.findall(r"app/a.py:\d+", text)[0] for text in lost]

    def test_what_was_deleted(self, write: Write, config: Configurator) -> None:
        """And what stands in a class in a class."""
        write(
            a="""
            @word()
            def gone(): pass

            del gone

            class Outer:
                class Inner:
                    @word()
                    def show(self): pass
            """,
            a2="""
            class Outer:
                @word()
                class Inner: pass
            """,
        )

        gone, nested, itself = refused(config)

        assert (
            "CFW-302  The @word on Inner is lost: the scan cannot reach it.\n\n"
            "  app/a2.py:3   @word()\n\n"
            "  It stands inside another class, and a scan looks only at the top of a module.\n\n"
            "  To mend it: move the class Inner to the top of its module"
        ) == itself
        assert gone.startswith("CFW-302  The @word on gone is lost")
        assert (
            "CFW-302  The @word on Inner.show is lost: the scan cannot reach it.\n\n"
            "  app/a.py:9   @word()\n\n"
            "  Its class stands inside another class, and a scan looks only at the top of a module.\n\n"
            "  To mend it: move the class Inner to the top of its module"
        ) == nested

    def test_a_class_that_another_decorator_made_anew(self, write: Write, config: Configurator) -> None:
        """A dataclass with slots is another class; below it, ours decorates what nobody keeps."""
        write(
            a="""
            from dataclasses import dataclass

            @word("kept")
            @dataclass(slots=True)
            class Above: pass

            @dataclass(slots=True)
            @word("lost")
            class Below: pass
            """
        )

        (text,) = refused(config)

        assert text.startswith("CFW-302  The @word on Below is lost")

    def test_a_hidden_method_is_not_lost(self, write: Write, config: Configurator) -> None:
        """It is reached by its name through the class."""
        write(a="class Page:\n    @hiding\n    @word()\n    def show(self): pass\n")

        assert ["Page.show"] == scanned(config)


class TestWrong:
    """Decorators with wrong arguments, and those that raise when they are declared."""

    def test_wrong_arguments_are_told_at_the_decorator(self, write: Write, config: Configurator) -> None:
        """All together, with a near name; the others are not performed."""
        write(
            a="@word(wieght=1)\ndef one(): pass\n\n@word(nmae='x')\ndef two(): pass\n",
            b="@word()\ndef three(): pass\n",
        )

        first, second = refused(config)

        assert (
            'CFW-204  @word has no argument "wieght". Did you mean "weight"?\n\n'
            "  app/a.py:2   @word(wieght=1)\n\n"
            "  To mend it:\n    it takes   name='', weight=0"
        ) == first
        assert 'CFW-204  @word has no argument "nmae". Did you mean "name"?' in second
        assert 2 == len(titles(config, State.FAILED))

    def test_an_error_while_declaring_is_not_swallowed(self, write: Write, config: Configurator) -> None:
        """Not even a ValueError, as venusian does; it does not stop the others from being told."""
        write(
            a="""
            from corefw.base.errors import ConfigurationError

            @broken()
            def one(): pass

            @broken(KeyError)
            def two(): pass

            class Page:
                @broken(ConfigurationError, "refused")
                def show(self): pass
            """
        )

        assert [
            "CFW-303  @broken on one raised ValueError: no\n\n  shop 1.0   app/a.py:4   @broken()",
            "CFW-303  @broken on two raised KeyError: 'no'\n\n  shop 1.0   app/a.py:7   @broken(KeyError)",
            'CFW-200  refused\n\n  shop 1.0   app/a.py:11   @broken(ConfigurationError, "refused")',
        ] == refused(config)
        assert 3 == len(titles(config, State.FAILED))


class TestStrangers:
    """Venusian callbacks that are not corefw's."""

    FOREIGN = """
    import venusian

    def foreign(error=None):
        def decorate(wrapped):
            def callback(scanner, name, ob):
                if error:
                    raise error
                scanner.config.say(f"{name} {scanner.extra}")
            venusian.attach(wrapped, callback, category="corefw")
            return wrapped
        return decorate
    """

    def test_they_are_called_with_a_scanner(self, write: Write, folder: Folder, config: Configurator) -> None:
        """With what ``scan`` was given besides, in their turn, once for each object."""
        folder.write("foreign.py", self.FOREIGN)
        write(
            a="""
            from foreign import foreign

            @word()
            def one(): pass

            @foreign()
            def two(): pass

            alias = two

            @word()
            def three(): pass
            """,
            b="from app.a import two\n",
        )

        assert ["one", "two 5", "three"] == scanned(config, extra=5)

    def test_their_errors_are_not_swallowed(self, write: Write, folder: Folder, config: Configurator) -> None:
        """Not even a ValueError."""
        folder.write("foreign.py", self.FOREIGN)
        write(a="from foreign import foreign\n\n@foreign(ValueError('no'))\ndef two(): pass\n")

        assert [
            "CFW-303  venusian callback on two raised ValueError: no\n\n"
            "  shop 1.0   app/a.py:4   @foreign(ValueError('no'))"
        ] == refused(config)

    def test_other_categories_are_not_called(
        self, write: Write, folder: Folder, config: Configurator
    ) -> None:
        """They belong to somebody else."""
        folder.write("foreign.py", self.FOREIGN.replace('"corefw"', '"theirs"'))
        write(a="from foreign import foreign\n\n@foreign(ValueError('no'))\ndef two(): pass\n")

        assert [] == scanned(config)


def test_a_package_scanned_twice_is_in_conflict_with_itself(write: Write, config: Configurator) -> None:
    """As with Pyramid."""
    write(a="@keyed('k')\ndef one(): pass\n")
    config.scan("app")

    (text,) = refused(config)

    assert (
        'CFW-201  Two declarations are about the same word "one".\n'
        "\n"
        "  shop 1.0   app/a.py:2   @keyed('k')\n"
        "  shop 1.0   app/a.py:2   @keyed('k')\n"
        "\n"
        "  The same line declared it each time: it is in a loop or a function that is called twice,\n"
        "  or its package is included or scanned twice.\n"
    ) in text


def test_with_autocommit_a_scan_is_one_commit(write: Write, config: Configurator) -> None:
    """It raises at the call, with everything that is wrong, and leaves nothing behind."""
    write(
        a="@word()\ndef one(): pass\n\n@hiding\n@word()\ndef lost(): pass\n", b="@broken()\ndef two(): pass\n"
    )
    config.autocommit = True

    with pytest.raises(ConfigurationError) as caught:
        config.scan("app")

    assert ["CFW-302", "CFW-303"] == [problem.code for problem in caught.value.problems]
    assert [] == config.done
    config.say("after")
    assert ["after"] == config.done
    assert len(config.plan) == sum(config.plan.counts().values())
