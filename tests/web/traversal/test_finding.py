"""Finding a resource by its path."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.config import Configurator
from corefw.exceptions import URLDecodeError
from corefw.response import Response
from corefw.traversal import (
    ResourceTreeTraverser,
    find_resource,
    resource_path,
    resource_path_tuple,
    traverse,
)
from tests.web.traversal.trees import Folder, branch
from tests.wsgi import ask

NAME = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=6
).filter(lambda text: not text.startswith("@@"))
ODD_NAME = st.one_of(NAME, st.sampled_from([".", "..", "a/b", "//", "%", "%2F", "é", " ", "?#"]))


@given(st.lists(ODD_NAME, max_size=4))
def test_what_a_path_says_is_found_again(names: list[str]) -> None:
    """By text and by tuple, from anywhere in the tree, whatever the names hold."""
    root, found = branch(*names)

    assert found is find_resource(root, resource_path(found))
    assert found is find_resource(found, resource_path(found))
    assert found is find_resource(root, resource_path_tuple(found))


def test_a_relative_path_begins_at_the_resource() -> None:
    """An absolute one at the root, whichever resource was given."""
    root, found = branch("a", "b")

    assert found is find_resource(root["a"], "b")
    assert found is find_resource(root["a"], ("b",))
    assert root["a"] is find_resource(found, "/a")
    assert root["a"] is find_resource(found, ("", "a"))
    assert found is find_resource(found, "")
    assert found is find_resource(found, ())


def test_what_is_not_there_is_named() -> None:
    """With the resource at which the path ended."""
    root, _ = branch("a")

    with pytest.raises(KeyError) as caught:
        find_resource(root, "/a/nosuch/x")

    assert '<a> has nothing below it that is named "nosuch"' == caught.value.args[0]


def test_traversal_tells_all_it_found_out() -> None:
    """In the dictionary that Pyramid documents."""
    root, found = branch("a")

    assert {
        "context": found,
        "view_name": "edit",
        "subpath": ("x", "y"),
        "traversed": ("a",),
        "root": root,
        "virtual_root": root,
        "virtual_root_path": (),
    } == traverse(root, "/a/@@edit/x/y")


def test_a_path_that_cannot_be_decoded_is_refused() -> None:
    """Text that is not encoded is the programmer's error, bytes that are not UTF-8 the client's."""
    root, _ = branch("a")

    with pytest.raises(UnicodeEncodeError):
        traverse(root, "/é")
    with pytest.raises(URLDecodeError):
        traverse(root, "/%FF")


class Shouted(Folder):
    """A root whose children are found in capitals."""


class ShoutingTraverser:
    """Finds children by their names in capitals."""

    def __init__(self, root: Any) -> None:
        self.root = root

    def __call__(self, request: Any) -> dict[str, Any]:
        request.matchdict = {"traverse": tuple(one.lower() for one in request.matchdict["traverse"])}
        return ResourceTreeTraverser(self.root)(request)


def test_the_traverser_of_the_current_application_is_used() -> None:
    """It may be made from the default one; outside a request there is none to be used."""
    root = Shouted()
    found = root.add("a")

    def view(request: Any) -> Response:
        return Response(repr(find_resource(root, "/A")))

    config = Configurator()
    config.add_traverser(ShoutingTraverser, Shouted)
    config.add_route("view", "/")
    config.add_view(view, route_name="view")

    assert "<a>" == ask(config.make_wsgi_app(), "/").text
    assert found is find_resource(root, "/a")
    with pytest.raises(KeyError):
        find_resource(root, "/A")


def test_the_default_traverser_walks_the_path_of_a_request() -> None:
    """Of the path, or of what a route left to traversal; the route's subpath stays."""
    root, found = branch("a")

    def asked(**attributes: Any) -> dict[str, Any]:
        request = Configurator().make_wsgi_app().make_request("/a/view/x")
        for name, value in attributes.items():
            setattr(request, name, value)
        return ResourceTreeTraverser(root)(request)

    by_path, by_route = asked(), asked(matchdict={"traverse": "a/", "subpath": ("s",)})

    assert (found, "view", ("x",), ("a",)) == tuple(
        by_path[key] for key in ("context", "view_name", "subpath", "traversed")
    )
    assert (found, "", ("s",)) == tuple(by_route[key] for key in ("context", "view_name", "subpath"))
    assert root is asked(matchdict={})["context"]
