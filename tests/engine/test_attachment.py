"""What a decorator leaves behind: a venusian callback, and a record in the module itself."""

from __future__ import annotations

import importlib
import sys
import time
from typing import Any

import pytest
import venusian

from corefw.engine.attachment import CATEGORY, Target, attachments_of, decorator
from tests.engine.configurators import Configurator
from tests.modules import Folder

MARKS = '''
from corefw.engine.attachment import decorator


@decorator("word")
def word(config, target, name="", *, weight=0):
    """Say a word."""
    config.say(name or target.name)
'''


@decorator("menu item")
def menu_item(config: Any, target: Target, label: str, /, *, weight: int = 0) -> None:
    """Put it into the menu."""
    config.do((label, weight, target.object, target.attr, target.name))


@pytest.fixture
def marks(folder: Folder) -> Folder:
    folder.write("marks.py", MARKS)
    return folder


def lines(module: Any) -> list[tuple[str, int]]:
    return [(row.target_name, row.place.line) for row in attachments_of(module)]


def test_a_decorator_returns_what_it_decorates_and_registers_nothing() -> None:
    """It keeps the name and the docstring of its function."""

    def home() -> None: ...

    assert home is menu_item("Home", weight=2)(home)
    assert ("menu_item", "Put it into the menu.", __name__) == (
        menu_item.__name__,
        menu_item.__doc__,
        menu_item.__module__,
    )


def test_the_record_has_the_line_of_each_decorator(marks: Folder) -> None:
    """Stacked ones, several lines long, on functions, classes, methods and instances."""
    module = marks.module(
        "att_lines",
        """
        from marks import word

        @word("a")
        @word(
            "b",
            weight=2,
        )
        def stacked(): pass

        @word()
        class Page:
            @word("c")
            def show(self): pass

            @word("d")
            async def edit(self): pass

        instance = word("e")(Page())
        """,
    )

    assert [
        ("stacked", 4),
        ("stacked", 3),
        ("Page.show", 12),
        ("Page.edit", 15),
        ("Page", 10),
        ("Page", 18),
    ] == lines(module)


def test_wrong_arguments_are_told_where_the_decorator_stands(marks: Folder) -> None:
    """The module can be imported all the same, and every other wrong one is told with it."""
    module = marks.module(
        "att_wrong",
        """
        from marks import word

        @word("a", wieght=1)
        def one(): pass

        @word("a", "b", "c")
        def two(): pass
        """,
    )

    assert [
        'CFW-204  @word has no argument "wieght". Did you mean "weight"?\n\n'
        '  att_wrong.py:3   @word("a", wieght=1)\n\n'
        "  To mend it:\n    it takes   name='', weight=0",
        "CFW-204  @word takes other arguments than it was given.\n\n"
        '  att_wrong.py:6   @word("a", "b", "c")\n\n'
        "  To mend it:\n    it takes   name='', weight=0",
    ] == [str(row.problem) for row in attachments_of(module)]


def test_what_takes_no_attributes_is_told_too(marks: Folder) -> None:
    """A number, a builtin or a bound method cannot be found by a scan."""
    module = marks.module("att_closed", "from marks import word\n\nfive = word()(5)\nlength = word()(len)\n")

    assert [
        "CFW-304  @word cannot decorate 5: it takes no attributes.\n\n"
        "  att_closed.py:3   five = word()(5)\n\n"
        "  To mend it: decorate a function, a class or a method of a class",
        "CFW-304  @word cannot decorate <built-in function len>: it takes no attributes.\n\n"
        "  att_closed.py:4   length = word()(len)\n\n"
        "  To mend it: decorate a function, a class or a method of a class",
    ] == [str(row.problem) for row in attachments_of(module)]


def test_a_decorator_inside_a_function_leaves_no_record(marks: Folder) -> None:
    """It is made for its caller; a module that decorates at every request does not grow."""
    module = marks.module(
        "att_local",
        """
        from marks import word

        def make():
            @word()
            def local(): pass

            class Page:
                @word()
                def show(self): pass

            return local

        made = make()
        """,
    )

    assert [] == attachments_of(module)
    assert hasattr(module.made, venusian.ATTACH_ATTR)


def test_a_reload_replaces_the_record(marks: Folder) -> None:
    """What the module said before is forgotten."""
    module = marks.module("att_again", "from marks import word\n\n@word()\ndef one(): pass\n")
    marks.write("att_again.py", "from marks import word\n\n\n@word()\ndef other_name(): pass\n")

    importlib.reload(module)

    assert [("other_name", 4)] == lines(module)


