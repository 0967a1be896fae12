"""Who fills a port, who else could, and what to say when a capability or a provider is missing.

Manifests of installed addons are read, enabled or not, and nothing is imported.  Declaring
providers and requirements is `corefw.app.directives.ports`.  Floor 5.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corefw.addon.discovery import FoundAddon, find_addons
from corefw.addon.health import LoadReport
from corefw.app.settings import CoreSettings
from corefw.base.errors import Fix, Problem, Witness
from corefw.base.nearest import did_you_mean, near_fixes
from corefw.contracts.contract import port_name_of
from corefw.contracts.persistence import Persistence
from corefw.contracts.session_store import SessionStore
from corefw.contracts.templating import Templating
from corefw.engine.declaration import Declaration, State
from corefw.engine.owner import APPLICATION, Owner

__all__ = [
    "CORE_PORTS",
    "ProvidedPort",
    "Requirement",
    "choice_problems",
    "is_chosen",
    "lacking_problem",
    "session_problems",
]

#: The ports that corefw itself defines, by name.
CORE_PORTS: Mapping[str, type] = {port_name_of(one): one for one in (Persistence, SessionStore, Templating)}


@dataclass(frozen=True, slots=True)
class ProvidedPort:
    """What fills a port, and on whose behalf."""

    name: str
    contract: type
    implementation: object
    owner: str

    @property
    def capabilities(self) -> frozenset[str]:
        """What the implementation claims."""
        return frozenset(getattr(self.implementation, "capabilities", ()))


@dataclass(frozen=True, slots=True)
class Requirement:
    """Somebody relies on a capability of a port; ``by`` says who, at the beginning of a sentence."""

    port: str
    capability: str
    by: str
    witness: Witness


def is_chosen(owner: Owner, chosen: str) -> bool:
    """Whether a setting that chooses *chosen* means *owner*: an addon, or the application by either name."""
    return chosen == owner.name or (owner.kind == "application" and chosen == APPLICATION.name)


def _providers_of(config: Any, port: str) -> list[Declaration]:
    """Return the declarations of providers of *port* which can still win, or have won."""
    return [
        row
        for row in config.plan
        if row.kind == "port" and row.key == ("port", port) and row.state in (None, State.ACTIVE)
    ]


def lacking_problem(config: Any, requirement: Requirement) -> Problem:
    """Return the problem (CFW-606) that nothing offers what is required, with the line to paste.

    Where the settings choose a provider that is not there, that is the problem (CFW-607).
    """
    port, capability = requirement.port, requirement.capability
    core: CoreSettings = config.settings.typed("corefw", CoreSettings)
    if port in core.ports and (mischosen := _choice_problem(config, port, core.ports[port])):
        return mischosen[0]
    provided: ProvidedPort | None = config.registry.find(ProvidedPort, port)
    row = next(iter(_providers_of(config, port)), None)
    known = {one.port for each in _installed() for one in each.manifest.provided} | set(CORE_PORTS)
    if row is None or provided is None:
        rest = "nothing provides that port." + ("" if port in known else did_you_mean(port, known))
    else:
        rest = f"{provided.owner}, which provides that port, does not offer it."
    witnesses = [requirement.witness]
    if row is not None and provided is not None:
        claims = ", ".join(sorted(provided.capabilities)) or "nothing"
        witnesses.append(row.witness(f"provides {port} and offers {claims}"))
    offering = [
        _Offer(config, found, port, row) for found in _installed() if _offers(found, port, capability)
    ]
    fixes = [fix for fix in (offer.fix() for offer in offering) if fix is not None]
    return Problem(
        "CFW-606",
        f'{requirement.by} requires the capability "{capability}" of the port {port}, and {rest}',
        witnesses=tuple(witnesses),
        why="\n".join(offer.words() for offer in offering) or "No installed addon offers it.",
        fixes=tuple(fixes)
        or (
            Fix("", f"install an addon that offers {port}:{capability} and name it in  addons  in [corefw]"),
        ),
        facts={"port": port, "capability": capability, "offered_by": [one.found.name for one in offering]},
    )


def choice_problems(config: Any) -> list[Problem]:
    """Return what is wrong with ``[corefw.ports]``: a port or a provider that is not there (CFW-607)."""
    core = config.settings.typed("corefw", CoreSettings)
    return [problem for port, name in core.ports.items() for problem in _choice_problem(config, port, name)]


def _choice_problem(config: Any, port: str, name: str) -> list[Problem]:
    rows = [row for row in config.plan if row.kind == "port" and row.key == ("port", port)]
    if any(is_chosen(row.owner, name) for row in rows):
        return []
    witness = config.settings.origin(f"corefw.ports.{port}").witness(name)
    known = {row.key[1] for row in config.plan if row.kind == "port"} | set(CORE_PORTS)
    if port not in known:
        what = f'[corefw.ports] chooses for the port "{port}", which nobody knows.{did_you_mean(port, known)}'
        remedies = (
            *near_fixes(port, known, lambda near: _choosing(near, name)),
            Fix("no port is meant", f"take  {port}  out of [corefw.ports]"),
        )
        return [Problem("CFW-607", what, (witness,), f"The ports are {_listed(sorted(known))}.", remedies)]
    there = sorted({row.owner.name for row in rows})
    installed = {found.name: found for found in _installed() if _offers(found, port)}
    if name in installed:
        offer = _Offer(config, installed[name], port, None)
        rest, first = offer.state(), offer.fix()
    else:
        rest, first = "no such addon provides it", None
    fixes = [] if first is None else [first]
    fixes += [Fix(f"{one} is meant", _choosing(port, one)) for one in there if one != name]
    near = "" if name in installed else did_you_mean(name, {*there, *installed})
    return [
        Problem(
            "CFW-607",
            f'The settings choose "{name}" for the port {port}, and {rest}.{near}',
            (witness,),
            f"{_listed(there)} provide{'s' * (len(there) == 1)} {port}."
            if there
            else f"Nothing provides {port}.",
            tuple(fixes),
            facts={"port": port, "chosen": name, "providers": there},
        )
    ]


def session_problems(config: Any) -> list[Problem]:
    """Return the problem (CFW-609) that ``[corefw.sessions]`` wants a store and nothing provides one."""
    core: CoreSettings = config.settings.typed("corefw", CoreSettings)
    port = port_name_of(SessionStore)
    rows = [row for row in config.plan if row.kind == "port" and row.key == ("port", port)]
    if core.sessions.kind != "server" or rows or port in core.ports:
        return []  # what is chosen and not there is told by choice_problems
    offers = [_Offer(config, found, port, None) for found in _installed() if _offers(found, port)]
    return [
        Problem(
            "CFW-609",
            f"The settings keep sessions on the server, and nothing provides the port {port}.",
            (config.settings.origin("corefw.sessions.kind").witness(core.sessions.kind),),
            f"{_listed([str(offer.found.owner) for offer in offers])} can provide it."
            if offers
            else "No installed addon can provide it.",
            tuple(offer.choice() for offer in offers)
            or (
                Fix("Redis", "pip install corefw-redis"),
                Fix("no store", 'kind = "cookie"   in [corefw.sessions]'),
            ),
        )
    ]


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _choosing(port: str, name: str) -> str:
    return f'{port} = "{name}"   in [corefw.ports]'


def _installed() -> list[Any]:
    # Typed as Any since those without a manifest are left out.
    return [found for found in find_addons() if found.manifest is not None]


def _offers(found: FoundAddon, port: str, capability: str = "") -> bool:
    provided = found.manifest.provided if found.manifest is not None else ()
    return any(one.port == port and (not capability or capability in one.capabilities) for one in provided)


class _Offer:
    """An installed addon whose manifest offers what is wanted, and how to come to use it."""

    def __init__(self, config: Any, found: FoundAddon, port: str, provider: Declaration | None) -> None:
        self.config = config
        self.core: CoreSettings = config.settings.typed("corefw", CoreSettings)
        self.found = found
        self.port = port
        self.provider = provider
        report: LoadReport = config.registry.find(LoadReport, "addons") or LoadReport()
        self.status = report.status(found.name)

    @property
    def is_provider(self) -> bool:
        return self.provider is not None and self.provider.owner.name == self.found.name

    def state(self) -> str:
        """Say why the addon does not fill the port."""
        if self.found.name in self.core.disable:
            return "that addon is switched off by  disable  in [corefw]"
        if self.core.addons != "all" and self.found.name not in self.core.addons:
            return "that addon is not enabled"
        if self.status is not None and self.status.state in ("failed", "disabled"):
            return f"that addon is not in use: {self.status.reason.rstrip('.')}"
        return "that addon is not chosen" if self.provider is not None else "that addon does not provide it"

    def words(self) -> str:
        """Say that the addon offers it, and what stands in the way."""
        if self.is_provider:
            return f"{self.found.owner} can offer it, but not with its present settings."
        return f"{self.found.owner} offers it, and {self.state()}."

    def fix(self) -> Fix | None:
        """Return the line to paste, if settings alone can mend it."""
        name = self.found.name
        if self.is_provider:
            return Fix(f"to use {name}", f"change its settings in [{self._section}]")
        if name in self.core.disable:
            return Fix(f"to use {name}", f'take "{name}" out of  disable  in [corefw]')
        if self.core.addons == "all" or name in self.core.addons:
            return Fix(f"to use {name}", _choosing(self.port, name)) if self.provider is not None else None
        return Fix(f"to use {name}", self._enabling())

    def choice(self) -> Fix:
        """Return the settings that enable the addon and choose it."""
        name, addons = self.found.name, self.core.addons
        line = _choosing(self.port, name)
        if addons != "all" and name not in addons:
            line = f"addons = {json.dumps([*addons, name])}   in [corefw], and   {line}"
        return Fix(f"to use {name}", line)

    @property
    def _section(self) -> str:
        manifest = self.found.manifest
        return manifest.section if manifest is not None else self.found.name

    def _enabling(self) -> str:
        """Return the settings that enable the addon, in place of the present provider if it can go."""
        addons = list(self.core.addons)
        present = self.provider.owner.name if self.provider is not None else ""
        if present in addons and self._serves_only_this_port(present):
            addons[addons.index(present)] = self.found.name
            rest = _choosing(self.port, self.found.name) if self.port in self.core.ports else ""
        else:
            addons.append(self.found.name)
            rest = _choosing(self.port, self.found.name) if present else ""
        line = f"addons = {json.dumps(addons)}   in [corefw]"
        return f"{line}, and   {rest}" if rest else line

    def _serves_only_this_port(self, name: str) -> bool:
        manifests = {each.name: each.manifest for each in _installed()}
        own = manifests.get(name)
        needed = any(
            need.name == name
            for other in self.core.addons
            if other in manifests
            for need in manifests[other].needed
        )
        return own is not None and not needed and {one.port for one in own.provided} == {self.port}
