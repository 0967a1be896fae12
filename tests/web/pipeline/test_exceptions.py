"""Exception views: which of them answers, and what happens when they fail themselves."""

from __future__ import annotations

from typing import Any

import pytest
import webob

from corefw.config import ConfigurationError, Configurator
from corefw.httpexceptions import (
    HTTPException,
    HTTPForbidden,
    HTTPFound,
    HTTPNotFound,
    HTTPPermanentRedirect,
)
from corefw.interfaces import IExceptionResponse
from corefw.response import Response
from corefw.tweens import excview_tween_factory
from tests.wsgi import PLAIN_500, ask

NOT_FOUND = (404, "404 Not Found\n\nThere is nothing at this address.\n")


class Broken(Exception):
    """Something is broken."""


class Cracked(Broken):
    """Something is cracked."""


def answering(text: str, status: int = 400) -> Any:
    """Return an exception view that answers with *text* and the exception."""
    return lambda exc, request: Response(f"{text} {exc!r}", status=status)


def raising(error: Any) -> Any:
    """Return a view that raises *error*."""

    def view(request: Any) -> Any:
        raise error

    return view


def app_of(config: Any, **errors: Any) -> Any:
    """Return the application with a route for each error that raises it."""
    for name, error in errors.items():
        config.add_route(name, f"/{name}")
        config.add_view(raising(error), route_name=name)
    return config.make_wsgi_app()


def test_the_most_specific_class_answers() -> None:
    """A class before its base, and Exception for the rest; HTTP exceptions answer for themselves."""
    config = Configurator()
    config.add_exception_view(answering("any"))
    config.add_exception_view(answering("broken"), context=Broken)
    config.add_exception_view(answering("lookup"), context=LookupError)
    app = app_of(config, a=Broken("a"), b=Cracked("b"), c=KeyError("c"), d=OSError("d"), e=HTTPForbidden())

    assert [
        "broken Broken('a')",
        "broken Cracked('b')",
        "lookup KeyError('c')",
        "any OSError('d')",
    ] == [ask(app, f"/{name}").text for name in "abcd"]
    assert 403 == ask(app, "/e").status


def test_views_of_every_form_answer_exceptions() -> None:
    """``context=`` of ``add_view`` as well, and a class of views, and a renderer."""

    class Page:
        def __init__(self, context: Any, request: Any) -> None:
            self.context, self.request = context, request

        def show(self) -> dict[str, Any]:
            self.request.response.status_int = 409
            return {"said": str(self.context), "same": self.request.exception is self.context}

    config = Configurator()
    config.add_view(Page, attr="show", context=Broken, renderer="json")
    app = app_of(config, a=Broken("a"))

    assert (409, '{"said":"a","same":true}') == ask(app, "/a").said


def test_the_context_of_the_request_stays_what_it_was() -> None:
    """The exception is the context of its view, and ``request.context`` that of the view that failed."""
    config = Configurator()
    config.add_route("it", "/it", factory=lambda request: "tree")
    config.add_view(raising(Broken()), route_name="it")
    config.add_exception_view(
        lambda exc, request: Response(f"{request.context} {request.exc_info[0].__name__}")
    )

    assert "tree Broken" == ask(config.make_wsgi_app(), "/it").text


def test_a_route_may_have_exception_views_of_its_own() -> None:
    """They come first; for other routes the general one answers."""
    config = Configurator()
    config.add_exception_view(answering("general"), context=Broken)
    config.add_exception_view(answering("own"), context=Exception, route_name="a")
    config.add_exception_view(answering("own unless"), context=Broken, route_name="c", request_param="x")
    app = app_of(config, a=Broken(), b=Broken(), c=Broken())

    assert ["own Broken()", "general Broken()", "general Broken()"] == [
        ask(app, path).text for path in ("/a", "/b", "/c")
    ]
    assert "own unless Broken()" == ask(app, "/c", query="x").text


@pytest.mark.parametrize(
    ("options", "how"),
    [
        ({"accept": "application/json"}, {"headers": {"Accept": "text/html"}}),
        ({"request_method": "POST"}, {}),
        ({"request_method": "POST"}, {"method": "OPTIONS"}),
        ({"request_param": "a"}, {}),
    ],
)
def test_an_exception_view_that_refuses_leaves_it_to_the_next(
    options: dict[str, Any], how: dict[str, Any]
) -> None:
    """Its predicates never turn the error into another status, such as 405 or 406."""
    config = Configurator()
    config.add_exception_view(answering("picky"), context=Broken, **options)
    app = app_of(config, a=Broken())
    assert PLAIN_500 == ask(app, "/a", **how).said

    config = Configurator()
    config.add_exception_view(answering("picky"), context=Broken, **options)
    config.add_exception_view(answering("general"))
    app = app_of(config, a=Broken())
    assert (400, "general Broken()") == ask(app, "/a", **how).said


