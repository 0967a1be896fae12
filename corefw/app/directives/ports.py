"""Directives for ports: filling one, and relying on a capability of whatever fills it.  Floor 5."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from corefw.app.ports import CORE_PORTS, ProvidedPort, Requirement, is_chosen, lacking_problem
from corefw.app.settings import CoreSettings
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.nearest import did_you_mean, near_fixes
from corefw.contracts.contract import capabilities_of, port_name_of
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import PHASE1_CONFIG, Need, Replaces, State
from corefw.web.views.record import called

__all__ = ["provide_port", "require_capability", "require_each"]

_CAPABILITY = re.compile(r"([a-z][\w-]*):([a-z][\w-]*)")


def provide_port(
    config: Configuration, /, contract: type, implementation: Any, *, replaces: Replaces = ()
) -> None:
    """Fill the port *contract* (such as Persistence) with *implementation*.

    Of two providers the application's overrides an addon's, and two addons' conflict, unless
    ``[corefw.ports]`` names the owner of one: an addon, or "application".  The other then ends as
    disabled.  Raises `ConfigurationError` (CFW-605) for a
    capability that the port does not know.
    """
    name = port_name_of(contract)
    for capability in sorted(getattr(implementation, "capabilities", ())):
        _refuse_unknown(config, name, contract, capability)
    provided = ProvidedPort(name, contract, implementation, str(config.owner))
    registry = config.registry

    def register() -> None:
        # Of an earlier commit: what is required now is judged when this is performed.
        for required in registry.all(Requirement).values():
            if required.port == name and required.capability not in provided.capabilities:
                registry.put(ProvidedPort, name, provided)
                raise ConfigurationError(lacking_problem(config, required))
        registry.provide(contract, implementation)
        registry.put(ProvidedPort, name, provided)

    chosen = config.settings.typed("corefw", CoreSettings).ports.get(name)
    is_used = chosen is None or is_chosen(config.owner, chosen)
    config.action(
        ("port", name),
        register,
        order=PHASE1_CONFIG,
        kind="port",
        title=f"port {name}",
        details=called(type(implementation)),
        disabled="" if is_used else f'[corefw.ports] chooses "{chosen}" for {name}',
        replaces=replaces,
    )


def require_capability(config: Configuration, /, port: str | type, capability: str, *, by: str = "") -> None:
    """Refuse to start unless what fills *port* (its name or its contract) offers *capability*.

    The declaration ends as unmet (CFW-606), and the error names who offers it, with the line to
    paste.  *by* says who relies on it, if not the owner.  Raises `ConfigurationError` (CFW-605)
    for a capability that the port does not know.
    """
    name, contract = (port, CORE_PORTS.get(port)) if isinstance(port, str) else (port_name_of(port), port)
    if contract is not None:
        _refuse_unknown(config, name, contract, capability)
    who = by or (f"the addon {config.owner}" if config.owner.kind == "addon" else "the application")
    place, owner = config.place, str(config.owner)
    required = Requirement(name, capability, who[0].upper() + who[1:], Witness(place, owner))
    registry, plan, key = config.registry, config.plan, ("port", name)

    def is_met() -> bool:
        provided = registry.find(ProvidedPort, name)
        if provided is not None and capability in provided.capabilities:
            return True
        # Of providers in conflict nobody knows yet who it will be; the conflict is told.
        return any(row.kind == "port" and row.key == key and row.state is State.FAILED for row in plan)

    config.action(
        None,
        lambda: registry.put(Requirement, (name, capability, who, place), required),
        kind="requirement",
        title=f'capability "{capability}" of the port {name} for {who}',
        needs=(
            Need(key, "port", name, is_met=is_met, problem=lambda witness: lacking_problem(config, required)),
        ),
    )


def require_each(config: Configuration, wanted: Iterable[str], *, by: str = "") -> None:
    """Require each of *wanted*, written ``port:capability``.  Raises `ConfigurationError` (CFW-605)."""
    for text in (wanted,) if isinstance(wanted, str) else wanted:
        found = _CAPABILITY.fullmatch(text)
        if found is None:
            raise ConfigurationError(
                Problem(
                    "CFW-605",
                    f'"{text}" does not say a port and a capability.',
                    witnesses=(Witness(config.place, str(config.owner)),),
                    fixes=(Fix("", 'write  "port:capability" , such as "persistence:savepoints"'),),
                )
            )
        require_capability(config, found[1], found[2], by=by)


def _refuse_unknown(config: Configuration, name: str, contract: type, capability: str) -> None:
    known = capabilities_of(contract)
    if capability not in known:
        raise ConfigurationError(
            Problem(
                "CFW-605",
                f'The port {name} knows no capability "{capability}".' + did_you_mean(capability, known),
                witnesses=(Witness(config.place, str(config.owner)),),
                why=f"Its capabilities are {', '.join(sorted(known))}." if known else "It has none.",
                fixes=near_fixes(capability, known, lambda near: f'write  "{name}:{near}"'),
            )
        )
