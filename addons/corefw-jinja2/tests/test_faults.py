"""What is said when a template is wrong: the file, the line, the name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from corefw.ports import TemplateError, TemplateNotFound
from corefw_jinja2 import Jinja2Templating

Write = Callable[..., Path]


@dataclass
class Card:
    title: str


def fault(name: str, **values: Any) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        Jinja2Templating().template(f"shop:templates/{name}.jinja2", "").render(values)
    return caught.value


def test_an_undefined_name_is_told_with_file_line_and_the_nearest_name(write: Write) -> None:
    """The line is where the name is used."""
    write(card="<h1>\n  {{ title }}\n</h1>\n<p>{{ titel }}</p>\n")

    error = fault("card", title="x")

    assert (
        'shop/templates/card.jinja2:4: "titel" is not defined: it is not among the names that the template '
        'was given. Did you mean "title"?\n    <p>{{ titel }}</p>'
    ) == str(error)
    assert ("shop/templates/card.jinja2", 4) == (error.template, error.line)


def test_the_nearest_name_may_be_one_of_the_templates_own(write: Write) -> None:
    """A variable of a loop or of set."""
    write(card="{% for column in [1] %}{{ colum }}{% endfor %}")

    assert 'Did you mean "column"?' in str(fault("card"))


def test_a_name_that_is_like_no_other_is_told_without_a_guess(write: Write) -> None:
    """Nothing near is no suggestion."""
    write(card="{{ zebra }}")

    assert "given.\n" in str(fault("card", title="x"))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"card": Card("x")},
            '"titel" is not defined: the Card has nothing of that name. Did you mean "title"?',
        ),
        (
            {"card": {"title": 1}},
            '"titel" is not defined: the dict has nothing of that name. Did you mean "title"?',
        ),
        ({"card": None}, '"titel" is not defined: None has nothing of that name.'),
    ],
)
def test_an_attribute_that_is_not_there_is_told_with_what_it_was_asked_of(
    write: Write, values: dict[str, Any], expected: str
) -> None:
    """With the nearest attribute or key."""
    write(card="\n{{ card.titel }}")

    assert f"shop/templates/card.jinja2:2: {expected}\n    {{{{ card.titel }}}}" == str(
        fault("card", **values)
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n{% if True %}\n{{ later }}\n{% endif %}\n", 3),
        ("\n{% if later %}\nx{% endif %}\n", 2),
        ("\n{% for x in later %}\n{{ x }}\n{% endfor %}\n", 2),
        ("\n\n{% set y = later.z %}\n", 3),
        ("a\nb\n{% macro d() %}\n {{ later }}\n{% endmacro %}\n{{ d() }}", 4),
        ("a\n{% block b %}\n\n {{ later }}{% endblock %}", 4),
        ("a\n{{ later.upper() | trim }}", 2),
        ("a\n{{ later | upper }}", 2),
        ("a\n{{ later + 1 }}", 2),
        ("a\n{{ later == 1 }}", 2),
        ("a\n{{ not later }}", 2),
        ("a\n{{ [later] | join }}", 2),
        ('{% import "parts.jinja2" as p %}\n\n{{ p.shown(later) }}', 3),
        ("a\n{{ later() }}\n", 2),
        ("a\n{{ 1 in later }}\n", 2),
    ],
)
def test_the_line_of_an_undefined_name_is_right_wherever_it_is_used(
    write: Write, text: str, line: int
) -> None:
    """In conditions, loops, macros, blocks and filters."""
    write(card=text, parts="{% macro shown(x) %}{{ x ~ '' }}{% endmacro %}")
    error = fault("card")

    assert "later" in error.message
    if "parts" not in text:  # there it is told where the macro prints it
        assert ("shop/templates/card.jinja2", line) == (error.template, error.line)


def test_a_default_may_be_given_for_a_name_that_may_be_missing(write: Write) -> None:
    """Jinja2's own way to say that a value is optional."""
    write(card="{{ missing | default('none') }}{% if missing is defined %}!{% endif %}")

    assert "none" == Jinja2Templating().template("shop:templates/card.jinja2", "").render({})


