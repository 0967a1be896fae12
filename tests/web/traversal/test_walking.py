"""Traversal: from a root along a path to a context, a view name and what is left."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.config import Configurator
from corefw.interfaces import ITraverser
from corefw.response import Response
from corefw.web.traversal.walking import split_path, walk
from tests.wsgi import ask

SEGMENT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0/"), min_size=1, max_size=5)


def show(context: Any, request: Any) -> Response:
    """Answer with everything that traversal found out."""
    return Response(
        f"{context!r} {request.view_name!r} {request.subpath} {request.traversed} "
        f"{context is request.context}"
    )


class Leaf:
    """A resource without children."""

    def __repr__(self) -> str:
        return "leaf"


@pytest.fixture(scope="module")
def app() -> Any:
    """Return an application over a small tree, with two views of everything."""
    tree = {"a": {"b": Leaf(), "é": {}}}
    config = Configurator(root_factory=lambda request: tree)
    config.add_view(show)
    config.add_view(show, name="edit")
    return config.make_wsgi_app()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/a/b", "leaf '' () ('a', 'b') True"),
        ("/a/b/", "leaf '' () ('a', 'b') True"),
        ("//a//b", "leaf '' () ('a', 'b') True"),
        ("/a/./b", "leaf '' () ('a', 'b') True"),
        ("/a/../a/b", "leaf '' () ('a', 'b') True"),
        ("/../../a/b", "leaf '' () ('a', 'b') True"),
        ("/a/é", "{} '' () ('a', 'é') True"),
        ("/a/b/edit", "leaf 'edit' () ('a', 'b') True"),
        ("/a/b/@@edit/x/y", "leaf 'edit' ('x', 'y') ('a', 'b') True"),
        ("/a/é/edit/x", "{} 'edit' ('x',) ('a', 'é') True"),
    ],
)
def test_a_path_is_walked_as_pyramid_documents_it(app: Any, path: str, text: str) -> None:
    """Segments name children until one does not; that is the view, the rest the subpath."""
    assert (200, text) == ask(app, path).said


@pytest.mark.parametrize("path", ["/nosuch", "/a/b/nosuch", "/@@nosuch", "/a/B"])
def test_a_name_that_is_neither_child_nor_view_is_not_found(app: Any, path: str) -> None:
    """Its answer tells nothing of the path."""
    assert (404, "404 Not Found\n\nThere is nothing at this address.\n") == ask(app, path).said


@pytest.mark.parametrize("path", ["/\udcff", "/a\0b", "/a/\udcc0\udcae"])
def test_a_path_that_is_no_text_is_400(app: Any, path: str) -> None:
    """What is not UTF-8, and NUL, never reach a view; the next request is answered."""
    assert 400 == ask(app, path).status
    assert 200 == ask(app, "/a").status


@given(st.lists(st.one_of(SEGMENT, st.sampled_from(["", ".", ".."])), max_size=8))
def test_no_path_climbs_above_its_root(segments: list[str]) -> None:
    """Whatever dots a path holds, its segments name something below the root."""
    assert {"", ".", ".."}.isdisjoint(split_path("/" + "/".join(segments)))


@given(
    st.lists(SEGMENT.filter(lambda text: text not in (".", "..") and not text.startswith("@@")), max_size=5)
)
def test_a_walk_accounts_for_every_segment(segments: list[str]) -> None:
    """What was walked, the view name and the subpath are the path again."""
    found = walk({segment: {} for segment in segments[:1]}, segments)
    name = (found.view_name,) if len(found.traversed) < len(segments) else ()

    assert tuple(segments) == (*found.traversed, *name, *found.subpath)


@pytest.mark.parametrize("leaf", ["text", b"bytes", ["list"], ("tuple",)])
def test_a_path_ends_at_what_has_no_names(leaf: Any) -> None:
    """Text and sequences have items and no children: what follows is a view name, and no error."""
    config = Configurator(root_factory=lambda request: {"leaf": leaf})
    config.add_view(lambda context, request: Response(repr(context)))
    app = config.make_wsgi_app()

    assert [(200, repr(leaf)), 404, 404] == [
        ask(app, "/leaf").said,
        ask(app, "/leaf/0").status,
        ask(app, "/leaf/x/y").status,
    ]


def test_a_traverser_of_the_application_walks_from_its_roots() -> None:
    """It is an adapter of the root, and may leave out what it has nothing to say about."""

    class Root:
        pass

    class Reversed:
        def __init__(self, root: Any) -> None:
            self.root = root

        def __call__(self, request: Any) -> dict[str, Any]:
            return {"context": request.path[::-1], "view_name": "edit"}

    config = Configurator(root_factory=lambda request: Root())
    config.add_traverser(Reversed, Root)
    config.add_view(show, name="edit")
    app = config.make_wsgi_app()

    assert "'cba/' 'edit' () () True" == ask(app, "/abc").text
    assert [ITraverser] == [
        row.provided for row in app.registry.registeredAdapters() if row.factory is Reversed
    ]


def test_without_a_root_factory_global_views_are_found_by_name() -> None:
    """The default root has no children, so the first segment is the view name."""
    config = Configurator()
    config.add_view(
        lambda context, request: Response(f"{context.__parent__} {request.subpath}"), name="hello"
    )
    app = config.make_wsgi_app()

    assert "None ('x',)" == ask(app, "/hello/x").text
    assert 404 == ask(app, "/").status
