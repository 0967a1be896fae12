"""Doing a request again that lost a race for the same record.

Units of work in memory do not wait for each other: the first to commit wins, and the other one
is begun anew, on top of what the first one did.  From the second attempt on one request goes at a
time, so that it does not lose for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

from corefw.request import Request
from corefw_memory import ConflictError

__all__ = ["again_tween_factory"]

#: Only first attempts of others can win against one that is done again, and each wins once.
MOST_ATTEMPTS = 100

Handler = Callable[[Request], Any]


def again_tween_factory(handler: Handler, registry: Any) -> Handler:
    """Do again what ends in a `ConflictError`; the last error is raised."""
    queue = Lock()

    def again_tween(request: Request) -> Any:
        try:
            return handler(request)
        except ConflictError:
            pass
        with queue:
            for _ in range(MOST_ATTEMPTS):
                del request.response
                try:
                    return handler(request)
                except ConflictError:
                    continue
        return handler(request)

    return again_tween