@pytest.mark.parametrize("how", ["raised", "returned"])
def test_an_http_exception_is_an_answer_raised_or_returned(how: str) -> None:
    """Both give the same, cookies and headers included."""

    def view(request: Any) -> Any:
        answer = HTTPFound("/elsewhere")
        answer.set_cookie("a", "b")
        if how == "raised":
            raise answer
        return answer

    config = Configurator()
    config.add_route("it", "/it")
    config.add_view(view, route_name="it")
    answer = ask(config.make_wsgi_app(), "/it")

    assert (302, "http://localhost/elsewhere", "a=b; Path=/") == (
        answer.status,
        answer.headers["Location"],
        answer.headers["Set-Cookie"],
    )


def test_the_default_view_of_http_exceptions_may_be_replaced_or_left_out() -> None:
    """By the argument of the constructor, or by a view for IExceptionResponse."""
    replaced = Configurator(
        exceptionresponse_view=lambda exc, request: Response("mine", status=exc.status_int)
    )
    without = Configurator(exceptionresponse_view=None)
    declared = Configurator()
    declared.add_view(
        lambda exc, request: Response("declared", status=exc.status_int), context=IExceptionResponse
    )
    only = Configurator()
    only.add_exception_view(lambda exc, request: Response("only", status=499), context=HTTPException)

    assert [(404, "mine"), NOT_FOUND, (499, "only")] == [
        ask(config.make_wsgi_app(), "/x").said for config in (replaced, without, only)
    ]
    assert 404 == ask(declared.make_wsgi_app(), "/x").status


