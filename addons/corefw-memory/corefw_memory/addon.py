"""What the addon brings to an application: its ports, and an answer to a lost race."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from corefw.hooks import Configure, Hooks, ShellNames
from corefw.httpexceptions import exception_response
from corefw.ports import Persistence, SessionStore
from corefw_memory.errors import ConflictError
from corefw_memory.persistence import MemoryPersistence
from corefw_memory.sessions import MemorySessionStore
from corefw_memory.settings import MemorySettings

__all__ = ["MemoryAddon", "refuse_conflict"]

_log = logging.getLogger("corefw_memory")


def refuse_conflict(error: ConflictError, request: Any) -> Any:
    """Answer 409: somebody else was first, and the same request may well succeed now."""
    _log.info("%s %s: %s", request.method, request.path_info, error)
    response = exception_response(409, detail="Somebody else changed the same at this moment. Try again.")
    response.retry_after = 0
    return response


class MemoryAddon(Hooks):
    """A store in memory behind the persistence port, and one for sessions where it is chosen."""

    def configure(self, event: Configure) -> None:
        """Fill the ports with empty stores."""
        settings = event.settings
        assert isinstance(settings, MemorySettings)
        event.config.provide_port(Persistence, MemoryPersistence(settings.name))
        if event.config.settings.get("corefw.ports.session_store") == "memory":
            event.config.provide_port(SessionStore, MemorySessionStore(settings.sessions))
        event.config.add_exception_view(refuse_conflict, context=ConflictError)

    def shell_names(self, event: ShellNames) -> Mapping[str, object]:
        """Return a unit of work; nothing is stored before ``unit.commit()``."""
        provider: Any = event.registry.port(Persistence)
        return {"unit": provider.begin()} if isinstance(provider, MemoryPersistence) else {}
