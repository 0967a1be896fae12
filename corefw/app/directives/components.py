"""Directives for components: adapters, utilities, response adapters.  Floor 5."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zope.interface import implementedBy, providedBy

from corefw.app.directives.callables import callable_of
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.contracts.contract import as_interface
from corefw.contracts.interfaces import IResponse
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import PHASE1_CONFIG, Replaces
from corefw.engine.registry import as_specification
from corefw.web.views.record import called

__all__ = [
    "add_adapter",
    "add_response_adapter",
    "add_utility",
]


def add_adapter(
    config: Configuration,
    /,
    factory: Any,
    for_: Any = None,
    provides: Any = None,
    name: str = "",
    *,
    replaces: Replaces = (),
) -> None:
    """Make *factory* the adapter of *for_* (one class or interface, or several) to *provides*.

    Without *for_* or *provides*, what the factory says of itself (``zope.component.adapter``,
    ``implementer``) holds.  *name* tells several adapters apart.
    """
    found = config.maybe_dotted(factory)
    required = _required(config, found, for_)
    provided = _provided(config, config.maybe_dotted(provides), list(implementedBy(found)), "adapter")
    shown = " and ".join(getattr(one, "__name__", "anything") for one in required)
    title = f"adapter of {shown} to {provided.__name__}" + (f' named "{name}"' if name else "")
    config.action(
        ("adapter", tuple(as_specification(one) for one in required), provided, name),
        lambda: config.registry.registerAdapter(found, required, provided, name),
        kind="adapter",
        title=title,
        details=called(found),
        replaces=replaces,
    )


def _required(config: Configuration, factory: Any, for_: Any) -> tuple[Any, ...]:
    if for_ is None:
        told = getattr(factory, "__component_adapts__", None)
        if told is None:
            raise ConfigurationError(
                Problem(
                    "CFW-603",
                    f"{factory!r} does not say what it adapts.",
                    witnesses=(Witness(config.place, str(config.owner)),),
                    fixes=(Fix("", "for_=SomeClass (or an interface, or several in a list)"),),
                )
            )
        return tuple(told)
    several: Sequence[Any] = for_ if isinstance(for_, (list, tuple)) else (for_,)
    found = tuple(config.maybe_dotted(one) for one in several)
    # An ABC that serves as a contract is looked up by its interface, another class by itself.
    return tuple(
        as_interface(one) if isinstance(one, type) and "__corefw_interface__" in vars(one) else one
        for one in found
    )


def _provided(config: Configuration, provides: Any, told: list[Any], kind: str) -> Any:
    if provides is not None:
        return as_interface(provides)
    if len(told) == 1:
        return told[0]
    raise ConfigurationError(
        Problem(
            "CFW-604",
            f"It is not clear what the {kind} provides: "
            + (
                f"it implements {', '.join(one.__name__ for one in told)}."
                if told
                else "it implements no interface."
            ),
            witnesses=(Witness(config.place, str(config.owner)),),
            fixes=(Fix("", "provides=TheContract"),),
        )
    )


def add_utility(
    config: Configuration,
    /,
    component: Any = None,
    provides: Any = None,
    name: str = "",
    factory: Any = None,
    *,
    replaces: Replaces = (),
) -> None:
    """Make *component* (or what *factory* makes when the configuration is performed) a utility."""
    found, maker = config.maybe_dotted(component), config.maybe_dotted(factory)
    told = list(implementedBy(maker)) if maker is not None else list(providedBy(found))
    provided = _provided(config, config.maybe_dotted(provides), told, "utility")
    config.action(
        ("utility", provided, name),
        lambda: config.registry.registerUtility(maker() if maker is not None else found, provided, name),
        kind="utility",
        title=f"utility {provided.__name__}" + (f' named "{name}"' if name else ""),
        details=called(maker if maker is not None else found),
        replaces=replaces,
    )


def add_response_adapter(
    config: Configuration, /, adapter: Any, type_or_iface: Any, *, replaces: Replaces = ()
) -> None:
    """Let *adapter* make a response of what views return of that type (None: it is one already)."""
    found = callable_of(config, "response adapter", adapter) if adapter is not None else None
    kind = config.maybe_dotted(type_or_iface)
    title = f"response adapter of {kind.__name__}"
    intro = config.introspectable("response adapters", (kind, found), title, "response adapter")
    intro.update(adapter=found, type=kind)
    config.action(
        ("response adapter", as_specification(kind)),
        lambda: config.registry.registerAdapter(found or (lambda response: response), (kind,), IResponse),
        order=PHASE1_CONFIG,
        introspectables=(intro,),
        kind="response adapter",
        title=title,
        replaces=replaces,
    )
