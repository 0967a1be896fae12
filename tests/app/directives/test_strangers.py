"""Derivers and predicates that are to stand beside others which are not there."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import ConfigurationError, Configurator
from corefw.viewderivers import INGRESS


def as_it_is(view: Any, info: Any) -> Any:
    """Derive nothing."""
    return view


def test_a_deriver_beside_a_stranger_is_refused() -> None:
    """With the name that was probably meant, and the place."""
    config = Configurator()
    config.add_view_deriver(as_it_is, "mine", under="decorated_veiw")

    with pytest.raises(ConfigurationError) as caught:
        config.commit()

    (problem,) = caught.value.problems
    assert (
        "CFW-507",
        'The view deriver "mine" says under="decorated_veiw", and there is no such view deriver. '
        'Did you mean "decorated_view"?',
    ) == (problem.code, problem.what)
    assert ["test_strangers.py"] == [row.place.file.rpartition("/")[2] for row in problem.witnesses]


def test_a_deriver_over_a_stranger_is_refused() -> None:
    """Though every deriver stands over the mapper as well."""
    config = Configurator()
    config.add_view_deriver(as_it_is, "mine", over="nothing_like_it")

    with pytest.raises(
        ConfigurationError, match='CFW-507  The view deriver "mine" says over="nothing_like_it"'
    ):
        config.commit()


def test_a_predicate_beside_a_stranger_is_refused() -> None:
    """Of views, of routes and of subscribers."""
    for of in ("view", "route", "subscriber"):
        config = Configurator()
        getattr(config, f"add_{of}_predicate")("mine", object, weighs_more_than="acept")

        with pytest.raises(ConfigurationError) as caught:
            config.commit()

        (problem,) = caught.value.problems
        assert "CFW-502" == problem.code
        assert problem.what.startswith(
            f'The {of} predicate "mine" says weighs_more_than="acept", and there is no such {of} predicate.'
        )


def test_one_of_several_names_is_enough() -> None:
    """What may be there or not is named together with what is there."""
    config = Configurator()
    config.add_view_deriver(as_it_is, "mine", under=("of_an_addon", INGRESS), over=("other", "secured_view"))
    config.add_view_predicate("first", object, weighs_less_than=("of_an_addon", "xhr"))

    config.commit()
