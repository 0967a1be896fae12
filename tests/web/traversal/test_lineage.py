"""Lineage: where a resource lies."""

from __future__ import annotations

from typing import Any

from zope.interface import Interface, directlyProvides

from corefw.location import inside, lineage
from corefw.traversal import find_interface, find_root
from tests.web.traversal.trees import Folder, Leaf, branch


class IMarked(Interface):
    """A mark on a resource."""


def test_a_lineage_goes_from_the_resource_to_its_root() -> None:
    """Each is what the one before lies in; the root has no parent, or one of None."""
    root, found = branch("a", "b")

    assert [found, root["a"], root] == list(lineage(found))
    assert [root] == list(lineage(root))
    assert ["alone"] == list(lineage("alone"))
    assert root is find_root(found)
    assert "alone" == find_root("alone")


def test_a_resource_is_inside_itself_and_all_it_lies_in() -> None:
    """And in nothing else, however equal it looks."""
    root, found = branch("a", "b")
    other, _ = branch("a", "b")

    assert [True, True, True, False, False] == [
        inside(found, found),
        inside(found, root["a"]),
        inside(found, root),
        inside(root, found),
        inside(found, other),
    ]


def test_the_nearest_of_a_class_or_an_interface_is_found() -> None:
    """The resource itself is the nearest; what nothing provides is None."""
    root, found = branch("a", "b")
    leaf: Any = found.add("leaf", Leaf())
    directlyProvides(root, IMarked)

    assert leaf is find_interface(leaf, Leaf)
    assert leaf is find_interface(leaf, Folder)
    assert root is find_interface(leaf, IMarked)
    assert None is find_interface(found, Leaf)