def test_an_exception_view_that_raises_is_a_500_with_both_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The answer is sent, and the log has the chain."""

    def failing(exc: Any, request: Any) -> Any:
        raise KeyError("second")

    config = Configurator()
    config.add_exception_view(failing, context=Broken)
    app = app_of(config, a=Broken("first"))

    assert PLAIN_500 == ask(app, "/a").said
    (record,) = caplog.records
    assert record.exc_info is not None
    assert "KeyError('second')" == repr(record.exc_info[1])
    assert "Broken('first')" == repr(record.exc_info[1].__context__)  # type: ignore[union-attr]


def test_an_exception_view_may_raise_an_answer() -> None:
    """The exception itself or another HTTP exception."""

    def again(exc: Any, request: Any) -> Any:
        raise exc

    def forbid(exc: Any, request: Any) -> Any:
        raise HTTPForbidden("no")

    config = Configurator()
    config.add_notfound_view(again)
    config.add_exception_view(forbid, context=Broken)
    app = app_of(config, a=Broken())

    assert [404, 403] == [ask(app, path).status for path in ("/nosuch", "/a")]


def test_not_found_and_forbidden_have_views_of_their_own() -> None:
    """With or without a renderer; a view may still answer for one route."""
    config = Configurator()
    config.add_notfound_view(answering("nowhere", 404))
    config.add_forbidden_view(lambda request: {"login": True}, renderer="json")
    config.add_notfound_view(answering("no card", 404), route_name="card")
    app = app_of(config, card=HTTPNotFound("card"), secret=HTTPForbidden())

    assert ask(app, "/nosuch").text.startswith("nowhere ")
    assert ask(app, "/card").text.startswith("no card ")
    assert (200, '{"login":true}') == ask(app, "/secret").said


def test_the_views_of_not_found_and_forbidden_need_no_callable() -> None:
    """Then the exception itself is the answer."""
    config = Configurator()
    config.add_notfound_view()
    config.add_forbidden_view()
    app = app_of(config, secret=HTTPForbidden())

    assert [404, 403] == [ask(app, path).status for path in ("/x", "/secret")]


@pytest.mark.parametrize(
    ("directive", "options", "refused"),
    [
        ("add_notfound_view", {"context": Broken, "name": "x"}, "name, context"),
        ("add_forbidden_view", {"permission": "x"}, "permission"),
        ("add_forbidden_view", {"exception_only": True}, "exception_only"),
        ("add_exception_view", {"require_csrf": True, "for_": Broken}, "for_, require_csrf"),
    ],
)
def test_what_these_directives_decide_themselves_is_refused(
    directive: str, options: dict[str, Any], refused: str
) -> None:
    """As Pyramid refuses it; the text says what to use instead."""
    with pytest.raises(ConfigurationError) as caught:
        getattr(Configurator(), directive)(answering("x"), **options)

    (problem,) = caught.value.problems
    assert ("CFW-506", f"{directive} does not take {refused}.") == (problem.code, problem.what)


# -- append_slash --------------------------------------------------------------------------------


def slashed(**options: Any) -> Any:
    """Return an application whose routes end with slashes."""
    config = Configurator()
    config.add_route("page", "/page/")
    config.add_route("any", "/any/{x}/")
    config.add_route("rest", "/rest/*rest")
    config.add_route("deep", "/{a:.+}/deep/")
    config.add_route("static", "/static/", static=True)
    for name in ("page", "any"):
        config.add_view(lambda request: Response(request.method), route_name=name)
    config.add_view(raising(HTTPNotFound()), route_name="rest")
    config.add_notfound_view(**{"append_slash": True, **options})
    return config.make_wsgi_app()


def test_a_path_that_lacks_its_slash_is_redirected() -> None:
    """With 307, so that a POST stays one; the query is kept."""
    app = slashed()
    answer = ask(app, "/any/ä b", "POST", query="a=%20&b=é".encode().decode("latin-1"))

    assert 307 == answer.status
    assert "http://localhost/any/%C3%A4%20b/?a=%20&b=%C3%A9" == answer.headers["Location"]
    assert "POST" == ask(app, "/any/x/", "POST").text


@pytest.mark.parametrize("path", ["/", "/nosuch", "/page/x", "/rest/x", "/static", "/any/x/y"])
def test_what_would_not_match_either_is_not_redirected(path: str) -> None:
    """Nor is what a view itself did not find."""
    assert 404 == ask(slashed(), path).status


@pytest.mark.parametrize(
    "path", ["//evil.example/deep", "///evil.example/deep", "/\\evil.example/deep", "//evil.example//deep"]
)
def test_a_redirect_stays_on_its_own_host(path: str) -> None:
    """CVE-2018-14574, CVE-2021-21330: a path with two slashes is no address of another host."""
    answer = ask(slashed(), path)

    assert answer.status in (307, 404)
    assert answer.headers.get("Location", "http://localhost/").startswith("http://localhost/")
    assert not answer.headers.get("Location", "").startswith("http://localhost//")


def test_the_kind_of_redirect_may_be_chosen_and_the_view_too() -> None:
    """What is not redirected is the view's."""
    app = slashed(append_slash=HTTPPermanentRedirect, view=answering("mine", 404))

    assert [308, 404] == [ask(app, path).status for path in ("/page", "/nosuch")]
    assert ask(app, "/nosuch").text.startswith("mine ")


def test_a_query_that_no_header_may_hold_is_encoded() -> None:
    """What a client sends is never a failure."""
    answer = ask(slashed(), "/page", query="a=\x01\x7f <>")

    assert (307, "http://localhost/page/?a=%01%7F%20%3C%3E") == (answer.status, answer.headers["Location"])


# -- invoke_exception_view ------------------------------------------------------------------------


def test_code_may_ask_for_the_answer_to_an_exception() -> None:
    """To the one being handled, or to a given one; without a view it is HTTPNotFound, or itself."""

    def view(request: Any) -> Response:
        said = []
        try:
            raise Broken("now")
        except Broken:
            said.append(request.invoke_exception_view().text)
        error = Cracked("given")
        said.append(request.invoke_exception_view((Cracked, error, None)).text)
        for reraise in (False, True):
            try:
                request.invoke_exception_view((OSError, OSError("x"), None), reraise=reraise)
            except (HTTPNotFound, OSError) as caught:
                said.append(type(caught).__name__)
        try:
            request.invoke_exception_view()
        except ValueError as caught:
            said.append(str(caught))
        return Response("|".join(said))

    config = Configurator()
    config.add_route("it", "/it")
    config.add_view(view, route_name="it")
    config.add_exception_view(answering("broken"), context=Broken)

    assert (
        "broken Broken('now')|broken Cracked('given')|PredicateMismatch|OSError|"
        "there is no exception to answer: give exc_info"
    ) == ask(config.make_wsgi_app(), "/it").text


