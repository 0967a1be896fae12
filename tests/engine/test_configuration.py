"""The configuration: what may be declared, included and added, with Pyramid's documented meaning."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corefw.base.errors import ConfigurationError, ConfigurationExecutionError
from corefw.engine.owner import CORE
from tests.engine.configurators import Configurator, configurator, failing, line_of, making, plain


class TestAction:
    """Declaring."""

    def test_it_changes_nothing(self, config: Configurator) -> None:
        """Until the commit."""
        config.say("x", "k")

        assert [] == config.done
        assert [None] == [row.state for row in config.plan]

    def test_it_says_where_it_was_said_and_by_whom(self, config: Configurator) -> None:
        """Also in a child, for another owner."""
        line = sys._getframe().f_lineno + 1
        config.action("x", None)
        config.child(owner=CORE).action("y", None)

        assert [(__name__, line, "shop 1.0"), (__name__, line + 1, "corefw")] == [
            (row.place.module, row.place.line, str(row.owner)) for row in config.plan
        ]

    def test_its_title_is_what_it_can_be(self, config: Configurator) -> None:
        """What was given, else what the introspectable says, else the key in words."""
        intro = config.introspectable("things", "x", "the x", "thing")
        config.action("a", title="given")
        config.action("b", introspectables=(intro,))
        config.action(("c", int, None))
        config.action(None)
        config.action("d", kind="route")

        assert ["given", "the x", "action c int", "action", "route d"] == [row.title for row in config.plan]

    def test_what_pyramid_hands_over_besides_is_taken(self, config: Configurator) -> None:
        """Its ``action`` documents extra keywords."""
        config.action("a", info="somewhere", includepath=("x",))

        assert 1 == len(config.plan)

    def test_it_is_too_late_after_the_freeze(self, config: Configurator) -> None:
        """The whole text; an include or a scan is as late, though it may declare nothing."""
        config.registry.freeze()

        with pytest.raises(ConfigurationError) as caught:
            config.action("x", None, kind="adapter")

        line = caught.tb.tb_lineno
        assert (
            "CFW-205  The application was built already, so it is too late to declare an adapter.\n"
            "\n"
            f"  tests/engine/test_configuration.py:{line}   "
            'config.action("x", None, kind="adapter")\n'
            "\n"
            "  After make_wsgi_app the registry is frozen: every request relies on what it holds.\n"
            "\n"
            "  Choose one:\n"
            "    in an application   declare it before config.make_wsgi_app()\n"
            "    in a test           lay a child over it: Registry(bases=(app.registry,))"
        ) == str(caught.value)
        calls: list[Callable[[], object]] = [lambda: config.include(plain), lambda: config.scan("json")]
        for late in calls:
            with pytest.raises(ConfigurationError, match="CFW-205"):
                late()


class TestDirectives:
    """Adding methods to the configurator."""

    def test_an_added_directive_is_a_method_of_every_configurator_here(self, config: Configurator) -> None:
        """Of those included before and after, and of no other application's."""

        def add_word(config: Configurator, name: str) -> None:
            """Add a word."""
            config.say(name)

        config.include(lambda inner: inner.add_directive("add_word", add_word))
        config.add_word("x")
        config.include(lambda inner: inner.add_word("y"))
        config.commit()

        assert ["x", "y"] == config.done
        assert ("add_word", "Add a word.") == (config.add_word.__name__, config.add_word.__doc__)
        assert not hasattr(configurator(config.package), "add_word")

    def test_it_speaks_from_the_line_which_called_it(self, config: Configurator) -> None:
        """Unless it asks not to, as Pyramid's ``action_wrap=False``."""

        def add_word(config: Configurator) -> None:
            config.action(None)

        config.add_directive("add_word", add_word)
        config.add_directive("add_open", add_word, action_wrap=False)
        line = sys._getframe().f_lineno + 1
        config.add_word()
        config.add_open()

        assert [line, line_of(add_word) + 1] == [row.place.line for row in config.plan]

    @pytest.mark.parametrize("action_wrap", [True, False])
    def test_a_wrong_call_of_it_is_explained(self, config: Configurator, action_wrap: bool) -> None:
        """As for corefw's own."""

        def add_word(config: Configurator, name: str, weight: int = 0) -> None: ...

        config.add_directive("add_word", add_word, action_wrap)

        with pytest.raises(ConfigurationError) as caught:
            config.add_word("x", wieght=1)

        assert 'add_word has no argument "wieght". Did you mean "weight"?' == caught.value.problems[0].what
        assert caught.tb.tb_lineno == caught.value.problems[0].witnesses[0].place.line

    def test_it_may_be_given_by_its_dotted_name(self, config: Configurator) -> None:
        """Relative to the package."""
        config.with_package(sys.modules[__name__]).add_directive("add_plain", ".configurators.plain")

        assert plain is config.ledger.directives["add_plain"].function

    def test_the_same_may_be_added_twice(self, config: Configurator) -> None:
        """Two addons may include a third."""
        config.add_directive("add_plain", plain)
        config.add_directive("add_plain", plain)

        config.add_plain()

        assert 1 == len(config.plan)

    def test_a_taken_name_is_refused(self, config: Configurator) -> None:
        """The whole text."""
        config.add_directive("add_plain", plain)

        with pytest.raises(ConfigurationError) as caught:
            config.add_directive("add_plain", making("x"))

        second = f"tests/engine/test_configuration.py:{caught.tb.tb_lineno}"
        first = f"tests/engine/configurators.py:{line_of(plain)}".ljust(len(second))
        assert (
            'CFW-208  The directive "add_plain" was added by shop 1.0 already.\n'
            "\n"
            f"  shop 1.0   {first}   is what it calls\n"
            f'  shop 1.0   {second}   config.add_directive("add_plain", making("x"))\n'
            "\n"
            "  To mend it: give it another name, such as one that begins with your addon's"
        ) == str(caught.value)

    @pytest.mark.parametrize("name", ["include", "registry", "package", "plan"])
    def test_so_is_a_name_of_the_configurator_s_own(self, config: Configurator, name: str) -> None:
        """It would never be reached."""
        with pytest.raises(ConfigurationError) as caught:
            config.add_directive(name, plain)

        what = f'The configurator has a method or attribute "{name}" of its own, which no directive can hide.'
        assert what == caught.value.problems[0].what

    def test_what_cannot_be_called_is_refused_at_once(self, config: Configurator) -> None:
        """The whole text; not by Python, at the first call, without a word of who added it."""
        with pytest.raises(ConfigurationError) as caught:
            config.add_directive("add_word", 5)

        line = caught.tb.tb_lineno
        assert (
            'CFW-215  The directive "add_word" must be a function, and 5 cannot be called.\n'
            "\n"
            f'  shop 1.0   tests/engine/test_configuration.py:{line}   config.add_directive("add_word", 5)\n'
            "\n"
            "  A directive is called with the configurator, and with what its caller gives.\n"
            "\n"
            '  To mend it: def add_word(config, ...): ...   and  config.add_directive("add_word", add_word)'
        ) == str(caught.value)
        assert not hasattr(config, "add_word")

    def test_a_module_in_the_place_of_its_function_is_told_how_to_name_that(
        self, config: Configurator
    ) -> None:
        """As where somebody writes the dotted name of one."""
        with pytest.raises(ConfigurationError) as caught:
            config.add_directive("dumps", "json")

        (problem,) = caught.value.problems
        assert (
            'The directive "dumps" must be a function, and the module json cannot be called.' == problem.what
        )
        assert ['name the function in it:  config.add_directive("dumps", "json.dumps")'] == [
            fix.do for fix in problem.fixes
        ]

    def test_a_directive_that_cannot_be_found_is_told_with_the_place(self, config: Configurator) -> None:
        """The line that names it."""
        with pytest.raises(ConfigurationError) as caught:
            config.add_directive("dump", "json.dump_all")

        assert "CFW-101" == caught.value.problems[0].code
        assert [caught.tb.tb_lineno] == [row.place.line for row in caught.value.problems[0].witnesses]

    @pytest.mark.parametrize(
        ("name", "why", "near"),
        [
            (5, "It becomes the name of a method of the configurator, and so it must be text.", "add_thing"),
            ("add-word", "config.add-word(...) is no Python: a name has letters, digits", "add_word"),
            ("", "config.(...) is no Python: a name has letters, digits", "add_thing"),
            ("2nd", "config.2nd(...) is no Python: a name has letters, digits", "add_2nd"),
            ("import", 'config.import(...) is no Python: "import" is a word of the language.', "add_import"),
            ("__add", "Names with two underscores at their beginning are Python's own", "add"),
        ],
    )
    def test_a_name_that_nobody_could_call_is_refused(
        self, config: Configurator, name: Any, why: str, near: str
    ) -> None:
        """With one that can be, to paste."""
        with pytest.raises(ConfigurationError) as caught:
            config.add_directive(name, plain)

        (problem,) = caught.value.problems
        assert ("CFW-215", f"{name!r} cannot be the name of a directive.") == (problem.code, problem.what)
        assert problem.why.startswith(why)
        assert [f'config.add_directive("{near}", function)'] == [fix.do for fix in problem.fixes]
        assert [caught.tb.tb_lineno] == [row.place.line for row in problem.witnesses]

    def test_an_unknown_directive_is_told_with_a_near_one(self, config: Configurator) -> None:
        """Added ones are known, too."""
        config.add_directive("add_menu_item", plain)

        with pytest.raises(AttributeError) as caught:
            config.add_menu_itm("x")
        assert isinstance(caught.value, ConfigurationError)
        (problem,) = caught.value.problems
        assert "CFW-210" == problem.code
        assert (
            'The configurator has no directive "add_menu_itm". Did you mean "add_menu_item"?' == problem.what
        )
        assert 'config.add_menu_itm("x")' == problem.witnesses[0].place.source
        assert not hasattr(config, "add_menu_itm")
        with pytest.raises(AttributeError, match='Did you mean "include"'):
            config.inclde("x")


