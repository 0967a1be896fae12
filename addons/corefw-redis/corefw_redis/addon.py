"""What the addon brings to an application: the session-store port, and a look at the server."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from corefw.exceptions import ConfigurationError, Witness
from corefw.hooks import Check, Configure, Finding, Hooks, Stopping
from corefw.ports import SessionStore, as_interface
from corefw_redis.client import open_client, shown
from corefw_redis.sessions import RedisSessionStore
from corefw_redis.settings import RedisSettings

__all__ = ["RedisAddon"]

#: The setting that each problem of the client is about.
_KEYS: Final = MappingProxyType({"REDIS-101": "redis.url", "REDIS-102": "redis.timeout"})


class RedisAddon(Hooks):
    """Redis behind the session-store port."""

    def configure(self, event: Configure) -> None:
        """Fill the port; nothing is connected yet."""
        config, settings = event.config, event.settings
        assert isinstance(settings, RedisSettings)
        try:
            client = open_client(settings)
        except ConfigurationError as error:
            raise ConfigurationError(
                *(replace(one, witnesses=(_given_at(config, _KEYS[one.code]),)) for one in error.problems)
            ) from None
        config.provide_port(SessionStore, RedisSessionStore(client, settings.prefix, shown(settings.url)))

    def check(self, event: Check) -> Iterable[Finding]:
        """Find a server that does not answer."""
        store = event.registry.queryUtility(as_interface(SessionStore))
        if isinstance(store, RedisSessionStore):
            health = store.health()
            if not health.ok:
                hint = "start the server, or mend url in [redis]"
                yield Finding("redis.unreachable", health.detail, hint=hint, level="error")

    def stopping(self, event: Stopping) -> None:
        """Close the connections."""
        store = event.registry.queryUtility(as_interface(SessionStore))
        if isinstance(store, RedisSessionStore):
            store.close()


def _given_at(config: Any, key: str) -> Witness:
    """Return where a setting was given; never what it is, which may hold a password."""
    origin = config.settings.origin(key)
    found: Witness = origin.witness(hide=True)
    return replace(found, note=key) if origin.kind == "code" else found
