"""One module for each framework, as its documentation would have it written.

Each has ``application(case)``, which returns the application that answers a case, or None where the
framework has nothing for it.  Those in `ASGI` return ASGI applications, the others WSGI.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from benchmarks.requests.calling import Asgi, Caller, Wsgi

__all__ = ["DISTRIBUTIONS", "NAMES", "caller_of"]

#: In the order of the table, with the distribution that each is; that of "raw" is Python itself.
DISTRIBUTIONS = {
    "corefw": "corefw",
    "raw": "",
    "webob": "WebOb",
    "wheezy": "wheezy.web",
    "falcon": "falcon",
    "bottle": "bottle",
    "flask": "Flask",
    "django": "Django",
    "pyramid": "pyramid",
    "morepath": "morepath",
    "starlette": "starlette",
    "litestar": "litestar",
}
NAMES = tuple(DISTRIBUTIONS)
ASGI = frozenset(("starlette", "litestar"))


def caller_of(name: str, case: str) -> Caller | None:
    """Return who answers *case*, or None.  Raises ImportError where the framework is not installed."""
    make: Callable[[str], Any] = importlib.import_module(f"{__name__}.{name}").application
    application = make(case)
    if application is None:
        return None
    return Asgi(application) if name in ASGI else Wsgi(application)
