"""Introspection: what was configured, in the documented shape of Pyramid's introspector.

An `Introspectable` is a mapping of facts filed under a category and a discriminator; the
`Introspector` keeps the filed ones and the relations between them.  A declaration is asked what
it tells when somebody asks the introspector, and most starts never do.  Floor 2.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from threading import RLock
from typing import Any, Protocol

from zope.interface import implementer

from corefw.base.places import Place
from corefw.contracts.configuring import IIntrospectable, IIntrospector
from corefw.engine.deferred import Deferred

__all__ = ["Introspectable", "Introspector", "Teller"]

Address = tuple[str, Hashable]


@implementer(IIntrospectable)
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

    @property
    def relations(self) -> Iterator[tuple[bool, tuple[Address, Address]]]:
        """The relations to make (True) and to undo (False), each as a pair of addresses."""
        for wanted, category_name, discriminator in self._relations:
            yield wanted, (self.address, (category_name, _settled(discriminator)))

    def register(self, introspector: Introspector, action_info: Place | None) -> None:
        """File this one, then make the relations that were asked for.

        Raises KeyError if one of them is to something that is not filed.
        """
        self.action_info = action_info
        introspector.add(self)
        for wanted, pair in self.relations:
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


class Teller(Protocol):
    """What tells of itself when it is asked, such as a declaration."""

    @property
    def place(self) -> Place:
        """Where it was said."""

    @property
    def introspectables(self) -> Sequence[Introspectable]:
        """What it tells, made anew each time."""


class _Files:
    """The filed introspectables by category and discriminator, and what each is related to."""

    def __init__(self) -> None:
        self.categories: dict[str, dict[Hashable, Introspectable]] = {}
        self.relations: dict[Address, dict[Address, None]] = {}
        self._count = 0

    def find(self, address: Address) -> Introspectable | None:
        category, discriminator = address
        return self.categories.get(category, {}).get(discriminator)

    def add(self, introspectable: Introspectable) -> None:
        category, discriminator = introspectable.address
        introspectable.order = self._count
        self._count += 1
        self.categories.setdefault(category, {})[discriminator] = introspectable

    def add_told(self, teller: Teller) -> None:
        for introspectable in teller.introspectables:
            introspectable.action_info = teller.place
            self.add(introspectable)
            for wanted, pair in introspectable.relations:
                # What does not tell of itself (``introspection=False``) cannot be related to.
                if wanted and self.find(pair[1]) is not None:
                    self.relate(*pair)

    def remove(self, category: str, discriminator: Hashable) -> None:
        if self.categories.get(category, {}).pop(discriminator, None) is not None:
            address = (category, discriminator)
            for other in self.relations.pop(address, ()):
                self.relations[other].pop(address, None)

    def relate(self, *pairs: Address) -> None:
        for one in pairs:
            for other in pairs:
                if one != other:
                    self.relations.setdefault(one, {})[other] = None

    def unrelate(self, *pairs: Address) -> None:
        for one in pairs:
            for other in pairs:
                self.relations.get(one, {}).pop(other, None)


@implementer(IIntrospector)
class Introspector:
    """The filed introspectables of one application.

    Every change is a line of a log; the files are brought up to date with it when somebody asks.
    A failed attempt takes its lines back.
    """

    def __init__(self, note: Callable[[Callable[[], object]], None] = lambda undo: None) -> None:
        self._log: list[Teller | Callable[[_Files], None]] = []
        self._files = _Files()
        #: How many lines of the log the files hold.
        self._filed = 0
        self._lock = RLock()
        #: Told how each change is undone; the registry's journal.
        self._note = note
        self._undo = self._take_back

    def file(self, teller: Teller) -> None:
        """File what *teller* tells, once somebody asks."""
        self._write(teller)

    def add(self, introspectable: Introspectable) -> None:
        """File *introspectable*, in place of an earlier one with its address."""
        self._write(lambda files: files.add(introspectable))

    def get(self, category_name: str, discriminator: Hashable, default: Any = None) -> Any:
        """Return the introspectable of that address, or *default*."""
        found = self._up_to_date().find((category_name, discriminator))
        return default if found is None else found

    def get_category(
        self,
        category_name: str,
        default: Any = None,
        sort_key: Callable[[Introspectable], Any] | None = None,
    ) -> Any:
        """Return ``[{"introspectable": ..., "related": [...]}]`` of a category, or *default*."""
        found = self._up_to_date().categories.get(category_name)
        if found is None:
            return default
        rows = sorted(found.values(), key=sort_key or (lambda row: row.order))
        return [{"introspectable": row, "related": self.related(row)} for row in rows]

    def categories(self) -> list[str]:
        """Return the category names, sorted."""
        return sorted(self._up_to_date().categories)

    def categorized(self, sort_key: Callable[[Introspectable], Any] | None = None) -> list[tuple[str, Any]]:
        """Return every category with its rows."""
        return [(name, self.get_category(name, sort_key=sort_key)) for name in self.categories()]

    def remove(self, category_name: str, discriminator: Hashable) -> None:
        """Take an introspectable out, with its relations; nothing happens if it is not there."""
        self._write(lambda files: files.remove(category_name, discriminator))

    def relate(self, *pairs: Address) -> None:
        """Relate all the named introspectables to each other.  Raises KeyError for an unknown one."""
        for address in pairs:
            self._known(address)
        self._write(lambda files: files.relate(*pairs))

    def unrelate(self, *pairs: Address) -> None:
        """Undo `relate`.  Raises KeyError for an unknown one."""
        for address in pairs:
            self._known(address)
        self._write(lambda files: files.unrelate(*pairs))

    def related(self, introspectable: Introspectable) -> list[Introspectable]:
        """Return what *introspectable* is related to.  Raises KeyError if it is not filed."""
        self._known(introspectable.address)
        related = self._up_to_date().relations.get(introspectable.address, ())
        return [self._known(other) for other in related]

    def _known(self, address: Address) -> Introspectable:
        found = self._up_to_date().find(address)
        if found is None:
            raise KeyError(address)
        return found

    def _write(self, line: Teller | Callable[[_Files], None]) -> None:
        self._log.append(line)
        self._note(self._undo)

    def _take_back(self) -> None:
        """Undo the last change.  What the files hold of it is forgotten with the rest of them."""
        self._log.pop()
        if self._filed > len(self._log):
            self._files, self._filed = _Files(), 0

    def _up_to_date(self) -> _Files:
        with self._lock:
            for line in self._log[self._filed :]:
                self._filed += 1
                if callable(line):
                    line(self._files)
                else:
                    self._files.add_told(line)
            return self._files
