"""Declarations: what somebody said, where, on whose behalf, and what became of it.

Making one changes nothing.  Deciding and performing are in ``decide`` and ``commit``.  Floor 2.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Protocol, TypeAlias

from corefw.base.errors import Fix, Problem, Witness
from corefw.base.nearest import did_you_mean, nearest
from corefw.base.places import Place
from corefw.engine.deferred import Deferred
from corefw.engine.introspection import Introspectable, Introspector
from corefw.engine.owner import Owner

__all__ = [
    "PHASE0_CONFIG",
    "PHASE1_CONFIG",
    "PHASE2_CONFIG",
    "PHASE3_CONFIG",
    "Account",
    "Declaration",
    "Deferred",
    "FullAccount",
    "Need",
    "Replaces",
    "Replacing",
    "State",
    "quoted",
    "readable",
    "shown_value",
]

# The documented phases (Pyramid, "Ordering Actions").  Up to PHASE1 lies the vocabulary in
# which later declarations are written: predicates, derivers, renderers.
PHASE0_CONFIG = -30
PHASE1_CONFIG = -20
PHASE2_CONFIG = -10
PHASE3_CONFIG = 0


#: What ``replaces=`` takes: the name of an owner, or of a thing as the plan shows it, or several.
Replaces: TypeAlias = str | Iterable[str]
#: The keyword arguments of the many declarations that have none.
NO_ARGUMENTS: Final[Mapping[str, Any]] = MappingProxyType({})


class State(StrEnum):
    """What became of a declaration.  Every decided declaration has exactly one."""

    ACTIVE = "active"
    OVERRIDDEN = "overridden"
    FAILED = "failed"
    LOST = "lost"
    ALIASED = "aliased"
    DISABLED = "disabled"
    UNMET = "unmet"

    @property
    def stops_the_commit(self) -> bool:
        """Whether a configuration that holds such a declaration is refused."""
        return self in (State.FAILED, State.LOST, State.UNMET)


@dataclass(frozen=True, slots=True)
class Need:
    """A key that must be active for a declaration to make sense, in words for the message."""

    key: Hashable
    what: str
    name: str
    #: The names that exist, for "did you mean", asked only when the need is not met.
    known: Callable[[], Sequence[str]] = field(default=tuple, compare=False)
    #: For what a key alone does not tell: asked once the key is active.
    is_met: Callable[[], bool] | None = field(default=None, compare=False)
    #: Makes the whole problem, where one sentence does not say enough.
    problem: Callable[[Witness], Problem] | None = field(default=None, compare=False)
    #: What to paste so that somebody declares it.
    declare: str = field(default="", compare=False)

    def explain(self) -> str:
        """Return the sentence that says what is missing."""
        return f'There is no {self.what} "{self.name}".' + did_you_mean(self.name, self.known())

    def fixes(self) -> list[Fix]:
        """Return what can be done: take the near name, declare it, or bring in who does."""
        near = nearest(self.name, self.known())
        meant = [Fix(f"{near} was meant", f'write "{near}" for "{self.name}"')] if near is not None else []
        declared = [Fix("nobody declares it yet", self.declare)] if self.declare else []
        others = 'config.include("package"), config.scan("package"), or its addon in  addons  of [corefw]'
        return [*meant, *declared, Fix("another package declares it", others)]


@dataclass(slots=True, eq=False)
class Replacing:
    """What one call says it replaces: names of owners, or the thing as the plan shows it.

    All that the call declares shares it, since a directive may declare more than one thing.
    """

    names: tuple[str, ...]
    #: Those of the names that replaced something in a commit.
    replaced: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, names: str | Iterable[str]) -> Replacing | None:
        """Return what ``replaces=`` says, None if it says nothing."""
        found = (names,) if isinstance(names, str) else tuple(names)
        return cls(tuple(dict.fromkeys(found))) if any(found) else None

    def __str__(self) -> str:
        shown = [quoted(name) for name in self.names]
        return f"replaces={shown[0]}" if len(shown) == 1 else f"replaces=({', '.join(shown)})"


class Account(Protocol):
    """What was said: how it is performed, and what it tells of itself when somebody wants to know.

    A large application declares thousands of things, and its start asks for hardly any of it.
    """

    @property
    def title(self) -> str:
        """What anybody calls it: ``route "home"``."""

    @property
    def needs(self) -> Sequence[Need]:
        """What must be active for it to make sense."""

    def perform(self) -> None:
        """Do it."""

    def words(self) -> str:
        """Say what else the key holds, such as the predicates."""

    def details(self) -> str:
        """Say what was decided beside the key."""

    def introspectables(self) -> Sequence[Introspectable]:
        """Return what the introspector is told."""


@dataclass(slots=True, eq=False)
class FullAccount:
    """The account of what was said in full when it was declared, as ``config.action`` takes it."""

    title: str
    callable: Callable[..., Any] | None = None
    args: tuple[Any, ...] = ()
    kw: Mapping[str, Any] = field(default_factory=lambda: NO_ARGUMENTS)
    needs: tuple[Need, ...] = ()
    #: What the introspector is told.
    told: tuple[Introspectable, ...] = ()
    #: Says in words what else the key holds, once it can be decided.
    in_words: Callable[[], str] | None = None
    #: What was decided beside the key (a permission, a renderer, the implementation), in words.
    detail: str = ""

    def perform(self) -> None:
        """Call what was given to be called."""
        if self.callable is not None:
            self.callable(*self.args, **self.kw)

    def words(self) -> str:
        """Say what else the key holds."""
        return self.in_words() if self.in_words is not None else ""

    def details(self) -> str:
        """Say what was decided beside the key."""
        return self.detail

    def introspectables(self) -> Sequence[Introspectable]:
        """Return what the introspector is told."""
        return self.told


@dataclass(slots=True, eq=False)
class Declaration:
    """One thing said: its kind, its key and its account, who said it where and when, and its fate."""

    kind: str
    key: Hashable | Deferred | None
    account: Account
    place: Place
    owner: Owner
    include_path: tuple[str, ...] = ()
    order: int = PHASE3_CONFIG
    sequence: int = 0
    #: The decorator or directive that said it, such as ``@view_config``.
    via: str = ""
    is_introspected: bool = True
    #: False where the callable was given by the user, so that nobody can foresee what it does.
    is_foreseeable: bool = True
    #: What it beats wherever that was included, as ``replaces=`` says.
    replaces: Replacing | None = None
    state: State | None = None
    reason: str = ""
    by: Declaration | None = None

    @property
    def title(self) -> str:
        """What anybody calls it."""
        return self.account.title

    @property
    def needs(self) -> Sequence[Need]:
        """The keys without which it is unmet."""
        return self.account.needs

    @property
    def description(self) -> str:
        """The title with what tells it from others of that title, such as its predicates in words."""
        # What failed before its key was decided would fail here again.
        is_decided = self.state is not State.FAILED or not isinstance(self.key, Deferred)
        words = self.account.words() if is_decided else ""
        return f"{self.title} ({words})" if words else self.title

    @property
    def details(self) -> str:
        """What was decided beside the key, in words."""
        return self.account.details()

    @property
    def introspectables(self) -> Sequence[Introspectable]:
        """What the introspector is told."""
        return self.account.introspectables() if self.is_introspected else ()

    def tell(self, introspector: Introspector) -> None:
        """File what there is to tell, or itself if that is made when somebody asks.

        Raises KeyError for a relation to something that is not filed.
        """
        if not isinstance(self.account, FullAccount):
            introspector.file(self)
            return
        for introspectable in self.introspectables:
            introspectable.register(introspector, self.place)

    @property
    def is_vocabulary(self) -> bool:
        """Whether later declarations are written in what this one defines."""
        return self.order <= PHASE1_CONFIG

    def settle(self, state: State, reason: str = "", by: Declaration | None = None) -> None:
        """Give the declaration its one state."""
        self.state, self.reason, self.by = state, reason, by

    def witness(self, note: str = "") -> Witness:
        """Return the place as evidence for an error."""
        return Witness(self.place, str(self.owner), note)

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return *problems*, those that name no place with this one."""
        return tuple(
            problem if problem.witnesses else replace(problem, witnesses=(self.witness(),))
            for problem in problems
        )

    def __repr__(self) -> str:
        state = self.state.value if self.state else "declared"
        return f"<{state}: {self.title} at {self.place} by {self.owner}>"


def quoted(name: str) -> str:
    """Return *name* in quotes that it does not hold itself, so that it can be pasted."""
    return repr(name) if '"' in name else f'"{name}"'


def shown_value(value: object) -> str:
    """Return a value as it is written, or in words where that would have an address in it."""
    text = repr(value)
    if " at 0x" not in text:
        return text if len(text) <= 80 else f"{text[:77]}..."
    name = getattr(value, "__qualname__", None)
    return name if isinstance(name, str) else f"an instance of {type(value).__qualname__}"


def readable(key: Hashable | Deferred | None) -> str:
    """Return a discriminator in words: ``view article edit``, never a hash or an address."""
    if key is None or isinstance(key, Deferred):
        return ""
    if isinstance(key, tuple):
        return " ".join(filter(None, (readable(part) for part in key)))
    if isinstance(key, frozenset):
        return " ".join(sorted(filter(None, (readable(part) for part in key))))
    name = getattr(key, "__qualname__", None) or getattr(key, "__name__", None)
    if isinstance(name, str):
        return name
    text = str(key)
    return type(key).__qualname__ if " at 0x" in text else text