def test_a_module_without_decorators_has_none() -> None:
    """Whatever it is."""
    assert [] == attachments_of(sys)


def test_a_class_that_inherits_a_decorated_one_is_decorated_on_its_own(marks: Folder) -> None:
    """Its record does not mix with that of its base."""
    module = marks.module(
        "att_inherit",
        """
        from marks import word

        @word()
        class Base:
            @word()
            def show(self): pass

        @word()
        class Sub(Base):
            @word()
            def edit(self): pass
        """,
    )

    base, sub = vars(module.Base)[venusian.ATTACH_ATTR], vars(module.Sub)[venusian.ATTACH_ATTR]
    assert base is not sub
    assert ["Base", "Base.show"] == sorted(row.target_name for row in base[CATEGORY])
    assert ["Sub", "Sub.edit"] == sorted(row.target_name for row in sub[CATEGORY])


def test_a_stock_venusian_scanner_finds_it(config: Configurator) -> None:
    """Whoever knows venusian may use it."""
    namespace: dict[str, Any] = {"__name__": "att_stock", "menu_item": menu_item}
    exec('@menu_item("Home", weight=3)\ndef home(): pass', namespace)
    module = type(sys)("att_stock")
    module.__dict__.update(namespace)

    venusian.Scanner(config=config).scan(module)

    assert [("Home", 3, namespace["home"], None, "home")] == config.done


def test_category_and_depth_are_as_pyramid_documents_them(marks: Folder) -> None:
    """``_depth`` counts the functions between the decorator and what it decorates."""
    module = marks.module(
        "att_depth",
        """
        from marks import word

        def page(name):
            def decorate(function):
                return word(name, _depth=1, _category="pages")(function)
            return decorate

        @page("home")
        def home(): pass
        """,
    )

    (row,) = attachments_of(module)
    assert ("home", 8, "pages", None) == (row.name, row.place.line, row.category, row.problem)


def test_a_greedy_object_is_decorated_like_any_other(marks: Folder) -> None:
    """One that answers for every attribute does not pass for decorated already."""
    module = marks.module(
        "att_greedy",
        """
        from marks import word

        class Greedy:
            def __getattr__(self, name):
                return self

            def __call__(self, *args):
                return self

        greedy = word()(Greedy())
        """,
    )

    assert 1 == len(attachments_of(module))
    assert isinstance(vars(module.greedy)[venusian.ATTACH_ATTR], venusian.Categories)


def test_thousands_of_decorators_cost_little() -> None:
    """Their place is taken from the frame, and the signature is read once."""
    text = "\n".join(f'@menu_item("{number}")\ndef f{number}(): pass' for number in range(50))
    code = compile(text, "many.py", "exec")

    began = time.process_time()
    for number in range(100):
        exec(code, {"__name__": f"att_many{number}", "menu_item": menu_item})

    assert time.process_time() - began < 1.5


def test_who_attaches_as_venusian_does_finds_its_categories(marks: Folder) -> None:
    """A function that is decorated by both has the attachments of both, in one place."""
    module = marks.module(
        "att_beside",
        """
        import venusian
        from marks import word

        def beside(function):
            venusian.attach(function, print, category="other")
            return function

        @beside
        @word()
        @beside
        @word()
        def before(): pass

        @beside
        @word()
        def after(): pass

        @word()
        @word(_category="pages")
        def alone(): pass
        """,
    )

    found = {
        name: {category: len(rows) for category, rows in vars(module)[name].__venusian_callbacks__.items()}
        for name in ("before", "after", "alone")
    }
    assert {
        "before": {CATEGORY: 2, "other": 2},
        "after": {CATEGORY: 1, "other": 1},
        "alone": {"pages": 1, CATEGORY: 1},
    } == found


def test_what_is_attached_to_a_function_reads_as_a_mapping(marks: Folder) -> None:
    """By category, as venusian's own; a function that copies another's attributes has none of it."""
    module = marks.module(
        "att_mapping",
        """
        import functools
        from marks import word

        @word()
        def shown(): pass

        @functools.wraps(shown)
        def copy(): pass
        """,
    )

    notes = vars(module.shown)[venusian.ATTACH_ATTR]
    (row,) = attachments_of(module)
    assert (1, [CATEGORY], [row], []) == (
        len(notes),
        list(notes),
        notes[CATEGORY],
        notes.get("other", []),
    )
    assert (True, False) == tuple(
        notes.attached_to("att_mapping", "shown", function) for function in (module.shown, module.copy)
    )
    first = notes.setdefault("other", [])
    assert first is notes.setdefault("other", [])
