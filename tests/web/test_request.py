"""What corefw adds to a request."""

from __future__ import annotations

import gc
import weakref
from abc import ABC
from typing import Any

import pytest

from corefw.base.errors import ConfigurationError
from corefw.config import Configurator
from corefw.contracts.contract import as_interface
from corefw.contracts.interfaces import IRequest, IResponseFactory, ISecurityPolicy, ISessionFactory
from corefw.engine.registry import Registry
from corefw.web.reify import reify
from corefw.web.request import Request
from corefw.web.response import Response
from tests.wsgi import ask


class Greeter(ABC):  # noqa: B024 - a contract may be a mark only
    """A contract."""


class Polite(Greeter):
    """A utility."""


class OfTheRequest(Greeter):
    """An adapter of a request."""

    def __init__(self, request: Request) -> None:
        self.path = request.path


class Policy:
    """Knows who is asking by a header, and lets only ann do anything."""

    def identity(self, request: Request) -> Any:
        return self.authenticated_userid(request)

    def authenticated_userid(self, request: Request) -> str | None:
        userid: str | None = request.headers.get("X-User")
        return userid

    def permits(self, request: Request, context: Any, permission: str) -> bool:
        return (request.authenticated_userid, permission) == ("ann", "edit")


@pytest.fixture
def request_() -> Request:
    """Return a request with an empty registry."""
    made: Request = Request.blank("/boards/7", headers={"X-User": "ann"})
    made.registry = Registry("board")
    return made


def test_a_request_holds_nothing_of_its_own_but_the_environment() -> None:
    """Making a request costs what WebOb's constructor costs."""
    assert ["environ"] == list(Request({"PATH_INFO": "/"}).__dict__)


def test_the_defaults_are_those_of_a_request_that_nothing_matched() -> None:
    """What the pipeline did not set reads as nothing."""
    made = Request.blank("/")

    assert (None, None, "", (), (), None, None) == (
        made.matchdict,
        made.matched_route,
        made.view_name,
        made.subpath,
        made.traversed,
        made.exception,
        made.response_callbacks,
    )
    assert IRequest.providedBy(made)


def test_the_context_is_made_on_first_use_and_may_be_assigned() -> None:
    """A request that nobody gave a context has one all the same, and always the same."""
    made = Request.blank("/")
    first = made.context
    made.context = "another"

    assert first.__parent__ is None
    assert "another" == made.context


def test_a_request_leaves_no_reference_cycle_behind(request_: Request) -> None:
    """Whatever was used of it, a request is gone as soon as nobody refers to it."""
    gc.disable()
    try:
        request_.registry.registerUtility(lambda request: {}, ISessionFactory)
        request_.GET.add("a", "1")
        assert "1" == request_.GET["a"]
        request_.add_finished_callback(print)
        request_.add_response_callback(print)
        _ = request_.POST, request_.cookies, request_.response, request_.session, request_.context
        made = Request(request_.environ)
        made.registry = request_.registry
        _ = made.GET, made.params, made.cookies, made.response, made.context, made.session
        gone = weakref.ref(made)
        del made

        assert gone() is None
    finally:
        gc.enable()


def test_the_response_comes_from_the_factory_if_there_is_one(request_: Request) -> None:
    """A response factory of the application is always called."""
    request_.registry.registerUtility(lambda request: Response(status=202), IResponseFactory)

    assert 202 == request_.response.status_int
    assert request_.response is request_.response


def test_the_response_is_an_empty_page_without_a_factory(request_: Request) -> None:
    """Without a factory the response is what WebOb's constructor makes."""
    assert [*Response().headerlist] == request_.response.headerlist


def test_the_response_may_be_assigned_set_aside_and_deleted(request_: Request) -> None:
    """What was made of it is there until somebody deletes it."""
    given = Response(status=201)
    request_.response = given

    assert given is request_.response
    assert given is request_.set_response_aside()
    assert request_.set_response_aside() is None
    request_.response.status = 202
    del request_.response
    assert 200 == request_.response.status_int


class Reified(Request):
    """Requests whose response is made in a way of their own, once for each."""

    @reify
    def response(self) -> Response:
        """A teapot."""
        return Response(status=418)


class Computed(Request):
    """Requests whose response cannot be assigned."""

    @property  # type: ignore[misc]
    def response(self) -> Response:
        """The base's, as a teapot."""
        response = super().response
        response.status = 418
        return response