class TestPackages:
    """What names are relative to."""

    def test_with_package_is_this_configurator_for_another_package(self, config: Configurator) -> None:
        """It shares what is declared; a module stands for its package."""
        other = config.with_package("tests.modules")

        other.say("x")
        config.commit()

        assert "tests" == other.package.__name__
        assert ["x"] == config.done
        assert "tests.engine" == config.with_package(sys.modules[__name__]).package.__name__

    def test_names_are_relative_to_the_package(self, config: Configurator) -> None:
        """And what is no name is itself."""
        here = config.with_package(sys.modules[__name__])

        assert plain is here.maybe_dotted(".configurators.plain")
        assert plain is here.maybe_dotted(".test_configuration:plain")
        assert plain is here.maybe_dotted(plain)

    def test_an_asset_is_relative_to_the_package(self, config: Configurator) -> None:
        """Unless it names one, is absolute, or is no text."""
        here = config.with_package(sys.modules[__name__])
        file = Path("x")

        assert [
            "tests.engine:templates/x.html",
            "other:x.html",
            "/srv/x.html",
        ] == [here.absolute_asset_spec(one) for one in ("templates/x.html", "other:x.html", "/srv/x.html")]
        assert file is here.absolute_asset_spec(file)  # type: ignore[arg-type,comparison-overlap]

    def test_a_route_prefix_holds_inside_its_block(self, config: Configurator) -> None:
        """Blocks nest, go into what is included, and end also when they raise."""
        seen: list[str | None] = []

        def includeme(inner: Configurator) -> None:
            seen.append(inner.route_prefix)

        with config.route_prefix_context("/a/"):
            seen.append(config.route_prefix)
            with failing(config.route_prefix_context("b")):
                config.include(includeme, route_prefix="c")
            with config.route_prefix_context(None):
                seen.append(config.route_prefix)
        seen.append(config.route_prefix)

        assert ["a", "a/b/c", "a", None] == seen

    def test_settings_are_those_of_the_registry(self, config: Configurator) -> None:
        """By both of Pyramid's names."""
        config.registry.settings["shop.name"] = "Corner"

        assert "Corner" == config.settings["shop.name"] == config.get_settings()["shop.name"]

    def test_the_place_is_known_under_pyramid_s_name_too(self, config: Configurator) -> None:
        """``action_info`` is where the directive under way was called."""
        seen: list[Any] = []
        line = sys._getframe().f_lineno + 1
        config.call(lambda config: seen.extend((config.action_info, config.place)))

        assert [line, line] == [place.line for place in seen]


