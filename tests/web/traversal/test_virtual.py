"""Virtual hosting: a part of the tree as a site of its own."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import Configurator
from corefw.response import Response
from corefw.traversal import virtual_root
from tests.web.traversal.trees import branch
from tests.wsgi import ask

TRUSTING = {"corefw.trusted_proxies": ["127.0.0.1"], "corefw.proxy_headers": ["x-vhm-root"]}


def show(context: Any, request: Any) -> Response:
    """Answer with what traversal found out, and the addresses that follow from it."""
    return Response(
        f"{context} {request.virtual_root} {request.virtual_root_path} {request.traversed} "
        f"{request.resource_path(context)} {virtual_root(context, request)} {request.root}"
    )


def application(settings: dict[str, Any]) -> Any:
    """Return an application over /sites/blog/post and /sites/blogger."""
    root, _ = branch("sites", "blog", "post")
    root["sites"].add("blogger")
    config = Configurator(settings=settings, root_factory=lambda request: root)
    config.add_view(show)
    config.add_route("hybrid", "/hybrid/*traverse")
    config.add_view(show, route_name="hybrid")
    return config.make_wsgi_app()


def test_a_proxy_can_show_a_part_of_the_tree_as_a_whole() -> None:
    """The walk begins at the root, paths of URLs at the virtual root; what was traversed is told whole."""
    app = application(TRUSTING)
    header = {"X-Vhm-Root": "/sites/blog"}

    assert "<post> <blog> ('sites', 'blog') ('sites', 'blog', 'post') /post/ <blog> <root>" == (
        ask(app, "/post", headers=header).text
    )
    assert "<blog> <blog> ('sites', 'blog') ('sites', 'blog') / <blog> <root>" == (
        ask(app, "/", headers=header).text
    )
    assert (
        ask(app, "/post", headers=header).text
        == ask(app, "/post", headers={"X-Vhm-Root": "sites/blog/"}).text
    )


def test_hybrid_routes_are_below_the_virtual_root_too() -> None:
    """As Pyramid documents it."""
    answer = ask(application(TRUSTING), "/hybrid/post", headers={"X-Vhm-Root": "/sites/blog"})

    assert answer.text.startswith("<post> <blog> ('sites', 'blog')")


def test_no_client_chooses_the_virtual_root_by_itself() -> None:
    """The header is ignored unless it is of a trusted proxy that is believed for it."""
    app = application({})
    whole = "<post> <root> () ('sites', 'blog', 'post') /sites/blog/post/ <root> <root>"

    assert whole == ask(app, "/sites/blog/post", headers={"X-Vhm-Root": "/sites/blog"}).text
    assert whole == ask(application(TRUSTING), "/sites/blog/post").text
    assert 404 == ask(app, "/post", headers={"X-Vhm-Root": "/sites/blog"}).status
    for untrusting in (
        {"corefw.trusted_proxies": ["10.0.0.1"], "corefw.proxy_headers": ["x-vhm-root"]},
        {"corefw.trusted_proxies": ["127.0.0.1"]},
    ):
        answer = ask(application(untrusting), "/sites/blog/post", headers={"X-Vhm-Root": "/sites/blog"})
        assert whole == answer.text


def test_a_virtual_root_that_is_not_there_is_not_found() -> None:
    """The virtual root is then the root."""
    app = application(TRUSTING)

    assert 404 == ask(app, "/post", headers={"X-Vhm-Root": "/nosuch"}).status


@pytest.mark.parametrize("value", ["/\xff", "/\xc3"])
def test_a_header_that_is_not_utf_8_is_400(value: str) -> None:
    """And tells nothing."""
    assert 400 == ask(application(TRUSTING), "/", headers={"X-Vhm-Root": value}).status


def test_only_whole_names_are_left_out_of_paths() -> None:
    """The path of /sites/blogger does not begin with /sites/blog."""
    app = application(TRUSTING)
    request = app.make_request("/", environ={"corefw.virtual_root": "/sites/blog"})
    root, _ = branch("sites", "blogger")
    blogger = root["sites"]["blogger"]

    assert "/sites/blogger/" == request.resource_path(blogger)
    assert root is virtual_root(blogger, request)


def test_no_path_climbs_out_of_the_virtual_root() -> None:
    """Dots are resolved before its path is put in front."""
    header = {"X-Vhm-Root": "/sites/blog"}

    assert [404, 404, 200] == [
        ask(application(TRUSTING), path, headers=header).status
        for path in ("/../blogger", "/../..//sites", "/..")
    ]


def test_the_context_of_a_route_without_traversal_is_the_virtual_root() -> None:
    """As Pyramid documents it: a route walks no segments, from where the proxy says."""
    root, _ = branch("sites", "blog")
    config = Configurator(settings=TRUSTING, root_factory=lambda request: root)
    config.add_route("plain", "/plain")
    config.add_view(show, route_name="plain")
    app = config.make_wsgi_app()

    assert ask(app, "/plain", headers={"X-Vhm-Root": "/sites/blog"}).text.startswith("<blog> <blog> ")
    assert ask(app, "/plain").text.startswith("<root> <root> ")
    assert 404 == ask(app, "/plain", headers={"X-Vhm-Root": "/nosuch"}).status
