"""A brake on guessing passwords: so many failures a minute for one name from one address.

Kept in the memory of one process, bounded, and only counted for failures, so that nobody can lock
somebody else out from another address.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from math import ceil
from threading import Lock

__all__ = ["Throttle"]


class Throttle:
    """Counts failures by key within the last *period* seconds."""

    def __init__(
        self,
        limit: int,
        period: float = 60.0,
        *,
        most_keys: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limit = limit
        self.period = period
        self._most_keys = most_keys
        self._clock = clock
        self._failures: OrderedDict[Hashable, deque[float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, key: Hashable) -> int:
        """Return how many seconds *key* must wait before the next attempt; 0 if it need not."""
        with self._lock:
            moments = self._recent(key)
            if moments is None or len(moments) < self.limit:
                return 0
            return max(1, ceil(moments[0] + self.period - self._clock()))

    def failed(self, key: Hashable) -> None:
        """Count one failure of *key*."""
        with self._lock:
            moments = self._recent(key)
            if moments is None:
                moments = self._failures[key] = deque(maxlen=max(self.limit, 1))
            moments.append(self._clock())
            self._failures.move_to_end(key)
            while len(self._failures) > self._most_keys:
                self._failures.popitem(last=False)

    def succeeded(self, key: Hashable) -> None:
        """Forget the failures of *key*."""
        with self._lock:
            self._failures.pop(key, None)

    def _recent(self, key: Hashable) -> deque[float] | None:
        moments = self._failures.get(key)
        if moments is None:
            return None
        oldest = self._clock() - self.period
        while moments and moments[0] <= oldest:
            moments.popleft()
        if not moments:
            del self._failures[key]
            return None
        return moments
