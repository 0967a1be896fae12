"""Round trips: from random patterns and values to a URL, and through an application back to the values."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from hypothesis import assume, given
from hypothesis import strategies as st

from corefw.config import Configurator
from corefw.response import Response
from tests.wsgi import ask

#: What one segment of a path may hold; "." and ".." are resolved by clients.
VALUE = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0/"), min_size=1, max_size=8
).filter(lambda text: text not in (".", ".."))
ODD = st.sampled_from(
    ["%", "%2F", "%00", "a b", "é", "日本", "a+b", "a;b=c", "a:b@c", "~", "...", "?#[]", "\\", '"<>']
)
LITERAL = st.sampled_from(["a", "bc", "é", "a b", "@x", "%", "x.y", "a:b"])
PARTS = st.lists(
    st.one_of(LITERAL, st.just("plain"), st.just("int"), st.just("mixed")), min_size=1, max_size=4
)


def answer(request: Any) -> Response:
    """Tell the values that the route gave."""
    return Response(json.dumps(request.matchdict))


def pattern_of(parts: list[str], star: bool, slash: bool) -> str:
    """Return a pattern with a placeholder for each part that is no literal."""
    pieces = []
    for number, part in enumerate(parts):
        pieces.append(
            {"plain": f"{{v{number}}}", "int": f"{{v{number}:int}}", "mixed": f"x{{v{number}}}"}.get(
                part, part
            )
        )
    return "/" + "/".join(pieces) + ("/*rest" if star else "/" if slash else "")


def values_of(draw: Any, parts: list[str], star: bool) -> dict[str, Any]:
    """Draw a value for each placeholder."""
    kinds = {
        "plain": st.one_of(VALUE, ODD),
        "mixed": st.one_of(VALUE, ODD),
        "int": st.integers(-(10**18), 10**18),
    }
    values = {f"v{number}": draw(kinds[part]) for number, part in enumerate(parts) if part in kinds}
    if star:
        values["rest"] = draw(st.lists(st.one_of(VALUE, ODD), max_size=3))
    return values


@given(st.data(), PARTS, st.booleans(), st.booleans())
def test_the_values_of_a_url_come_back(data: Any, parts: list[str], star: bool, slash: bool) -> None:
    """Whatever the pattern, and whatever stands in the values: unicode, percent signs, dots, separators."""
    config = Configurator()
    config.add_route("it", pattern_of(parts, star, slash))
    config.add_view(answer, route_name="it")
    app = config.make_wsgi_app()
    values = values_of(data.draw, parts, star)
    request = app.make_request("/")
    path = request.route_path("it", **values)
    url = urlsplit(request.route_url("it", **values))

    assert not path.startswith("//")
    assert path.isascii()
    assert ("http", "localhost", path, "", "") == (url.scheme, url.netloc, url.path, url.query, url.fragment)
    assert values == json.loads(ask(app, unquote_to_bytes(path).decode()).text)


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=4), st.text(max_size=8))
def test_the_query_and_the_anchor_of_a_url_come_back(pairs: list[tuple[str, str]], anchor: str) -> None:
    """Of every name and value that UTF-8 can say."""
    try:
        json.dumps([pairs, anchor], ensure_ascii=False).encode()
    except UnicodeEncodeError:
        assume(False)
    config = Configurator()
    config.add_route("it", "/")
    config.add_view(lambda request: Response(json.dumps(list(request.GET.items()))), route_name="it")
    app = config.make_wsgi_app()
    url = urlsplit(app.make_request("/").route_path("it", _query=pairs, _anchor=anchor))

    assert [list(pair) for pair in pairs] == json.loads(ask(app, "/", query=url.query).text)
    assert anchor == unquote_to_bytes(url.fragment).decode()
