"""Introspection: what was configured, in the documented shape of Pyramid's introspector.

An `Introspectable` is a mapping of facts filed under a category and a discriminator; the
`Introspector` keeps the filed ones and the relations between them.  Floor 2.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

from corefw.base.places import Place
from corefw.engine.deferred import Deferred

__all__ = ["Introspectable", "Introspector"]

Address = tuple[str, Hashable]


class Introspectable(dict[str, Any]):
    """Facts about one thing, and the relations it will have once it is filed."""

    def __init__(self, category_name: str, discriminator: Hashable, title: str, type_name: str) -> None:
        super().__init__()
        self.category_name = category_name
        self.discriminator = discriminator
        self.title = title
        self.type_name = type_name
        self.order = 0
        self.action_info: Place | None = None
        self._relations: list[tuple[bool, str, Hashable]] = []

    @property
    def address(self) -> Address:
        """The category and the discriminator together: what the introspector files it under."""
        return self.category_name, _settled(self.discriminator)

    def relate(self, category_name: str, discriminator: Hashable) -> None:
        """Relate this one to another when it is filed."""
        self._relations.append((True, category_name, discriminator))

    def unrelate(self, category_name: str, discriminator: Hashable) -> None:
        """Undo a relation when this one is filed."""
        self._relations.append((False, category_name, discriminator))

    def register(self, introspector: Introspector, action_info: Place | None) -> None:
        """File this one, then make the relations that were asked for."""
        self.action_info = action_info
        introspector.add(self)
        for wanted, category, discriminator in self._relations:
            pair = (self.address, (category, _settled(discriminator)))
            (introspector.relate if wanted else introspector.unrelate)(*pair)

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        # A dictionary has its own, which compares the facts.
        return self is not other

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"<Introspectable {self.category_name} {self.title!r}>"


def _settled(discriminator: Any) -> Hashable:
    """Resolve a deferred discriminator."""
    found: Hashable = discriminator.resolve() if isinstance(discriminator, Deferred) else discriminator
    return found


class Introspector:
    """The filed introspectables of one application."""

    def __init__(self, note: Callable[[Callable[[], object]], None] = lambda undo: None) -> None:
        self._categories: dict[str, dict[Hashable, Introspectable]] = {}
        self._relations: dict[Address, dict[Address, None]] = {}
        self._count = 0
        #: Told how each change is undone; the registry's journal.
        self._note = note

    def add(self, introspectable: Introspectable) -> None:
        """File *introspectable*, in place of an earlier one with its address."""
        category, discriminator = introspectable.address
        introspectable.order = self._count
        self._count += 1
        is_new = category not in self._categories
        filed = self._categories.setdefault(category, {})
        earlier = filed.get(discriminator)
        filed[discriminator] = introspectable

        def undo() -> None:
            if earlier is not None:
                filed[discriminator] = earlier
                return
            del filed[discriminator]
            if is_new:
                self._categories.pop(category, None)

        self._note(undo)

    def get(self, category_name: str, discriminator: Hashable, default: Any = None) -> Any:
        """Return the introspectable of that address, or *default*."""
        return self._categories.get(category_name, {}).get(discriminator, default)

    def get_category(
        self,
        category_name: str,
        default: Any = None,
        sort_key: Callable[[Introspectable], Any] | None = None,
    ) -> Any:
        """Return ``[{"introspectable": ..., "related": [...]}]`` of a category, or *default*."""
        found = self._categories.get(category_name)
        if found is None:
            return default
        rows = sorted(found.values(), key=sort_key or (lambda row: row.order))
        return [{"introspectable": row, "related": self.related(row)} for row in rows]

    def categories(self) -> list[str]:
        """Return the category names, sorted."""
        return sorted(self._categories)

    def categorized(self, sort_key: Callable[[Introspectable], Any] | None = None) -> list[tuple[str, Any]]:
        """Return every category with its rows."""
        return [(name, self.get_category(name, sort_key=sort_key)) for name in self.categories()]

    def remove(self, category_name: str, discriminator: Hashable) -> None:
        """Take an introspectable out, with its relations; nothing happens if it is not there."""
        removed = self._categories.get(category_name, {}).pop(discriminator, None)
        if removed is None:
            return
        self._note(lambda: self._categories.setdefault(category_name, {}).update({discriminator: removed}))
        address = (category_name, discriminator)
        for other in list(self._relations.get(address, ())):
            self._part(address, other)
            self._part(other, address)

    def relate(self, *pairs: Address) -> None:
        """Relate all the named introspectables to each other.  Raises KeyError for an unknown one."""
        for address in pairs:
            self._known(address)
        for one in pairs:
            for other in pairs:
                if one != other and other not in self._relations.setdefault(one, {}):
                    self._relations[one][other] = None
                    self._note(partial(self._relations[one].pop, other, None))

    def unrelate(self, *pairs: Address) -> None:
        """Undo `relate`.  Raises KeyError for an unknown one."""
        for address in pairs:
            self._known(address)
        for one in pairs:
            for other in pairs:
                self._part(one, other)

    def _part(self, one: Address, other: Address) -> None:
        related = self._relations.get(one, {})
        if other in related:
            del related[other]
            self._note(lambda: related.update({other: None}))

    def related(self, introspectable: Introspectable) -> list[Introspectable]:
        """Return what *introspectable* is related to.  Raises KeyError if it is not filed."""
        self._known(introspectable.address)
        return [self._known(other) for other in self._relations.get(introspectable.address, ())]

    def _known(self, address: Address) -> Introspectable:
        found = self.get(*address)
        if found is None:
            raise KeyError(address)
        result: Introspectable = found
        return result
