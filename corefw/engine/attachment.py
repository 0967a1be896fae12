"""Attachments: what a decorator leaves behind, for a scan to find.

A decorator registers nothing.  It attaches a venusian callback to the decorated object and
writes a record into the decorated module's own ``__dict__``; the scan compares both, so that
a declaration hidden by another decorator is reported instead of lost.  Floor 2.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Concatenate, ParamSpec, TypeVar

import venusian

from corefw.base.errors import Problem
from corefw.base.places import Place
from corefw.engine.directive import wrong_arguments

__all__ = ["CATEGORY", "Attachment", "Target", "attachments_of", "decorator"]

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
    #: The names under which a scan met the decorated object, with that object.
    seen: list[tuple[str, Any]] = field(default_factory=list)


def attachments_of(module: Any) -> list[Attachment]:
    """Return the attachments of a module, in the order they were made."""
    record = vars(module).get(_RECORDS)
    # importlib.reload runs a module again in the same __dict__ but with a new spec, so a
    # record of another spec is what an earlier run left behind.
    if record is None or record[0] is not vars(module).get("__spec__"):
        return []
    rows: list[Attachment] = record[1]
    return rows


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
    """

    def make(
        declare: Callable[Concatenate[Any, Target, P], None],
    ) -> Callable[P, Callable[[T], T]]:
        shown = via or f"@{getattr(declare, '__name__', kind)}"

        def with_arguments(*args: P.args, **kw: P.kwargs) -> Callable[[T], T]:
            frame = sys._getframe(1)

            def decorate(wrapped: T) -> T:
                attachment = Attachment(
                    kind=kind,
                    via=shown,
                    category=category,
                    place=Place.of_frame(frame),
                    name=getattr(wrapped, "__name__", type(wrapped).__name__),
                    attr=None,
                    declare=lambda config, target: declare(config, target, *args, **kw),
                )
                try:
                    inspect.signature(declare).bind(None, None, *args, **kw)
                except TypeError:
                    attachment.problem = wrong_arguments(
                        declare, shown, args, dict(kw), attachment.place, skip=2
                    )
                attach(wrapped, attachment, sys._getframe(1))
                return wrapped

            return decorate

        with_arguments.__name__ = getattr(declare, "__name__", kind)
        with_arguments.__qualname__ = with_arguments.__name__
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
    in_class = "__qualname__" in frame.f_locals and frame.f_locals is not frame.f_globals
    if in_class:
        attachment.attr = attachment.name
        attachment.name = frame.f_code.co_name
        holder = frame.f_locals
        found = holder.get(venusian.ATTACH_ATTR)
        if found is None or not found.attached_to(module_name, attachment.name, None):
            found = venusian.Categories((module_name, attachment.name))
            holder[venusian.ATTACH_ATTR] = found
    else:
        found = getattr(wrapped, venusian.ATTACH_ATTR, None)
        if found is None or not found.attached_to(module_name, attachment.name, wrapped):
            found = venusian.Categories(wrapped)
            setattr(wrapped, venusian.ATTACH_ATTR, found)
    lift_id = f"{attachment.attr or attachment.name} {attachment.via}"
    scope = "class" if in_class else "module"

    def callback(scanner: Any, name: str, ob: Any) -> None:
        scanner.met(attachment, name, ob)

    found.setdefault(attachment.category, []).append((callback, module_name, lift_id, scope))
    if _is_top_level(frame):
        spec = frame.f_globals.get("__spec__")
        record: tuple[Any, list[Attachment]] | None = frame.f_globals.get(_RECORDS)
        if record is None or record[0] is not spec:
            record = (spec, [])
            frame.f_globals[_RECORDS] = record
        record[1].append(attachment)


def _is_top_level(frame: FrameType) -> bool:
    """Whether *frame* is a module's, or a class body's straight in a module.

    Inside a function a decorator makes something for its caller, so that nobody scans it is
    no loss.
    """
    current: FrameType | None = frame
    while current is not None and "__qualname__" in current.f_locals:
        current = current.f_back
    return current is not None and current.f_code.co_name == "<module>"
