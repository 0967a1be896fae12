"""Attachments: what a decorator leaves behind, for a scan to find.

A decorator registers nothing.  It attaches a venusian callback to the decorated object and
writes a record into the decorated module's own ``__dict__``; the scan compares both, so that
a declaration hidden by another decorator is reported instead of lost.  Floor 2.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import FrameType, FunctionType
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

import venusian

from corefw.base.errors import Fix, Problem, Witness
from corefw.base.places import Place
from corefw.engine.declaration import NO_ARGUMENTS, shown_value
from corefw.engine.directive import wrong_arguments
from corefw.engine.parameters import Parameters

__all__ = [
    "CATEGORY",
    "OF_ALL_DECORATORS",
    "Attachment",
    "Target",
    "attachments_of",
    "decorator",
    "notes_at",
]

CATEGORY = "corefw"
#: Arguments that every decorator keeps for itself, besides those of all directives.
OF_ALL_DECORATORS: Final = ("_category", "_depth")

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


@dataclass(frozen=True, slots=True, eq=False)
class Decorator:
    """What all uses of one decorator share: the kind of thing, its name, and the function that declares."""

    kind: str
    via: str
    declare: Callable[..., None]


@dataclass(slots=True, eq=False)
class Attachment:
    """One use of a decorator on something at module or class level.

    A large application has thousands, so it is the row of venusian (see `__iter__`) and the
    venusian callback at once; corefw's scanner does not call it.
    """

    decorator: Decorator
    category: str
    place: Place
    #: The module that decorates, whatever becomes of the place.
    module: str
    name: str
    attr: str | None = None
    #: The arguments of this use.
    args: tuple[Any, ...] = ()
    options: Mapping[str, Any] = field(default_factory=lambda: NO_ARGUMENTS)
    replaces: str | Iterable[str] = ()
    problem: Problem | None = None
    #: The spec of the module as it ran: a reload runs it again in the same ``__dict__``, but
    #: with a new spec, so what has another spec was left behind by an earlier run.
    run: Any = None
    #: Made inside a function, for its caller: that nobody scans it is no loss.
    is_local: bool = False
    #: A decorator on or in a class in a class, which venusian does not reach.
    is_nested: bool = False

    def __iter__(self) -> Iterator[Any]:
        """Yield what venusian keeps of an attachment: callback, module, lift id, scope."""
        # By the lift id venusian tells which of a class's methods lift which of its base's.
        if self.attr is None:
            return iter((self, self.module, self.via, "module"))
        return iter((self, self.module, f"{self.attr} {self.via}", "class"))

    def __call__(self, scanner: Any, name: str, ob: Any) -> None:
        """Declare at once, for a stock ``venusian.Scanner(config=...)``."""
        module = sys.modules.get(self.place.module)
        self.declare(scanner.config, Target(ob, self.attr, name, module, self.place))

    def declare(self, config: Any, target: Target) -> None:
        """Declare *target* with the arguments of this use."""
        if not self.replaces:
            return self.decorator.declare(config, target, *self.args, **self.options)
        with config.replacing(self.replaces):
            return self.decorator.declare(config, target, *self.args, **self.options)

    @property
    def kind(self) -> str:
        """What kind of thing it declares."""
        return self.decorator.kind

    @property
    def via(self) -> str:
        """The decorator as it is written: ``@view_config``."""
        return self.decorator.via

    @property
    def target_name(self) -> str:
        """What was decorated: ``home``, or ``Pages.home`` for a method."""
        return f"{self.name}.{self.attr}" if self.attr else self.name


class _Attached(venusian.Categories):
    """What venusian keeps at a decorated object, without a ``__dict__`` for each."""

    __slots__ = ("attached_id", "lifted")


class _AtFunction(Mapping[str, list[Attachment]]):
    """What is kept at a decorated function: reads as venusian's ``Categories``, in a third of its memory.

    A large application has thousands.  It gives way to venusian's own where somebody attaches
    to the function as venusian does.
    """

    __slots__ = ("_function", "_rows")

    def __init__(self, function: FunctionType) -> None:
        self._function = function
        self._rows: tuple[Attachment, ...] = ()

    def attached_to(self, mod_name: str, name: str, obj: Any) -> bool:
        """Whether it is that very function's, and not copied from one that another wraps."""
        return self._function is obj

    def add(self, attachment: Attachment) -> None:
        """Keep one more use of a decorator."""
        self._rows = (*self._rows, attachment)

    def setdefault(self, category: str, default: list[Any]) -> list[Any]:
        """Return the rows of *category*, to be added to, of the ``Categories`` put in its place."""
        found = getattr(self._function, venusian.ATTACH_ATTR, self)
        if found is self:
            found = _Attached(self._function)
            found.update(self._grouped())
            setattr(self._function, venusian.ATTACH_ATTR, found)
        rows: list[Any] = found.setdefault(category, default)
        return rows

    def items(self) -> ItemsView[str, list[Attachment]]:
        """Return the categories with their rows."""
        return self._grouped().items()

    def _grouped(self) -> dict[str, list[Attachment]]:
        grouped: dict[str, list[Attachment]] = {}
        for row in self._rows:
            grouped.setdefault(row.category, []).append(row)
        return grouped

    def __getitem__(self, category: str) -> list[Attachment]:
        return self._grouped()[category]

    def __iter__(self) -> Iterator[str]:
        return iter(self._grouped())

    def __len__(self) -> int:
        return len(self._grouped())


