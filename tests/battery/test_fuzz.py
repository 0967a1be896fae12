"""Whatever bytes arrive, wherever: never a 5xx, never an exception, and the next request is fine.

Unlike a server, the strategy also puts line ends and NULs into headers.
"""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.battery.case import Case, complaints, send
from tests.battery.cases_bodies import field, file, multipart
from tests.battery.demo import GOOD, Demo, build
from tests.battery.folder import fill
from tests.battery.pages import SECRET
from tests.battery.test_cases import CASES

#: Pages that fail by themselves, or set what no head may hold, whatever the client sends.
_FAILING = re.compile(
    r"/(fail|odd|coroutine|fails-twice|answer-callbacks|broken|closed|header|nan|tree\.xml|built|jump)"
)
_TARGETS = sorted(
    {case.target for case in CASES if len(case.target) < 200 and not _FAILING.match(case.target)}
)
_BYTES = st.binary(max_size=40).map(lambda raw: raw.decode("latin-1"))
_QUOTED = st.text(st.sampled_from("%0123456789abcdefABCDEF/.&=;+?#\\\xe9"), max_size=30)
_PATHS = st.one_of(
    st.sampled_from(_TARGETS),
    st.tuples(
        st.sampled_from(
            ["/", "/text/", "/rest/", "/number/", "/static/", "/walk/", "/guest/", "/slash/", "//"]
        ),
        _QUOTED,
    ).map("".join),
    st.tuples(
        st.sampled_from(["/query?", "/everything?", "/go?next=", "/jsonp?callback=", "/table?a="]), _QUOTED
    ).map("".join),
    _BYTES,
)
_NAMES = st.sampled_from(
    sorted(
        {name for case in CASES for name in case.headers}
        | {
            "X-Evil",
            "If-Unmodified-Since",
            "Date",
            "Max-Forwards",
            "Cache-Control",
            "Pragma",
            "X-Requested-With",
        }
    )
)
_SENT = sorted(
    {value for case in CASES for value in case.headers.values() if value is not None and len(value) < 500}
)
_HEADERS = st.dictionaries(_NAMES, st.one_of(_BYTES, st.sampled_from(_SENT), st.none()), max_size=6)
_COOKIES = st.lists(
    st.tuples(st.sampled_from(["session", "auth_tkt", "a", "", "__Host-a", "_LOCALE_"]), _BYTES), max_size=4
).map(lambda pairs: "; ".join(f"{name}={value}" for name, value in pairs))
_TYPES = st.one_of(
    st.sampled_from(
        [
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/plain",
            "multipart/form-data",
            "",
        ]
    ),
    st.tuples(
        st.sampled_from(
            [
                "multipart/form-data; boundary=",
                "text/plain; charset=",
                "application/x-www-form-urlencoded;",
                "application/json; ",
            ]
        ),
        _BYTES,
    ).map("".join),
    _BYTES,
)
_PIECES = st.sampled_from(
    [
        b"--x\r\n",
        b"--x--\r\n",
        b"\r\n",
        b"\n",
        b'Content-Disposition: form-data; name="a"',
        b'; filename="b"',
        b"Content-Type: text/html",
        b"{",
        b"[",
        b'"a":',
        b"1e999",
        b"\\ud800",
        b"%ff",
        b"a=1&",
        b"\xff",
        field("a"),
        file("b"),
    ]
)
_BODIES = st.one_of(
    st.binary(max_size=60),
    st.lists(_PIECES, max_size=8).map(b"".join),
    st.sampled_from([case.body for case in CASES if 0 < len(case.body) < 1000]),
    st.just(multipart(field("a"), file("b"))),
)
_METHODS = st.sampled_from(
    ["GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE", "PATCH", "TRACE", "EVIL", "get", "\xff", ""]
)
_GOOD = Case(0, "good", 200, text=GOOD)


@pytest.fixture(scope="module", params=["cookie", "stored", "plain", "proxied"])
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Return each application."""
    return build(request.param, fill(tmp_path_factory.mktemp("battery")))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_PATHS, _METHODS, _HEADERS, _COOKIES, _TYPES, _BODIES, st.booleans())
@example(
    "/form", "POST", {"Content-Length": "\x00"}, "", "multipart/form-data; boundary=\xff", b"--\xff", False
)
@example("/\xff", "GET", {"Host": "good.example"}, "session=\xff", "", b"", False)
def test_no_bytes_are_a_failure(
    demo: Demo,
    target: str,
    method: str,
    headers: dict[str, Any],
    cookie: str,
    kind: str,
    body: bytes,
    is_of_this_site: bool,
) -> None:
    """The answer is below 500, tells no secret, and has a head that can be sent."""
    given = {"Content-Type": kind, **headers, **({"Cookie": cookie} if cookie else {})}
    if is_of_this_site:
        given |= {"Host": "good.example", "Sec-Fetch-Site": "same-origin"}
    case = Case(
        0, "fuzz", tuple(range(200, 500)), target, method, body, given, {"wsgi.input": io.BytesIO(body)}
    )
    answer = send(demo.app, case)

    assert answer.status < 500, answer.records
    assert answer.cut is None
    assert SECRET not in answer.text + str(answer.pairs)
    assert [] == [line for line in answer.pairs if any(sign in line[1] for sign in "\r\n\0")]
    assert len(answer.records) <= 3
    assert all(record.getMessage().isprintable() for record in answer.records)
    assert [] == complaints(_GOOD, send(demo.app, _GOOD))
