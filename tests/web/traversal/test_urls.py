"""URLs of resources: every keyword, and the way back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.config import Configurator
from corefw.interfaces import IResourceURL
from corefw.response import Response
from corefw.traversal import ResourceURL, virtual_root
from corefw.url import resource_url
from tests.web.traversal.trees import Folder, Leaf, branch
from tests.wsgi import ask

NAME = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0/"), min_size=1, max_size=6)
    .filter(lambda text: text not in (".", ".."))
    .filter(lambda text: not text.startswith("@@"))
)
ROOT, FOUND = branch("a b", "é")


class Elsewhere(Folder):
    """A resource that says its own address."""

    def __resource_url__(self, request: Any, info: dict[str, str]) -> str | None:
        """Return another site, or what *info* has, or nothing."""
        said = {"site": "https://other.example/x", "info": f"{info['app_url']}!{info['virtual_path']}"}
        return said.get(self.__name__ or "")


class Upper:
    """Where leaves are: in capitals."""

    def __init__(self, resource: Any, request: Any) -> None:
        self.virtual_path_tuple = self.physical_path_tuple = ("", resource.__name__.upper(), "")
        self.virtual_path = self.physical_path = f"/{resource.__name__.upper()}/"


@pytest.fixture(scope="module")
def app() -> Any:
    """Return an application with routes to a tree."""
    config = Configurator(
        settings={"corefw.allowed_hosts": ["*"]},
        root_factory=lambda request: ROOT,
    )
    config.add_route("hybrid", "/hybrid/{lang}/*traverse")
    config.add_route("other", "/other/*rest")
    config.add_resource_url_adapter(Upper, Leaf)
    return config.make_wsgi_app()


@pytest.fixture
def request_(app: Any) -> Any:
    """Return a request of the application."""
    return app.make_request("/", base_url="http://localhost:8080/base")


@pytest.mark.parametrize(
    ("elements", "keywords", "url"),
    [
        ((), {}, "http://localhost:8080/base/a%20b/%C3%A9/"),
        (("edit", "x/y", 1), {}, "http://localhost:8080/base/a%20b/%C3%A9/edit/x%2Fy/1"),
        ((), {"query": {"q": ["1", "ü"]}}, "http://localhost:8080/base/a%20b/%C3%A9/?q=1&q=%C3%BC"),
        ((), {"query": "raw=1"}, "http://localhost:8080/base/a%20b/%C3%A9/?raw=1"),
        (("x",), {"anchor": "é #"}, "http://localhost:8080/base/a%20b/%C3%A9/x#%C3%A9%20%23"),
        ((), {"scheme": "https"}, "https://localhost/base/a%20b/%C3%A9/"),
        ((), {"host": "h.example", "port": 90}, "http://h.example:90/base/a%20b/%C3%A9/"),
        ((), {"app_url": "https://app.example/"}, "https://app.example/a%20b/%C3%A9/"),
        ((), {"app_url": ""}, "/a%20b/%C3%A9/"),
    ],
)
def test_an_address_has_what_its_keywords_say(
    request_: Any, elements: tuple[Any, ...], keywords: dict[str, Any], url: str
) -> None:
    """A resource's own address ends with a slash; the function of the face is the method."""
    assert url == request_.resource_url(FOUND, *elements, **keywords)
    assert url == resource_url(FOUND, request_, *elements, **keywords)


def test_a_path_has_no_host(request_: Any) -> None:
    """It has the script name, and the root's is just that."""
    assert "/base/a%20b/%C3%A9/x?q=1#y" == request_.resource_path(FOUND, "x", query={"q": 1}, anchor="y")
    assert "/base/" == request_.resource_path(ROOT)
    assert "http://localhost:8080/base/" == request_.resource_url(ROOT)


def test_a_hybrid_route_leads_to_a_resource(request_: Any) -> None:
    """Its path fills the star, ``route_kw`` the rest; elements and keywords hold as elsewhere."""
    assert "http://localhost:8080/base/hybrid/de/a%20b/%C3%A9/" == request_.resource_url(
        FOUND, route_name="hybrid", route_kw={"lang": "de"}
    )
    assert "https://localhost/base/other/a%20b/%C3%A9/edit?q=1#a" == request_.resource_url(
        FOUND,
        "edit",
        route_name="other",
        route_remainder_name="rest",
        scheme="https",
        query={"q": 1},
        anchor="a",
    )
    assert "/base/hybrid/de/" == request_.resource_path(ROOT, route_name="hybrid", route_kw={"lang": "de"})


