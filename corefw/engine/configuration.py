"""The configuration: the face of the engine, and the base of every Configurator.

Declaring (``action``, ``include``, ``scan``, added directives) and committing.  What can be
declared about the web is composed on top, on floor 5.  Floor 2.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from corefw.base import dotted
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.nearest import did_you_mean
from corefw.base.places import UNKNOWN, Place, caller_place
from corefw.engine import commit as committing
from corefw.engine.attachment import CATEGORY, Attachment, Target
from corefw.engine.declaration import (
    PHASE3_CONFIG,
    Declaration,
    Deferred,
    Need,
    State,
    readable,
)
from corefw.engine.directive import run_directive
from corefw.engine.introspection import Introspectable, Introspector
from corefw.engine.ledger import AddedDirective, Ledger
from corefw.engine.owner import APPLICATION, Owner
from corefw.engine.plan import Plan
from corefw.engine.registry import Registry, frozen_problem
from corefw.engine.scanner import Ignore, scan_modules
from corefw.engine.settings.values import Settings

__all__ = ["Configuration"]

P = ParamSpec("P")
R = TypeVar("R")


class Configuration:
    """Declares into a ledger, for one package, on behalf of one owner.

    ``include`` makes a child of the same class that shares the ledger and the registry.
    """

    introspectable = Introspectable

    def __init__(
        self,
        registry: Registry,
        package: ModuleType,
        *,
        owner: Owner = APPLICATION,
        ledger: Ledger | None = None,
        include_path: tuple[str, ...] = (),
        route_prefix: str | None = None,
        root_package: ModuleType | None = None,
        autocommit: bool = False,
        introspection: bool = True,
    ) -> None:
        self.registry = registry
        self.package = package
        self.owner = owner
        self.ledger = ledger if ledger is not None else Ledger()
        self.include_path = include_path
        self.route_prefix = route_prefix
        self.root_package = root_package if root_package is not None else package
        self.autocommit = autocommit
        self.introspection = introspection
        self._place: Place | None = None
        self._via = ""
        #: The position that decorated routes of the scan under way take (see ``scan``).
        self.scan_block: int | None = None

    # -- what is known -----------------------------------------------------------------

    @property
    def settings(self) -> Settings:
        """The settings of the application."""
        return self.registry.settings

    def get_settings(self) -> Settings:
        """Return the settings, as Pyramid's method of that name does."""
        return self.registry.settings

    @property
    def plan(self) -> Plan:
        """Every declaration made so far, and what was decided about each."""
        return self.ledger.plan

    @property
    def introspector(self) -> Introspector:
        """The introspector of the registry."""
        return self.registry.introspector

    @property
    def place(self) -> Place:
        """Where the directive under way was called."""
        return self._place or caller_place()

    @property
    def action_info(self) -> Place:
        """The place, under Pyramid's name for it."""
        return self.place

    @contextmanager
    def speaking_from(self, place: Place, via: str = "") -> Iterator[None]:
        """Declare from *place*, unless a directive further out has set it already."""
        if self._place is not None:
            yield
            return
        self._place, self._via = place, via
        try:
            yield
        finally:
            self._place, self._via = None, ""

    # -- declaring ---------------------------------------------------------------------

    def action(
        self,
        discriminator: Hashable | Deferred,
        callable: Callable[..., Any] | None = None,
        args: Sequence[Any] = (),
        kw: dict[str, Any] | None = None,
        order: int = PHASE3_CONFIG,
        introspectables: Sequence[Introspectable] = (),
        *,
        kind: str = "",
        title: str = "",
        needs: Sequence[Need] = (),
        words: Callable[[], str] | None = None,
        **extra: Any,
    ) -> None:
        """Declare something: *discriminator* says what it is about, *callable* performs it.

        As Pyramid documents ``Configurator.action``.  *kind* and *title* name it in plans and
        messages, *words* says what else tells it from others of that title; *needs* are keys
        without which it is unmet.  Raises `ConfigurationError`
        (CFW-205) once the application was built.
        """
        if self.registry.frozen:
            raise ConfigurationError(frozen_problem(f"declare a {kind or 'new thing'}"))
        shown = kind or (introspectables[0].type_name if introspectables else "action")
        row = Declaration(
            kind=shown,
            key=discriminator,
            title=title
            or (introspectables[0].title if introspectables else "")
            or f"{shown} {readable(discriminator)}".strip(),
            place=self.place,
            owner=self.owner,
            include_path=self.include_path,
            order=order,
            callable=callable,
            args=tuple(args),
            kw=dict(kw or {}),
            introspectables=tuple(introspectables) if self.introspection else (),
            needs=tuple(needs),
            via=self._via,
            words=words,
            is_foreseeable=bool(kind),
        )
        self.ledger.declare(row)
        if self.autocommit and self.ledger.performing is None:
            self.commit()

    def add_directive(self, name: str, directive: Any, action_wrap: bool = True) -> None:
        """Make *directive* (a function or its dotted name) a method of every configurator here.

        Its first argument is the configurator.  With ``action_wrap=False`` the place of what
        it declares is the line in the directive, not the line which called it.  Raises
        `ConfigurationError` (CFW-208) if the configurator has such an attribute already.
        """
        function = self.maybe_dotted(directive)
        earlier = self.ledger.directives.get(name)
        if hasattr(type(self), name) or (earlier is not None and earlier.function is not function):
            raise ConfigurationError(_taken_directive(name, earlier, caller_place(), self.owner))
        self.ledger.directives[name] = AddedDirective(function, action_wrap, self.owner)

    def call(self, directive: Callable[Concatenate[Self, P], R], /, *args: P.args, **kw: P.kwargs) -> R:
        """Call a directive with its types: ``config.call(add_menu_item, "Home", view)``."""
        return run_directive(self, directive, *args, **kw)

    def __getattr__(self, name: str) -> Any:
        ledger = self.__dict__.get("ledger")
        if ledger is None or name.startswith("__"):
            raise AttributeError(name)
        added = ledger.directives.get(name)
        if added is None:
            known = [key for key in (*dir(type(self)), *ledger.directives) if not key.startswith("_")]
            raise AttributeError(f'The configurator has no directive "{name}".{did_you_mean(name, known)}')

        def directive(*args: Any, **kw: Any) -> Any:
            if added.takes_place:
                return run_directive(self, added.function, *args, **kw)
            return added.function(self, *args, **kw)

        directive.__name__ = name
        directive.__doc__ = added.function.__doc__
        return directive

    # -- composing ---------------------------------------------------------------------

    def child(self, **changes: Any) -> Self:
        """Return a configurator like this one, sharing its ledger and registry, but for *changes*."""
        child = object.__new__(type(self))
        child.__dict__.update(self.__dict__)
        child._place, child._via = None, ""
        child.__dict__.update(changes)
        return child

    def include(self, callable: Any, route_prefix: str | None = None) -> None:
        """Call a configuration callable, or the ``includeme`` of a module, with a child of this.

        What is declared inside can be overridden from here.  The same callable under the same
        prefix is included once; under another prefix, again.  Raises `ConfigurationError`
        (CFW-209) for a module without ``includeme``.
        """
        place = caller_place()
        found = self.maybe_dotted(callable)
        module = found if isinstance(found, ModuleType) else None
        if module is not None:
            found = getattr(module, "includeme", None)
            if found is None:
                raise ConfigurationError(
                    Problem(
                        "CFW-209",
                        f"The module {module.__name__} cannot be included: it has no function includeme.",
                        witnesses=(Witness(place, str(self.owner)),),
                        fixes=(
                            Fix(
                                "it configures something",
                                f"def includeme(config): ...   in {module.__name__}",
                            ),
                            Fix("it only has decorators", f'config.scan("{module.__name__}")'),
                        ),
                    )
                )
        name = f"{found.__module__}:{getattr(found, '__qualname__', type(found).__qualname__)}"
        prefix = _joined(self.route_prefix, route_prefix)
        row = Declaration(
            kind="include",
            key=("include", name, prefix),
            title=f"include of {name}" + (f' under "/{prefix}"' if prefix else ""),
            place=self._place or place,
            owner=self.owner,
            include_path=self.include_path,
        )
        earlier = self.ledger.included.get(row.key)
        if earlier is not None:
            row.settle(State.ALIASED, f"included already at {earlier.place}", by=earlier)
            self.ledger.record(row)
            return
        row.settle(State.ACTIVE)
        self.ledger.record(row)
        self.ledger.included[row.key] = row
        package = dotted.package_of(module or importlib.import_module(found.__module__))
        found(
            self.child(
                package=package,
                include_path=(*self.include_path, name),
                route_prefix=prefix,
                scan_block=None,
            )
        )

    @contextmanager
    def route_prefix_context(self, route_prefix: str) -> Iterator[None]:
        """Declare routes under a further prefix inside the block."""
        before = self.route_prefix
        self.route_prefix = _joined(before, route_prefix)
        try:
            yield
        finally:
            self.route_prefix = before

    def with_package(self, package: Any) -> Self:
        """Return a configurator like this one for another package (or its dotted name)."""
        return self.child(
            package=dotted.package_of(self.maybe_dotted(package)), _place=self._place, _via=self._via
        )

    def maybe_dotted(self, value: Any) -> Any:
        """Return *value*, or what it names if it is a string (relative to the package)."""
        return dotted.maybe_dotted(value, self.package)

    def absolute_asset_spec(self, relative_spec: str) -> str:
        """Return an asset specification with its package: ``pkg:path``; absolute ones as they are."""
        if ":" in relative_spec or relative_spec.startswith("/"):
            return relative_spec
        return f"{self.package.__name__}:{relative_spec}"

    # -- scanning ----------------------------------------------------------------------

    def scan(
        self,
        package: Any = None,
        categories: Sequence[str] | None = (CATEGORY,),
        onerror: Callable[[str], Any] | None = None,
        ignore: Ignore | Iterable[Ignore] | None = None,
        **kw: Any,
    ) -> None:
        """Import a package with all below it and declare what its decorators say.

        Without *package*, the caller's.  *ignore* is a dotted name (absolute, or relative with
        a leading dot; with all below it), a callable, or several of them.  Broken modules, lost
        and wrong decorators are collected and stop the commit.
        """
        place = caller_place()
        root = self.maybe_dotted(package) if package is not None else self._caller_package(place)
        report = scan_modules(
            root, categories=categories, ignore=ignore, onerror=onerror, extra={"config": self, **kw}
        )
        self.ledger.found += report.problems
        for lost in report.lost:
            self._record(lost, State.LOST, "the scan cannot reach it")
        for disabled, reason in report.disabled:
            self._record(disabled, State.FAILED if disabled.problem else State.DISABLED, reason)
        for aliased, name in report.aliased:
            self._record(aliased, State.ALIASED, f'"{name}" is another name of it')
        block = self.ledger.sequence + 1
        for attachment, name, ob, module in report.found:
            child = self.child(package=dotted.package_of(module), scan_block=block)
            target = Target(ob, attachment.attr, name, module, attachment.place)
            with child.speaking_from(attachment.place, attachment.via):
                try:
                    attachment.declare(child, target)
                except ConfigurationError as error:
                    self.ledger.found += error.problems
                    self._record(attachment, State.FAILED, error.problems[0].what)
                except Exception as error:
                    # venusian swallows ValueError from callbacks (Pylons/venusian#98), and others
                    # would stop the scan half done; so each is kept with its place.
                    problem = Problem(
                        "CFW-303",
                        f"{attachment.via} on {attachment.name} raised {type(error).__name__}: {error}",
                        witnesses=(Witness(attachment.place, str(self.owner)),),
                    )
                    self.ledger.found.append(problem)
                    self._record(attachment, State.FAILED, problem.what)

    def _record(self, attachment: Attachment, state: State, reason: str) -> None:
        target = f"{attachment.name}.{attachment.attr}" if attachment.attr else attachment.name
        row = Declaration(
            kind=attachment.kind,
            key=None,
            title=f"{attachment.via} on {target}",
            place=attachment.place,
            owner=self.owner,
            include_path=self.include_path,
            via=attachment.via,
        )
        row.settle(state, reason)
        self.ledger.record(row)

    def _caller_package(self, place: Place) -> ModuleType:
        return dotted.package_of(sys.modules[place.module]) if place is not UNKNOWN else self.package

    # -- committing --------------------------------------------------------------------

    def commit(self) -> None:
        """Decide and perform what was declared since the last commit, all or nothing.

        Raises what `corefw.engine.commit.commit` raises, with every problem found.
        """
        committing.commit(self.ledger, self.registry)


def _joined(outer: str | None, inner: str | None) -> str | None:
    parts = [part.strip("/") for part in (outer, inner) if part and part.strip("/")]
    return "/".join(parts) or None


def _taken_directive(name: str, earlier: AddedDirective | None, place: Place, owner: Owner) -> Problem:
    by = f"was added by {earlier.owner}" if earlier is not None else "is one of corefw's own"
    return Problem(
        "CFW-208",
        f'The directive "{name}" {by} already.',
        witnesses=(Witness(place, str(owner)),),
        fixes=(Fix("", "give it another name, such as one that begins with your addon's"),),
    )
