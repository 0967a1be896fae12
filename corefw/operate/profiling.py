"""Profiling: where the time of a request goes, by pyinstrument's samples.

Floor 6.  The requests are those of ``sending``, so no network takes part.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.operate.sending import Answered, send
from corefw.web.pipeline.application import Application

__all__ = ["Profile", "profile_request"]

#: Samples a second; a request takes much less than a millisecond, so many are made.
_INTERVAL = 0.0005


@dataclass(frozen=True, slots=True)
class Profile:
    """What was measured: how many requests, the microseconds of one, and pyinstrument's session."""

    answered: Answered
    requests: int
    microseconds: float
    session: Any


def profile_request(
    application: Application, environ: Callable[[], dict[str, Any]], seconds: float
) -> Profile:
    """Send the request that *environ* makes again and again for *seconds* (CPU), and sample the calls.

    The first is sent before, so that what is made once is not in the picture; each gets an
    environment of its own.  Raises `ConfigurationError` (CFW-710) if pyinstrument is not installed.
    """
    profiler = _profiler()
    answered = send(application, environ())
    count = 0
    profiler.start()
    began = time.process_time()
    while (spent := time.process_time() - began) < seconds or not count:
        send(application, environ())
        count += 1
    return Profile(answered, count, spent * 1e6 / count, profiler.stop())


def _profiler() -> Any:
    try:
        from pyinstrument import Profiler
    except ImportError:
        raise ConfigurationError(
            Problem(
                "CFW-710",
                "corefw profile needs pyinstrument, which is not installed.",
                fixes=(Fix("", 'pip install "corefw[profile]"'),),
            )
        ) from None
    return Profiler(interval=_INTERVAL, async_mode="disabled")