class TestAutocommit:
    """Each declaration is performed at once, without conflicts, as Pyramid documents it."""

    @pytest.fixture
    def config(self, config: Configurator) -> Configurator:
        config.autocommit = True
        return config

    def test_each_is_performed_at_once(self, config: Configurator) -> None:
        """A later one takes the place of an earlier one; orders do not matter."""
        config.say("one", "k")
        config.say("two", "k", order=-30)

        assert ["one", "two"] == config.done
        assert {"overridden": 1, "active": 1} == {
            state.value: number for state, number in config.plan.counts().items() if number
        }

    def test_also_inside_an_include_and_inside_an_action(self, config: Configurator) -> None:
        """Depth first, and no phase is ever over."""

        def more() -> None:
            config.do("begin")
            config.say("early", order=-30)
            config.do("end")

        config.include(lambda inner: inner.action("x", more))

        assert ["begin", "early", "end"] == config.done

    def test_what_fails_raises_there_and_is_not_tried_again(self, config: Configurator) -> None:
        """Somebody who goes on without it can."""

        def fail() -> None:
            raise ValueError

        with pytest.raises(ConfigurationExecutionError):
            config.action("x", fail)
        config.say("after")

        assert ["after"] == config.done
        assert {"failed": 1, "active": 1} == {
            state.value: number for state, number in config.plan.counts().items() if number
        }

    def test_what_was_pending_before_is_performed_first(self, config: Configurator) -> None:
        """And waits on, if it fails."""
        config.autocommit = False
        config.say("before")
        config.autocommit = True

        config.say("after")

        assert ["before", "after"] == config.done
