"""No client input is a failure: whatever is sent, the answer is below 500 and the next one is good."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corefw.config import Configurator
from corefw.response import Response
from tests.wsgi import ask, environ_of

#: What a server passes on: any byte as one character, without what ends a line or a text.
LATIN = st.text(st.characters(max_codepoint=255, exclude_characters="\0\r\n"), max_size=20)
PATHS = st.one_of(
    LATIN.map(lambda text: "/" + text),
    st.lists(
        st.sampled_from(
            [
                "cards",
                "7",
                "x",
                "..",
                ".",
                "",
                "@@show",
                "\xff",
                "\xc3\xa9",
                "a\0",
                "files",
                "tree",
                "json",
                "own",
                "slash",
            ]
        ),
        max_size=5,
    ).map(lambda rows: "/" + "/".join(rows)),
)
METHODS = st.sampled_from(
    ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "FOO", "get", ""]
)
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "Accept",
            "Accept-Language",
            "Accept-Charset",
            "Content-Type",
            "Cookie",
            "Host",
            "If-Modified-Since",
            "If-None-Match",
            "Origin",
            "Range",
            "Referer",
            "Sec-Fetch-Site",
            "Transfer-Encoding",
            "X-Forwarded-For",
            "X-Requested-With",
            "Content-Length",
        ]
    ),
    st.one_of(
        LATIN,
        st.sampled_from(
            [
                "application/json",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "multipart/form-data",
                "text/html;q=0.5, */*",
                "bytes=0-" + "9" * 500,
                "Fri, 31 Dec 99999 23:59:59 GMT",
                "session=x; a=\xff",
                "same-origin",
                "-1",
                "9" * 400,
                "chunked",
                "localhost",
            ]
        ),
    ),
    max_size=5,
)
BODIES = st.one_of(
    st.binary(max_size=30),
    st.sampled_from([b"", b"{", b"[" * 5000, b"NaN", b"a=1&b=%ff&%zz", b"--x\r\n\r\n--x--", b'{"a": 1e999}']),
)


def read_everything(context: Any, request: Any) -> Response:
    """Look at everything that a client can send."""
    seen = [
        request.GET,
        request.POST,
        request.params,
        dict(request.cookies),
        request.accept,
        request.url,
        request.path_info,
        request.if_modified_since,
        request.if_none_match,
        request.range,
        request.content_length,
        request.client_addr,
        request.matchdict,
        request.referer,
        request.accept_language.header_value,
        request.current_route_url() if request.matched_route else "",
    ]
    if "json" in request.path:
        seen.append(request.json_body)
    return Response(f"{len(str(seen))}")


@pytest.fixture(scope="module")
def app() -> Any:
    """Return an application that reads whatever it is sent, by routes and by traversal."""
    config = Configurator(root_factory=lambda request: {"tree": {"7": [], "x": "text"}})
    config.add_route("card", "/cards/{id:int}")
    config.add_route("json", "/json/{x}")
    config.add_route("own", "/own/{x:.+}")
    config.add_route("param", "/cards/{x}", request_param="a=1", accept="text/html")
    config.add_route("slash", "/slash/{x}/")
    for name in ("card", "json", "own", "param", "slash"):
        config.add_view(read_everything, route_name=name)
        config.add_view(read_everything, route_name=name, accept="application/json", request_param="a")
    config.add_view(read_everything)
    config.add_view(read_everything, name="show", header="Origin:.*", match_param="a=b")
    config.add_notfound_view(append_slash=True)
    config.add_static_view("files", "corefw:web")
    return config.make_wsgi_app()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PATHS, METHODS, LATIN, HEADERS, BODIES)
def test_no_request_is_a_failure(
    app: Any, path: str, method: str, query: str, headers: dict[str, str], body: bytes
) -> None:
    """Every answer is below 500, and nothing is raised."""
    got: list[str] = []
    environ = environ_of(path, method, query=query, body=body, headers=headers)

    answer = app(environ, lambda status, headers, exc_info=None: got.append(status))
    b"".join(answer)

    assert int(got[-1][:3]) < 500
    assert 200 == ask(app, "/cards/7").status
