"""The settings of the core: the tables ``[corefw]``, ``[server]`` and ``[logging]``.  Floor 5."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from msgspec import Meta

from corefw.base.errors import Fix
from corefw.web.body.limits import BodyLimits
from corefw.web.security.hosts import HostCheck
from corefw.web.security.origins import TrustedOrigins
from corefw.web.security.proxies import TrustedProxies
from corefw.web.sessions.configured import SessionSettings

__all__ = ["CoreSettings", "LoggingSettings", "ServerSettings"]

#: Why no policy keeps an addon of which a part failed (docs/explanation/addons-and-ports.md).
_NO_CONTINUE = (
    "To continue with what is left of an addon is no policy: it is in use as a whole, or wholly absent.\n"
    "Nobody could say which of its views would stand without the permission, the tween or the table\n"
    "that was to guard them."
)
_INSTEAD_OF_CONTINUE = (
    Fix("the application can do without any addon", 'addon_policy = "disable"'),
    Fix("it can do without some", 'optional_addons = ["name of the addon"]'),
    Fix("it can do without none", 'addon_policy = "abort"'),
)
Level = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]


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
        metadata={
            "help": "What happens when an addon fails: stop, or go on without it.",
            "refused": {"continue": (_NO_CONTINUE, _INSTEAD_OF_CONTINUE)},
        },
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
    debug_authorization: bool = field(
        default=False,
        metadata={"help": "Log each answer of the security policy, with its reason."},
    )
    allowed_hosts: list[str] = field(
        default_factory=_local_hosts,
        metadata={"help": "The hosts this site answers for; .example.org is every host below it."},
    )
    trusted_origins: list[str] = field(
        default_factory=list,
        metadata={"help": "Other sites whose pages may send unsafe requests here."},
    )
    trusted_proxies: list[str] = field(
        default_factory=list,
        metadata={"help": "Proxies that say where a request comes from: addresses, networks, unix or *."},
    )
    proxy_headers: list[str] = field(
        default_factory=lambda: ["x-forwarded-for", "x-forwarded-proto"],
        metadata={"help": "What trusted proxies set on each request: x-forwarded-*, forwarded, x-vhm-root."},
    )
    secret: str = field(
        default="",
        metadata={"help": "Key material for signing; long and random.", "secret": True},
    )
    old_secrets: list[str] = field(
        default_factory=list,
        metadata={"help": "Earlier secrets; what they signed is still believed.", "secret": True},
    )
    sessions: SessionSettings = field(
        default_factory=SessionSettings,
        metadata={"help": "Where sessions are kept, and for how long; a table, [corefw.sessions]."},
    )
    limits: BodyLimits = field(
        default_factory=BodyLimits,
        metadata={"help": "How much a client may send; a table, [corefw.limits]."},
    )
    tweens: list[str] = field(
        default_factory=list,
        metadata={
            "help": "Every tween by name, the outermost first, in place of the order that is computed."
        },
    )
    scan: Literal["all", "locked"] = field(
        default="all",
        metadata={
            "help": "With a lock, import all modules that are scanned, or only those that declared "
            "something, are new or changed."
        },
    )
    silence: list[str] = field(
        default_factory=list,
        metadata={"help": "Ids of findings that corefw check is not to report, such as core.csrf."},
    )
    default_locale_name: str = field(
        default="en",
        metadata={"help": "The locale of a request that asks for none, or for one that is not there."},
    )
    available_locales: list[str] = field(
        default_factory=list,
        metadata={"help": "The locales to answer in; if not said, those that have translations."},
    )
    prevent_http_cache: bool = field(
        default=False,
        metadata={"help": "Ignore http_cache of views."},
    )
    prevent_cachebust: bool = field(
        default=False,
        metadata={"help": "Leave the URLs of static files as they are, whatever cache busters there are."},
    )

    def __post_init__(self) -> None:
        HostCheck(self.allowed_hosts)
        TrustedOrigins(self.trusted_origins)
        TrustedProxies(self.trusted_proxies, self.proxy_headers)


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


@dataclass(frozen=True)
class LoggingSettings:
    """What ``[logging]`` may hold."""

    level: Level = field(
        default="WARNING",
        metadata={"help": "How loud everything is that loggers does not name."},
    )
    loggers: dict[str, Level] = field(
        default_factory=lambda: {"corefw": "INFO"},
        metadata={"help": 'How loud single loggers are: {corefw = "INFO", "sqlalchemy.engine" = "INFO"}.'},
    )
    format: str = field(
        default="%(levelname)s %(name)s: %(message)s",
        metadata={"help": "What a line on standard error looks like, as Python's logging has it."},
    )
    config: dict[str, Any] = field(
        default_factory=dict,
        metadata={"help": "In place of all the above: the dictionary of Python's logging.config.dictConfig."},
    )
