"""The addon in an application: views, neutral names, and what an operator is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from webtest import TestApp

from corefw.config import Configurator
from corefw.exceptions import ConfigurationError
from corefw.hooks import Check
from corefw.ports import TemplateError, Templating
from corefw_jinja2.addon import Jinja2Addon

Write = Callable[..., Path]


def application(
    value: dict[str, Any], renderer: str = "templates/card.html", factory: Any = None, **settings: Any
) -> Any:
    given = {"corefw.addons": ["jinja2"]} | {key.replace("__", "."): value for key, value in settings.items()}
    config = Configurator(settings=given, package="shop")
    config.add_route("card", "/", factory=factory)
    config.add_view(lambda request: value, route_name="card", renderer=renderer)
    return config.make_wsgi_app()


@pytest.mark.parametrize(
    "renderer",
    [
        "templates/card.html",
        "shop:templates/card.html",
        "templates/card.html.jinja2",
        "shop:templates/card.html.jinja2",
    ],
)
def test_a_view_is_rendered_by_every_name_of_its_template(write: Write, renderer: str) -> None:
    """The neutral name does not say which language it is; the whole name may."""
    write(**{"card.html": "<p>{{ text }}</p>"})

    response = TestApp(application({"text": "<script>"}, renderer)).get("/")

    assert "<p>&lt;script&gt;</p>" == response.text
    assert ("text/html", "UTF-8") == (response.content_type, response.charset)


def test_a_template_sees_the_request_and_its_context(write: Write) -> None:
    """System values come with the view's own."""
    write(**{"card.html": "{{ request.path_info }} {{ req is sameas request }} {{ context['name'] }}"})

    assert "/ True root" == TestApp(application({}, factory=lambda request: {"name": "root"})).get("/").text


def test_an_undefined_name_in_a_template_is_told(write: Write) -> None:
    """The near name may be one of the view's."""
    write(**{"card.html": "<p>\n{{ titel }}"})

    with pytest.raises(TemplateError) as caught:
        TestApp(application({"title": "x"})).get("/")

    assert (
        'shop/templates/card.html.jinja2:2: "titel" is not defined: it is not among the names that the '
        'template was given. Did you mean "title"?\n    {{ titel }}' == str(caught.value)
    )


def test_a_template_that_cannot_be_compiled_stops_the_start(write: Write) -> None:
    """Not the first visitor is told but whoever deploys."""
    write(**{"card.html": "a\n{% if x %}\n{% endfor %}"})

    with pytest.raises(ConfigurationError) as caught:
        application({})

    assert "shop/templates/card.html.jinja2:3: Encountered unknown tag 'endfor'." in str(caught.value)


def test_a_template_that_does_not_exist_stops_the_start(write: Write) -> None:
    """With the nearest name."""
    write(**{"cards.html": "x"})

    with pytest.raises(ConfigurationError) as caught:
        application({})

    assert 'There is no shop/templates/card.html.jinja2. Did you mean "cards.html.jinja2"?' in str(
        caught.value
    )


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, False),
        ({"corefw__debug": True}, True),
        ({"jinja2__reload_templates": True}, True),
        ({"corefw__debug": True, "jinja2__reload_templates": False}, False),
    ],
)
def test_templates_are_reloaded_in_debug_mode_unless_the_settings_say(
    write: Write, settings: dict[str, Any], expected: bool
) -> None:
    """Debug is the default of reload_templates, no more."""
    write(**{"card.html": "old"})
    app = TestApp(application({}, **settings))
    assert "old" == app.get("/").text

    write(**{"card.html": "something new"})

    assert expected is ("something new" == app.get("/").text)


def test_two_applications_have_lookups_of_their_own(write: Write) -> None:
    """A setting of one is not one of the other."""
    write(**{"card.html": "{{ basename('a/b') }}"})
    first = application({}, jinja2__globals={"basename": "posixpath:basename"})
    second = application({"basename": lambda text: "given"})

    assert "b" == TestApp(first).get("/").text
    assert "given" == TestApp(second).get("/").text
    assert first.registry.port(Templating) is not second.registry.port(Templating)


def test_the_check_finds_what_escaping_does_not_protect(write: Write) -> None:
    """In the templates that views use, with what to do."""
    write(**{"card.html": "<p>{{ a }}</p>\n<p title={{ a }}>\n{# safe: made by us #}\n{{ a | safe }}\n"})
    app = application({"a": "x"})

    [finding] = Jinja2Addon().check(Check(app.registry))

    assert (
        "jinja2.unprotected",
        "warning",
        "shop/templates/card.html.jinja2:2: {{ a }} is an attribute without quotes.",
        "write quotes around it, or write  {# safe: why #}  on the line above",
    ) == (finding.id, finding.level, finding.message, finding.hint)


def test_a_misspelt_setting_is_told_with_the_right_one(write: Write) -> None:
    """Unknown keys are errors."""
    write(**{"card.html": "x"})

    with pytest.raises(ConfigurationError, match="reload_templates"):
        application({}, jinja2__reload_template=True)


def test_filters_are_named_in_the_settings(write: Write) -> None:
    """By dotted names; a wrong one is an error of the start."""
    write(**{"card.html": "{{ text | loud }}"})

    assert (
        "A"
        == TestApp(application({"text": "a"}, jinja2__filters={"loud": "builtins:str.upper"})).get("/").text
    )
    with pytest.raises(ConfigurationError, match="CFW-101"):
        application({"text": "a"}, jinja2__filters={"loud": "builtins:str.uper"})


@pytest.mark.parametrize("is_absolute", [False, True])
def test_a_template_that_templates_name_can_be_overridden(write: Write, is_absolute: bool) -> None:
    """The base that a template inherits from, and what it includes; the new base wraps the old one.

    What overrides may lie in a package or in any folder.
    """
    files = {
        "base.html": "<a>{% block outer %}{% endblock %}</a>",
        "card.html": '{% extends "base.html.jinja2" %}{% block inner %}'
        '{% include "shop:templates/part.html.jinja2" %}{% endblock %}',
        "part.html": "part",
    }
    skin = write(**files).parent / "skin"
    skin.mkdir()
    (skin / "base.html.jinja2").write_text(
        '{% extends "shop:templates/base.html.jinja2" %}{% block outer %}'
        "<b>{% block inner %}{% endblock %}</b>{% endblock %}"
    )
    (skin / "part.html.jinja2").write_text("other part")
    config = Configurator(settings={"corefw.addons": ["jinja2"]}, package="shop")
    config.add_route("card", "/")
    config.add_view(lambda request: {}, route_name="card", renderer="templates/card.html")
    where = str(skin) if is_absolute else "shop:skin"
    config.override_asset("shop:templates/base.html", f"{where}/base.html")
    config.override_asset("shop:templates/part.html.jinja2", f"{where}/part.html.jinja2")

    assert "<a><b>other part</b></a>" == TestApp(config.make_wsgi_app()).get("/").text
