"""The templates of corefw's conformance kit, in Mako; see `corefw.testing.TemplatingConformance`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SAMPLES"]

SAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "greeting": "<p>Hello ${name}!</p>",
        "attribute": '<p title="${text}"></p>',
        "listing": "% for item in items:\n<li>${item}</li>\n% endfor\n",
        "part": "<b>${text}</b>",
        "including": '<i><%include file="part.html.mako"/></i>',
        "macro": '<%def name="shown(x)"><b>${x}</b></%def><i>${shown(text)}</i>',
        "page": "<main>${next.body()}</main>",
        "child": '<%inherit file="page.html.mako"/>${text}',
        "child_by_spec": '<%inherit file="PACKAGE:templates/page.html.mako"/>${text}',
        "misspelt": "<h1>\n</h1>\n<p>${titel}</p>",
        "asking": "% if missing:\nyes\n% endif\n",
        "calling": "${call()}",
        "unfinished": "<p>\n${name +}",
    }
)
