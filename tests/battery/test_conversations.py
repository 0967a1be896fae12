"""Rows that take more than one request: logins, tokens, secrets, and what becomes of a session."""

from __future__ import annotations

import base64
import json
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from itsdangerous import URLSafeSerializer

from corefw.config import Configurator
from corefw.response import Response
from corefw.session import SignedCookieSessionFactory
from tests.battery.case import Answer, Case, complaints, send
from tests.battery.demo import GOOD, Demo, build
from tests.battery.folder import fill
from tests.battery.pages import SECRET

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_KINDS = pytest.mark.parametrize("kind", ["cookie", "stored"])


@dataclass
class Client:
    """A browser: it keeps its cookies and says where its requests come from."""

    app: Any
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, target: str, **more: Any) -> Answer:
        """Ask for a page."""
        return self._send(Case(0, "get", (200, 403), target, **{"headers": {}, **more}))

    def post(self, target: str, body: str = "", status: int = 200, logs: int = 0, **headers: str) -> Answer:
        """Send a form of this site."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        given = {"Origin": "http://good.example", **_FORM, **named}
        return self._send(
            Case(0, "post", status, target, "POST", body.encode(), given, logs=logs, may_tell=True)
        )

    def _send(self, case: Case) -> Answer:
        headers = dict(case.headers)
        if self.cookies:
            headers.setdefault("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        answer = send(self.app, Case(**{**_fields(case), "headers": headers}))
        assert [] == complaints(case, answer)
        for name, value in answer.cookies.items():
            self.cookies[name] = value
            if not value:
                del self.cookies[name]
        return answer


def _fields(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in case.__dataclass_fields__}


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Demo]:
    """Return the application with each kind of session."""
    folder = fill(tmp_path_factory.mktemp("battery"))
    return {kind: build(kind, folder) for kind in ("cookie", "stored", "plain")}


@pytest.fixture(autouse=True)
def _good_request_afterwards(demos: dict[str, Demo]) -> Iterator[None]:
    yield
    for demo in demos.values():
        assert [] == complaints(Case(0, "good", 200, text=GOOD), send(demo.app, Case(0, "good", 200)))


def logged_in(demo: Demo) -> Client:
    """Return a client that came, and logged in."""
    client = Client(demo.app)
    client.get("/session")
    token = client.get("/token").text
    client.post("/login", f"name=ann&csrf_token={token}")
    return client


@_KINDS
def test_a_session_that_was_read_is_kept_from_caches(demos: dict[str, Demo], kind: str) -> None:
    """Row 61: Vary and Cache-Control say so (CVE-2023-30861); a page that asks for none is untouched."""
    answer = Client(demos[kind].app).get("/session")

    assert "Cookie" in answer.headers["vary"]
    assert "private" in answer.headers["cache-control"]
    assert "set-cookie" not in send(demos[kind].app, Case(63, "home", 200)).headers


@_KINDS
def test_a_login_makes_tokens_and_ids_worthless(demos: dict[str, Demo], kind: str) -> None:
    """Rows 73 and 86: what somebody planted before the login is nothing after it; the data stays."""
    client = Client(demos[kind].app)
    client.get("/session")
    before, planted = client.get("/token").text, dict(client.cookies)
    client.post("/login", f"name=ann&csrf_token={before}")

    assert planted["session"] != client.cookies["session"]
    client.post("/save", f"csrf_token={before}", 403)
    assert "saved" == client.post("/save", f"csrf_token={client.get('/token').text}").text
    assert "2" == client.get("/session").text
    if kind == "stored":
        assert "1" == Client(demos[kind].app, planted).get("/session").text


@_KINDS
def test_a_token_is_other_text_in_each_page(demos: dict[str, Demo], kind: str) -> None:
    """Row 74: masked (CVE-2014-9720), and both accepted; that of another session is not (row 72)."""
    client, other = Client(demos[kind].app), Client(demos[kind].app)
    one, two = client.get("/token").text, client.get("/token").text

    assert one != two
    for token in (one, two):
        client.post("/save", f"csrf_token={token}")
        client.post("/save", X_CSRF_Token=token)
    client.post("/save", f"csrf_token={other.get('/token').text}", 403)
    client.post("/save", f"csrf_token={one[:-1]}", 403)
    client.post(f"/save?csrf_token={one}", status=403)


@_KINDS
def test_a_logout_is_one(demos: dict[str, Demo], kind: str) -> None:
    """Row 87: the cookies go, with the path they were set with; a stored session is dead on the server."""
    client = logged_in(demos[kind])
    assert "the board" == client.get("/board").text
    stolen = {"session": client.cookies["session"]}
    answer = client.post("/logout", f"csrf_token={client.get('/token').text}")

    assert {"session": "", "auth_tkt": ""} == answer.cookies
    assert all("Path=/" in value for name, value in answer.pairs if name == "Set-Cookie")
    assert 403 == client.get("/board").status
    if kind == "stored":
        assert 403 == Client(demos[kind].app, stolen).get("/board").status


@_KINDS
def test_cookies_are_not_for_scripts_nor_other_sites(demos: dict[str, Demo], kind: str) -> None:
    """Row 97: and Secure on https, for each of them; an id has 128 bits at least (row 102)."""
    client = Client(demos[kind].app)
    client.get("/session")
    token = client.get("/token").text
    https = {"wsgi.url_scheme": "https"}
    plain = [
        value for name, value in client.post("/login", f"csrf_token={token}").pairs if name == "Set-Cookie"
    ]
    answer = client.get("/session", environ=https)
    safe = [value for name, value in answer.pairs if name == "Set-Cookie"]

    assert 2 == len(plain)
    for value in plain:
        assert all(flag in value for flag in ("HttpOnly", "SameSite=Lax", "Path=/"))
        assert "secure" not in value.lower()
    assert all("secure" in value.lower() for value in safe)
    if kind == "stored":
        assert len(client.cookies["session"]) >= 22


@pytest.mark.parametrize("cookie", ["session", "auth_tkt"])
def test_no_bit_of_a_cookie_can_be_changed(demos: dict[str, Demo], cookie: str) -> None:
    """Row 88: nobody is known then, and nothing is refused; so it is with a cookie that was cut off."""
    good = logged_in(demos["cookie"]).cookies[cookie]

    assert 200 == Client(demos["cookie"].app, {cookie: good}).get("/board").status
    step = max(len(good) // 40, 1)
    changed = [
        good[:n] + ("A" if good[n] != "A" else "Q") + good[n + 1 :] for n in range(0, len(good) - 2, step)
    ]
    for value in (*changed, good[:-1], good[1:], good + "A", good[::-1], good.replace(".", ""), good * 2):
        assert 403 == Client(demos["cookie"].app, {cookie: value}).get("/board").status


def test_a_signature_is_for_one_purpose(demos: dict[str, Demo]) -> None:
    """Row 89: no ticket is a session, no session a ticket, and what the secret signs elsewhere is neither."""
    client = logged_in(demos["cookie"])
    session, ticket = client.cookies["session"], client.cookies["auth_tkt"]
    elsewhere = str(URLSafeSerializer(SECRET).dumps([int(time.time()), "s", "ann", [], ""]))

    for cookies in (
        {"session": ticket},
        {"auth_tkt": session},
        {"auth_tkt": elsewhere},
        {"session": elsewhere},
    ):
        assert 403 == Client(demos["cookie"].app, cookies).get("/board").status


def _site(*secret: str) -> Any:
    config = Configurator(settings={"corefw.allowed_hosts": ["good.example"]})
    config.set_session_factory(SignedCookieSessionFactory(list(secret)))

    def count(request: Any) -> Response:
        request.session["n"] = request.session.get("n", 0) + 1
        return Response(str(request.session["n"]))

    config.add_route("session", "/session")
    config.add_view(count, route_name="session")
    return config.make_wsgi_app()


def test_a_secret_is_rotated() -> None:
    """Rows 90 and 91: the old one is believed and signs nothing; removed, it is not believed either."""
    old, new = secrets.token_hex(), secrets.token_hex()
    client = Client(_site(old))
    client.get("/session")
    first = dict(client.cookies)
    client.app = _site(new, old)

    assert "2" == client.get("/session").text
    assert "3" == Client(_site(new), dict(client.cookies)).get("/session").text
    assert "1" == Client(_site(new), first).get("/session").text
    assert "1" == Client(_site(old), dict(client.cookies)).get("/session").text


def test_a_clock_that_is_set_back_frightens_nobody(
    demos: dict[str, Demo], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 93: a session of the future, or of last year, is no session; nothing fails."""
    client, now = logged_in(demos["cookie"]), time.time()
    cookies = dict(client.cookies)

    for shift, status in ((86_400, 403), (-86_400, 403), (0, 200)):
        monkeypatch.setattr(time, "time", lambda shift=shift: now + shift)
        assert status == Client(demos["cookie"].app, dict(cookies)).get("/board").status


