"""Small trees of resources."""

from __future__ import annotations

from typing import Any


class Folder(dict[str, Any]):
    """A resource with children that know where they lie."""

    def __init__(self, name: str | None = None, parent: Any = None) -> None:
        super().__init__()
        self.__name__ = name
        self.__parent__ = parent

    def add(self, name: str, made: Any = None) -> Any:
        """Put a child under *name* and return it."""
        child = made if made is not None else Folder()
        child.__name__, child.__parent__ = name, self
        self[name] = child
        return child

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __repr__(self) -> str:
        return f"<{self.__name__ or 'root'}>"


class Leaf(Folder):
    """Another kind of resource."""


def branch(*names: str) -> tuple[Folder, Folder]:
    """Return a root, and the resource that lies at *names* below it."""
    found = root = Folder()
    for name in names:
        found = found.add(name)
    return root, found
