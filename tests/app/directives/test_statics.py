"""Static files declared by ``add_static_view``."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import ConfigurationError, Configurator
from tests.modules import Folder
from tests.wsgi import ask


@pytest.fixture
def site(folder: Folder) -> Folder:
    """Return a package with static files."""
    folder.write("site_files/__init__.py")
    folder.write("site_files/static/a.css", "a {}")
    folder.write("site_files/static/deep/b.txt", "b")
    return folder


def test_files_are_served_and_have_addresses(site: Folder) -> None:
    """By the name given, with the path of the file as the route's rest."""
    config = Configurator(package="site_files", settings={})
    config.add_static_view("assets", "static", cache_max_age=60)
    app = config.make_wsgi_app()
    request = app.make_request("/")

    css, text = ask(app, "/assets/a.css"), ask(app, "/assets/deep/b.txt")
    assert ((200, "a {}"), "text/css; charset=UTF-8") == (css.said, css.headers["Content-Type"])
    assert "public, max-age=60" == css.headers["Cache-Control"]
    assert (200, "b") == text.said
    assert "http://localhost/assets/deep/b.txt" == request.static_url("site_files:static/deep/b.txt")
    assert "/assets/a.css?v=1" == request.static_path("site_files:static/a.css", _query={"v": 1})


@pytest.mark.parametrize(
    "path",
    [
        "/assets/",
        "/assets",
        "/assets/../site_files/__init__.py",
        "/assets/%2e%2e/__init__.py",
        "/assets/a.css/",
        "/assets/nosuch",
        "/assets/a.css\0",
    ],
)
def test_nothing_else_is_served(site: Folder, path: str) -> None:
    """Whatever the path, nothing but visible files below the folder."""
    config = Configurator(package="site_files")
    config.add_static_view("assets", "static")

    assert ask(config.make_wsgi_app(), path).status in (400, 404)


def test_a_static_view_takes_no_post(site: Folder) -> None:
    """405, and no CSRF check before it."""
    config = Configurator(package="site_files")
    config.add_static_view("assets", "static")
    answer = ask(config.make_wsgi_app(), "/assets/a.css", "POST", headers={"Sec-Fetch-Site": "cross-site"})

    assert 405 == answer.status


def test_files_may_be_elsewhere(site: Folder) -> None:
    """An address as the name says who has them; nothing is served here."""
    config = Configurator(package="site_files")
    config.add_static_view("https://cdn.example/files", "static")
    app = config.make_wsgi_app()

    assert "https://cdn.example/files/a.css" == app.make_request("/").static_url("site_files:static/a.css")
    assert 404 == ask(app, "/files/a.css").status


def test_a_package_may_be_included_under_two_prefixes(site: Folder) -> None:
    """Its files are served under both, and found at the last."""

    def includeme(config: Any) -> None:
        config.add_static_view("static", "site_files:static")

    config = Configurator()
    config.include(includeme, route_prefix="one")
    config.include(includeme, route_prefix="two")
    app = config.make_wsgi_app()

    assert [200, 200] == [ask(app, f"/{prefix}/static/a.css").status for prefix in ("one", "two")]
    assert "/two/static/a.css" == app.make_request("/").static_path("site_files:static/a.css")


def test_a_folder_that_is_not_there_is_refused(site: Folder) -> None:
    """When the view is declared."""
    with pytest.raises(ConfigurationError, match="CFW-561"):
        Configurator(package="site_files").add_static_view("assets", "nosuch")
