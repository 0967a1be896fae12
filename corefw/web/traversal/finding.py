"""Finding: from a resource and a path to another resource, as a request would.

A path that begins with a slash is told from the root of the tree, any other from the resource
itself.  The walk is the traverser's that is registered for where it begins, in the registry of
the current request, else the default one.  As Pyramid documents it.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from corefw.web.current import get_current_registry
from corefw.web.request import Request
from corefw.web.traversal.lineage import find_root
from corefw.web.traversal.paths import decoded, without_dots
from corefw.web.traversal.walking import traverse as walked
from corefw.web.traversal.walking import walk

__all__ = ["find_resource", "traverse"]


def traverse(resource: Any, path: str | Iterable[str]) -> dict[str, Any]:
    """Walk from *resource* along *path* and return everything that traversal finds out.

    *path* is percent-encoded text (``/a/b%20c``), or an iterable of decoded segments whose first
    is "" where it begins at the root; an empty one is *resource* itself.  The dictionary has
    context, view_name, subpath, traversed, root, virtual_root and virtual_root_path.  Raises
    UnicodeEncodeError for text that is not encoded, and URLDecodeError for what is not UTF-8.
    """
    if isinstance(path, str):
        # Each segment is decoded on its own, so that a name may hold a slash or be "..".
        path.encode("ascii")
        is_absolute = path.startswith("/")
        segments = tuple(decoded(unquote_to_bytes(one)) for one in without_dots(path.split("/")))
    else:
        given = tuple(path)
        is_absolute, segments = given[:1] == ("",), tuple(one for one in given if one)
    start = find_root(resource) if is_absolute else resource
    registry = get_current_registry()
    if registry is None:
        found = walk(start, segments)
    else:
        asking = Request.blank("/")
        asking.registry = registry
        asking.matchdict = {"traverse": segments}
        found = walked(registry, start, segments, asking)
    return {
        "context": found.context,
        "view_name": found.view_name,
        "subpath": found.subpath,
        "traversed": found.traversed,
        "root": found.root,
        "virtual_root": found.virtual_root,
        "virtual_root_path": found.virtual_root_path,
    }


def find_resource(resource: Any, path: str | Iterable[str]) -> Any:
    """Return the resource at *path*, which is told as for `traverse`.

    Raises KeyError, which says where the path ends, if nothing is there.  What `resource_path`
    and `resource_path_tuple` return is such a path.
    """
    found = traverse(resource, path)
    if found["view_name"]:
        raise KeyError(f'{found["context"]!r} has nothing below it that is named "{found["view_name"]}"')
    return found["context"]
