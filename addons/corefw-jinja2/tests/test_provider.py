"""What templates do: escaping, strictness, inheritance, and the names that Jinja2 keeps."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from corefw.ports import TemplateError, Templating
from corefw_jinja2 import Jinja2Templating

Write = Callable[..., Path]


def render(name: str, **values: Any) -> str:
    return Jinja2Templating().template(f"shop:templates/{name}.jinja2", "").render(values)


def test_it_is_a_templating_with_every_capability_of_the_port() -> None:
    """The provider claims all that the port knows."""
    assert isinstance(Jinja2Templating(), Templating)
    assert {"autoescape", "strict_undefined", "inheritance", "reload"} == Jinja2Templating.capabilities
    assert (".jinja2", ".j2") == Jinja2Templating.suffixes


def test_markup_in_a_value_is_escaped(write: Write) -> None:
    """The five signs of HTML are escaped without being asked for, whatever the file is called."""
    write(card="<p>{{ text }}</p>", **{"card.txt": "{{ text }}"})

    assert "<p>&lt;script&gt;&#34;&#39;&amp;</p>" == render("card", text="<script>\"'&")
    assert "&lt;b&gt;" == render("card.txt", text="<b>")


def test_a_value_that_says_it_is_html_is_left_alone(write: Write) -> None:
    """Markup is not escaped twice."""
    write(card="{{ text }}")

    assert "<b>&amp;</b>" == render("card", text=Markup("<b>&amp;</b>"))


def test_escaping_can_be_switched_off_for_one_expression(write: Write) -> None:
    """The filter safe is Jinja2's own way to say so."""
    write(card="{{ text | safe }}{{ text }}")

    assert "<b>&lt;b&gt;" == render("card", text="<b>")


def test_numbers_and_none_are_written_as_python_writes_them(write: Write) -> None:
    """A value need not be text."""
    write(card="{{ a }} {{ b }} {{ c }}")

    assert "1 None 2.5" == render("card", a=1, b=None, c=2.5)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("by_macro", "{% macro shown(x) %}<i>{{ x }}</i>{% endmacro %}{{ shown(text) }}"),
        ("by_set", "{% set made %}<i>{{ text }}</i>{% endset %}{{ made }}"),
        ("by_block", "{% block shown %}<i>{{ text }}</i>{% endblock %}"),
        ("by_include", '{% set x = text %}{% include "inner.jinja2" %}'),
        (
            "by_call",
            "{% macro shown() %}<i>{{ caller() }}</i>{% endmacro %}{% call shown() %}{{ text }}{% endcall %}",
        ),
        ("by_import", '{% import "parts.jinja2" as parts %}{{ parts.shown(text) }}'),
        ("by_from", '{% from "shop:templates/parts.jinja2" import shown %}{{ shown(text) }}'),
    ],
)
def test_output_is_escaped_exactly_once_however_it_is_made(write: Write, name: str, text: str) -> None:
    """A macro, a block, an include or a call neither escapes again nor undoes it."""
    write(
        inner="<i>{{ x }}</i>",
        parts="{% macro shown(x) %}<i>{{ x }}</i>{% endmacro %}",
        **{name: text},
    )

    assert "<i>&lt;&amp;</i>" == render(name, text="<&").strip()


def test_a_template_inherits_relative_to_itself_and_by_specification(write: Write) -> None:
    """Both ways of naming the base find it, and values are escaped in both."""
    body = "{% block body %}{{ text }}{% endblock %}"
    write(
        base="<h1>{{ title }}</h1>{% block body %}{% endblock %}",
        near='{% extends "base.jinja2" %}' + body,
        far='{% extends "shop:templates/base.jinja2" %}' + body,
    )

    assert "<h1>&lt;t&gt;</h1>&lt;x&gt;" == render("near", title="<t>", text="<x>")
    assert "<h1>&lt;t&gt;</h1>&lt;x&gt;" == render("far", title="<t>", text="<x>")


