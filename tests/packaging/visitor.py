"""Somebody who uses the board through HTTP, as a browser does: cookies, redirects, forms."""

from __future__ import annotations

import re
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from http.cookiejar import CookieJar

__all__ = ["Visitor"]


class _Inputs(HTMLParser):
    """Collects the hidden inputs of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.hidden[str(given["name"])] = given.get("value") or ""


class Visitor:
    """A client with a cookie jar for one site."""

    def __init__(self, site: str) -> None:
        self.site = site
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    @staticmethod
    def login_in(text: str) -> tuple[str, str]:
        """Return the login that a program printed."""
        match = re.search(r"Log in as (\S+) with the password (\S+)\.$", text, re.MULTILINE)
        assert match is not None, f"no login in\n{text}"
        return match[1], match[2]

    def get(self, path: str) -> str:
        """Return the page at a path."""
        with self._opener.open(self.site + path, timeout=30) as answer:
            return str(answer.read().decode())

    def post(self, path: str, **fields: str) -> str:
        """Send a form and return the page that it leads to."""
        request = urllib.request.Request(
            self.site + path, urllib.parse.urlencode(fields).encode(), {"Origin": self.site}
        )
        with self._opener.open(request, timeout=30) as answer:
            return str(answer.read().decode())

    def log_in(self, login: str, password: str) -> str:
        """Log in as the form of the page asks for it; return the page behind the door."""
        inputs = _Inputs()
        inputs.feed(self.get("/login"))
        page = self.post("/login", **{**inputs.hidden, "login": login, "password": password})
        assert "logout" in page, page
        return page
