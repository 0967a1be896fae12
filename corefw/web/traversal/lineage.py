"""Lineage: where a resource lies, told by ``__parent__``, from itself to its root.

As Pyramid documents its ``location`` module.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zope.interface.interface import InterfaceClass

__all__ = ["find_interface", "find_root", "inside", "lineage"]


def lineage(resource: Any) -> Iterator[Any]:
    """Yield *resource*, what it lies in, and so on, up to the root.

    The root is what has no ``__parent__``, or one of None.
    """
    found = resource
    while found is not None:
        yield found
        found = getattr(found, "__parent__", None)


def inside(resource1: Any, resource2: Any) -> bool:
    """Say whether *resource1* is *resource2*, or lies somewhere in it."""
    return any(one is resource2 for one in lineage(resource1))


def find_root(resource: Any) -> Any:
    """Return the root of the tree in which *resource* lies."""
    found = resource
    for one in lineage(resource):
        found = one
    return found


def find_interface(resource: Any, class_or_interface: Any) -> Any:
    """Return the nearest of *resource* and what it lies in that is (or provides) the wanted; else None."""
    if isinstance(class_or_interface, InterfaceClass):
        fits = class_or_interface.providedBy
    else:

        def fits(one: Any) -> bool:
            return isinstance(one, class_or_interface)

    return next((one for one in lineage(resource) if fits(one)), None)
