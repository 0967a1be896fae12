"""A store that writes down what it is asked, and a client of sessions that are kept in it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from corefw.contracts.persistence import Health
from corefw.contracts.session_store import (
    SessionChange,
    SessionStore,
    StoredSession,
)
from corefw.web.request import Request
from corefw.web.response import Response
from corefw.web.sessions.server import ServerSessionFactory

Use = Callable[[Any], object]


class Notebook(SessionStore):
    """A store that writes down what it is asked, and may be out of order."""

    def __init__(self) -> None:
        self.kept: dict[str, StoredSession] = {}
        self.ends: dict[str, int | None] = {}
        self.asked: list[str] = []
        self.faults: dict[str, Exception] = {}
        self.lock = threading.Lock()

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if what in self.faults:
            raise self.faults[what]

    def read(self, key: str) -> StoredSession | None:
        self._ask("read")
        return self.kept.get(key)

    def create(self, key: str, session: StoredSession, expires: int | None) -> None:
        self._ask("create")
        self.kept[key], self.ends[key] = session, expires

    def change(self, key: str, change: SessionChange, expires: int | None) -> bool:
        self._ask("change")
        with self.lock:
            found = self.kept.get(key)
            if found is None:
                return False
            texts = {name: text for name, text in found.texts.items() if name not in change.removed}
            self.kept[key] = StoredSession(texts | dict(change.texts), found.created, change.used)
            self.ends[key] = expires
            return True

    def delete(self, key: str) -> None:
        self._ask("delete")
        self.kept.pop(key, None)

    def health(self) -> Health:
        return Health(True)


class Browser:
    """Keeps one cookie and shows what the server and its store did."""

    def __init__(self, store: Notebook | None = None, **arguments: Any) -> None:
        self.store = store if store is not None else Notebook()
        self.factory = ServerSessionFactory(self.store, **arguments)
        self.cookie: str | None = None
        self.header: str | None = None
        self.response = Response()
        self.asked: list[str] = []

    def visit(self, use: Use, exception: BaseException | None = None, url: str = "http://localhost/") -> Any:
        """Make a request that does *use* with its session; return what that returned."""
        self.store.asked.clear()
        request = Request.blank(url)
        if self.cookie is not None:
            request.environ["HTTP_COOKIE"] = f"session={self.cookie}"
        request.exception = exception
        result = use(self.factory(request))
        self.response = Response()
        for callback in request.response_callbacks or ():
            callback(request, self.response)
        self.header = self.response.headers.get("Set-Cookie")
        self.asked = list(self.store.asked)
        if self.header is not None:
            self.cookie = self.header.partition(";")[0].partition("=")[2] or None
        return result


def put(name: str, value: Any) -> Use:
    """Return a use that sets a value."""
    return lambda session: session.__setitem__(name, value)