def test_an_undefined_name_in_a_base_names_the_base(write: Write) -> None:
    """The template that is wrong is named, not the one that was asked for."""
    write(base="<p>\n{{ foot }}\n", card='{% extends "base.jinja2" %}\n\n\nx')

    assert ("shop/templates/base.jinja2", 2) == (fault("card").template, fault("card").line)


def test_a_name_error_of_a_function_that_a_template_calls_is_not_the_templates(write: Write) -> None:
    """It passes as it is, with a note of the line that called."""
    write(card="\n{{ broken() }}")

    def broken() -> None:
        raise NameError("name 'inner' is not defined")

    with pytest.raises(NameError) as caught:
        Jinja2Templating().template("shop:templates/card.jinja2", "").render({"broken": broken})

    assert ["in the template shop/templates/card.jinja2:2"] == caught.value.__notes__


def test_another_exception_passes_with_the_lines_it_passed_through(write: Write) -> None:
    """Whoever reads the log sees the template and what called it."""
    write(part="<p>\n{{ 1 / n }}", card='\n\n{% include "part.jinja2" %}')

    with pytest.raises(ZeroDivisionError) as caught:
        Jinja2Templating().template("shop:templates/card.jinja2", "").render({"n": 0})

    assert [
        "in the template shop/templates/part.jinja2:2, called from shop/templates/card.jinja2:3"
    ] == caught.value.__notes__


def test_a_template_that_includes_itself_ends_in_an_error_with_a_short_note(write: Write) -> None:
    """Recursion without end is an exception like any other."""
    write(card='x\n{% include "card.jinja2" %}')

    with pytest.raises(RecursionError) as caught:
        Jinja2Templating().template("shop:templates/card.jinja2", "").render({})

    assert ["in the template shop/templates/card.jinja2:2"] == caught.value.__notes__


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n{{ b + }}\n", "2: unexpected 'end of print statement'\n    {{ b + }}"),
        ("a\n\n{% endmacro %}", "3: Encountered unknown tag 'endmacro'.\n    {% endmacro %}"),
        ("{% nonsense %}", "1: Encountered unknown tag 'nonsense'.\n    {% nonsense %}"),
        ("a\n{{ x | uper }}", '2: There is no filter "uper". Did you mean "upper"?\n    {{ x | uper }}'),
        (
            "a\n{% if x is defind %}{% endif %}",
            '2: There is no test "defind". Did you mean "defined"?\n    {% if x is defind %}{% endif %}',
        ),
    ],
)
def test_a_template_that_cannot_be_compiled_is_told_with_file_and_line(
    write: Write, text: str, expected: str
) -> None:
    """What Jinja2 says comes after file and line, and the line itself below."""
    write(card=text)

    assert f"shop/templates/card.jinja2:{expected}" == str(fault("card"))


def test_a_base_that_cannot_be_compiled_is_named(write: Write) -> None:
    """The error is that of the base."""
    write(base="\n{% if x", card='{% extends "base.jinja2" %}')

    assert ("shop/templates/base.jinja2", 2) == (fault("card").template, fault("card").line)


def test_of_several_templates_that_do_not_exist_all_are_named(write: Write) -> None:
    """None of them was found."""
    write(card='\n{% include ["a.jinja2", "b.jinja2"] %}')

    error = fault("card")

    assert isinstance(error, TemplateNotFound)
    assert "None of these templates exists: a.jinja2, b.jinja2." == error.message


def test_a_template_that_is_not_utf_8_is_told(write: Write) -> None:
    """Every template is UTF-8, the base as well."""
    (write() / "card.jinja2").write_bytes(b"caf\xe9")
    write(heir='{% extends "card.jinja2" %}')

    assert str(fault("card")).startswith("shop/templates/card.jinja2: The file is not UTF-8: ")
    assert str(fault("heir")).startswith("shop/templates/card.jinja2: The file is not UTF-8: ")


def test_the_fault_of_an_inner_rendering_is_not_wrapped_again(write: Write) -> None:
    """A template that renders another by hand passes its error on."""
    write(inner="\n{{ missing }}", card="{{ inner.render({}) }}")
    inner = Jinja2Templating().template("shop:templates/inner.jinja2", "")

    error = fault("card", inner=inner)

    assert ("shop/templates/inner.jinja2", 2) == (error.template, error.line)
