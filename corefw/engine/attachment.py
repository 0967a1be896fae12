"""Attachments: what a decorator leaves behind, for a scan to find.

A decorator registers nothing.  It attaches a venusian callback to the decorated object and
writes a record into the decorated module's own ``__dict__``; the scan compares both, so that
a declaration hidden by another decorator is reported instead of lost.  Floor 2.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any, Concatenate, ParamSpec, TypeVar

import venusian

from corefw.base.errors import Fix, Problem, Witness
from corefw.base.places import Place
from corefw.engine.directive import wrong_arguments

__all__ = ["CATEGORY", "Attachment", "Found", "Target", "attachments_of", "decorator"]

CATEGORY = "corefw"

P = ParamSpec("P")
T = TypeVar("T")

_RECORDS = "__corefw_declarations__"


@dataclass(frozen=True, slots=True)
class Target:
    """What a scan found under a decorator: the object to declare, and how it is reached."""

    object: Any
    #: The name of the decorated method where the object is its class, else None.
    attr: str | None
    name: str
    module: Any
    place: Place


@dataclass(slots=True, eq=False)
class Attachment:
    """One use of a decorator on something at module or class level."""

    kind: str
    via: str
    category: str
    place: Place
    name: str
    attr: str | None
    declare: Callable[[Any, Target], None]
    problem: Problem | None = None
    #: The spec of the module as it ran: a reload runs it again in the same ``__dict__``, but
    #: with a new spec, so what has another spec was left behind by an earlier run.
    run: Any = None
    #: Made inside a function, for its caller: that nobody scans it is no loss.
    is_local: bool = False
    #: A decorator in a class in a class, whose methods venusian does not reach.
    is_nested: bool = False

    @property
    def target_name(self) -> str:
        """What was decorated: ``home``, or ``Pages.home`` for a method."""
        return f"{self.name}.{self.attr}" if self.attr else self.name


class Found:
    """The venusian callback of an attachment; corefw's scanner only asks what it belongs to."""

    __slots__ = ("attachment",)

    def __init__(self, attachment: Attachment) -> None:
        self.attachment = attachment

    def __call__(self, scanner: Any, name: str, ob: Any) -> None:
        """Declare at once, for a stock ``venusian.Scanner(config=...)``."""
        row = self.attachment
        row.declare(scanner.config, Target(ob, row.attr, name, sys.modules.get(row.place.module), row.place))


def attachments_of(module: Any) -> list[Attachment]:
    """Return the attachments of a module's last run, in the order they were made."""
    rows: list[Attachment] = vars(module).get(_RECORDS, [])
    return [row for row in rows if row.run is vars(module).get("__spec__")]


def decorator(
    kind: str, *, category: str = CATEGORY, via: str = ""
) -> Callable[[Callable[Concatenate[Any, Target, P], None]], Callable[P, Callable[[T], T]]]:
    """Make a decorator of a function ``declare(config, target, ...)``.

    The arguments of the decorator are those of the function after the first two; they are
    checked where the decorator stands.  When a scan finds the decorated object, the function
    is called with the configuration and a `Target`.  This is the helper on which corefw's own
    decorators are built::

        @decorator("menu item")
        def menu_item(config, target, label, *, weight=0):
            config.add_menu_item(label, target.object, weight=weight)

    As with Pyramid's decorators, ``_category`` puts one use into another category, and
    ``_depth`` says how many functions lie between the decorator and what it decorates.
    """

    def make(
        declare: Callable[Concatenate[Any, Target, P], None],
    ) -> Callable[P, Callable[[T], T]]:
        name = getattr(declare, "__name__", kind)
        shown = via or f"@{name}"
        signature = inspect.signature(declare)

        def with_arguments(*args: P.args, **kw: P.kwargs) -> Callable[[T], T]:
            given: dict[str, Any] = dict(kw)
            depth, where = given.pop("_depth", 0), given.pop("_category", category)

            def decorate(wrapped: T) -> T:
                frame = sys._getframe(1 + depth)
                attachment = Attachment(
                    kind=kind,
                    via=shown,
                    category=where,
                    place=Place.of_frame(frame),
                    name=getattr(wrapped, "__name__", type(wrapped).__name__),
                    attr=None,
                    declare=lambda config, target: declare(config, target, *args, **given),
                )
                try:
                    signature.bind(None, None, *args, **given)
                except TypeError:
                    attachment.problem = wrong_arguments(
                        declare, shown, args, given, Witness(attachment.place), skip=2
                    )
                attach(wrapped, attachment, frame)
                return wrapped

            return decorate

        with_arguments.__name__ = with_arguments.__qualname__ = name
        with_arguments.__doc__ = declare.__doc__
        with_arguments.__module__ = declare.__module__
        with_arguments.__wrapped__ = declare  # type: ignore[attr-defined]
        return with_arguments

    return make


def attach(wrapped: Any, attachment: Attachment, frame: FrameType) -> None:
    """Attach to *wrapped*, which is decorated in *frame*, and write the module's record.

    What ``venusian.attach`` does, without its ``inspect.getframeinfo`` (70 us a decorator,
    and quadratic over modules): the stock venusian Scanner finds the result all the same.
    """
    module_name = frame.f_globals.get("__name__", "")
    in_class = _is_class_body(frame)
    if in_class:
        attachment.attr = attachment.name
        attachment.name = frame.f_code.co_name
        holder = frame.f_locals
        attachment.is_nested = "." in holder["__qualname__"].rpartition("<locals>.")[2]
        found = holder.get(venusian.ATTACH_ATTR)
        if not isinstance(found, venusian.Categories) or not found.attached_to(
            module_name, attachment.name, None
        ):
            found = venusian.Categories((module_name, attachment.name))
            holder[venusian.ATTACH_ATTR] = found
    else:
        found = getattr(wrapped, venusian.ATTACH_ATTR, None)
        if not isinstance(found, venusian.Categories) or not found.attached_to(
            module_name, attachment.name, wrapped
        ):
            found = venusian.Categories(wrapped)
            try:
                setattr(wrapped, venusian.ATTACH_ATTR, found)
            except (AttributeError, TypeError):
                attachment.problem = _closed_problem(attachment, wrapped)
    lift_id = f"{attachment.attr or attachment.name} {attachment.via}"
    scope = "class" if in_class else "module"
    found.setdefault(attachment.category, []).append((Found(attachment), module_name, lift_id, scope))
    attachment.run = frame.f_globals.get("__spec__")
    attachment.is_local = not _is_top_level(frame)
    if not attachment.is_local:
        record: list[Attachment] = frame.f_globals.setdefault(_RECORDS, [])
        if record and record[0].run is not attachment.run:
            record.clear()
        record.append(attachment)


def _closed_problem(attachment: Attachment, wrapped: Any) -> Problem:
    return Problem(
        "CFW-304",
        f"{attachment.via} cannot decorate {wrapped!r}: it takes no attributes.",
        witnesses=(Witness(attachment.place),),
        fixes=(Fix("", f"decorate a function or a class; {attachment.via} then finds it"),),
    )


def _is_class_body(frame: FrameType) -> bool:
    return "__qualname__" in frame.f_locals and frame.f_locals is not frame.f_globals


def _is_top_level(frame: FrameType) -> bool:
    """Whether *frame* is a module's, or a class body's straight in a module."""
    current: FrameType | None = frame
    # A generic class runs inside a frame of its type parameters (PEP 695).
    while current is not None and (
        _is_class_body(current) or current.f_code.co_name.startswith("<generic parameters of ")
    ):
        current = current.f_back
    return current is not None and current.f_code.co_name == "<module>"
