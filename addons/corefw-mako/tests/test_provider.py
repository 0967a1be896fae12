"""What templates do: escaping, strictness, inheritance, and the names that Mako keeps."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from corefw.ports import TemplateError, Templating
from corefw_mako import MakoTemplating

Write = Callable[..., Path]


def render(name: str, **values: Any) -> str:
    return MakoTemplating().template(f"shop:templates/{name}.mako", "").render(values)


def test_it_is_a_templating_with_every_capability_of_the_port() -> None:
    """The provider claims all that the port knows."""
    assert isinstance(MakoTemplating(), Templating)
    assert {"autoescape", "strict_undefined", "inheritance", "reload"} == MakoTemplating.capabilities
    assert (".mako", ".mak") == MakoTemplating.suffixes


def test_markup_in_a_value_is_escaped(write: Write) -> None:
    """The five signs of HTML are escaped without being asked for."""
    write(card="<p>${text}</p>")

    assert "<p>&lt;script&gt;&#34;&#39;&amp;</p>" == render("card", text="<script>\"'&")


def test_a_value_that_says_it_is_html_is_left_alone(write: Write) -> None:
    """Markup is not escaped twice."""
    write(card="${text}")

    assert "<b>&amp;</b>" == render("card", text=Markup("<b>&amp;</b>"))


def test_escaping_can_be_switched_off_for_one_expression(write: Write) -> None:
    """The filter n is Mako's own way to say so."""
    write(card="${text | n}${text}")

    assert "<b>&lt;b&gt;" == render("card", text="<b>")


def test_numbers_and_none_are_written_as_python_writes_them(write: Write) -> None:
    """A value need not be text."""
    write(card="${a} ${b} ${c}")

    assert "1 None 2.5" == render("card", a=1, b=None, c=2.5)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("by_def", '<%def name="shown(x)"><i>${x}</i></%def>${shown(text)}'),
        ("by_capture", '<%def name="shown(x)"><i>${x}</i></%def>${capture(shown, text) | n}'),
        ("by_block", '<%block name="shown"><i>${text}</i></%block>'),
        ("by_include", '<%include file="inner.mako" args="x=text"/>'),
        ("by_call", '<%def name="shown()"><i>${caller.body()}</i></%def><%self:shown>${text}</%self:shown>'),
        ("by_namespace", '<%namespace name="parts" file="parts.mako"/>${parts.shown(text)}'),
    ],
)
def test_output_is_escaped_exactly_once_however_it_is_made(write: Write, name: str, text: str) -> None:
    """A def, a block, an include or a call neither escapes again nor undoes it."""
    write(
        inner='<%page args="x"/><i>${x}</i>',
        parts='<%def name="shown(x)"><i>${x}</i></%def>',
        **{name: text},
    )

    assert "<i>&lt;&amp;</i>" == render(name, text="<&").strip()


@pytest.mark.parametrize(
    "text",
    [
        "${pageargs['text']}",
        '<%page args="text"/>${text}',
        '<%page args="**args"/>${args["text"]}',
        '<%inherit file="asking.mako"/>',
        "<%include file='asked.mako' args='**pageargs'/>",
        "${context.kwargs['text']}",
    ],
)
def test_values_are_the_arguments_of_a_page_where_it_asks_for_them(write: Write, text: str) -> None:
    """As Mako documents them, in the page itself or in what it inherits."""
    write(card=text, asking="${pageargs['text']}", asked='<%page args="text"/>${text}')

    assert "&lt;" == render("card", text="<", request=None)


def test_a_filter_is_given_what_is_escaped_as_html(write: Write) -> None:
    """So it can add tags, and what it adds to is not escaped again."""
    write(card="<%! bold = lambda html: html + Markup('</b>') + '<' %>${text | bold} ${number | bold}")
    provider = MakoTemplating(imports=["from markupsafe import Markup"])

    shown = provider.template("shop:templates/card.mako", "").render({"text": "ab", "number": 1})

    assert "ab</b>&lt; 1</b>&lt;" == shown


def test_a_template_inherits_relative_to_itself_and_by_specification(write: Write) -> None:
    """Both ways of naming the base find it, and values are escaped in both."""
    write(
        base="<h1>${title}</h1>${next.body()}",
        near='<%inherit file="base.mako"/>${text}',
        far='<%inherit file="shop:templates/base.mako"/>${text}',
    )

    assert "<h1>&lt;t&gt;</h1>&lt;x&gt;" == render("near", title="<t>", text="<x>")
    assert "<h1>&lt;t&gt;</h1>&lt;x&gt;" == render("far", title="<t>", text="<x>")


def test_a_relative_name_starts_from_the_package_that_says_it(write: Write) -> None:
    """A view's renderer is written without its package."""
    write(card="here")

    assert "here" == MakoTemplating().template("templates/card.mako", "shop").render({})


