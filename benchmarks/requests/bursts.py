"""One process that measures: every contender of a group in turn has a burst of requests, again and again.

Run as ``python -m benchmarks.requests.bursts BURSTS MICROSECONDS GROUP...``; prints JSON: for each group and
each of its names the microseconds of CPU a request, burst by burst.
"""

from __future__ import annotations

import gc
import json
import sys
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from benchmarks.requests import extras
from benchmarks.requests.calling import Caller, cookie_of
from benchmarks.requests.cases import CASES, Answer, Case
from benchmarks.requests.contenders import NAMES, caller_of

__all__ = ["BY_HAND", "BY_PYRAMID", "NO_TRANSACTION", "ONE_ROUTE", "WITH_MANAGER", "bursts_of", "main"]

#: Requests of one burst: what is prepared for more would not fit into the caches.
_MOST = 2_000
#: Of a page that takes a millisecond a burst holds a dozen, so that the ratio of two bursts says little:
#: it has so many times the bursts of the others.
SLOWEST, _OF_SLOW = "page", 4
#: Other forms of corefw and of the work by hand, by the names under which they are measured beside them.
ONE_ROUTE = "corefw, one route"
NO_TRANSACTION, WITH_MANAGER = "corefw, no transaction", "corefw, with the manager"
BY_HAND, BY_PYRAMID = "raw, with a transaction", "pyramid, with a transaction"
_PAGES = {
    NO_TRANSACTION: ("corefw", "page-without-transaction"),
    WITH_MANAGER: ("corefw", "page-with-manager"),
    BY_HAND: ("raw", "page-with-transaction"),
    BY_PYRAMID: ("pyramid", "page-with-transaction"),
}

Burst = Callable[[], float]


def main() -> None:
    """Measure the groups that the command line names."""
    warnings.simplefilter("ignore")
    many, microseconds = int(sys.argv[1]), float(sys.argv[2])
    found = {}
    for group in sys.argv[3:]:
        bursts = bursts_of(group, microseconds)
        # What the applications are made of stays, and is not to be looked through again and again.
        gc.collect()
        gc.freeze()
        for burst in bursts.values():
            burst()  # once for nothing
        times = many * (_OF_SLOW if group == SLOWEST else 1)
        rows = [{name: burst() for name, burst in bursts.items()} for _ in range(times)]
        found[group] = {name: [row[name] for row in rows] for name in bursts}
        if group in CASES:
            _callers(CASES[group])  # who answers wrong by now is told
    print(json.dumps(found))


def bursts_of(group: str, microseconds: float) -> dict[str, Burst]:
    """Return a burst of about so many *microseconds* for each name of a group: a case, or one of the extras.

    Raises `WrongAnswer` for a contender that does not answer what the case asks for.
    """
    match group:
        case "features":
            return _features(microseconds)
        case "urls":
            return _urls(microseconds)
        case "parts":
            return {
                f"{framework} {part}": _burst(partial(extras.parts_burst(framework), part), microseconds)
                for framework in ("corefw", "webob")
                for part in extras.PARTS
            }
    case = CASES[group]
    return {
        name: _burst(partial(caller.burst, case, cookie_of(caller, case)), microseconds)
        for name, caller in _callers(case).items()
    }


def _callers(case: Case) -> dict[str, Caller]:
    """Return who takes part; beside the contenders, corefw in another form where that tells something."""
    found: dict[str, Caller] = {}
    for name in NAMES:
        try:
            caller = caller_of(name, case.name)
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
            continue
        if caller is not None:
            found[name] = caller
    if case.name == "page":
        for name, (contender, other) in _PAGES.items():
            caller = caller_of(contender, other) if contender in found else None
            if caller is not None:
                found[name] = caller
    for name, caller in found.items():
        case.verify(name, caller.ask(case.environ(cookie_of(caller, case))))
    if case.name == "many-routes":
        own = caller_of("corefw", "one-route")
        assert own is not None
        CASES["one-route"].verify("corefw", own.ask(CASES["one-route"].environ()))
        found[ONE_ROUTE] = _Other(own, CASES["one-route"])
    return found


@dataclass(frozen=True, slots=True)
class _Other:
    """A caller that is asked another case than the others of its row."""

    caller: Caller
    case: Case

    def ask(self, environ: dict[str, Any]) -> Answer:
        return self.caller.ask(environ | {"PATH_INFO": self.case.path})

    def burst(self, case: Case, cookie: str, requests: int) -> float:
        return self.caller.burst(self.case, cookie, requests)


def _features(microseconds: float) -> dict[str, Burst]:
    case = CASES["plaintext"]
    found = {}
    for framework in ("corefw", "pyramid"):
        for feature in ("", *extras.FEATURES):
            caller = extras.application_with(framework, feature)
            if caller is not None:
                case.verify(framework, caller.ask(case.environ()))
                found[f"{framework} {feature}"] = _burst(partial(caller.burst, case, ""), microseconds)
    return found


def _urls(microseconds: float) -> dict[str, Burst]:
    case = CASES["plaintext"]
    expected = b" ".join(b"http://localhost:8000/target/%d/x" % number for number in range(10))
    found: Mapping[str, Burst] = {}
    for framework in ("corefw", "pyramid"):
        caller, plain = extras.urls(framework), extras.application_with(framework, "")
        assert plain is not None
        answer = caller.ask(case.environ())
        if answer.body != expected:
            raise SystemExit(f"{framework} makes other urls: {answer}")
        for name, one in (("urls", caller), ("", plain)):
            found = {**found, f"{framework} {name}": _burst(partial(one.burst, case, ""), microseconds)}
    return dict(found)


def _burst(send: Callable[[int], float], microseconds: float) -> Burst:
    """Return what sends one burst, of as many requests as fit into its time."""
    send(3)
    many = max(3, min(_MOST, round(microseconds / send(20))))
    return lambda: send(many)


if __name__ == "__main__":
    main()
