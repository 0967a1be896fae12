"""From a name to a renderer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from corefw.base.errors import ConfigurationError
from corefw.contracts.templating import Template, TemplateError, TemplateNotFound, Templating
from corefw.engine.registry import Registry
from corefw.web.rendering.info import RendererFactory, RendererInfo
from corefw.web.rendering.resolve import default_renderers, resolve_renderer
from corefw.web.request import Request


class Page(Template):
    """A format string."""

    def __init__(self, spec: str, text: str) -> None:
        self.origin = spec
        self.text = text

    def render(self, values: Mapping[str, Any]) -> str:
        try:
            return self.text.format_map(values)
        except KeyError as error:
            raise TemplateError(f"{error} is not defined", template=self.origin, line=1) from error


class Formats(Templating):
    """Templates that are format strings, by their specifications."""

    suffixes: ClassVar[tuple[str, ...]] = (".fmt", ".format")

    def __init__(self, **texts: str) -> None:
        self.texts = {key.replace("_", "."): text for key, text in texts.items()}

    def template(self, spec: str, package: str) -> Template:
        if spec not in self.texts:
            raise TemplateNotFound(f"there is no {spec}", template=spec)
        if self.texts[spec] == "{":
            raise TemplateError("expected a brace", template=spec, line=3)
        return Page(spec, self.texts[spec])


class Others(Formats):
    """Another language."""

    suffixes: ClassVar[tuple[str, ...]] = (".oth",)


@pytest.fixture
def registry() -> Registry:
    """Return a registry with the built-in renderers."""
    made = Registry("board")
    for name, record in default_renderers().items():
        made.put(RendererFactory, name, record)
    return made


def problem(name: str, registry: Registry) -> str:
    """Return the text of the error for *name*."""
    with pytest.raises(ConfigurationError) as caught:
        resolve_renderer(name, None, registry)
    return str(caught.value)


def test_a_factory_is_found_by_name_or_ending(registry: Registry) -> None:
    """And told the whole name."""
    registry.put(RendererFactory, ".up", RendererFactory(".up", lambda info: lambda value, system: info.name))

    assert '{"a":1}' == resolve_renderer("json", None, None).function({"a": 1}, {})
    assert "x/a.up" == resolve_renderer("x/a.up", None, registry).render({})


def test_the_default_renderer_takes_what_nobody_takes(registry: Registry) -> None:
    """It is registered under the empty name."""
    assert "CFW-541" in problem("nothing", registry)
    registry.put(RendererFactory, "", RendererFactory("", lambda info: lambda value, system: "default"))

    assert "default" == resolve_renderer("nothing", None, registry).render({})


def test_a_template_is_found_by_its_suffix(registry: Registry) -> None:
    """The language is named in the file's name."""
    registry.provide(Templating, Formats(a_fmt="<{who}>"))
    renderer = resolve_renderer("a.fmt", None, registry)

    response = renderer.to_response({"who": "ann"}, None, Request.blank("/"))

    assert ("<ann>", "text/html; charset=UTF-8") == (response.text, response.headers["Content-Type"])


def test_a_neutral_name_is_asked_for_with_each_suffix(registry: Registry) -> None:
    """An application need not say which language it uses."""
    registry.provide(Templating, Formats(a_html_format="html", a_txt_fmt="text"))

    assert "html" == resolve_renderer("a.html", None, registry).render({})
    text = resolve_renderer("a.txt", None, registry).to_response({}, None, Request.blank("/"))
    assert ("text", "text/plain") == (text.text, text.content_type)


def test_the_application_has_one_provider_for_neutral_names(registry: Registry) -> None:
    """With two, one must be the application's, without a name."""
    registry.provide(Templating, Formats(a_html_fmt="formats"), "formats")
    assert "formats" == resolve_renderer("a.html", None, registry).render({})
    registry.provide(Templating, Others(a_html_oth="others"), "others")

    assert (
        'CFW-543  "a.html" does not say which template language, and there are several: formats, others.\n\n'
        "  Choose one:\n"
        "    one of them is the application's   register it without a name\n"
        '    only this template is meant        name its file, as in "a.html.mako"'
    ) == problem("a.html", registry)
    registry.provide(Templating, Others(a_html_oth="others"))
    assert "others" == resolve_renderer("a.html", None, registry).render({})


def test_a_missing_template_says_where_it_was_looked_for(registry: Registry) -> None:
    """Each try is shown."""
    registry.provide(Templating, Formats())

    assert (
        'CFW-542  There is no template "a.html", seen from the package "".\n\n'
        "  a.html.fmt: there is no a.html.fmt\n"
        "  a.html.format: there is no a.html.format"
    ) == problem("a.html", registry)


def test_a_broken_template_stops_the_configuration(registry: Registry) -> None:
    """With its line."""
    registry.provide(Templating, Formats(a_fmt="{"))

    assert 'CFW-542  The template "a.fmt" cannot be used: a.fmt:3: expected a brace' == problem(
        "a.fmt", registry
    )


def test_an_undefined_name_is_the_templates_error(registry: Registry) -> None:
    """It names the template and the line."""
    registry.provide(Templating, Formats(a_fmt="{who}"))
    with pytest.raises(TemplateError, match=r"a\.fmt:1: 'who' is not defined"):
        resolve_renderer("a.fmt", None, registry).render({})


def test_a_template_needs_names(registry: Registry) -> None:
    """A view that returns no mapping is told so."""
    registry.provide(Templating, Formats(a_fmt="x"))
    renderer = resolve_renderer("a.fmt", None, registry)

    assert "x" == renderer.render(None)
    with pytest.raises(TypeError, match=r"the template a.fmt needs a mapping .* the view returned int"):
        renderer.render(7)


def test_an_unknown_name_has_suggestions(registry: Registry) -> None:
    """And an ending hints at templates."""
    assert (
        'CFW-541  Nothing renders "jsn". Did you mean "json"?\n\n'
        "  Known are: csv, json, string, xml.\n\n"
        "  To mend it:\n"
        '    a renderer of your own is meant   config.add_renderer("jsn", factory)'
    ) == problem("jsn", registry)
    assert "enable an addon that provides templating, such as mako" in problem("a.html", registry)


def test_the_info_knows_type_and_settings(registry: Registry) -> None:
    """And can be cloned with another name."""
    info = RendererInfo("a/b.txt", None, registry)

    assert (".txt", "json", registry.settings) == (info.type, info.clone("json").type, info.settings)
    assert {} == RendererInfo("json").settings