@pytest.mark.parametrize("factory", [Reified, Computed])
def test_a_class_of_requests_may_have_a_response_of_its_own(factory: type[Request]) -> None:
    """A renderer fills it whether it was touched or not, and an exception view has a fresh one."""
    config = Configurator(request_factory=factory)
    config.add_route("fine", "/fine")
    config.add_view(lambda request: {}, route_name="fine", renderer="json")
    config.add_route("broken", "/broken")
    config.add_view(_breaking, route_name="broken")
    config.add_exception_view(lambda error, request: {}, context=LookupError, renderer="json")
    app = config.make_wsgi_app()

    assert (418, "{}") == ask(app, "/fine").said
    assert (418, "{}") == ask(app, "/broken").said
    assert "X-Begun" not in ask(app, "/broken").headers


def _breaking(request: Request) -> None:
    request.response.headers["X-Begun"] = "yes"
    raise LookupError


def test_an_addon_may_give_requests_another_response() -> None:
    """As a request method that is computed once; it replaces corefw's own."""
    config = Configurator()
    config.add_request_method(lambda request: Response(status=418), "response", reify=True)
    config.add_route("fine", "/fine")
    config.add_view(lambda request: "tea", route_name="fine", renderer="string")

    assert (418, "tea") == ask(config.make_wsgi_app(), "/fine").said


def test_a_session_without_a_factory_says_what_to_do(request_: Request) -> None:
    """The error has the line to paste."""
    with pytest.raises(ConfigurationError) as caught:
        _ = request_.session

    assert (
        "CFW-571  request.session was asked for, and no session factory is set.\n\n"
        "  Choose one:\n"
        '    by the settings   kind = "cookie"   in [corefw.sessions]\n'
        "    in code           config.set_session_factory(SignedCookieSessionFactory(secret))"
    ) == str(caught.value)


def test_callbacks_are_kept_in_their_order(request_: Request) -> None:
    """The pipeline takes them from the left."""
    request_.add_response_callback(max)
    request_.add_response_callback(min)
    request_.add_finished_callback(print)

    assert [max, min] == list(request_.response_callbacks or ())
    assert [print] == list(request_.finished_callbacks or ())


def test_nobody_is_known_and_everything_allowed_without_a_policy(request_: Request) -> None:
    """A registry without a security policy secures nothing, and says so."""
    answer = request_.has_permission("edit")

    assert (None, None, False) == (
        request_.identity,
        request_.authenticated_userid,
        request_.is_authenticated,
    )
    assert answer
    assert "No security policy is set, so everything is allowed." == answer.msg


def test_the_policy_is_asked(request_: Request) -> None:
    """Identity and permissions are the business of the policy."""
    request_.registry.registerUtility(Policy(), ISecurityPolicy)

    assert ("ann", "ann", True) == (
        request_.identity,
        request_.authenticated_userid,
        request_.is_authenticated,
    )
    assert request_.has_permission("edit")
    assert not request_.has_permission("delete", context=object())


def test_a_component_is_the_utility(request_: Request) -> None:
    """Without objects and adapters of the request, the utility is found."""
    utility = Polite()
    request_.registry.provide(Greeter, utility)

    assert utility is request_.component(Greeter)


def test_a_component_is_the_adapter_of_the_request_before_the_utility(request_: Request) -> None:
    """An adapter knows the request, so it is preferred."""
    request_.registry.provide(Greeter, Polite())
    request_.registry.registerAdapter(OfTheRequest, [IRequest], as_interface(Greeter))

    found = request_.component(Greeter)

    assert isinstance(found, OfTheRequest)
    assert "/boards/7" == found.path


def test_a_component_of_objects_is_their_adapter(request_: Request) -> None:
    """Objects are adapted, and the request is not asked."""
    request_.registry.registerAdapter(lambda text: Polite(), [str], as_interface(Greeter))

    assert isinstance(request_.component(Greeter, "card"), Polite)
    with pytest.raises(ConfigurationError, match="CFW-601"):
        request_.component(Greeter, 7)


def test_a_response_is_recognised(request_: Request) -> None:
    """Text is not a response, whatever else it may be made into."""
    assert request_.is_response(Response())
    assert not request_.is_response("text")
