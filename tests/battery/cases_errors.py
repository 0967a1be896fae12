"""Section K: what fails inside, and what the client and the log learn of it."""

from __future__ import annotations

from typing import Any

from tests.battery.case import PLAIN_500, Case

__all__ = ["CASES"]

_LOCAL = {"REMOTE_ADDR": "127.0.0.1"}
_PROBLEM = (
    '{"type": "about:blank", "title": "Internal Server Error", "status": 500, "detail": "' + PLAIN_500 + '"}'
)


def fails(row: int, name: str, target: str, **more: Any) -> Case:
    """Return a case of a failure: 500 that tells nothing, and one line in the log."""
    return Case(row, name, 500, target, **{"text": PLAIN_500, "logs": 1, "may_fail": True, **more})


CASES = [
    Case(
        129,
        "why it is not there, told in debug",
        404,
        "/%3Cscript%3E",
        headers={"Accept": "text/html"},
        environ=_LOCAL,
        on=("debug",),
        may_tell=True,
        anchor="it may be told as text, and not as a page",
    ),
    fails(208, "a view", "/fail/exception"),
    fails(
        208,
        "a view for a program",
        "/fail/exception",
        headers={"Accept": "application/json"},
        text=_PROBLEM,
        says={"Content-Type": "application/problem+json"},
    ),
    fails(208, "a view, in debug, seen from elsewhere", "/fail/exception", on=("debug",)),
    fails(
        208, "a view, not in debug, seen from here", "/fail/exception", environ=_LOCAL, on=("plain", "cookie")
    ),
    fails(
        209,
        "a view, in debug, seen from here",
        "/fail/exception",
        environ=_LOCAL,
        on=("debug",),
        text=None,
        has="SecretError",
        may_tell=True,
        says={"Content-Type": "text/plain; charset=UTF-8"},
    ),
    fails(
        209,
        "through a proxy on this machine",
        "/fail/exception",
        environ=_LOCAL,
        headers={"X-Forwarded-For": "1.2.3.4"},
        on=("debug",),
    ),
    fails(211, "an exception view", "/fails-twice"),
    fails(213, "a response callback", "/answer-callbacks"),
    Case(214, "a finished callback", 200, "/end-callbacks", logs=1),
    *(fails(216, f"no response but {kind}", f"/odd/{kind}") for kind in ("none", "number", "text")),
    fails(216, "a coroutine", "/coroutine"),
    *(
        fails(217, f"the error {kind}", f"/fail/{kind}")
        for kind in ("memory", "recursion", "group", "exit-generator")
    ),
    *(
        fails(218, f"an error that is {kind}", f"/fail/{kind}")
        for kind in ("cycle", "long", "surrogate", "mute")
    ),
    fails(
        218,
        "an error of 10 MB in debug",
        "/fail/long",
        environ=_LOCAL,
        on=("debug",),
        text=None,
        may_tell=True,
    ),
    fails(
        218,
        "an error that cannot be told in debug",
        "/fail/mute",
        environ=_LOCAL,
        on=("debug",),
        text=None,
        may_tell=True,
    ),
    fails(
        218,
        "half a character in debug",
        "/fail/surrogate",
        environ=_LOCAL,
        on=("debug",),
        text=None,
        may_tell=True,
    ),
]
