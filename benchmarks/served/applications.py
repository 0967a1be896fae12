"""What a server is told to serve: JSON, by raw WSGI and by corefw.

Each is made when it is asked for, so that the one has nothing of the other in memory.
"""

from __future__ import annotations

from typing import Any

from benchmarks.requests.contenders import caller_of


def __getattr__(name: str) -> Any:
    framework, _, case = name.partition("_")
    if case != "json" or framework not in ("raw", "corefw"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    caller: Any = caller_of(framework, case)
    return caller.application
