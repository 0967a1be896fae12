"""Walking: from a root along a path to a context, a view name and what is left.

As Pyramid documents its ``ResourceTreeTraverser``.  Other walks are registered as adapters of
the root to ITraverser.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corefw.contracts.interfaces import ITraverser

__all__ = ["DefaultRootFactory", "Traversal", "split_path", "traverse", "walk"]

_VIEW_SELECTOR = "@@"
#: They have items and no names, so a path ends at them; asked for a name they would raise TypeError.
_SEQUENCES = (str, bytes, list, tuple)


@dataclass(frozen=True, slots=True)
class Traversal:
    """The outcome of a walk."""

    context: Any
    view_name: str
    subpath: tuple[str, ...]
    traversed: tuple[str, ...]
    root: Any


class DefaultRootFactory:
    """The root of an application that names no other: a resource without children."""

    __slots__ = ()
    __parent__ = None
    __name__ = None

    def __init__(self, request: Any) -> None:
        """Take the request, as every root factory does, and keep nothing of it."""


def split_path(path: str) -> tuple[str, ...]:
    """Return the segments of a decoded path, without empty ones, "." and what ".." goes back over."""
    segments: list[str] = []
    for one in path.strip("/").split("/"):
        if one in ("", "."):
            continue
        if one == "..":
            if segments:
                segments.pop()
        else:
            segments.append(one)
    return tuple(segments)


def walk(root: Any, segments: Sequence[str]) -> Traversal:
    """Walk from *root* by ``__getitem__`` until a segment names no resource.

    That segment is the view name (so is one that begins with ``@@``), the rest the subpath.
    """
    found = root
    for position, segment in enumerate(segments):
        before, after = tuple(segments[:position]), tuple(segments[position + 1 :])
        if segment.startswith(_VIEW_SELECTOR):
            return Traversal(found, segment[len(_VIEW_SELECTOR) :], after, before, root)
        getitem = getattr(found, "__getitem__", None)
        if getitem is None or isinstance(found, _SEQUENCES):
            return Traversal(found, segment, after, before, root)
        try:
            found = getitem(segment)
        except KeyError:
            return Traversal(found, segment, after, before, root)
    return Traversal(found, "", (), tuple(segments), root)


def traverse(registry: Any, root: Any, segments: Sequence[str], request: Any) -> Traversal:
    """Walk by the traverser that is registered for *root*, else by the default one."""
    adapter = registry.queryAdapter(root, ITraverser)
    if adapter is None:
        return walk(root, segments)
    outcome = adapter(request)
    return Traversal(
        outcome["context"],
        outcome.get("view_name", ""),
        tuple(outcome.get("subpath", ())),
        tuple(outcome.get("traversed", ())),
        outcome.get("root", root),
    )