def test_origin_is_the_file_within_its_package(write: Write) -> None:
    """It is the same on every machine."""
    write(card="here")

    assert "shop/templates/card.mako" == MakoTemplating().template("shop:templates/card.mako", "").origin


def test_the_context_of_a_request_is_called_underscore_context(write: Write) -> None:
    """Mako keeps ``context`` for itself, so corefw's system value gets another name."""
    write(card="${_context}")

    assert "root" == render("card", context="root")


@pytest.mark.parametrize("name", ["self", "loop", "capture", "caller", "local", "buffer", "UNDEFINED"])
def test_a_value_under_a_name_of_mako_is_refused(write: Write, name: str) -> None:
    """Without a word Mako would put its own thing in the value's place."""
    write(card="x")

    with pytest.raises(TemplateError) as caught:
        MakoTemplating().template("shop:templates/card.mako", "").render({name: 1})

    assert (
        f'shop/templates/card.mako: Mako keeps the name "{name}" for itself: give the value another name.'
        == str(caught.value)
    )


def test_parent_is_refused_only_where_the_template_inherits(write: Write) -> None:
    """A card may have a parent; in a template with a base the word is taken."""
    write(base="${next.body()}", card="${parent}", heir='<%inherit file="base.mako"/>${parent}')

    assert "p" == render("card", parent="p")
    with pytest.raises(TemplateError, match='"parent"'):
        render("heir", parent="p")


def test_values_are_not_changed_by_rendering(write: Write) -> None:
    """The mapping belongs to the caller."""
    write(card="${a}")
    values = {"a": 1, "context": 2}

    MakoTemplating().template("shop:templates/card.mako", "").render(values)

    assert {"a": 1, "context": 2} == values


def test_imports_of_the_settings_are_there_in_every_template(write: Write) -> None:
    """A deployment can give all templates the same helpers."""
    write(card="${basename('a/b')}")
    provider = MakoTemplating(imports=["from os.path import basename"])

    assert "b" == provider.template("shop:templates/card.mako", "").render({})


@pytest.mark.parametrize(
    "text",
    [
        "${text}",
        '<%inherit file="middle.mako"/>${text}<%block name="head">${text}</%block>',
        '<%def name="shown(x)"><i>${x}</i></%def>${shown(text)}${capture(shown, text)}',
        '<%def name="shown()"><i>${caller.body()}</i></%def><%self:shown>${text}</%self:shown>',
        '<%namespace name="parts" file="parts.mako"/>${parts.shown(text)}',
        '<%namespace name="parts" file="heir.mako"/>${parts.shown(text)}',
        '<%namespace name="parts" file="parts.mako" import="*"/>${shown(text)}',
        '<%namespace name="path" module="os.path"/>${text}',
        "% for x in [text, text]:\n${loop.index}${x}\n% endfor\n",
    ],
)
def test_a_rendering_leaves_no_reference_cycle_behind(write: Write, text: str) -> None:
    """The request and what hangs on it is freed at once, not when the collector comes by."""
    write(
        card=text,
        base='<h1><%block name="head"/></h1>${next.body()}',
        middle='<%inherit file="base.mako"/><p>${next.body()}</p>',
        parts='<%def name="shown(x)"><i>${x}</i></%def>',
        heir='<%inherit file="parts.mako"/><%def name="shown(x)"><i>${parent.shown(x)}</i></%def>',
    )
    template = MakoTemplating().template("shop:templates/card.mako", "")
    template.render({"text": "a", "request": object()})
    gc.collect()
    gc.disable()
    try:
        for _ in range(5):
            template.render({"text": "a", "request": object()})
        assert 0 == gc.collect()
    finally:
        gc.enable()


def test_two_applications_share_nothing(write: Write) -> None:
    """The same template under two providers has the imports of each."""
    write(card="${name}")
    first = MakoTemplating(imports=["from os import name as name"])
    second = MakoTemplating(imports=["from sys import platform as name"])

    assert os.name == first.template("shop:templates/card.mako", "").render({})
    assert sys.platform == second.template("shop:templates/card.mako", "").render({})
    assert first.lookup.all_compiled()[0] is not second.lookup.all_compiled()[0]


def test_threads_that_ask_at_once_get_one_compiled_template(write: Write) -> None:
    """A template is compiled once, and each thread gets its own text."""
    write(base="[${next.body()}]", card='<%inherit file="base.mako"/>${n}')
    provider = MakoTemplating()

    def ask(n: int) -> str:
        return provider.template("shop:templates/card.mako", "").render({"n": n})

    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(ask, range(200)))

    assert [f"[{n}]" for n in range(200)] == texts
    assert 2 == len(provider.lookup.all_compiled())
