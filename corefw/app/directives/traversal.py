"""Directives for resource trees: how they are walked, and where their resources are.  Floor 5."""

from __future__ import annotations

from typing import Any

from zope.interface import Interface

from corefw.app.directives.callables import callable_of
from corefw.contracts.interfaces import IResourceURL, ITraverser
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import Replaces
from corefw.engine.registry import as_specification
from corefw.web.views.record import called

__all__ = ["add_resource_url_adapter", "add_traverser"]


def add_traverser(
    config: Configuration, /, adapter: Any, iface: Any = None, *, replaces: Replaces = ()
) -> None:
    """Let *adapter* do the traversal from roots that are (or provide) *iface*; without it, from every root.

    ``adapter(root)`` returns what is called with the request, and that returns a dictionary with
    ``context`` and, where they are not empty, view_name, subpath, traversed, root, virtual_root
    and virtual_root_path.
    """
    found, kind = callable_of(config, "traverser", adapter), config.maybe_dotted(iface)
    shown = getattr(kind, "__name__", "every root")
    intro = config.introspectable("traversers", (kind, found), f"traverser of {shown}", "traverser")
    intro.update(adapter=found, iface=kind)
    config.action(
        ("traverser", as_specification(kind)),
        lambda: config.registry.registerAdapter(found, (kind,), ITraverser),
        introspectables=(intro,),
        kind="traverser",
        title=f"traverser of {shown}",
        details=called(found),
        replaces=replaces,
    )


def add_resource_url_adapter(
    config: Configuration, /, adapter: Any, resource_iface: Any = None, *, replaces: Replaces = ()
) -> None:
    """Let *adapter* say where resources are that are (or provide) *resource_iface*; without it, any.

    ``adapter(resource, request)`` returns an `IResourceURL`, by which ``request.resource_url``
    and ``virtual_root`` go.
    """
    found = callable_of(config, "resource url adapter", adapter)
    kind = config.maybe_dotted(resource_iface)
    shown = getattr(kind, "__name__", "every resource")
    title = f"resource url adapter of {shown}"
    intro = config.introspectable("resource url adapters", (kind, found), title, "resource url adapter")
    intro.update(adapter=found, resource_iface=kind)
    config.action(
        ("resource url adapter", as_specification(kind)),
        lambda: config.registry.registerAdapter(found, (kind, Interface), IResourceURL),
        introspectables=(intro,),
        kind="resource url adapter",
        title=title,
        details=called(found),
        replaces=replaces,
    )