def test_an_exception_view_begins_with_a_fresh_response() -> None:
    """What the view that failed put on ``request.response`` is not sent (as Pyramid documents it)."""

    def failing(request: Any) -> Any:
        request.response.status_int = 201
        request.response.headers["X-Leaked"] = "yes"
        raise Broken

    config = Configurator()
    config.add_route("it", "/")
    config.add_view(failing, route_name="it")
    config.add_exception_view(lambda exc, request: "sorry", context=Broken, renderer="string")
    answer = ask(config.make_wsgi_app())

    assert ((200, "sorry"), None) == (answer.said, answer.headers.get("X-Leaked"))


class Deny:
    """Nobody may do anything."""

    def identity(self, request: Any) -> None:
        """Return nobody."""

    authenticated_userid = identity

    def permits(self, request: Any, context: Any, permission: str) -> bool:
        """Return False."""
        return False


def invoking(**options: Any) -> Any:
    """Return the answer of a request whose view asks for the exception view of a Broken itself."""

    def view(request: Any) -> Any:
        request.response.headers["X-Begun"] = "yes"
        try:
            raise Broken("inner")
        except Broken:
            try:
                return request.invoke_exception_view(**options)
            except Exception as error:
                return Response(f"raised {type(error).__name__} {request.response.headers.get('X-Begun')}")

    config = Configurator(security_policy=Deny())
    config.add_route("it", "/")
    config.add_view(view, route_name="it")
    config.add_view(lambda exc, request: Response("answered"), context=Broken, permission="see")
    return ask(config.make_wsgi_app()).text


def test_the_permission_of_an_exception_view_is_asked_for_unless_said_otherwise() -> None:
    """``secure=False`` leaves it out; with ``reraise`` the exception itself is what is raised."""
    assert "answered" == invoking(secure=False)
    assert invoking().startswith("raised HTTPForbidden")
    assert invoking(reraise=True).startswith("raised Broken")


def test_without_an_exception_view_the_response_that_was_begun_stays() -> None:
    """Nothing was answered, so nothing is lost."""
    seen: list[Any] = []

    def view(request: Any) -> Any:
        request.response.headers["X-Begun"] = "yes"
        try:
            raise Broken
        except Broken:
            with pytest.raises(HTTPNotFound):
                request.invoke_exception_view()
        seen.append(request.response.headers["X-Begun"])
        return request.response

    config = Configurator()
    config.add_route("it", "/")
    config.add_view(view, route_name="it")

    assert "yes" == ask(config.make_wsgi_app()).headers["X-Begun"]
    assert ["yes"] == seen


def test_the_tween_of_the_exception_views_may_be_wrapped() -> None:
    """In place of corefw's own: the setting names it, and its factory is public."""

    def noting_factory(handler: Any, registry: Any) -> Any:
        answer = excview_tween_factory(handler, registry)

        def noting(request: Any) -> Any:
            response = answer(request)
            response.headers["X-Failed"] = type(request.exception).__name__
            return response

        return noting

    noting_factory.__module__, noting_factory.__qualname__ = "site", "noting"
    config = Configurator(settings={"corefw.tweens": ["site.noting"]})
    config.add_tween(noting_factory)
    config.add_exception_view(answering("answered"), context=Broken)
    answer = ask(app_of(config, a=Broken()), "/a")

    assert ((400, "answered Broken()"), "Broken") == (answer.said, answer.headers["X-Failed"])


@pytest.mark.parametrize("kind", [webob.Request, webob.BaseRequest])
def test_the_answer_may_be_for_a_request_of_webobs(kind: Any) -> None:
    """It gets what the requests of the application have, as one that is sent through it does."""
    config = Configurator()
    config.add_exception_view(lambda exc, request: {"path": request.path}, context=Broken, renderer="json")

    def view(request: Any) -> Any:
        return request.invoke_exception_view((Broken, Broken(), None), kind.blank("/other"))

    config.add_route("it", "/it")
    config.add_view(view, route_name="it")

    assert (200, '{"path":"/other"}') == ask(config.make_wsgi_app(), "/it").said


def test_what_an_exception_view_raises_does_not_lead_back_to_itself() -> None:
    """Where the exception that it answers is not under way, and came out of the handling of that one."""
    config = Configurator()
    config.add_exception_view(lambda exc, request: raising(exc.__context__)(request), context=Broken)

    def view(request: Any) -> Response:
        first, second = LookupError(), Broken()
        second.__context__ = first
        with pytest.raises(LookupError):
            request.invoke_exception_view((Broken, second, None))
        return Response(repr([second.__context__ is first, first.__context__]))

    config.add_route("it", "/it")
    config.add_view(view, route_name="it")

    assert (200, "[True, None]") == ask(config.make_wsgi_app(), "/it").said
