"""Every page is whole and can be used without seeing it."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from webtest import TestApp

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Balance(HTMLParser):
    """Checks that every element is closed by its own end tag."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.svg = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"doubled attribute in {tag}"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop()


def check(html: Any, text: str) -> None:
    """Check what makes a page valid and accessible."""
    balance = Balance()
    balance.feed(text)
    assert [] == balance.open
    assert "en" == html.html["lang"]
    assert 1 == len(html.select("h1"))
    assert 1 == len(html.select("main"))
    assert "#main" == html.body.a["href"]
    ids = [one["id"] for one in html.select("[id]")]
    assert len(ids) == len(set(ids))
    for control in html.select("input:not([type=hidden]), textarea, select"):
        assert html.select(f"label[for={control['id']}]"), control
    for button in html.select("button"):
        assert button.text.strip() or button["aria-label"]
    for link in html.select("a"):
        assert link.text.strip() or link["aria-label"]
    for described in html.select("[aria-describedby], [aria-labelledby]"):
        for reference in (described.get("aria-describedby") or described.get("aria-labelledby")).split():
            assert reference in ids
    levels = [int(one.name[1]) for one in html.select("h1, h2, h3, h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert not html.select("style, [style], [onclick]")
    assert all(one.get("src") and not one.text for one in html.select("script"))
    for asset in html.select("[src], link[href]"):
        assert (asset.get("src") or asset["href"]).startswith(("/static/", "/theme/", "/pictures/"))


def test_each_page_is_valid_and_accessible(browser: TestApp, page_path: str) -> None:
    """Balanced elements, one heading, labels for all controls, nothing from elsewhere."""
    page = browser.get(page_path, status=(200, 404))

    check(page.html, page.text)


def test_pages_with_errors_are_valid_too(browser: TestApp) -> None:
    """The same holds for what comes back to be mended."""
    for path in (
        "/boards/new",
        "/columns/1/cards/new",
        "/cards/1/move",
        "/cards/1/comments",
        "/columns/1/edit",
        "/boards/1/members",
        "/boards/1/labels",
        "/boards/1/import",
        "/users",
        "/profile",
        "/profile/picture",
    ):
        page = browser.post(path, {"summary": "x" * 200}, status=422)
        check(page.html, page.text)


def test_the_door_is_valid(visitor: TestApp) -> None:
    """The one page that visitors see."""
    for page in (visitor.get("/login"), visitor.post("/login", {"login": "x"}, status=422)):
        check(page.html, page.text)


@pytest.mark.parametrize("path", ["/static/board.css", "/theme/theme.css"])
def test_the_stylesheets_need_nothing_from_elsewhere(visitor: TestApp, path: str) -> None:
    """Served with their type, without imports."""
    sheet = visitor.get(path)

    assert "text/css" == sheet.content_type
    assert "@import" not in sheet.text
    assert "url(" not in sheet.text
