"""What the security policy decides, told to the developer (``corefw.debug_authorization``).  Floor 4."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from corefw.web.quiet_log import quiet_logger

__all__ = ["telling"]

log = quiet_logger("corefw.security")

Permits = Callable[[Any, Any, str], Any]


def telling(permits: Permits) -> Permits:
    """Return *permits* of a policy with one line in the log for each of its answers."""

    def told(request: Any, context: Any, permission: str) -> Any:
        answer = permits(request, context, permission)
        log.info(
            "%s %s: %s the permission %a on %s: %s",
            request.method,
            ascii(request.environ.get("PATH_INFO", ""))[1:-1][:200],
            "allowed" if answer else "denied",
            permission,
            type(context).__qualname__,
            ascii(str(answer))[1:-1][:1000],
        )
        return answer

    return told
