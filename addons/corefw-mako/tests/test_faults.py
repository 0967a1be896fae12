"""What is said when a template is wrong: the file, the line, the name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corefw.ports import TemplateError
from corefw_mako import MakoTemplating

Write = Callable[..., Path]


def fault(name: str, **values: Any) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        MakoTemplating().template(f"shop:templates/{name}.mako", "").render(values)
    return caught.value


def test_an_undefined_name_is_told_with_file_line_and_the_nearest_name(write: Write) -> None:
    """The line is where the name is used, not where Mako looks it up."""
    write(card="<h1>\n  ${title}\n</h1>\n<p>${titel}</p>\n")

    error = fault("card", title="x")

    assert (
        'shop/templates/card.mako:4: "titel" is not defined: it is not among the names that the template was '
        'given. Did you mean "title"?\n    <p>${titel}</p>'
    ) == str(error)
    assert ("shop/templates/card.mako", 4) == (error.template, error.line)


def test_a_name_that_is_like_no_other_is_told_without_a_guess(write: Write) -> None:
    """Nothing near is no suggestion."""
    write(card="${zebra}")

    assert "given.\n" in str(fault("card", title="x"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n% if False:\n${later}\n% endif\n", 3),
        ("\n% for x in later:\n${x}\n% endfor\n", 2),
        ("\n\n<%\n  y = later\n%>\n", 4),
        ('a\nb\n<%def name="d()">\n ${later}\n</%def>\n${d()}', 4),
        ('a\n<%block name="b">\n\n ${later}</%block>', 4),
        ("a\n${later.upper() | trim}", 2),
        ("a\n${[z for z in later]}", 2),
        ('<%namespace name="p" file="parts.mako" import="*"/>\n\n${later}', 3),
    ],
)
def test_the_line_of_an_undefined_name_is_right_wherever_it_is_used(
    write: Write, text: str, line: int
) -> None:
    """Branches that are not taken count too: strict means strict."""
    write(card=text, parts='<%def name="shown(x)">${x}</%def>')

    assert ("shop/templates/card.mako", line) == (fault("card").template, fault("card").line)


def test_an_undefined_name_in_a_base_names_the_base(write: Write) -> None:
    """The template that is wrong is named, not the one that was asked for."""
    write(base="<p>\n${foot}\n${next.body()}", card='<%inherit file="base.mako"/>\n\n\nx')

    assert ("shop/templates/base.mako", 2) == (fault("card").template, fault("card").line)


def test_two_templates_whose_names_differ_in_a_sign_are_kept_apart(write: Write) -> None:
    """Mako calls the modules of a_b and a-b by one name; the lines are still those of each."""
    folder = write(**{"a_b": "\n\n\n${x}"})
    (folder / "a-b.mako").write_text("${x}")
    provider = MakoTemplating()
    first = provider.template("shop:templates/a_b.mako", "")
    provider.template("shop:templates/a-b.mako", "")

    with pytest.raises(TemplateError) as caught:
        first.render({})

    assert ("shop/templates/a_b.mako", 4) == (caught.value.template, caught.value.line)


def test_a_name_error_of_a_function_that_a_template_calls_is_not_the_templates(write: Write) -> None:
    """It passes as it is, with a note of the line that called."""
    write(card="\n${broken()}")

    def broken() -> None:
        raise NameError("name 'inner' is not defined")

    with pytest.raises(NameError) as caught:
        MakoTemplating().template("shop:templates/card.mako", "").render({"broken": broken})

    assert ["in the template shop/templates/card.mako:2"] == caught.value.__notes__


def test_another_exception_passes_with_the_lines_it_passed_through(write: Write) -> None:
    """Whoever reads the log sees the template and what called it."""
    write(base="<p>\n${next.body()}", card='<%inherit file="base.mako"/>\n\n${1 / n}')

    with pytest.raises(ZeroDivisionError) as caught:
        MakoTemplating().template("shop:templates/card.mako", "").render({"n": 0})

    assert [
        "in the template shop/templates/card.mako:3, called from shop/templates/base.mako:2"
    ] == caught.value.__notes__


def test_a_filter_that_raises_is_told_with_its_line(write: Write) -> None:
    """A filter is code like any other."""
    write(card="<%! \ndef bad(x):\n    raise ValueError(x)\n%>\n\n${'a' | bad}")

    with pytest.raises(ValueError, match="a") as caught:
        MakoTemplating().template("shop:templates/card.mako", "").render({})

    assert "shop/templates/card.mako:6" in caught.value.__notes__[0]


def test_a_template_that_includes_itself_ends_in_an_error_with_a_short_note(write: Write) -> None:
    """Recursion without end is an exception like any other."""
    write(card='x\n<%include file="card.mako"/>')

    with pytest.raises(RecursionError) as caught:
        MakoTemplating().template("shop:templates/card.mako", "").render({})

    assert ["in the template shop/templates/card.mako:2"] == caught.value.__notes__


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n% if x:\nb\n", "2: Unterminated control keyword: 'if'\n    % if x:"),
        ("a\n${b +}\n", "2: SyntaxError: invalid syntax\n    ${b +}"),
        ("a\n\n</%def>", "3: Closing tag without opening tag: </%def>\n    </%def>"),
        ("<%nonsense/>", "1: No such tag: 'nonsense'\n    <%nonsense/>"),
    ],
)
def test_a_template_that_cannot_be_compiled_is_told_with_file_and_line(
    write: Write, text: str, expected: str
) -> None:
    """What Mako and Python say comes after file and line, and the line itself below."""
    write(card=text)

    assert f"shop/templates/card.mako:{expected}" == str(fault("card"))


def test_a_base_that_cannot_be_compiled_is_named(write: Write) -> None:
    """The error is that of the base."""
    write(base="\n% if x:\n", card='<%inherit file="base.mako"/>')

    assert ("shop/templates/base.mako", 2) == (fault("card").template, fault("card").line)


def test_a_template_whose_module_code_raises_is_told(write: Write) -> None:
    """Code between <%! and %> runs when the template is loaded."""
    write(card="<%! import no_such_module %>")

    assert (
        "shop/templates/card.mako: The template cannot be loaded: ModuleNotFoundError: "
        "No module named 'no_such_module'" == str(fault("card"))
    )


def test_a_template_that_is_not_utf_8_is_told(write: Write) -> None:
    """Every template is UTF-8."""
    (write() / "card.mako").write_bytes(b"caf\xe9")

    assert str(fault("card")).startswith("shop/templates/card.mako: The file is not UTF-8: ")


def test_the_fault_of_an_inner_rendering_is_not_wrapped_again(write: Write) -> None:
    """A template that renders another by hand passes its error on."""
    write(inner="\n${missing}", card="${inner.render({})}")
    inner = MakoTemplating().template("shop:templates/inner.mako", "")

    assert ("shop/templates/inner.mako", 2) == (
        fault("card", inner=inner).template,
        fault("card", inner=inner).line,
    )
