"""The templates of corefw's conformance kit, in Jinja2; see `corefw.testing.TemplatingConformance`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SAMPLES"]

SAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "greeting": "<p>Hello {{ name }}!</p>",
        "attribute": '<p title="{{ text }}"></p>',
        "listing": "{% for item in items %}<li>{{ item }}</li>{% endfor %}",
        "part": "<b>{{ text }}</b>",
        "including": '<i>{% include "part.html.jinja2" %}</i>',
        "macro": "{% macro shown(x) %}<b>{{ x }}</b>{% endmacro %}<i>{{ shown(text) }}</i>",
        "page": "<main>{% block inner %}{% endblock %}</main>",
        "child": '{% extends "page.html.jinja2" %}{% block inner %}{{ text }}{% endblock %}',
        "child_by_spec": '{% extends "PACKAGE:templates/page.html.jinja2" %}'
        "{% block inner %}{{ text }}{% endblock %}",
        "misspelt": "<h1>\n</h1>\n<p>{{ titel }}</p>",
        "asking": "{% if missing %}yes{% endif %}",
        "calling": "{{ call() }}",
        "unfinished": "<p>\n{{ name +",
    }
)
