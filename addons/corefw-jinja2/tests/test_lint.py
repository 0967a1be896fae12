"""The weaknesses that are found, and those that are none."""

from __future__ import annotations

import pytest

from corefw_jinja2.environment import Environment
from corefw_jinja2.lint import weaknesses


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        ("\n<p>{{ a | safe }}</p>", 2, "{{ a | safe }} is not escaped"),
        ("\n{% autoescape false %}{{ a }}{% endautoescape %}", 2, "escaping is switched off"),
        ("<p class={{ a }}>", 1, "{{ a }} is an attribute without quotes"),
        ('<p id="x" class=big-{{ a }}>', 1, "{{ a }} is an attribute without quotes"),
        ('<a href="{{ a }}">', 1, '{{ a }} begins the address in href, where "javascript:" would run'),
        ('<a onclick="go({{ a }})">', 1, "{{ a }} stands in the attribute onclick"),
        ("<a style='{{ a }}'>", 1, "{{ a }} stands in the attribute style"),
        ("<script>\nvar x = {{ a }};</script>", 2, "{{ a }} stands in a <script> element"),
        ("<style>p {color: {{- a -}} }</style>", 1, "{{ a }} stands in a <style> element"),
        ("{% if b %}\n<p title={{ a }}>\n{% endif %}\n", 2, "{{ a }} is an attribute without quotes"),
        (
            "{% block z %}<p title={{ a['x'] }}>{% endblock %}",
            1,
            "{{ a['x'] }} is an attribute without quotes",
        ),
    ],
)
def test_a_weak_expression_is_found(source: str, line: int, what: str) -> None:
    """Each kind of place where escaping does not protect is told once, with its line."""
    assert [(line, what)] == [
        (weakness.line, weakness.what) for weakness in weaknesses(Environment(), source)
    ]


@pytest.mark.parametrize(
    "source",
    [
        "<p>{{ a }}</p>",
        '<p class="{{ a }}">',
        "<p class=\"x {{ a }}\" title='{{ b }}'>{{ c }}</p>",
        "<a href=\"{{ request.route_path('card', id=a) }}\">",
        "<img src=\"{{ request.static_url('shop:static/a.png') }}\">",
        '<a href="/cards/{{ a }}">',
        '<script src="/static/a.js"></script><p>{{ a }}</p>',
        "<p>a = {{ a }}</p>",
        "{# safe: it is a number #}\n<p class={{ a }}>",
        "{% autoescape true %}{{ a }}{% endautoescape %}",
        "<script>{% raw %}{{ a }}{% endraw %}</script>",
        "{# <p class={{ a }}> #}",
    ],
)
def test_what_is_protected_is_not_reported(source: str) -> None:
    """Quoted attributes, text, made addresses and what somebody vouched for are fine."""
    assert [] == weaknesses(Environment(), source)