def test_a_signed_cookie_is_read_as_json_and_nothing_else(demos: dict[str, Demo]) -> None:
    """Row 94: a pickle, a program or XML in it, unsigned or signed by nobody, is no session."""
    for payload in (
        b"\x80\x04N.",
        b"cos\nsystem\n(S'x'\ntR.",
        b"!!python/object/apply:os.system ['x']",
        b"<x/>",
    ):
        value = base64.urlsafe_b64encode(payload).decode().rstrip("=")
        assert "1" == Client(demos["cookie"].app, {"session": f"{value}.x"}).get("/session").text


def test_an_id_that_is_none_never_reaches_the_store(demos: dict[str, Demo]) -> None:
    """Row 103: refused by its form."""
    demo = demos["stored"]
    demo.store.asked.clear()

    for value in (
        "../../etc/passwd",
        "*",
        "a/b",
        "x" * 8000,
        "KEYS",
        "%0d%0aSET",
        "\u00e9",
        "a" * 42,
        "a" * 44,
    ):
        sent = value.encode("utf-8").decode("latin-1")
        case = Case(103, "an id", (200, 400), "/session", headers={"Cookie": f"session={sent}"})
        assert [] == complaints(case, send(demo.app, case))
    assert "read" not in demo.store.asked


def test_a_program_without_cookies_needs_no_token(demos: dict[str, Demo]) -> None:
    """Row 71: there is nothing to misuse; with a session it is asked like anybody."""
    bare = Case(71, "a program", 200, "/save", "POST", headers={"Authorization": "Bearer x"})

    assert [] == complaints(bare, send(demos["cookie"].app, bare))
    Client(demos["cookie"].app, {"session": "x"}).post("/save", status=403)


def test_the_page_of_an_error_is_in_the_form_that_the_client_reads(demos: dict[str, Demo]) -> None:
    """Each of the three tells the status, and none tells more."""
    forms = {
        "text/html": "<h1>400 Bad Request</h1>",
        "application/json": '"status": 400',
        "text/plain": "400 Bad",
    }
    for accept, has in forms.items():
        case = Case(129, accept, 400, "/query?a=%ff", headers={"Accept": accept}, has=has)
        answer = send(demos["plain"].app, case)
        assert [] == complaints(case, answer)
        assert re.match(accept.replace("json", "problem.json"), answer.headers["content-type"])
    document = json.loads(
        send(
            demos["plain"].app, Case(129, "x", 400, "/query?a=%ff", headers={"Accept": "application/json"})
        ).text
    )
    assert {"type", "title", "status", "detail"} == set(document)
