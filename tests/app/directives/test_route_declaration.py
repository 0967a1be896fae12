"""A pattern that cannot be used is told with the forms that can."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.app.configurator import Configurator
from corefw.base.errors import ConfigurationError, Problem

FORMS = [
    "/{id}",
    "/{id:int}   of date, int, slug, uuid",
    r"/{id:\d+}   its braces in pairs, its groups without names",
]


def refused(config: Configurator) -> Problem:
    with pytest.raises(ConfigurationError) as caught:
        config.commit()
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("given", [{"pattern": "/{a:[}"}, {"pattern": "/{a}", "traverse": "/{a"}])
def test_the_forms_of_placeholders_are_offered(given: dict[str, Any]) -> None:
    """Each of them to paste, also for what is traversed."""
    config = Configurator()
    config.add_route("card", **given)

    problem = refused(config)

    assert "CFW-510" == problem.code
    assert [*FORMS, "/*rest   at the end"] == [fix.do for fix in problem.fixes]
    assert ["test_route_declaration.py"] == [row.place.file.rpartition("/")[2] for row in problem.witnesses]


def test_each_form_that_is_offered_can_be_used() -> None:
    """What is pasted is a pattern."""
    broken = Configurator()
    broken.add_route("card", "/{")
    forms = [fix.do.partition("   ")[0] for fix in refused(broken).fixes]

    for form in forms:
        config = Configurator()
        config.add_route("card", form)
        config.commit()


def test_the_types_of_the_application_are_among_those_offered() -> None:
    """Those that were added, with corefw's own."""
    config = Configurator()
    config.add_placeholder_type("even", "[02468]")
    config.add_route("card", "/{a")

    assert "/{id:int}   of date, even, int, slug, uuid" == refused(config).fixes[1].do
