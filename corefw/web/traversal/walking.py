"""Walking: from a root along a path to a context, a view name and what is left.

As Pyramid documents its ``ResourceTreeTraverser``.  Other walks are registered as adapters of
the root to ITraverser.  A path may lie below a virtual root, which ``virtual`` decides.
Floor 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zope.interface import implementer

from corefw.contracts.interfaces import ITraverser
from corefw.web.traversal.paths import split_path_info as split_path
from corefw.web.traversal.virtual import virtual_root_path

__all__ = [
    "DefaultRootFactory",
    "ResourceTreeTraverser",
    "Traversal",
    "matched_path",
    "split_path",
    "traverse",
    "walk",
]

_VIEW_SELECTOR = "@@"
#: They have items and no names, so a path ends at them; asked for a name they would raise TypeError.
_SEQUENCES = (str, bytes, list, tuple)


@dataclass(frozen=True, slots=True)
class Traversal:
    """The outcome of a walk; what was *traversed* is told from the root, whatever the virtual root."""

    context: Any
    view_name: str
    subpath: tuple[str, ...]
    traversed: tuple[str, ...]
    root: Any
    virtual_root: Any
    virtual_root_path: tuple[str, ...] = ()


class DefaultRootFactory:
    """The root of an application that names no other: a resource without children."""

    __slots__ = ()
    __parent__ = None
    __name__ = None

    def __init__(self, request: Any) -> None:
        """Take the request, as every root factory does, and keep nothing of it."""


def walk(root: Any, segments: Sequence[str], below: tuple[str, ...] = ()) -> Traversal:
    """Walk from *root* by ``__getitem__`` until a segment names no resource.

    That segment is the view name (so is one that begins with ``@@``), the rest the subpath.
    *below* is the path of the virtual root, which is walked first; where it leads to no
    resource, the virtual root is *root*.
    """
    whole = (*below, *segments)
    found = virtual_root = root
    view_name, end = "", len(whole)
    for position, segment in enumerate(whole):
        selects = segment.startswith(_VIEW_SELECTOR)
        child = None if selects else _child(found, segment)
        if child is None:
            view_name, end = segment[len(_VIEW_SELECTOR) :] if selects else segment, position
            break
        found = child[0]
        if position + 1 == len(below):
            virtual_root = found
    return Traversal(found, view_name, whole[end + 1 :], whole[:end], root, virtual_root, below)


def _child(resource: Any, name: str) -> tuple[Any] | None:
    """Return the child of that name, in a tuple since it may be anything, or None."""
    getitem = getattr(resource, "__getitem__", None)
    if getitem is None or isinstance(resource, _SEQUENCES):
        return None
    try:
        return (getitem(name),)
    except KeyError:
        return None


def traverse(registry: Any, root: Any, segments: Sequence[str], request: Any) -> Traversal:
    """Walk by the traverser that is registered for *root*, else by the default one."""
    adapter = registry.queryAdapter(root, ITraverser)
    if adapter is None:
        return walk(root, segments, virtual_root_path(request))
    outcome = adapter(request)
    found_root = outcome.get("root", root)
    return Traversal(
        outcome["context"],
        outcome.get("view_name", ""),
        tuple(outcome.get("subpath", ())),
        tuple(outcome.get("traversed", ())),
        found_root,
        outcome.get("virtual_root", found_root),
        tuple(outcome.get("virtual_root_path", ())),
    )


def matched_path(request: Any) -> tuple[str, ...]:
    """Return the segments that a request asks to be walked: ``*traverse`` of its route, else its path."""
    if request.matchdict is None:
        return split_path(request.path_info)
    asked = request.matchdict.get("traverse") or ""
    return split_path("/".join(asked) if isinstance(asked, tuple) else asked)


@implementer(ITraverser)
class ResourceTreeTraverser:
    """The default walk, for traversers of your own to be made from: ``ResourceTreeTraverser(root)(request)``.

    The outcome is a dictionary: context, view_name, subpath, traversed, root, virtual_root,
    virtual_root_path.
    """

    def __init__(self, root: Any) -> None:
        self.root = root

    def __call__(self, request: Any) -> dict[str, Any]:
        """Walk along the path of *request*."""
        found = walk(self.root, matched_path(request), virtual_root_path(request))
        subpath = found.subpath or (request.matchdict or {}).get("subpath", ())
        return {
            "context": found.context,
            "view_name": found.view_name,
            "subpath": subpath,
            "traversed": found.traversed,
            "root": found.root,
            "virtual_root": found.virtual_root,
            "virtual_root_path": found.virtual_root_path,
        }
