"""The settings of the core: the tables ``[corefw]`` and ``[server]``.  Floor 5."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from msgspec import Meta

from corefw.web.body.limits import BodyLimits

__all__ = ["CoreSettings", "ServerSettings"]


def _local_hosts() -> list[str]:
    return ["localhost", "127.0.0.1", "[::1]"]


@dataclass(frozen=True)
class CoreSettings:
    """What ``[corefw]`` may hold."""

    include: list[str] = field(
        default_factory=list,
        metadata={"help": "What makes up the application: modules or callables to include."},
    )
    app: str = field(
        default="",
        metadata={
            "help": 'Instead of include: "module:factory", given the settings, returns an application.'
        },
    )
    addons: list[str] | Literal["all"] = field(
        default_factory=list,
        metadata={"help": "The addons to load, by name, or all that are installed."},
    )
    disable: list[str] = field(
        default_factory=list,
        metadata={"help": "Addons to leave out, whatever else enables them."},
    )
    addon_policy: Literal["abort", "disable"] = field(
        default="abort",
        metadata={"help": "What happens when an addon fails: stop, or go on without it."},
    )
    optional_addons: list[str] = field(
        default_factory=list,
        metadata={"help": "Addons that the application goes on without if they fail."},
    )
    ports: dict[str, str] = field(
        default_factory=dict,
        metadata={"help": "For a port that several provide: the addon to take, or application."},
    )
    debug: bool = field(
        default=False,
        metadata={"help": "Show errors to local clients."},
    )
    allowed_hosts: list[str] = field(
        default_factory=_local_hosts,
        metadata={"help": "The hosts this site answers for; .example.org is every host below it."},
    )
    trusted_origins: list[str] = field(
        default_factory=list,
        metadata={"help": "Other sites whose pages may send unsafe requests here."},
    )
    secret: str = field(
        default="",
        metadata={"help": "Key material for signing; long and random.", "secret": True},
    )
    limits: BodyLimits = field(
        default_factory=BodyLimits,
        metadata={"help": "How much a client may send; a table, [corefw.limits]."},
    )
    silence: list[str] = field(
        default_factory=list,
        metadata={"help": "Ids of findings that corefw check is not to report, such as core.csrf."},
    )
    prevent_http_cache: bool = field(
        default=False,
        metadata={"help": "Ignore http_cache of views."},
    )


@dataclass(frozen=True)
class ServerSettings:
    """What ``[server]`` may hold, for ``corefw serve``."""

    host: str = field(default="127.0.0.1", metadata={"help": "The address to listen at."})
    port: Annotated[int, Meta(ge=0, le=65535)] = field(
        default=6543, metadata={"help": "The port to listen at; 0 takes a free one."}
    )
    threads: Annotated[int, Meta(ge=1, le=256)] = field(
        default=4, metadata={"help": "How many requests are answered at once."}
    )