def notes_at(decorated: Any) -> venusian.Categories | _AtFunction | None:
    """Return what is attached to an object; None where nothing is, or what answers is something else.

    Raises whatever an object raises that is asked for an attribute.
    """
    found = getattr(decorated, venusian.ATTACH_ATTR, None)
    return found if isinstance(found, (venusian.Categories, _AtFunction)) else None


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
    ``_depth`` says how many functions lie between the decorator and what it decorates.  Every
    decorator takes ``replaces=``, as every directive does.
    """

    def make(
        declare: Callable[Concatenate[Any, Target, P], None],
    ) -> Callable[P, Callable[[T], T]]:
        name = getattr(declare, "__name__", kind)
        shown = via or f"@{name}"
        of_all = Decorator(kind, shown, declare)
        parameters = Parameters(declare, given=2)
        takes_replaces = "replaces" in parameters

        def with_arguments(*args: P.args, **kw: P.kwargs) -> Callable[[T], T]:
            given: dict[str, Any] = kw
            depth, where = given.pop("_depth", 0), given.pop("_category", category)
            replaces = () if takes_replaces else given.pop("replaces", ())

            def decorate(wrapped: T) -> T:
                frame = sys._getframe(1 + depth)
                place = Place.of_frame(frame)
                target = getattr(wrapped, "__name__", type(wrapped).__name__)
                attachment = Attachment(
                    of_all, where, place, place.module, target, None, args, given or NO_ARGUMENTS, replaces
                )
                if not parameters.fit(args, given):
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
    attachment.run = frame.f_globals.get("__spec__")
    attachment.is_local = not _is_top_level(frame)
    if not attachment.is_local:
        record: list[Attachment] = frame.f_globals.setdefault(_RECORDS, [])
        if record and record[0].run is not attachment.run:
            record.clear()
        record.append(attachment)
    in_class = _is_class_body(frame)
    if in_class and isinstance(wrapped, type):
        # The note would be the outer class's and declare that; so there is none, and it is lost.
        attachment.is_nested = True
        return
    notes = _notes_of_class(attachment, frame) if in_class else _notes_of(wrapped, attachment)
    if isinstance(notes, _AtFunction):
        notes.add(attachment)
    elif attachment.category in notes:
        notes[attachment.category].append(attachment)
    else:
        notes[attachment.category] = [attachment]


def _notes_of_class(attachment: Attachment, frame: FrameType) -> venusian.Categories:
    """Return what is attached to the methods of the class whose body is *frame*."""
    attachment.attr = attachment.name
    attachment.name = frame.f_code.co_name
    holder = frame.f_locals
    attachment.is_nested = "." in holder["__qualname__"].rpartition("<locals>.")[2]
    found = holder.get(venusian.ATTACH_ATTR)
    if not isinstance(found, venusian.Categories) or not found.attached_to(
        attachment.module, attachment.name, None
    ):
        found = _Attached((attachment.module, attachment.name))
        holder[venusian.ATTACH_ATTR] = found
    return found


def _notes_of(wrapped: Any, attachment: Attachment) -> venusian.Categories | _AtFunction:
    """Return what is attached to a function or a class."""
    found = notes_at(wrapped)
    if found is None or not found.attached_to(attachment.module, attachment.name, wrapped):
        found = _AtFunction(wrapped) if isinstance(wrapped, FunctionType) else _Attached(wrapped)
        try:
            setattr(wrapped, venusian.ATTACH_ATTR, found)
        except (AttributeError, TypeError):
            attachment.problem = _closed_problem(attachment, wrapped)
    return found


def _closed_problem(attachment: Attachment, wrapped: Any) -> Problem:
    return Problem(
        "CFW-304",
        f"{attachment.via} cannot decorate {shown_value(wrapped)}: it takes no attributes.",
        witnesses=(Witness(attachment.place),),
        fixes=(Fix("", "decorate a function, a class or a method of a class"),),
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
