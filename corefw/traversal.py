"""Resource trees: their paths, what is found along one, and where a resource lies."""

from __future__ import annotations

from corefw.web.traversal.finding import find_resource, traverse
from corefw.web.traversal.lineage import find_interface, find_root
from corefw.web.traversal.paths import (
    quote_path_segment,
    resource_path,
    resource_path_tuple,
    split_path_info,
    traversal_path,
    traversal_path_info,
)
from corefw.web.traversal.urls import ResourceURL, virtual_root
from corefw.web.traversal.walking import DefaultRootFactory, ResourceTreeTraverser

__all__ = [
    "DefaultRootFactory",
    "ResourceTreeTraverser",
    "ResourceURL",
    "find_interface",
    "find_resource",
    "find_root",
    "quote_path_segment",
    "resource_path",
    "resource_path_tuple",
    "split_path_info",
    "traversal_path",
    "traversal_path_info",
    "traverse",
    "virtual_root",
]
