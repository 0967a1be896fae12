"""Sends the requests that valgrind counts: ``python -m benchmarks.instructions.probe``.

Each call of ``getppid`` ends a section of the count (``--dump-before=getppid``).  The requests before a
section are for the caches of the interpreter and of the application.
"""

from __future__ import annotations

import gc
import os
from typing import Any

from benchmarks.requests.calling import Wsgi
from benchmarks.requests.cases import CASES
from benchmarks.requests.contenders import caller_of

__all__ = ["REQUESTS", "SECTIONS"]

#: What is counted, in this order; between two of them lies a section that nobody looks at.
SECTIONS = tuple((name, case) for name in ("raw", "corefw") for case in ("plaintext", "json"))
REQUESTS = 400
_BEFORE = 150


def main() -> None:
    """Send them."""
    for name, case in SECTIONS:
        caller = caller_of(name, case)
        assert isinstance(caller, Wsgi)
        CASES[case].verify(name, caller.ask(CASES[case].environ()))
        _send(caller, case, _BEFORE)
        environs = [CASES[case].environ() for _ in range(REQUESTS)]
        gc.collect()
        gc.disable()
        os.getppid()
        _send_all(caller, environs)
        os.getppid()
        gc.enable()


def _send(caller: Wsgi, case: str, many: int) -> None:
    _send_all(caller, [CASES[case].environ() for _ in range(many)])


def _send_all(caller: Wsgi, environs: list[dict[str, Any]]) -> None:
    application = caller.application
    while environs:
        for _ in application(environs.pop(), _start_response):
            pass


def _start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
    """Take the head of an answer, and do nothing with it."""


if __name__ == "__main__":
    main()
