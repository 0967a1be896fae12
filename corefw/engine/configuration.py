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
from corefw.base.errors import ConfigurationError, Fix, Problem, UnknownDirectiveError, Witness, located
from corefw.base.nearest import did_you_mean
from corefw.base.places import Place, caller_place
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
from corefw.engine.directive import call_explained, run_directive
from corefw.engine.introspection import Introspectable, Introspector
from corefw.engine.ledger import AddedDirective, Ledger
from corefw.engine.owner import APPLICATION, Owner
from corefw.engine.plan import Plan
from corefw.engine.registry import Registry, frozen_problem, with_article
from corefw.engine.scanner import Ignore, ScanReport, scan_modules
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
        details: str = "",
        disabled: str = "",
        **extra: Any,
    ) -> None:
        """Declare something: *discriminator* says what it is about, *callable* performs it.

        As Pyramid documents ``Configurator.action``.  *kind* and *title* name it in plans and
        messages, *words* says what else tells it from others of that title, *details* what a
        reviewer wants to see changing; *needs* are keys without which it is unmet; *disabled*
        is the reason why it is not to be used.

        Raises `ConfigurationError` (CFW-205) once the application was built.
        """
        if self.registry.frozen:
            raise ConfigurationError(frozen_problem(f"declare {with_article(kind or 'action')}"))
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
            details=details,
            is_foreseeable=bool(kind),
        )
        if disabled:
            row.settle(State.DISABLED, disabled)
        with self._at_once():
            self.ledger.declare(row)

    def add_directive(self, name: str, directive: Any, action_wrap: bool = True) -> None:
        """Make *directive* (a function or its dotted name) a method of every configurator here.

        Its first argument is the configurator.  With ``action_wrap=False`` the place of what
        it declares is the line in the directive, not the line which called it.  Raises
        `ConfigurationError` (CFW-208) if the configurator has such an attribute already.
        """
        function = self.maybe_dotted(directive)
        earlier = self.ledger.directives.get(name)
        if (
            hasattr(type(self), name)
            or name in vars(self)
            or (earlier is not None and earlier.function is not function)
        ):
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
            problem = Problem(
                "CFW-210",
                f'The configurator has no directive "{name}".{did_you_mean(name, known)}',
                witnesses=(Witness(caller_place(), str(self.owner)),),
                fixes=(
                    Fix("an addon brings it", "enable the addon in [corefw], or include it before this line"),
                    Fix("it is your own", f'config.add_directive("{name}", function)'),
                ),
            )
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
        child._place, child._via = None, ""
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
        try:
            found = self.maybe_dotted(callable)
        except ConfigurationError as error:
            raise located(error, Witness(place, str(self.owner))) from error.__cause__
        module = found if isinstance(found, ModuleType) else None
        if module is not None:
            found = getattr(module, "includeme", None)
        if not builtins.callable(found):
            raise ConfigurationError(_not_includable(found, module, place, self.owner))
        identity, name = self.ledger.name_included(found)
        prefix = _joined(self.route_prefix, route_prefix)
        row = Declaration(
            kind="include",
            key=("include", name, prefix),
            title=f"include of {name}" + (f' under "/{prefix}"' if prefix else ""),
            place=self._place or place,
            owner=self.owner,
            include_path=self.include_path,
            callable=found,
        )
        earlier = self.ledger.included.get((identity, prefix))
        if earlier is not None:
            row.settle(State.ALIASED, f"included already at {earlier.place}", by=earlier)
            self.ledger.record(row)
            return
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
            package=dotted.package_of(self.maybe_dotted(package)), _place=self._place, _via=self._via
        )

    def maybe_dotted(self, value: Any) -> Any:
        """Return *value*, or what it names if it is a string (relative to the package)."""
        return dotted.maybe_dotted(value, self.package)

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
        **kw: Any,
    ) -> None:
        """Import a package with all below it and declare what its decorators say.

        Without *package*, the caller's.  *ignore* is a dotted name (absolute, or relative with
        a leading dot; with all below it), a callable, or several of them.  Broken modules, lost
        and wrong decorators are collected and stop the commit.
        """
        if self.registry.frozen:
            raise ConfigurationError(frozen_problem("scan anything"))
        place = caller_place()
        root = self.maybe_dotted(package) if package is not None else self._caller_package(place)
        if not isinstance(root, ModuleType):
            raise ConfigurationError(_not_a_module(root, place, self.owner))
        report = scan_modules(
            root, categories=categories, ignore=ignore, onerror=onerror, extra={"config": self, **kw}
        )
        self.plan.modules.update(report.files)
        with self._at_once():
            self._declare_scanned(report)

    def _declare_scanned(self, report: ScanReport) -> None:
        self.ledger.found += report.problems
        for lost in report.lost:
            self._record(lost, State.LOST, "the scan cannot reach it")
        for failed in report.failed:
            self._record(failed, State.FAILED, failed.problem.what if failed.problem else "")
        for disabled, reason in report.disabled:
            self._record(disabled, State.DISABLED, reason)
        for aliased, name in report.aliased:
            self._record(aliased, State.ALIASED, f'"{name}" is another name of it')
        block = self.ledger.sequence + 1
        for attachment, name, ob, module in report.found:
            child = self.child(package=dotted.package_of(module), scan_block=block, autocommit=False)
            target = Target(ob, attachment.attr, name, module, attachment.place)
            with child.speaking_from(attachment.place, attachment.via):
                try:
                    attachment.declare(child, target)
                except Exception as error:
                    # It would stop the scan half done; so it is kept with its place.
                    row = self._record(attachment, State.FAILED, "")
                    known = row.placed(error.problems) if isinstance(error, ConfigurationError) else ()
                    problems = known or (_scan_problem(row, error),)
                    row.reason = problems[0].what
                    self.ledger.found += problems

    def _record(self, attachment: Attachment, state: State, reason: str) -> Declaration:
        row = Declaration(
            kind=attachment.kind,
            key=None,
            title=f"{attachment.via} on {attachment.target_name}",
            place=attachment.place,
            owner=self.owner,
            include_path=self.include_path,
            via=attachment.via,
        )
        row.settle(state, reason)
        self.ledger.record(row)
        return row

    def _caller_package(self, place: Place) -> ModuleType:
        module = sys.modules.get(place.module)
        return dotted.package_of(module) if module is not None else self.package

    # -- committing --------------------------------------------------------------------

    def commit(self) -> None:
        """Decide and perform what was declared since the last commit, all or nothing.

        Raises what `corefw.engine.commit.commit` raises, with every problem found.
        """
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


