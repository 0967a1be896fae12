"""The record of a view: what was declared, and the callable that was derived from it.  Floor 4."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zope.interface import implementedBy, implementer
from zope.interface.interface import InterfaceClass

from corefw.base.places import Place, place_of
from corefw.contracts.configuring import IViewDeriverInfo
from corefw.contracts.interfaces import IExceptionResponse
from corefw.engine.owner import Owner
from corefw.web.predicates.compiling import BoundPredicate, PredicateSet
from corefw.web.views.mapping import MappedView
from corefw.web.views.offers import Weight

__all__ = [
    "DefaultPermission",
    "ViewDeriverDefinition",
    "ViewInfo",
    "ViewRecord",
    "is_exception_context",
    "named_view",
]


@dataclass(frozen=True, slots=True)
class DefaultPermission:
    """The permission of views that name none; kept in the registry under "permission"."""

    permission: str


@dataclass(frozen=True, slots=True)
class ViewDeriverDefinition:
    """A deriver by name, and between which others it stands.

    ``under`` names derivers further out, ``over`` those further in.
    """

    name: str
    derive: Any
    under: tuple[str, ...] = ()
    over: tuple[str, ...] = ()

    @property
    def options(self) -> tuple[str, ...]:
        """The view options that the deriver takes."""
        return tuple(getattr(self.derive, "options", ()) or ())


@implementer(IViewDeriverInfo)
@dataclass(frozen=True, slots=True)
class ViewInfo:
    """What a deriver is told."""

    registry: Any
    package: Any
    original_view: Any
    options: Mapping[str, Any]
    predicates: Sequence[BoundPredicate]
    exception_only: bool
    place: Place

    @property
    def settings(self) -> Any:
        """The settings of the application."""
        return self.registry.settings

    @property
    def answers_exceptions(self) -> bool:
        """Whether the view is for exceptions, by its context or since it was declared so."""
        return self.exception_only or is_exception_context(self.options.get("context"))

    @property
    def named(self) -> str:
        """The view in words, with its place."""
        return named_view(self.original_view, self.options.get("attr"))


@dataclass(frozen=True, slots=True, eq=False)
class ViewRecord:
    """A view that was declared and derived.  A large application has thousands, so it holds little."""

    view: MappedView
    #: What its derivers were told of it.
    info: ViewInfo
    predicates: PredicateSet
    #: The request methods it is for; None for every one.
    methods: tuple[str, ...] | None
    accept: tuple[str, ...]
    declared_by: Owner
    #: What sorts each of *accept* among the offers of other views, where the client has no wish.
    accept_weights: tuple[Weight, ...] = ()

    @property
    def original(self) -> Any:
        """The view as it was written; None for a renderer alone."""
        return self.info.original_view

    @property
    def options(self) -> Mapping[str, Any]:
        """The options that say something."""
        return self.info.options

    @property
    def name(self) -> str:
        """The name of the view; "" for the view of its route or context."""
        name: str = self.info.options.get("name", "")
        return name

    @property
    def route_name(self) -> str | None:
        """The route that it is for, if it is for one."""
        return self.info.options.get("route_name")

    @property
    def context(self) -> Any:
        """The class or interface of its contexts; None for any."""
        return self.info.options.get("context")

    @property
    def exception_only(self) -> bool:
        """Whether it answers nothing but exceptions."""
        return self.info.exception_only

    @property
    def place(self) -> Place:
        """Where it was declared."""
        return self.info.place

    @property
    def owner(self) -> str:
        """Who declared it: the application, or an addon with its version."""
        return str(self.declared_by)

    @property
    def is_for_exceptions(self) -> bool:
        """Whether the view answers exceptions."""
        return self.info.answers_exceptions

    @property
    def named(self) -> str:
        """The view callable in words."""
        return self.info.named


def is_exception_context(context: Any) -> bool:
    """Whether *context* is a class of exceptions, or an interface of them."""
    if isinstance(context, type):
        return issubclass(context, BaseException)
    if isinstance(context, InterfaceClass):
        return bool(context.isOrExtends(IExceptionResponse))
    return False


def specification(context: Any) -> Any:
    """Return *context* as zope looks it up."""
    return implementedBy(context) if isinstance(context, type) else context


def named_view(view: Any, attr: str | None = None) -> str:
    """Return a view callable in words: its module and name and the line it is defined at."""
    if view is None:
        return "a renderer alone"
    return f"{called(view, attr)} ({place_of(view)})"


def called(thing: Any, attr: str | None = None) -> str:
    """Return the dotted name of a callable (of its class if it has none), with *attr* below it."""
    owner = thing if hasattr(thing, "__qualname__") else type(thing)
    return f"{owner.__module__}.{owner.__qualname__}" + (f".{attr}" if attr else "")
