"""The session: a dictionary that outlives the request, with flash messages and a token.

It is found when something is asked of it, and not before.  Where its values come from and
where they go is told by its two kinds: ``cookie`` keeps them with the client, ``server`` in a
store.  Floor 4.
"""

from __future__ import annotations

import secrets
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from zope.interface import implementer

from corefw.contracts.interfaces import ISession

__all__ = ["Contents", "Session", "largest_of"]

_TOKEN = "_csrft_"
_FLASH = "_f_"


@dataclass(slots=True)
class Contents:
    """What a session holds now."""

    values: dict[str, Any]
    created: int
    is_new: bool


@implementer(ISession)
class Session(MutableMapping[str, Any], ABC):
    """A dictionary of JSON values by name.

    A value that is changed from within (a list that is appended to) is stored if `changed` is
    called, or anything else is set.
    """

    def __init__(self, *, is_over: bool = False) -> None:
        self._contents: Contents | None = None
        self.is_changed = False
        self.is_invalidated = False
        #: Whether the head of the response is sent, with which a session is written.
        self._is_over = is_over

    # -- what the kinds say ----------------------------------------------------------------

    @abstractmethod
    def _find(self) -> Contents:
        """Return what the client's session holds, or new contents."""

    @abstractmethod
    def _measure(self, name: str | None) -> None:
        """Refuse what cannot be stored, when it is written and not when it is sent.

        *name* is the one value that was set; None if it is not known which were changed.
        Raises TypeError for what is not JSON, ValueError for what is too large.
        """

    @property
    def contents(self) -> Contents:
        """What it holds, found now if it was not before."""
        if self._contents is None:
            self._contents = self._find()
        return self._contents

    @property
    def is_used(self) -> bool:
        """Whether anything was asked of it, so that the response depends on who asks."""
        return self._contents is not None

    # -- the dictionary --------------------------------------------------------------------

    def __getitem__(self, key: str) -> Any:
        return self.contents.values[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return a value, or *default* if there is none of that name."""
        return self.contents.values.get(key, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self.contents.values)

    def __len__(self) -> int:
        return len(self.contents.values)

    def __contains__(self, key: object) -> bool:
        return key in self.contents.values

    def __setitem__(self, key: str, value: Any) -> None:
        """Set a value; TypeError if it is not JSON, ValueError if the session gets too large."""
        if not isinstance(key, str):
            raise TypeError(f"the names in a session are text, and this is {key!r}")
        self._begin_change()
        values = self.contents.values
        before = dict(values)
        values[key] = value
        try:
            self._measure(key)
        except (TypeError, ValueError):
            self.contents.values = before
            raise

    def __delitem__(self, key: str) -> None:
        if key not in self.contents.values:
            raise KeyError(key)
        self._begin_change()
        del self.contents.values[key]

    def __repr__(self) -> str:
        state = f"with {len(self)} values" if self.is_used else "not looked at"
        return f"<{type(self).__name__} {state}>"

    def as_dict(self) -> dict[str, Any]:
        """Return the values as a plain dictionary."""
        return dict(self.contents.values)

    # -- its life --------------------------------------------------------------------------

    @property
    def created(self) -> int:
        """When the session began, in seconds since the epoch."""
        return self.contents.created

    @property
    def new(self) -> bool:
        """Whether it begins with this request, because the client brought none that counts."""
        return self.contents.is_new

    def changed(self) -> None:
        """Say that a value was changed from within, such as by appending to a list in it.

        Raises TypeError if a value is not JSON, ValueError if the session gets too large.
        """
        self._begin_change()
        self._measure(None)

    def invalidate(self) -> None:
        """Forget everything; the client's session is over, and what is set anew is another one."""
        self._begin_change()
        self._contents = Contents({}, int(time.time()), True)
        self.is_invalidated = True

    def renew(self) -> None:
        """Become a new session with the same values, but for the token; done at each login.

        So a session that somebody planted before the login is worth nothing after it.
        """
        kept = {name: value for name, value in self.contents.values.items() if name != _TOKEN}
        self.invalidate()
        self.contents.values.update(kept)

    def _begin_change(self) -> None:
        if self._is_over:
            raise RuntimeError(
                "the session was written with the head of the response, and what is set now would be lost; "
                "set it before, in the view or in an earlier response callback"
            )
        self.is_changed = True

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


def largest_of(sizes: Mapping[str, int]) -> str:
    """Return the three largest of *sizes* in words, the largest first."""
    ordered = sorted(sizes.items(), key=lambda row: (-row[1], row[0]))[:3]
    return ", ".join(f'"{name}" ({size} bytes)' for name, size in ordered)
