"""Declarations: what somebody said, where, on whose behalf, and what became of it.

Making one changes nothing.  Deciding and performing are in ``decide`` and ``commit``.  Floor 2.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from corefw.base.errors import Problem, Witness
from corefw.base.nearest import did_you_mean
from corefw.base.places import Place
from corefw.engine.deferred import Deferred
from corefw.engine.introspection import Introspectable
from corefw.engine.owner import Owner

__all__ = [
    "PHASE0_CONFIG",
    "PHASE1_CONFIG",
    "PHASE2_CONFIG",
    "PHASE3_CONFIG",
    "Declaration",
    "Deferred",
    "Need",
    "State",
    "readable",
]

# The documented phases (Pyramid, "Ordering Actions").  Up to PHASE1 lies the vocabulary in
# which later declarations are written: predicates, derivers, renderers.
PHASE0_CONFIG = -30
PHASE1_CONFIG = -20
PHASE2_CONFIG = -10
PHASE3_CONFIG = 0


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

    def explain(self) -> str:
        """Return the sentence that says what is missing."""
        return f'There is no {self.what} "{self.name}".' + did_you_mean(self.name, self.known())


@dataclass(slots=True, eq=False)
class Declaration:
    """One thing said: kind, key, arguments, place, owner, include path, order, and its fate."""

    kind: str
    key: Hashable | Deferred | None
    title: str
    place: Place
    owner: Owner
    include_path: tuple[str, ...] = ()
    order: int = PHASE3_CONFIG
    sequence: int = 0
    callable: Callable[..., Any] | None = None
    args: tuple[Any, ...] = ()
    kw: Mapping[str, Any] = field(default_factory=dict)
    introspectables: tuple[Introspectable, ...] = ()
    needs: tuple[Need, ...] = ()
    #: The decorator or directive that said it, such as ``@view_config``.
    via: str = ""
    #: Says in words what else the key holds, once it can be decided.
    words: Callable[[], str] | None = None
    #: What was decided beside the key (a permission, a renderer, the implementation), in words.
    details: str = ""
    #: False where the callable was given by the user, so that nobody can foresee what it does.
    is_foreseeable: bool = True
    state: State | None = None
    reason: str = ""
    by: Declaration | None = None

    @property
    def description(self) -> str:
        """The title with what tells it from others of that title, such as its predicates in words."""
        words = self.words() if self.words is not None and self.state is not State.FAILED else ""
        return f"{self.title} ({words})" if words else self.title

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
