"""Static files declared by ``add_static_view``."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import ConfigurationError, Configurator
from corefw.static import ManifestCacheBuster, QueryStringConstantCacheBuster
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
    """When the view is declared, at that place."""
    config = Configurator(package="site_files")
    with pytest.raises(ConfigurationError) as caught:
        config.add_static_view("assets", "nosuch")

    line = test_a_folder_that_is_not_there_is_refused.__code__.co_firstlineno + 4
    folder = site.path / "site_files" / "nosuch"
    assert (
        f'CFW-561  The static files "site_files:nosuch/" are not there: {folder} is not a folder.\n\n'
        f"  site_files   tests/app/directives/test_statics.py:{line}   "
        'config.add_static_view("assets", "nosuch")\n\n'
        "  To mend it: name an existing folder, as package:folder or as an absolute path"
    ) == str(caught.value)


def test_compressed_files_are_sent_to_those_who_take_them(site: Folder) -> None:
    """Of the encodings that were named."""
    site.write("site_files/static/a.css.gz", "gz")
    config = Configurator(package="site_files")
    config.add_static_view("assets", "static", content_encodings=("gzip",))
    app = config.make_wsgi_app()

    taken = ask(app, "/assets/a.css", headers={"Accept-Encoding": "gzip"})

    assert ("gz", "gzip") == (taken.text, taken.headers["Content-Encoding"])
    assert "a {}" == ask(app, "/assets/a.css").text
    with pytest.raises(ConfigurationError, match="CFW-563"):
        Configurator(package="site_files").add_static_view("other", "static", content_encodings=("gzp",))


class Reading:
    """A security policy that knows one reader."""

    def permits(self, request: Any, context: Any, permission: str) -> bool:
        """Let the reader read."""
        return permission == "read" and request.headers.get("X-Reader") == "1"


def test_a_static_view_may_need_a_permission_and_an_absolute_folder(site: Folder) -> None:
    """Whoever lacks it sees nothing, and no cache that is shared keeps what is shown."""
    config = Configurator(package="site_files")
    config.add_static_view("private", str(site.path / "site_files" / "static"), permission="read")
    config.set_security_policy(Reading())
    app = config.make_wsgi_app()
    shown = ask(app, "/private/a.css", headers={"X-Reader": "1"})

    assert 403 == ask(app, "/private/a.css").status
    assert (200, "private, max-age=3600") == (shown.status, shown.headers["Cache-Control"])
    assert "/private/a.css" == app.make_request("/").static_path(f"{site.path}/site_files/static/a.css")


class TestCacheBusters:
    """``add_cache_buster``."""

    def path(self, config: Any, asset: str, **kw: Any) -> str:
        """Return the address of a file in the application that *config* makes."""
        made: str = config.make_wsgi_app().make_request("/").static_path(asset, **kw)
        return made

    def test_a_token_is_added(self, site: Folder) -> None:
        """To the files below the folder and to no others."""
        config = Configurator(package="site_files")
        config.add_static_view("assets", "static")
        config.add_cache_buster("static/deep", QueryStringConstantCacheBuster("1.0"))
        request = config.make_wsgi_app().make_request("/")

        assert "/assets/deep/b.txt?x=1.0" == request.static_path("site_files:static/deep/b.txt")
        assert "/assets/deep/b.txt?a=1&x=1.0" == request.static_path(
            "site_files:static/deep/b.txt", _query={"a": 1}
        )
        assert "/assets/a.css" == request.static_path("site_files:static/a.css")

    def test_files_elsewhere_are_busted_as_well(self, site: Folder) -> None:
        """The address begins as it was declared."""
        config = Configurator(package="site_files")
        config.add_static_view("//cdn.example/files", "static")
        config.add_cache_buster("static/", QueryStringConstantCacheBuster("é&", param="v"))

        made = self.path(config, "site_files:static/a.css", _scheme="https")

        assert "https://cdn.example/files/a.css?v=%C3%A9%26" == made

    def test_a_manifest_leads_to_the_file_of_the_build(self, site: Folder) -> None:
        """Which is served under its own name."""
        site.write("site_files/static/a-1.css", "built")
        site.write("site_files/static/manifest.json", '{"a.css": "a-1.css"}')
        config = Configurator(package="site_files")
        config.add_static_view("assets", "static")
        config.add_cache_buster("static", ManifestCacheBuster("site_files:static/manifest.json"))
        app = config.make_wsgi_app()
        path = app.make_request("/").static_path("site_files:static/a.css")

        assert ("/assets/a-1.css", (200, "built")) == (path, ask(app, path).said)
        assert 404 == ask(app, "/assets/a-2.css").status

    def test_an_explicit_one_is_about_the_file_that_is_sent(self, site: Folder) -> None:
        """It sees both specifications, and goes before one that is not explicit."""
        site.write("site_look/__init__.py")
        site.write("site_look/look/a.css", "look")
        seen: list[tuple[str, str]] = []

        def noting(request: Any, subpath: str, kw: dict[str, Any]) -> tuple[str, dict[str, Any]]:
            seen.append((kw["pathspec"], kw["rawspec"]))
            return f"noted-{subpath}", kw

        config = Configurator(package="site_files")
        config.add_static_view("assets", "static")
        config.override_asset("site_files:static/", "site_look:look/")
        config.add_cache_buster("site_look:look/", noting, explicit=True)
        config.add_cache_buster("static", QueryStringConstantCacheBuster("1"))
        request = config.make_wsgi_app().make_request("/")

        assert "/assets/noted-a.css" == request.static_path("site_files:static/a.css")
        assert "/assets/deep/b.txt?x=1" == request.static_path("site_files:static/deep/b.txt")
        assert [("site_files:static/a.css", "site_look:look/a.css")] == seen

    def test_a_setting_switches_all_off(self, site: Folder) -> None:
        """As a developer may wish."""
        config = Configurator(package="site_files", settings={"corefw.prevent_cachebust": True})
        config.add_static_view("assets", "static")
        config.add_cache_buster("static", QueryStringConstantCacheBuster("1"))

        assert "/assets/a.css" == self.path(config, "site_files:static/a.css")

    def test_two_for_the_same_files_are_a_conflict(self, site: Folder) -> None:
        """But the application may replace what it includes."""

        def includeme(config: Any) -> None:
            config.add_cache_buster("site_files:static", QueryStringConstantCacheBuster("theirs"))

        config = Configurator(package="site_files")
        config.add_static_view("assets", "static")
        config.include(includeme)
        config.add_cache_buster("static", QueryStringConstantCacheBuster("ours"))

        assert "/assets/a.css?x=ours" == self.path(config, "site_files:static/a.css")

    def test_what_cannot_be_called_is_refused(self, site: Folder) -> None:
        """A class that was not called, above all."""
        config = Configurator(package="site_files")
        with pytest.raises(ConfigurationError) as caught:
            config.add_cache_buster("static", QueryStringConstantCacheBuster)

        line = self.test_what_cannot_be_called_is_refused.__code__.co_firstlineno + 4
        assert (
            'CFW-565  The cache buster for "static" is none: <class '
            "'corefw.web.static.busters.QueryStringConstantCacheBuster'> cannot be called with a request, "
            "a path and keywords.\n\n"
            f"  site_files   tests/app/directives/test_statics.py:{line}   "
            'config.add_cache_buster("static", QueryStringConstantCacheBuster)\n\n'
            '  To mend it: config.add_cache_buster("static", QueryStringConstantCacheBuster("1.0"))'
        ) == str(caught.value)


def test_a_misspelt_argument_is_told_by_the_name_of_the_static_view() -> None:
    """And not by that of the route which it makes."""
    config = Configurator()

    with pytest.raises(ConfigurationError) as caught:
        config.add_static_view("assets", "corefw:web", cache_max_ag=1)

    (problem,) = caught.value.problems
    said = 'The static view "assets" has an unknown argument "cache_max_ag". Did you mean "cache_max_age"?'
    assert ("CFW-501", said) == (problem.code, problem.what)
    assert ["test_statics.py"] == [
        row.place.file.rpartition("/")[2] for row in problem.witnesses if row.place
    ]


def test_predicates_of_the_route_may_be_given_with_a_static_view() -> None:
    """They are not taken for misspelt arguments."""
    config = Configurator()
    config.add_static_view("assets", "corefw:web", header="X-Own", accept="text/css", pregenerator=None)
    config.commit()
