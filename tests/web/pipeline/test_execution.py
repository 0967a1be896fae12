"""The execution policy that others begin with."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import Configurator
from corefw.httpexceptions import HTTPConflict
from corefw.router import default_execution_policy
from tests.wsgi import ask


def application(policy: Any) -> Any:
    """Return an application with a view that answers, and views that raise."""

    def view(request: Any) -> str:
        if "conflict" in request.params:
            raise HTTPConflict
        if "key" in request.params:
            raise KeyError("x")
        return "answered"

    config = Configurator()
    if policy is not None:
        config.set_execution_policy(policy)
    config.add_route("it", "/it")
    config.add_view(view, route_name="it", renderer="string")
    return config.make_wsgi_app()


@pytest.mark.parametrize("path", ["/it", "/it?conflict", "/it?key", "/nothing"])
def test_it_answers_as_the_application_does_without_a_policy(path: str) -> None:
    """Responses, HTTP exceptions, other exceptions, misses."""
    assert ask(application(None), path).said == ask(application(default_execution_policy), path).said


def test_another_policy_can_do_something_around_it() -> None:
    """Such as changing every response."""

    def policy(environ: Any, router: Any) -> Any:
        response = default_execution_policy(environ, router)
        response.headers["X-Policy"] = "mine"
        return response

    assert "mine" == ask(application(policy), "/it").headers["X-Policy"]


def test_what_is_raised_outside_the_exception_views_is_answered_by_them() -> None:
    """By an outer tween, say."""

    def tween_factory(handler: Any, registry: Any) -> Any:
        def tween(request: Any) -> Any:
            raise HTTPConflict("no")

        return tween

    config = Configurator()
    config.set_execution_policy(default_execution_policy)
    config.add_tween(tween_factory)
    config.add_exception_view(lambda exc, request: f"view of {exc}", context=HTTPConflict, renderer="string")

    assert (200, "view of no") == ask(config.make_wsgi_app(), "/").said