def test_an_include_may_be_missing_if_the_template_says_so(write: Write) -> None:
    """As Jinja2 documents it; of several names the first that exists is taken."""
    write(
        card='[{% include "nothing.jinja2" ignore missing %}{% include ["no.jinja2", "part.jinja2"] %}]',
        part="part",
    )

    assert "[part]" == render("card")


def test_a_relative_name_starts_from_the_package_that_says_it(write: Write) -> None:
    """A view's renderer is written without its package."""
    write(card="here")

    assert "here" == Jinja2Templating().template("templates/card.jinja2", "shop").render({})


def test_origin_is_the_file_within_its_package(write: Write) -> None:
    """It is the same on every machine."""
    write(card="here")

    assert "shop/templates/card.jinja2" == (
        Jinja2Templating().template("shop:templates/card.jinja2", "").origin
    )


@pytest.mark.parametrize("name", ["self", "loop", "super", "caller", "true", "none"])
def test_a_value_under_a_name_of_jinja2_is_refused(write: Write, name: str) -> None:
    """Without a word Jinja2 would put its own thing in the value's place."""
    write(card="x")

    with pytest.raises(TemplateError) as caught:
        Jinja2Templating().template("shop:templates/card.jinja2", "").render({name: 1})

    assert (
        f'shop/templates/card.jinja2: Jinja2 keeps the name "{name}" for itself: give the value another name.'
        == str(caught.value)
    )


def test_every_system_value_of_a_view_keeps_its_name(write: Write) -> None:
    """Jinja2 takes none of them."""
    names = ("view", "renderer_name", "renderer_info", "context", "request", "req")
    write(card=" ".join(f"{{{{ {name} }}}}" for name in names))

    assert " ".join(names) == render("card", **{name: name for name in names})


def test_values_are_not_changed_by_rendering(write: Write) -> None:
    """The mapping belongs to the caller."""
    write(card="{% set a = 7 %}{{ a }}")
    values = {"a": 1}

    Jinja2Templating().template("shop:templates/card.jinja2", "").render(values)

    assert {"a": 1} == values


def test_filters_globals_and_extensions_are_there_in_every_template(write: Write) -> None:
    """A deployment can give all templates the same words."""
    write(card="{% do made.append(1) %}{{ shop }} {{ 'a' | loud }} {{ made }}")
    provider = Jinja2Templating(
        filters={"loud": str.upper}, globals={"shop": "ours"}, extensions=["jinja2.ext.do"]
    )

    assert "ours A [1]" == provider.template("shop:templates/card.jinja2", "").render({"made": []})


def test_two_applications_share_nothing(write: Write) -> None:
    """The same template under two providers has the globals of each."""
    write(card="{{ name }}")
    first, second = Jinja2Templating(globals={"name": 1}), Jinja2Templating(globals={"name": 2})

    assert "1" == first.template("shop:templates/card.jinja2", "").render({})
    assert "2" == second.template("shop:templates/card.jinja2", "").render({})


def test_threads_that_ask_at_once_get_one_compiled_template(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A template is compiled once, and each thread gets its own text."""
    write(
        base="[{% block body %}{% endblock %}]",
        card='{% extends "base.jinja2" %}{% block body %}{{ n }}{% endblock %}',
    )
    provider = Jinja2Templating()
    compiled: list[str] = []
    compile_ = provider.environment.compile

    def count(source: Any, name: Any = None, *args: Any, **kw: Any) -> Any:
        compiled.append(name)
        return compile_(source, name, *args, **kw)

    monkeypatch.setattr(provider.environment, "compile", count)

    def ask(n: int) -> str:
        return provider.template("shop:templates/card.jinja2", "").render({"n": n})

    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(ask, range(200)))

    assert [f"[{n}]" for n in range(200)] == texts
    assert ["shop:templates/base.jinja2", "shop:templates/card.jinja2"] == sorted(compiled)
