"""Including composes configurations, and decides who may override whom."""

from __future__ import annotations

import functools
import sys
from typing import Any

import pytest

from corefw.base.errors import ConfigurationConflictError, ConfigurationError
from corefw.engine.declaration import State
from tests.engine.configurators import Configurator, configurator, line_of, making, plain
from tests.modules import Folder


def titles(config: Configurator, state: State) -> list[str]:
    return [row.title for row in config.plan.select(state=state) if row.kind != "include"]


class TestInclude:
    """Composing."""

    def test_what_is_included_can_be_overridden(self, config: Configurator) -> None:
        """By whoever includes it, before or after, however deep."""

        def outer(config: Configurator) -> None:
            config.include(plain)

        config.say("before", "k")
        config.include(outer)

        config.commit()

        assert ["before"] == config.done
        assert ['word "plain"'] == titles(config, State.OVERRIDDEN)
        (row,) = config.plan.select(state=State.OVERRIDDEN)
        name = f"{__name__}:TestInclude.test_what_is_included_can_be_overridden.<locals>.outer"
        assert (name, f"{plain.__module__}:plain") == row.include_path
        assert row.reason.startswith(f"shop 1.0 includes {name} and declares the same at ")

    def test_two_side_by_side_are_a_conflict(self, config: Configurator) -> None:
        """Neither includes the other."""
        config.include(plain)
        config.include(making("other"))

        with pytest.raises(ConfigurationConflictError):
            config.commit()

    def test_the_same_is_included_once(self, config: Configurator) -> None:
        """The second stays visible as another name of the first."""
        config.include(plain)
        config.include(f"{__name__}:plain")
        config.include("tests.engine.test_configuration_include.plain")

        config.commit()

        assert ["plain"] == config.done
        aliased = config.plan.select(state=State.ALIASED)
        assert 2 == len(aliased)
        assert all(f"included already at {aliased[0].by.place}" == row.reason for row in aliased)  # type: ignore[union-attr]

    def test_under_another_prefix_it_is_included_again(self, config: Configurator) -> None:
        """As the same addon may be mounted twice."""
        seen: list[str | None] = []

        def includeme(config: Configurator) -> None:
            seen.append(config.route_prefix)

        config.include(includeme)
        config.include(includeme, route_prefix="/a/")
        config.include(includeme, route_prefix="a")
        config.child(route_prefix="b").include(includeme, route_prefix="c")

        assert [None, "a", "b/c"] == seen

    def test_two_closures_are_two(self, config: Configurator) -> None:
        """Though they have one name; only identity tells them apart."""
        config.include(making("one", "1"))
        config.include(making("two", "2"))
        config.include(functools.partial(making("three", "3")))

        config.commit()

        assert ["one", "two", "three"] == config.done

    def test_who_has_the_name_of_an_includer_overrides_nothing(self, config: Configurator) -> None:
        """A path goes through the callable, not through its name."""

        def factory(inner: Any, name: str) -> Any:
            def includeme(config: Configurator) -> None:
                if inner is not None:
                    config.include(inner)
                else:
                    config.say(name, "k")

            return includeme

        config.include(factory(plain, ""))
        config.include(factory(None, "namesake"))

        with pytest.raises(ConfigurationConflictError):
            config.commit()

    def test_a_module_is_included_by_its_includeme(self, folder: Folder) -> None:
        """With its own package, from which names are relative."""
        folder.write("inc_app/__init__.py")
        folder.write("inc_app/sub/__init__.py")
        folder.write(
            "inc_app/sub/views.py",
            """
            def includeme(config):
                config.include(".others")
                config.say(config.package.__name__ + " " + config.absolute_asset_spec("x.html"))
            """,
        )
        folder.write("inc_app/sub/others.py", "def includeme(config):\n    config.say('others')\n")
        app = folder.module("inc_app.sub.app")
        config = configurator(app)

        config.include("inc_app.sub.views")
        config.commit()

        assert ["others", "inc_app.sub inc_app.sub:x.html"] == config.done

    def test_an_includeme_from_elsewhere_speaks_for_the_module_that_was_named(self, folder: Folder) -> None:
        """As Pyramid takes the package of the module, not of the function."""
        folder.write("inc_impl.py", "def includeme(config):\n    config.say(config.package.__name__)\n")
        folder.write("inc_face/__init__.py", "from inc_impl import includeme\n")
        config = configurator(sys.modules[__name__])

        config.include("inc_face")
        config.commit()

        assert ["inc_face"] == config.done

    def test_a_module_without_includeme_is_told_what_to_do(self, folder: Folder) -> None:
        """The whole text."""
        folder.write("inc_silent.py")
        config = configurator(sys.modules[__name__])

        with pytest.raises(ConfigurationError) as caught:
            config.include("inc_silent")

        line = caught.tb.tb_lineno
        assert (
            "CFW-209  The module inc_silent cannot be included: it has no function includeme.\n"
            "\n"
            f"  shop 1.0   tests/engine/test_configuration_include.py:{line}   "
            'config.include("inc_silent")\n'
            "\n"
            "  Choose one:\n"
            "    it configures something   def includeme(config): ...   in inc_silent\n"
            '    it only has decorators    config.scan("inc_silent")'
        ) == str(caught.value)

    def test_what_cannot_be_called_cannot_be_included(self, config: Configurator) -> None:
        """It is told at the place of the include."""
        with pytest.raises(ConfigurationError) as caught:
            config.include(5)

        assert "5 cannot be included: it is neither a module nor callable." == caught.value.problems[0].what

    def test_an_object_with_call_is_included(self, config: Configurator) -> None:
        """Once as well."""

        class Includer:
            def __call__(self, config: Configurator) -> None:
                config.say("called")

            def method(self, config: Configurator) -> None:
                config.say("method")

        includer = Includer()
        for what in (includer, includer, includer.method, includer.method):
            config.include(what)

        config.commit()

        assert ["called", "method"] == config.done

    def test_what_fails_is_wholly_absent_and_can_be_tried_again(self, config: Configurator) -> None:
        """Nothing of it stays, if somebody goes on without it."""
        works: list[int] = []

        def includeme(config: Configurator) -> None:
            config.say("half", "k")
            config.include(plain)
            works[0]

        with pytest.raises(IndexError):
            config.include(includeme)
        config.say("other", "k2")
        config.commit()

        assert ["other"] == config.done
        assert ['word "half"', 'word "plain"'] == titles(config, State.DISABLED)
        works.append(1)
        config.include(includeme)
        config.commit()
        assert ["other", "half"] == config.done[:2]
        assert not [row for row in config.plan if row.state is None]

    def test_what_it_declares_speaks_from_its_own_lines(self, config: Configurator) -> None:
        """Also if the include was done by a directive."""

        def directive(config: Configurator) -> None:
            config.include(plain)

        config.call(directive)

        assert line_of(plain) + 1 == config.plan.select(kind="word")[0].place.line
        assert line_of(directive) + 4 - 1 == config.plan.select(kind="include")[0].place.line
