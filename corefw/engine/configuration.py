"""The configuration: the face of the engine, and the base of every Configurator.

Declaring (``action``, ``include``, ``scan``, added directives) and committing.  What can be
declared about the web is composed on top, on floor 5.  Floor 2.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from corefw.base import dotted
from corefw.base.errors import ConfigurationError, UnknownDirectiveError, Witness, located
from corefw.base.garbage import collection_paused
from corefw.base.places import Place, caller_place
from corefw.engine import commit as committing
from corefw.engine.attachment import CATEGORY
from corefw.engine.declaration import (
    NO_ARGUMENTS,
    PHASE3_CONFIG,
    Account,
    Declaration,
    Deferred,
    FullAccount,
    Need,
    Replacing,
    State,
    readable,
)
from corefw.engine.directive import call_explained, run_directive
from corefw.engine.introspection import Introspectable, Introspector
from corefw.engine.ledger import AddedDirective, Ledger
from corefw.engine.owner import APPLICATION, Owner
from corefw.engine.plan import Plan
from corefw.engine.refusals import (
    circle,
    is_directive_name,
    no_directive,
    no_directive_name,
    not_includable,
    taken_directive,
    unknown_directive,
)
from corefw.engine.registry import Registry, frozen_problem, with_article
from corefw.engine.scan.declaring import declare_findings
from corefw.engine.scan.ignoring import Ignore, Ignored
from corefw.engine.scan.locked import KnownModules, known_modules
from corefw.engine.scan.problems import not_a_module
from corefw.engine.scan.report import ScanReport
from corefw.engine.scan.scanning import scan_modules
from corefw.engine.settings.values import Settings

__all__ = ["Configuration"]

P = ParamSpec("P")
R = TypeVar("R")

#: How often an include may stand inside itself, each time under another prefix.
_MOST_INSIDE_ITSELF = 8
#: How many includes may stand inside each other.
_DEEPEST = 200


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
        self.ledger = ledger if ledger is not None else Ledger(below=registry.in_force_below())
        self.include_path = include_path
        self.route_prefix = route_prefix
        self.root_package = root_package if root_package is not None else package
        self.autocommit = autocommit
        self.introspection = introspection
        self._place: Place | None = None
        self._via = ""
        self._replaces: Replacing | None = None
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

    @property
    def is_speaking(self) -> bool:
        """Whether a directive is under way, from whose place everything is declared."""
        return self._place is not None

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

    @contextmanager
    def replacing(self, names: str | Iterable[str]) -> Iterator[None]:
        """Let what is declared in the block replace what *names* say, wherever that was included.

        Each is the name of an owner (an application or an addon), or the thing as the plan and
        the lock show it: ``view "edit" of the route "article"``.  Every directive and decorator
        says the same with ``replaces=``.  The commit fails (CFW-211) if there is nothing of that
        name to replace.
        """
        before = self._replaces
        self._replaces = Replacing.of(names) or before
        try:
            yield
        finally:
            self._replaces = before

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
        details: str = "",
        account: Account | None = None,
        disabled: str = "",
        replaces: str | Iterable[str] = (),
        **extra: Any,
    ) -> None:
        """Declare something: *discriminator* says what it is about, *callable* performs it.

        As Pyramid documents ``Configurator.action``.  *kind* and *title* name it in plans and
        messages, *words* says what else tells it from others of that title, *details* what a
        reviewer wants to see changing; *needs* are keys without which it is unmet; *disabled*
        is the reason why it is not to be used; *replaces* is as in `replacing`.  An
        *account* is and says all of that but kind and key in their place, and only when asked.

        Raises `ConfigurationError` (CFW-205) once the application was built.
        """
        if self.registry.frozen:
            raise ConfigurationError(frozen_problem(f"declare {with_article(kind or 'action')}", self.place))
        shown = kind or (introspectables[0].type_name if introspectables else "action")
        row = Declaration(
            kind=shown,
            key=discriminator,
            account=account
            or FullAccount(
                title
                or (introspectables[0].title if introspectables else "")
                or f"{shown} {readable(discriminator)}".strip(),
                callable,
                tuple(args),
                dict(kw) if kw else NO_ARGUMENTS,
                tuple(needs),
                tuple(introspectables),
                words,
                details,
            ),
            place=self.place,
            owner=self.owner,
            include_path=self.include_path,
            order=order,
            via=self._via,
            is_introspected=self.introspection,
            is_foreseeable=bool(kind),
            replaces=Replacing.of(replaces) or self._replaces,
        )
        if disabled:
            row.settle(State.DISABLED, disabled)
        if not self.autocommit:
            self.ledger.declare(row)
            return
        with self._at_once():
            self.ledger.declare(row)

    def add_directive(self, name: str, directive: Any, action_wrap: bool = True) -> None:
        """Make *directive* (a function or its dotted name) a method of every configurator here.

        Its first argument is the configurator.  With ``action_wrap=False`` the place of what
        it declares is the line in the directive, not the line which called it.  Raises
        `ConfigurationError`: CFW-208 if the configurator has such an attribute already, CFW-215
        for what cannot be called and for a name that nobody could call it by.
        """
        place = caller_place()
        if not is_directive_name(name):
            raise ConfigurationError(no_directive_name(name, place, self.owner))
        function = self._named_at(place, directive)
        earlier = self.ledger.directives.get(name)
        if (
            hasattr(type(self), name)
            or name in vars(self)
            or (earlier is not None and earlier.function is not function)
        ):
            raise ConfigurationError(taken_directive(name, earlier, place, self.owner))
        if not callable(function):
            raise ConfigurationError(no_directive(name, function, place, self.owner))
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
            problem = unknown_directive(name, known, caller_place(), self.owner)
            raise UnknownDirectiveError(problem)

        def directive(*args: Any, **kw: Any) -> Any:
            if added.takes_place:
                return run_directive(self, added.function, *args, **kw)
            return call_explained(self, added.function, args, kw)

        directive.__name__ = name
        directive.__doc__ = added.function.__doc__
        return directive

    # -- composing ---------------------------------------------------------------------

    def child(self, **changes: Any) -> Self:
        """Return a configurator like this one, sharing its ledger and registry, but for *changes*."""
        child = object.__new__(type(self))
        child.__dict__.update(self.__dict__)
        child._place, child._via, child._replaces = None, "", None
        child.__dict__.update(changes)
        return child

    def include(self, callable: Any, route_prefix: str | None = None) -> None:
        """Call a configuration callable, or the ``includeme`` of a module, with a child of this.

        What is declared inside can be overridden from here.  The same callable under the same
        prefix is included once; under another prefix, again.  Raises `ConfigurationError`
        (CFW-209) for a module without ``includeme``.
        """
        if self.registry.frozen:
            raise ConfigurationError(frozen_problem("include anything"))
        place = self.place
        found = self._named_at(place, callable)
        module = found if isinstance(found, ModuleType) else None
        if module is not None:
            found = getattr(module, "includeme", None)
        if not builtins.callable(found):
            raise ConfigurationError(not_includable(found, module, place, self.owner))
        identity, name = self.ledger.name_included(found)
        prefix = _joined(self.route_prefix, route_prefix)
        row = Declaration(
            kind="include",
            key=("include", name, prefix),
            account=FullAccount(f"include of {name}" + (f' under "/{prefix}"' if prefix else "")),
            place=self._place or place,
            owner=self.owner,
            include_path=self.include_path,
        )
        earlier = self.ledger.included.get((identity, prefix))
        if earlier is not None:
            row.settle(State.ALIASED, f"included already at {earlier.place}", by=earlier)
            self.ledger.record(row)
            return
        # The same is not included twice; only under ever longer prefixes can it go on for ever.
        if self.include_path.count(name) >= _MOST_INSIDE_ITSELF or len(self.include_path) >= _DEEPEST:
            raise ConfigurationError(circle((*self.include_path, name), prefix, row.witness()))
        row.settle(State.ACTIVE)
        self.ledger.record(row)
        self.ledger.included[identity, prefix] = row
        module = module or sys.modules.get(name.partition(":")[0])
        child = self.child(
            package=dotted.package_of(module) if module is not None else self.package,
            include_path=(*self.include_path, name),
            route_prefix=prefix,
            scan_block=None,
        )
        problems = len(self.ledger.found)
        try:
            found(child)
        except Exception as error:
            self.ledger.take_back(row, f"including {name} raised {type(error).__name__}", problems)
            raise

    @contextmanager
    def route_prefix_context(self, route_prefix: str | None) -> Iterator[None]:
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
            package=dotted.package_of(self.maybe_dotted(package)),
            _place=self._place,
            _via=self._via,
            _replaces=self._replaces,
        )

    def maybe_dotted(self, value: Any) -> Any:
        """Return *value*, or what it names if it is a string (relative to the package)."""
        return dotted.maybe_dotted(value, self.package)

    def _named_at(self, place: Place, value: Any) -> Any:
        """Return what `maybe_dotted` does; what it raises says that *place* is where it was asked for."""
        try:
            return self.maybe_dotted(value)
        except ConfigurationError as error:
            raise located(error, Witness(place, str(self.owner))) from error.__cause__

    def absolute_asset_spec(self, relative_spec: str) -> str:
        """Return an asset specification with its package: ``pkg:path``; absolute ones as they are.

        So is what is no text, such as a file object.
        """
        if not isinstance(relative_spec, str) or ":" in relative_spec or relative_spec.startswith("/"):
            return relative_spec
        return f"{self.package.__name__}:{relative_spec}"

    # -- scanning ----------------------------------------------------------------------

    def scan(
        self,
        package: Any = None,
        categories: Sequence[str] | None = (CATEGORY,),
        onerror: Callable[[str], Any] | None = None,
        ignore: Ignore | Iterable[Ignore] | None = None,
        *,
        tests: bool | None = None,
        **kw: Any,
    ) -> None:
        """Import a package with all below it and declare what its decorators say.

        Without *package*, the caller's.  *ignore* is a dotted name (absolute, or relative with
        a leading dot; with all below it), a callable, or several of them.  Modules and packages
        that are tests by their names (``test``, ``tests``, ``conftest``, ``test_*``, ``*_test``)
        are left out, unless *tests* is true or the package itself is one of them.  What is left
        out is *disabled* in the plan.  Broken modules, lost and wrong decorators are collected
        and stop the commit.

        Raises `ConfigurationError`: CFW-101 or CFW-102 for a package that cannot be had, CFW-305
        for what is none, CFW-306 for what cannot be ignored.
        """
        if self.registry.frozen:
            raise ConfigurationError(frozen_problem("scan anything"))
        place = caller_place()
        witness = Witness(place, str(self.owner))
        try:
            root = self.maybe_dotted(package) if package is not None else self._caller_package(place)
            if not isinstance(root, ModuleType):
                raise ConfigurationError(not_a_module(root, witness))
            ignored = Ignored(root.__name__, ignore, tests)
        except ConfigurationError as error:
            raise located(error, witness) from error.__cause__
        report = ScanReport(root.__name__, str(self.owner), place)
        self.plan.scans.append(report)
        with collection_paused():
            findings = scan_modules(
                root,
                report,
                categories=categories,
                ignored=ignored,
                onerror=onerror,
                extra={"config": self, **kw},
                known=self._known_modules(),
            )
            with self._at_once():
                declare_findings(self, findings, report)

    def _known_modules(self) -> KnownModules | None:
        """Return the modules that a scan need not import if they are unchanged; None if it imports all."""
        return known_modules()

    def _caller_package(self, place: Place) -> ModuleType:
        module = sys.modules.get(place.module)
        return dotted.package_of(module) if module is not None else self.package

    # -- committing --------------------------------------------------------------------

    def commit(self) -> None:
        """Decide and perform what was declared since the last commit, all or nothing.

        Raises what `corefw.engine.commit.commit` raises, with every problem found.
        """
        with collection_paused():
            committing.commit(self.ledger, self.registry)

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """Commit what the block declares, if this configurator commits by itself.

        If that fails, the call itself raises, and what it declared is not tried again.
        """
        ledger = self.ledger
        pending, found = len(ledger.pending), len(ledger.found)
        yield
        if not self.autocommit:
            return
        try:
            self.commit()
        except BaseException:
            for row in ledger.pending[pending:]:
                if row.state is State.ACTIVE:
                    row.settle(State.DISABLED, "what was declared with it failed")
            del ledger.pending[pending:], ledger.found[found:]
            raise


def _joined(outer: str | None, inner: str | None) -> str | None:
    parts = [part.strip("/") for part in (outer, inner) if part and part.strip("/")]
    return "/".join(parts) or None