@pytest.mark.parametrize("pattern", ["/r/{lang}*traverse", "/r/{lang}/*traverse"])
def test_a_hybrid_route_needs_no_slash_before_its_star(pattern: str) -> None:
    """The path of the resource has one."""
    config = Configurator()
    config.add_route("tree", pattern)
    request = config.make_wsgi_app().make_request("/")

    path = request.resource_path(FOUND, route_name="tree", route_kw={"lang": "de"})
    assert "/r/de/a%20b/%C3%A9/" == path


def test_a_resource_says_its_own_address(request_: Any) -> None:
    """If it returns one; elements, query and anchor are added to it."""
    root = Folder()
    site, info, nothing = (root.add(name, Elsewhere()) for name in ("site", "info", "nothing"))

    assert "https://other.example/x/edit?q=1" == request_.resource_url(site, "edit", query={"q": 1})
    assert "http://localhost:8080/base!/info/" == request_.resource_url(info)
    assert "/base/nothing/" == request_.resource_path(nothing)


def test_an_adapter_says_where_resources_are(app: Any, request_: Any) -> None:
    """Registered for a class of them; it is IResourceURL's."""
    leaf = Folder().add("leaf", Leaf())

    assert "/base/LEAF/x" == request_.resource_path(leaf, "x")
    assert "/base/other/LEAF/" == request_.resource_path(
        leaf, route_name="other", route_remainder_name="rest"
    )
    assert leaf.__parent__ is virtual_root(leaf, request_)
    assert IResourceURL.implementedBy(ResourceURL)
    assert ["resource url adapter of Leaf"] == [
        row["introspectable"].title for row in app.registry.introspector.get_category("resource url adapters")
    ]


def test_paths_are_told_from_the_virtual_root(app: Any) -> None:
    """With routes as without them; the physical path stays what it is."""
    request = app.make_request("/", environ={"corefw.virtual_root": "/a b"})
    where = ResourceURL(FOUND, request)

    assert ("/a%20b/%C3%A9/", "/%C3%A9/") == (where.physical_path, where.virtual_path)
    assert (("", "a b", "é", ""), ("", "é", "")) == (where.physical_path_tuple, where.virtual_path_tuple)
    assert "/other/%C3%A9/" == request.resource_path(FOUND, route_name="other", route_remainder_name="rest")
    assert "/" == request.resource_path(ROOT["a b"])
    assert ROOT["a b"] is virtual_root(FOUND, request)


@pytest.mark.parametrize("names", [("", "evil.example"), ("/evil.example",), ("..", "..", "x")])
def test_no_name_leads_to_another_host(app: Any, names: tuple[str, ...]) -> None:
    """A path that begins with two slashes is another host to a browser, and dots would climb."""
    _, found = branch(*names)
    request = app.make_request("/")

    assert not request.resource_path(found).startswith("//")
    assert "/.." not in request.resource_path(found)


def test_a_named_root_does_not_become_part_of_the_host(app: Any) -> None:
    """Its name begins the path."""
    assert "http://localhost/.evil.example/" == app.make_request("/").resource_url(Folder(".evil.example"))


def test_a_name_with_nul_has_no_address(request_: Any) -> None:
    """No path can hold it."""
    _, found = branch("a\0b")

    with pytest.raises(ValueError, match="a path cannot hold NUL"):
        request_.resource_url(found)


TREE: dict[str, Any] = {}


def shown(context: Any, request: Any) -> Response:
    """Say whether the context is the resource that was meant, and what else was found."""
    return Response(f"{context is TREE['found']} {request.view_name!r} {request.subpath}")


def tree_application() -> Any:
    config = Configurator(root_factory=lambda request: TREE["root"])
    config.add_route("hybrid", "/~hybrid~/*traverse")
    config.add_view(shown)
    config.add_view(shown, route_name="hybrid")
    return config.make_wsgi_app()


TREE_APPLICATION = tree_application()


@given(st.lists(NAME, max_size=4))
def test_the_address_of_a_resource_leads_to_it(names: list[str]) -> None:
    """By traversal alone and through a hybrid route, whatever its names hold but slashes."""
    TREE["root"], TREE["found"] = branch(*names)
    request = TREE_APPLICATION.make_request("/")

    for options in ({}, {"route_name": "hybrid"}):
        path = request.resource_path(TREE["found"], **options)
        asked = TREE_APPLICATION.make_request(path).path_info
        assert "True '' ()" == ask(TREE_APPLICATION, asked).text
