"""A session store in Redis (or Valkey): a hash for each session, which expires by itself.

A change is one script, so that it is whole and never brings back what was deleted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from uuid import uuid4

from redis import Redis
from redis.exceptions import RedisError, ResponseError

from corefw.ports import (
    Health,
    SessionChange,
    SessionStore,
    SessionStoreRefused,
    SessionStoreScratch,
    SessionStoreUnavailable,
    StoredSession,
)

__all__ = ["RedisSessionStore"]

_CREATED = b"created"
_USED = b"used"
#: What the field of a value begins with, so that no name is one of the two above.
_VALUE = b":"

# ARGV: "create" or "change", when it is over ("" is never), how many fields go, those fields, then the
# others with their values.  What is set comes first: a server that is full refuses it only as long as
# the script has written nothing.
_WRITE = """
if ARGV[1] == "change" and redis.call("EXISTS", KEYS[1]) == 0 then return 0 end
local last = 3 + tonumber(ARGV[3])
for i = last + 1, #ARGV, 2 do redis.call("HSET", KEYS[1], ARGV[i], ARGV[i + 1]) end
for i = 4, last do redis.call("HDEL", KEYS[1], ARGV[i]) end
if ARGV[2] == "" then redis.call("PERSIST", KEYS[1])
else redis.call("EXPIREAT", KEYS[1], ARGV[2]) end
return 1
"""
#: How the answers of a server begin that is there and takes nothing (redis-py cuts the first two off).
_REFUSALS = ("OOM", "READONLY", "MISCONF", "NOREPLICAS", "command not allowed", "You can't write")


class RedisSessionStore(SessionStore):
    """Sessions under keys that begin with *prefix*; *where* is the server's address as it may be shown."""

    capabilities: ClassVar[frozenset[str]] = frozenset({"durable", "shared", "expires"})

    def __init__(self, client: Redis, prefix: str = "corefw:session:", where: str = "Redis") -> None:
        self.client = client
        self.prefix = prefix
        self.where = where
        self._script = client.register_script(_WRITE)

    def read(self, key: str) -> StoredSession | None:
        """Return the session; what is over is not there any more."""
        with self._in_words():
            found: dict[Any, Any] = self.client.hgetall(self._name(key))
        if _CREATED not in found or _USED not in found:
            return None
        texts = {
            json.loads(name[1:]): text.decode() for name, text in found.items() if name.startswith(_VALUE)
        }
        return StoredSession(texts, int(found[_CREATED]), int(found[_USED]))

    def create(self, key: str, session: StoredSession, expires: int | None) -> None:
        """Keep a new session."""
        times: list[Any] = [_CREATED, session.created, _USED, session.used]
        self._run("create", key, expires, [], [*times, *_fields(session.texts)])

    def change(self, key: str, change: SessionChange, expires: int | None) -> bool:
        """Change the values that *change* names, all at once."""
        removed = [_field(name) for name in change.removed]
        return bool(self._run("change", key, expires, removed, [_USED, change.used, *_fields(change.texts)]))

    def delete(self, key: str) -> None:
        """Forget the session."""
        with self._in_words():
            self.client.delete(self._name(key))

    def health(self) -> Health:
        """Ask the server for an answer."""
        try:
            with self._in_words():
                self.client.ping()
        except Exception as error:  # the contract: never raises
            return Health(False, str(error))
        return Health(True, f"{self.where} answers")

    @contextmanager
    def scratch(self) -> Iterator[SessionStoreScratch]:
        """Give a prefix that nobody else has, whose keys are deleted afterwards."""
        prefix = f"{self.prefix}scratch:{uuid4().hex[:12]}:"
        try:
            yield SessionStoreScratch(self._with(prefix), lambda: self._with(prefix))
        finally:
            for name in self.client.scan_iter(match=f"{prefix}*"):
                self.client.delete(name)

    def _with(self, prefix: str) -> RedisSessionStore:
        self.client.connection_pool.disconnect()  # so that not one connection is the same
        return RedisSessionStore(self.client, prefix, self.where)

    def close(self) -> None:
        """Close every connection."""
        self.client.close()
        self.client.connection_pool.disconnect()

    def _name(self, key: str) -> str:
        return self.prefix + key

    def _run(self, what: str, key: str, expires: int | None, removed: list[bytes], fields: list[Any]) -> Any:
        end = "" if expires is None else expires
        with self._in_words():
            return self._script([self._name(key)], [what, end, len(removed), *removed, *fields])

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except ResponseError as error:
            if str(error).startswith(_REFUSALS):
                raise SessionStoreRefused(f"The addon redis cannot write to {self.where}: {error}") from error
            raise SessionStoreUnavailable(f"The addon redis cannot use {self.where}: {error}") from error
        except RedisError as error:
            raise SessionStoreUnavailable(f"The addon redis cannot reach {self.where}: {error}") from error


def _field(name: str) -> bytes:
    return _VALUE + json.dumps(name).encode("ascii")


def _fields(texts: Any) -> list[Any]:
    return [part for name, text in texts.items() for part in (_field(name), text.encode())]
