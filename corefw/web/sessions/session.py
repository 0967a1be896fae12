"""The session of a client that keeps everything in its cookie.

A dictionary of JSON values with flash messages and a token.  It refuses at the write what it
could not store, and knows nothing of the request.  Reading and writing the cookie is in the
neighbour ``cookie``.  Floor 4.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

from zope.interface import implementer

from corefw.contracts.interfaces import ISession

__all__ = ["CookieSession"]

_TOKEN = "_csrft_"
_FLASH = "_f_"


@implementer(ISession)
class CookieSession(MutableMapping[str, Any]):
    """A dictionary that outlives the request; ``new`` says that the client brought none.

    ``created`` is the time of its making, in seconds since the epoch.
    """

    def __init__(
        self,
        data: dict[str, Any],
        created: int,
        is_new: bool,
        measure: Callable[[dict[str, Any], int], None],
    ) -> None:
        self._data = data
        self._measure = measure
        self.created = created
        self.new = is_new
        self.is_changed = False
        self.is_invalidated = False

    # -- the dictionary --------------------------------------------------------------------

    def __getitem__(self, key: str) -> Any:
        return self._data[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def __contains__(self, key: object) -> bool:
        return key in self._data

    def __setitem__(self, key: str, value: Any) -> None:
        """Set a value; TypeError if it is not JSON, ValueError if the cookie gets too large."""
        before = dict(self._data)
        self._data[key] = value
        try:
            self.changed()
        except (TypeError, ValueError):
            self._data = before
            raise

    def __delitem__(self, key: str) -> None:
        del self._data[key]
        self.is_changed = True

    def __repr__(self) -> str:
        return f"<CookieSession with {len(self)} values>"

    def as_dict(self) -> dict[str, Any]:
        """Return the values as a plain dictionary."""
        return dict(self._data)

    # -- its life --------------------------------------------------------------------------

    def changed(self) -> None:
        """Say that a value was changed from within, such as by appending to a list in it.

        Raises TypeError if a value is not JSON, ValueError if the cookie gets too large.
        """
        self._measure(self._data, self.created)
        self.is_changed = True

    def invalidate(self) -> None:
        """Forget everything; the client's cookie is taken away unless something is set anew."""
        self._data = {}
        self.created = int(time.time())
        self.new = self.is_changed = self.is_invalidated = True

    def renew(self) -> None:
        """Become a new session with the same values, but for the token; done at each login."""
        kept = {key: value for key, value in self._data.items() if key != _TOKEN}
        self.invalidate()
        self._data = kept

    # -- flash messages --------------------------------------------------------------------

    def flash(self, msg: Any, queue: str = "", allow_duplicate: bool = True) -> None:
        """Keep a message until it is shown; once only, unless *allow_duplicate*."""
        waiting = list(self.get(_FLASH + queue, ()))
        if allow_duplicate or msg not in waiting:
            self[_FLASH + queue] = [*waiting, msg]

    def pop_flash(self, queue: str = "") -> list[Any]:
        """Return the messages of a queue and forget them."""
        return list(self.pop(_FLASH + queue, ()))

    def peek_flash(self, queue: str = "") -> list[Any]:
        """Return the messages of a queue."""
        return list(self.get(_FLASH + queue, ()))

    # -- the token -------------------------------------------------------------------------

    def get_csrf_token(self) -> str:
        """Return the token of this session; made if there is none."""
        token = self.get(_TOKEN)
        return token if isinstance(token, str) else self.new_csrf_token()

    def new_csrf_token(self) -> str:
        """Make a token in place of the one there was, and return it."""
        token = secrets.token_urlsafe(32)
        self[_TOKEN] = token
        return token