def _scan_problem(row: Declaration, error: Exception) -> Problem:
    what = f"{row.title} raised {type(error).__name__}: {error}"
    return Problem("CFW-303", what, witnesses=(row.witness(),))


def _not_a_module(root: Any, place: Place, owner: Owner) -> Problem:
    return Problem(
        "CFW-305",
        f"A scan needs a package or a module, and was given {root!r}.",
        witnesses=(Witness(place, str(owner)),),
        fixes=(Fix("", 'name the module: config.scan("package.module")'),),
    )


def _joined(outer: str | None, inner: str | None) -> str | None:
    parts = [part.strip("/") for part in (outer, inner) if part and part.strip("/")]
    return "/".join(parts) or None


def _not_includable(found: Any, module: ModuleType | None, place: Place, owner: Owner) -> Problem:
    if module is None:
        what = f"{found!r} cannot be included: it is neither a module nor callable."
        return Problem("CFW-209", what, witnesses=(Witness(place, str(owner)),))
    return Problem(
        "CFW-209",
        f"The module {module.__name__} cannot be included: it has no function includeme.",
        witnesses=(Witness(place, str(owner)),),
        fixes=(
            Fix("it configures something", f"def includeme(config): ...   in {module.__name__}"),
            Fix("it only has decorators", f'config.scan("{module.__name__}")'),
        ),
    )


def _taken_directive(name: str, earlier: AddedDirective | None, place: Place, owner: Owner) -> Problem:
    by = f"was added by {earlier.owner}" if earlier is not None else "is one of corefw's own"
    return Problem(
        "CFW-208",
        f'The directive "{name}" {by} already.',
        witnesses=(Witness(place, str(owner)),),
        fixes=(Fix("", "give it another name, such as one that begins with your addon's"),),
    )
