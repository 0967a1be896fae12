"""Whether a view would be let in."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import Configurator
from corefw.response import Response
from corefw.security import NO_PERMISSION_REQUIRED, Allowed, Denied
from corefw.web.security.permitted import view_execution_permitted


class Policy:
    """Lets everybody read, and nobody else."""

    def permits(self, request: Any, context: Any, permission: str) -> Any:
        answer = Allowed if permission == "read" else Denied
        return answer("%s of %s", permission, context)


class Page:
    """A context."""

    def __str__(self) -> str:
        return "a page"


def see(request: Any) -> Response:
    """Answer."""
    return Response("seen")


def request_of(**how: Any) -> Any:
    """Return a request to an application with several views of a page."""
    config = Configurator(security_policy=Policy(), **how)
    config.add_view(see, context=Page, permission="read")
    config.add_view(see, context=Page, name="edit", permission="write")
    config.add_view(see, context=Page, name="edit", permission="read", request_param="preview")
    config.add_view(see, context=Page, name="free", permission=NO_PERMISSION_REQUIRED)
    config.add_view(see, context=Page, name="plain")
    config.add_route("routed", "/routed")
    config.add_view(see, route_name="routed", name="routed", permission="write")
    return config.make_wsgi_app().make_request("/")


def test_the_policy_answers_for_the_view() -> None:
    """With its own reason, and no view is called."""
    request = request_of()
    read, write = (view_execution_permitted(Page(), request, name) for name in ("", "edit"))

    assert (True, "read of a page") == (bool(read), read.msg)
    assert (False, "write of a page") == (bool(write), write.msg)


def test_the_view_is_the_one_that_would_take_the_request() -> None:
    """By its predicates."""
    request = request_of()
    request.GET["preview"] = "1"

    assert view_execution_permitted(Page(), request, "edit")


def test_a_view_may_need_no_permission() -> None:
    """Because it says so, or because nobody says anything."""
    request = request_of()
    for name in ("free", "plain"):
        answer = view_execution_permitted(Page(), request, name)
        assert isinstance(answer, Allowed)
        assert answer.msg.endswith("needs no permission.")


def test_the_default_permission_counts() -> None:
    """For the view that names none."""
    request = request_of(default_permission="write")

    assert not view_execution_permitted(Page(), request, "plain")
    assert view_execution_permitted(Page(), request, "free")


def test_without_a_policy_everything_is_allowed() -> None:
    """As every view may be called then."""
    config = Configurator()
    config.add_view(see, context=Page)
    request = config.make_wsgi_app().make_request("/")

    assert view_execution_permitted(Page(), request)


@pytest.mark.parametrize(("name", "context"), [("none", Page()), ("", object()), ("routed", Page())])
def test_a_view_that_is_not_there_is_an_error(name: str, context: Any) -> None:
    """It is neither allowed nor denied; views of routes are not asked for."""
    with pytest.raises(TypeError, match=f'no view "{name}" takes this request'):
        view_execution_permitted(context, request_of(), name)
