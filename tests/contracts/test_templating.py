"""The templating port: from a name to text, with errors that name template and line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from corefw.contracts.contract import as_interface, capabilities_of, port_name_of
from corefw.contracts.templating import Template, TemplateError, TemplateNotFound, Templating


class Words(Template):
    def render(self, values: Mapping[str, Any]) -> str:
        return "words"


class Wordy(Templating):
    suffixes = (".words",)

    def template(self, spec: str, package: str) -> Template:
        return Words()


def test_it_is_the_port_templating_with_four_capabilities() -> None:
    """Deployments and addons name it so."""
    assert "templating" == port_name_of(Templating)
    assert {"autoescape", "strict_undefined", "inheritance", "reload"} == capabilities_of(Templating)


def test_a_provider_needs_template_only() -> None:
    """Nothing is promised unless the provider says so."""
    wordy = Wordy()

    assert frozenset() == wordy.capabilities
    assert "words" == wordy.template("x.words", "shop").render({})
    assert "" == wordy.template("x.words", "shop").origin
    assert as_interface(Templating).providedBy(wordy)


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (TemplateError("no such name"), "no such name"),
        (TemplateError("no such name", template="a.html"), "a.html: no such name"),
        (TemplateError("no such name", template="a.html", line=3), "a.html:3: no such name"),
        (TemplateNotFound("not in shop/templates", template="a.html"), "a.html: not in shop/templates"),
    ],
)
def test_an_error_begins_with_its_place(error: TemplateError, text: str) -> None:
    """The facts are attributes as well."""
    assert text == str(error)
    assert text.endswith(error.message)
