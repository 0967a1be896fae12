"""What a renderer factory is told, and the record of a factory.

Factories are kept in the registry as records; who declares them is floor 5.  Floor 4.
"""

from __future__ import annotations

import os.path
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from zope.interface import implementer

from corefw.contracts.interfaces import IRendererInfo

__all__ = ["RendererFactory", "RendererFunction", "RendererInfo"]

#: What a factory makes: called with what the view returned and the system values.
RendererFunction = Callable[[Any, Any], Any]


@implementer(IRendererInfo)
@dataclass(frozen=True, slots=True)
class RendererInfo:
    """The name of a renderer and from where it was named.

    ``type`` is the ending of the name with its dot, or the whole name if it has none.
    """

    name: str
    package: ModuleType | None = None
    registry: Any = None

    @property
    def type(self) -> str:
        """The ending of the name (``.txt``), or the name itself."""
        return os.path.splitext(self.name)[1] or self.name

    @property
    def settings(self) -> Any:
        """The settings of the application; empty without a registry."""
        settings = getattr(self.registry, "settings", None)
        return {} if settings is None else settings

    @property
    def package_name(self) -> str:
        """The name of the package that the renderer's name is relative to."""
        return self.package.__name__ if self.package is not None else ""

    def clone(
        self,
        name: str | None = None,
        package: ModuleType | None = None,
        registry: Any = None,
    ) -> RendererInfo:
        """Return a copy with what is given in place of its own."""
        changes = {"name": name, "package": package, "registry": registry}
        return replace(self, **{key: value for key, value in changes.items() if value is not None})


@dataclass(frozen=True, slots=True)
class RendererFactory:
    """The record of a renderer factory: put in the registry under its name ("" is the default)."""

    name: str
    factory: Callable[[RendererInfo], RendererFunction]
