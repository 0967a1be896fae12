"""What add_view declares: the key of a view, the words for it, and the record it becomes.

Which arguments there are and which are refused at once is ``views``' business.  Floor 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.nearest import did_you_mean, near_fixes
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import Need
from corefw.engine.introspection import Introspectable
from corefw.web.predicates.builtin import as_methods
from corefw.web.predicates.compiling import (
    PredicateInfo,
    PredicateSet,
    ViewPredicate,
    arranged_definitions,
    compile_predicates,
    not_,
)
from corefw.web.security.permissions import NO_PERMISSION_REQUIRED
from corefw.web.views.derivers import derive, deriver_options
from corefw.web.views.offers import OfferOrder, arranged_offers, offer_weight
from corefw.web.views.record import ViewDeriverDefinition, ViewInfo, ViewRecord, called, named_view

__all__ = ["ViewDeclaration"]

#: Arguments of add_view that neither a predicate nor a deriver answers for.
_OWN_OPTIONS = frozenset(
    ("view", "name", "for_", "context", "route_name", "exception_only", "mapper", "attr", "renderer")
)


class ViewDeclaration:
    """One view as it was declared.  A large application has thousands, so it holds little."""

    __slots__ = ("_config", "_key", "_place", "_predicates", "options")

    def __init__(self, config: Configuration, options: dict[str, Any]) -> None:
        self._config = config
        self._place = config.place
        self._predicates: PredicateSet | None = None
        self._key: tuple[Any, ...] | None = None
        self.options = options

    def key(self) -> tuple[Any, ...]:
        """Return what the view is about; raises `ConfigurationError` (CFW-501) for an unknown option."""
        if self._key is None:
            option = self.options.get
            self._key = (
                "view",
                option("context"),
                option("name", ""),
                option("route_name"),
                self._is_exception_only,
                self.predicates.phash,
            )
        return self._key

    @property
    def predicates(self) -> PredicateSet:
        """The predicates that the options ask for, known when the vocabulary stands."""
        if self._predicates is None:
            registry = self._config.registry
            self._refuse_unknown()
            self._predicates = compile_predicates(
                registry.derived(ViewPredicate, arranged_definitions),
                self.options,
                PredicateInfo(self._config.package, registry),
            )
        return self._predicates

    @property
    def _is_exception_only(self) -> bool:
        return bool(self.options.get("exception_only"))

    def perform(self) -> None:
        """Derive the view and put its record into the registry."""
        config, option = self._config, self.options.get
        view = option("view")
        predicates = self.predicates
        info = ViewInfo(
            config.registry,
            config.package,
            view,
            self.options,
            predicates.predicates,
            self._is_exception_only,
            self._place,
        )
        offers = _accepted(option("accept"))
        places = config.registry.derived(OfferOrder, arranged_offers) if offers else {}
        record = ViewRecord(
            view=derive(view if view is not None else _nothing, info),
            info=info,
            predicates=predicates,
            methods=_methods(option("request_method")),
            accept=offers,
            accept_weights=tuple(offer_weight(offer, places) for offer in offers),
            declared_by=config.owner,
        )
        config.registry.put(ViewRecord, self.key(), record)

    @property
    def needs(self) -> Sequence[Need]:
        """The route of the view, if it is of one."""
        name = self.options.get("route_name")
        if name is None:
            return ()
        declare = f'config.add_route("{name}", "/...")'
        return (Need(("route", name), "route", name, known=self._route_names, declare=declare),)

    def _route_names(self) -> Sequence[str]:
        return self._config.plan.names("route")

    # -- in words --------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """The view by what anybody calls it: its name, its route, its context."""
        option = self.options.get
        name, route_name, context = option("name"), option("route_name"), option("context")
        title = f'view "{name}"' if name else "view"
        if route_name is not None:
            title += f' of the route "{route_name}"'
        if context is not None:
            title += f" for {context.__name__}"
        return title

    def words(self) -> str:
        """Say what else tells it from other views of its title."""
        return ", ".join(one.text for one in self.predicates)

    def details(self) -> str:
        """Say what a reviewer wants to see changing: the callable, who may, what renders, no CSRF check."""
        option = self.options.get
        view = option("view")
        facts = [called(view, option("attr"))] if view is not None else []
        permission = option("permission")
        if permission is not None:
            facts.append("public" if permission == NO_PERMISSION_REQUIRED else f"permission {permission}")
        renderer = option("renderer")
        if renderer is not None:
            facts.append(f"renderer {getattr(renderer, 'name', renderer)}")
        if option("require_csrf") is False:
            facts.append("no CSRF check")
        return ", ".join(facts)

    def introspectables(self) -> Sequence[Introspectable]:
        """Tell the options, related to the route, and the permission that is needed."""
        view, route_name = self.options.get("view"), self.options.get("route_name")
        title = f"view {named_view(view, self.options.get('attr'))}"
        made = self._config.introspectable("views", self.key(), title, "view")
        made.update(context=None, decorator=None, mapper=None)
        made.update(self.options, callable=view, package=self._config.package)
        if route_name is not None:
            made.relate("routes", route_name)
        permission = self.options.get("permission")
        if permission is None or permission == NO_PERMISSION_REQUIRED:
            return (made,)
        needed = self._config.introspectable("permissions", permission, permission, "permission")
        needed["value"] = permission
        needed.relate("views", self.key())
        return (made, needed)

    def _refuse_unknown(self) -> None:
        registry, options = self._config.registry, self.options
        predicates = registry.derived(ViewPredicate, frozenset)
        derivers = registry.derived(ViewDeriverDefinition, deriver_options)
        unknown = options.keys() - _OWN_OPTIONS - predicates - derivers
        if not unknown:
            return
        witness = Witness(self._place, str(self._config.owner))
        named = named_view(options["view"])
        nameable = [*_OWN_OPTIONS, *map(str, predicates), *derivers, "replaces"]
        raise ConfigurationError(
            *(
                Problem(
                    "CFW-501",
                    f'The view {named} has an unknown argument "{key}".{did_you_mean(key, nameable)}',
                    witnesses=(witness,),
                    why="No view predicate and no view deriver is registered that takes it.",
                    fixes=(
                        *near_fixes(key, nameable, lambda near: f"write  {near}=..."),
                        Fix("a predicate is to take it", f'config.add_view_predicate("{key}", Factory)'),
                        Fix("an addon brings it", "enable the addon in [corefw], or include it"),
                    ),
                )
                for key in options
                if key in unknown
            )
        )


def _methods(asked: Any) -> tuple[str, ...] | None:
    return None if asked is None or isinstance(asked, not_) else as_methods(asked)


def _accepted(asked: Any) -> tuple[str, ...]:
    if asked is None or isinstance(asked, not_):
        return ()
    return (asked,) if isinstance(asked, str) else tuple(asked)


def _nothing(context: Any, request: Any) -> dict[str, Any]:
    return {}
