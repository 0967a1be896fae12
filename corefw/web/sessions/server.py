"""Sessions kept in a store; the client's cookie holds an id and nothing else.

The id is 256 random bits, which nobody guesses, so the cookie needs no signature and there is
no secret to keep or to change; the store is given its hash, so that whoever reads the store
cannot be anybody.  What ends a session ends it at once, for every copy of its cookie.

The store is asked when something is asked of the session, and written if that changed.  The
values that one request changed are written and no others, and of two requests that change the
same value the later wins; a session that was ended meanwhile is not brought back.  Where the
store can be within the request's unit of work, both commit together.  Floor 4.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import ref

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.contracts.persistence import UnitOfWork
from corefw.contracts.session_store import (
    SessionChange,
    SessionStore,
    SessionStoreRefused,
    SessionStoreUnavailable,
    StoredSession,
)
from corefw.web.httpexceptions import HTTPServiceUnavailable
from corefw.web.quiet_log import quiet_logger
from corefw.web.sessions.flags import CookieFlags, depend_on_the_cookie, seconds
from corefw.web.sessions.serializers import JSONSerializer
from corefw.web.sessions.session import Contents, Session, largest_of
from corefw.web.transactions import abort_unit_of_work, begun_unit_of_work, take_part

__all__ = ["ServerSession", "ServerSessionFactory", "key_of"]

_ID = re.compile(r"[A-Za-z0-9_-]{43}")
_RETRY_AFTER = "5"
_log = quiet_logger(__name__)
_json = JSONSerializer()


def key_of(identity: str) -> str:
    """Return the key under which the session of the id *identity* is kept."""
    return hashlib.sha256(identity.encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class _ServerSettings:
    cookie: CookieFlags
    timeout: int | None
    lifetime: int | None
    reissue_time: int
    set_on_exception: bool
    largest: int

    def expires(self, created: int, used: int) -> int | None:
        """Return when a session is over; None if it never is."""
        ends = [
            began + limit
            for began, limit in ((used, self.timeout), (created, self.lifetime))
            if limit is not None
        ]
        return min(ends, default=None)


class ServerSessionFactory:
    """A session factory for ``config.set_session_factory`` that keeps sessions in a store.

    *store* is a `corefw.ports.SessionStore`; None takes what fills that port.  A session is over
    *timeout* seconds after its last use, and *lifetime* seconds after it began whatever is
    done with it; None is no limit.  Its use is noted at most every *reissue_time* seconds, so
    that reading costs no writing.  *largest* is how many bytes its values may have as JSON.
    The other arguments are those of `SignedCookieSessionFactory`.  Raises `ConfigurationError`
    (CFW-572) for arguments that cannot be used.
    """

    def __init__(
        self,
        store: SessionStore | None = None,
        cookie_name: str = "session",
        max_age: int | None = None,
        path: str = "/",
        domain: str | None = None,
        secure: bool | None = None,
        httponly: bool = True,
        samesite: str | None = "Lax",
        set_on_exception: bool = True,
        timeout: int | None = 1200,
        reissue_time: int = 60,
        lifetime: int | None = 86_400,
        largest: int = 65_536,
    ) -> None:
        self.store = store
        self.flags = CookieFlags(cookie_name, max_age, path, domain, secure, httponly, samesite)
        idle, longest = seconds("timeout", timeout), seconds("lifetime", lifetime)
        often = seconds("reissue_time", reissue_time, least=0) or 0
        if idle is not None and often >= idle:
            raise ConfigurationError(
                Problem(
                    "CFW-572",
                    f"A session would be over (timeout={idle}) before its use is noted "
                    f"(reissue_time={often}).",
                    why="The use of a session is noted at most every reissue_time seconds.",
                    fixes=(Fix("", f"reissue_time={idle // 20}"),),
                )
            )
        if largest < 1:
            raise ConfigurationError(
                Problem(
                    "CFW-572",
                    f"largest={largest} leaves no room in a session.",
                    why="It is how many bytes the values of a session may have.",
                    fixes=(Fix("", "largest=65536"),),
                )
            )
        self.settings = _ServerSettings(self.flags, idle, longest, often, set_on_exception, largest)

    def __call__(self, request: Any) -> ServerSession:
        """Return the session of *request*; the store is not asked yet."""
        store = self.store if self.store is not None else request.registry.port(SessionStore)
        session = ServerSession(self.settings, store, request, request.cookies.get(self.flags.name))
        request.add_response_callback(session.finish)
        take_part(request, session)
        return session


class ServerSession(Session):
    """A session that a store keeps."""

    def __init__(
        self, settings: _ServerSettings, store: SessionStore, request: Any, cookie: str | None
    ) -> None:
        super().__init__(is_over=getattr(request, "is_over", False))
        self._settings = settings
        self._store = store
        # Weakly, since the request leads to its session.
        self._request = ref(request)
        self._had_cookie = bool(cookie)
        #: The id of the session: what the client sent, if it is one, until a new one is given.
        self._id = cookie if cookie and _ID.fullmatch(cookie) else None
        self._is_given = False
        self._stored: StoredSession | None = None
        self._texts: dict[str, str] = {}
        self._ended: list[str] = []
        self._in_unit: StoredSession | None = None
        self._is_in_unit = self._is_lost = self._is_unavailable = False
        #: Whether the store was written to, with which the age of the cookie begins anew.
        self._is_written = False

    # -- finding it --------------------------------------------------------------------------

    def _find(self) -> Contents:
        now = int(time.time())
        stored = self._read(self._id, now) if self._id is not None else None
        if stored is None:
            return Contents({}, now, True)
        try:
            values = {name: _json.loads(text.encode()) for name, text in stored.texts.items()}
        except ValueError as error:
            _log.error("A session that is kept cannot be read: %s", error)
            return Contents({}, now, True)
        self._stored, self._texts = stored, dict(stored.texts)
        return Contents(values, stored.created, False)

    def _read(self, identity: str, now: int) -> StoredSession | None:
        request, store = self._request(), self._store
        unit = begun_unit_of_work(request) if request is not None else None
        # A second connection beside that of the unit might wait for it for ever.
        within = store.within(unit) if unit is not None else None
        try:
            found = (within or store).read(key_of(identity))
        except SessionStoreUnavailable as error:
            _log.error("A session could not be read, and the request goes on without one: %s", error)
            self._is_unavailable = True
            return None
        if found is None:
            _log.info("A cookie names a session that is not there, or over.")
            return None
        ends = self._settings.expires(found.created, found.used)
        return found if ends is None or now < ends else None

    # -- changing it -------------------------------------------------------------------------

    def _begin_change(self) -> None:
        super()._begin_change()
        if not self.is_used:
            self._contents = self._find()
        if self._is_unavailable:
            self.is_changed = False
            raise _unavailable()

    def _measure(self, name: str | None) -> None:
        values = self.contents.values
        names = values if name is None else (name,)
        texts = {**self._texts, **{each: _json.dumps(values[each]).decode() for each in names}}
        sizes = {each: len(texts[each]) + len(each) for each in values}
        size, most = sum(sizes.values()), self._settings.largest
        if size > most:
            raise ValueError(
                f"the session would have {size} bytes, and {most} are allowed (largest); "
                f"its largest values are {largest_of(sizes)}"
            )
        self._texts = texts

    def invalidate(self) -> None:
        """Forget everything; the store deletes the session, and no copy of its cookie is worth anything."""
        super().invalidate()
        if self._id is not None and self._stored is not None:
            self._ended.append(key_of(self._id))
        self._id, self._stored = None, None
        self._is_given = self._is_lost = False

    # -- writing it --------------------------------------------------------------------------

    def write_in(self, unit: UnitOfWork) -> None:
        """Write what changed in *unit*, if the store can."""
        within = self._store.within(unit) if self.is_changed else None
        if within is not None:
            self._is_in_unit = True
            self._in_unit = self._write(within)
            self._delete_ended(within)

    def committed(self) -> None:
        """Take note that what was written in the unit is kept."""
        if self._is_in_unit:
            self._note(self._in_unit)

    def finish(self, request: Any, response: Any) -> None:
        """Write what is not written yet, and send the cookie of a new session with *response*.

        Raises HTTPServiceUnavailable if what changed cannot be kept.
        """
        self._is_over = True
        if not self.is_used:
            return
        depend_on_the_cookie(response)
        if request.exception is not None and not self._settings.set_on_exception:
            return
        if self._is_in_unit:
            _log.info("A session is as it was, since the unit of work that it was written in failed.")
            return
        self._keep(request)
        flags = self._settings.cookie
        if self._stored is None:
            if self.is_invalidated and self._had_cookie:
                flags.put(request, response, None)
        elif self._is_given or (self._is_written and flags.max_age is not None):
            flags.put(request, response, self._id)

    def _keep(self, request: Any) -> None:
        """Write what is not written yet."""
        if not (self.is_changed or self._is_due()):
            return
        unit = begun_unit_of_work(request)
        if unit is not None and self._store.within(unit) is not None:
            # Nothing will commit it any more, and it may hold what the store waits for.
            abort_unit_of_work(request)
        stored, was_changed = None, self.is_changed
        try:
            try:
                stored = self._write(self._store)
            except SessionStoreRefused as error:
                _log.error("A session could not be kept: %s", error)
            self._delete_ended(self._store)
        except (SessionStoreRefused, SessionStoreUnavailable) as error:
            _log.error("A session could not be %s: %s", "ended" if self._ended else "kept", error)
            if was_changed:
                raise _unavailable() from error
            return
        self._note(stored)

    def _is_due(self) -> bool:
        stored = self._stored
        return stored is not None and int(time.time()) - stored.used >= self._settings.reissue_time

    def _write(self, store: SessionStore) -> StoredSession | None:
        """Write to *store* what differs from it; return what it holds then, as far as is known."""
        now = int(time.time())
        contents, stored = self.contents, self._stored
        # Anew, since a value may have been changed from within after it was set.
        texts = {name: _json.dumps(value).decode() for name, value in contents.values.items()}
        expires = self._settings.expires(contents.created, now)
        if stored is None or self._id is None:
            if not texts or self._is_lost:
                return None
            self._id, self._is_given = secrets.token_urlsafe(32), True
            stored = StoredSession(texts, contents.created, now)
            store.create(key_of(self._id), stored, expires)
            return stored
        change = _difference(stored.texts, texts, now)
        if not (change.texts or change.removed or self._is_due()):
            return stored
        if not store.change(key_of(self._id), change, expires):
            _log.info("A session was ended by another request; what this one changed is not kept.")
            self._is_lost = True
            return None
        return StoredSession(texts, contents.created, now)

    def _delete_ended(self, store: SessionStore) -> None:
        for key in self._ended:
            store.delete(key)

    def _note(self, stored: StoredSession | None) -> None:
        self._stored, self._in_unit, self._is_in_unit = stored, None, False
        self._is_written = stored is not None
        self._ended.clear()
        self.is_changed = False


def _difference(before: Mapping[str, str], after: Mapping[str, str], now: int) -> SessionChange:
    changed = {name: text for name, text in after.items() if before.get(name) != text}
    return SessionChange(now, changed, frozenset(before.keys() - after.keys()))


def _unavailable() -> HTTPServiceUnavailable:
    return HTTPServiceUnavailable(headers={"Retry-After": _RETRY_AFTER})
