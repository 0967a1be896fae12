"""Measures the cases side by side and makes the tables of the page.

Every contender answers a case and is verified before and after it is timed; one that is not
installed is named and left out.
"""

from __future__ import annotations

import gc
import sys
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from benchmarks.machine import described
from benchmarks.report import Report, Table
from benchmarks.requests import extras
from benchmarks.requests.calling import Caller, cookie_of
from benchmarks.requests.cases import CASES, Case
from benchmarks.requests.contenders import DISTRIBUTIONS, NAMES, caller_of
from benchmarks.requests.plot import draw
from benchmarks.requests.targets import TARGETS, judged
from benchmarks.rounds import Rounds

__all__ = ["measure", "measure_routes"]

#: A burst of requests lasts about so many microseconds; many short ones tell more than a few long ones.
_BURST = 12_000
_MOST = 2_000
#: One round of `make bench` is so many bursts of each contender.
_BURSTS_A_ROUND = 6
#: How the names of the cases end that are about the number of routes.
_ROUTES = ("-route", "-routes")
_SHOWN = {
    "raw": "raw WSGI",
    "webob": "WebOb",
    "wheezy": "wheezy.web",
    **{name: name.capitalize() for name in NAMES[4:]},
}

Found = Rounds[str]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is done: rounds, and the microseconds of a burst."""

    rounds: int
    burst: float


def measure(rounds: int, scale: float) -> Report:
    """Measure everything, in so many bursts; with a smaller *scale* shorter ones."""
    warnings.simplefilter("ignore")
    effort = Effort(rounds * _BURSTS_A_ROUND, _BURST * scale)
    found = {
        case.name: _side_by_side(case, effort) for case in CASES.values() if not case.name.endswith(_ROUTES)
    }
    installed = [name for name in DISTRIBUTIONS.values() if name]
    return Report(
        "requests",
        described((*installed, "SQLAlchemy", "Mako", "msgspec")),
        (_times(found), _asked(found), *_more(effort), _parts(effort)),
        partial(draw, "requests", _medians(found)),
    )


def measure_routes(rounds: int, scale: float) -> Report:
    """Measure the last of many routes; most contenders take longer to put so many together than to answer."""
    warnings.simplefilter("ignore")
    found = {
        "many-routes": _side_by_side(CASES["many-routes"], Effort(rounds * _BURSTS_A_ROUND, _BURST * scale))
    }
    own = found["many-routes"].ratio("corefw", "corefw, one route", "us")
    asked = Table(
        ("case", "asked", "corefw", ""),
        [
            (
                CASES["many-routes"].title,
                "at most 1.1 times its own one route",
                str(own),
                judged(own.median <= 1.1),
            )
        ],
    )
    installed = [name for name in DISTRIBUTIONS.values() if name]
    return Report(
        "routes", described(installed), (_times(found), asked), partial(draw, "routes", _medians(found))
    )


def _medians(found: Mapping[str, Found]) -> dict[str, dict[str, float]]:
    return {
        name: {one: rows.median(one, "us") for one in rows.names if one in NAMES}
        for name, rows in found.items()
    }


# -- The cases ---------------------------------------------------------------------------


def _side_by_side(case: Case, effort: Effort) -> Found:
    callers = _callers(case)
    bursts = {}
    for name, caller in callers.items():
        cookie = cookie_of(caller, case)
        case.verify(name, caller.ask(case.environ(cookie)))
        bursts[name] = _burst(partial(caller.burst, case, cookie), effort)
    # What the applications are made of stays, and is not to be looked through again and again.
    gc.collect()
    gc.freeze()
    print(f"{case.title}: {', '.join(callers)}", file=sys.stderr, flush=True)
    found = Rounds(bursts, effort.rounds, is_told=False)
    for name, caller in callers.items():
        case.verify(name, caller.ask(case.environ(cookie_of(caller, case))))
    return found


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
    if case.name == "many-routes":
        own = caller_of("corefw", "one-route")
        assert own is not None
        CASES["one-route"].verify("corefw", own.ask(CASES["one-route"].environ()))
        found["corefw, one route"] = _Other(own, CASES["one-route"])
    if case.name == "page":
        untied = caller_of("corefw", "page-without-transaction")
        assert untied is not None
        found["corefw, no transaction"] = untied
    return found


@dataclass(frozen=True, slots=True)
class _Other:
    """A caller that is asked another case than the others of its row."""

    caller: Caller
    case: Case

    def ask(self, environ: dict[str, object]) -> object:
        return self.caller.ask(environ | {"PATH_INFO": self.case.path})

    def burst(self, case: Case, cookie: str, requests: int) -> float:
        return self.caller.burst(self.case, cookie, requests)


def _burst(send: Callable[[int], float], effort: Effort) -> Callable[[], Mapping[str, float]]:
    """Return what sends one burst, of as many requests as fit into its time."""
    send(3)
    many = max(3, min(_MOST, round(effort.burst / send(20))))
    return lambda: {"us": send(many)}


# -- The tables --------------------------------------------------------------------------


def _times(found: Mapping[str, Found]) -> Table:
    head = ("µs of CPU a request", "corefw", *(_SHOWN[name] for name in NAMES[1:]))
    rows = [
        (
            CASES[name].title,
            *(_figure(rows.median(one, "us")) if one in rows.names else "" for one in NAMES),
        )
        for name, rows in found.items()
    ]
    return Table(
        head, rows, "Medians. An empty cell: the framework has nothing for that, or takes no part in it."
    )


def _asked(found: Mapping[str, Found]) -> Table:
    rows = []
    for name, targets in TARGETS.items():
        for target in targets:
            if target.peer not in found[name].names:
                continue
            ratio = found[name].ratio("corefw", target.peer, "us")
            words = f"at most {target.most:g} times {_SHOWN[target.peer]}"
            rows.append((CASES[name].title, words, str(ratio), judged(ratio.median <= target.most)))
    more = found["template"].difference("corefw", "raw", "us")
    words = "at most bare Mako and 6 µs"
    rows.append((CASES["template"].title, words, f"{more:+.1f} µs", judged(more <= 6)))
    tied = found["page"].difference("corefw", "corefw, no transaction", "us")
    rows.append(("the same page, its transaction and zope.sqlalchemy alone", "told", f"{tied:+.0f} µs", ""))
    return Table(
        ("case", "asked", "corefw", ""),
        rows,
        "Ratios are medians of the ratios within the rounds, with the smallest and the largest.",
    )


def _more(effort: Effort) -> tuple[Table, Table]:
    """Return what one feature more costs, and what urls cost."""
    case = CASES["plaintext"]
    bursts = {}
    for framework in ("corefw", "pyramid"):
        for feature in ("", *extras.FEATURES):
            caller = extras.application_with(framework, feature)
            if caller is not None:
                case.verify(framework, caller.ask(case.environ()))
                bursts[framework, feature] = _burst(partial(caller.burst, case, ""), effort)
    found = Rounds(bursts, effort.rounds * 2, is_told=False)
    rows = []
    for feature in extras.FEATURES:
        costs = {
            framework: found.difference((framework, feature), (framework, ""), "us") / extras.MORE
            for framework in ("corefw", "pyramid")
            if (framework, feature) in bursts
        }
        most = {"subscriber": 0.4, "hook": 0.3}.get(feature, 0.2)
        theirs = f"{costs['pyramid']:+.2f}" if "pyramid" in costs else ""
        rows.append(
            (
                {"property": "request property", "method": "request method"}.get(feature, feature),
                f"at most {most} µs",
                f"{costs['corefw']:+.2f}",
                judged(costs["corefw"] <= most),
                theirs,
            )
        )
    title = (
        f"A plaintext request with {extras.MORE} of them, less the same without, divided by {extras.MORE}."
    )
    return Table(("one more, µs", "asked", "corefw", "", "Pyramid"), rows, title), _urls(effort)


def _urls(effort: Effort) -> Table:
    case = CASES["plaintext"]
    expected = b" ".join(b"http://localhost:8000/target/%d/x" % number for number in range(10))
    bursts = {}
    for framework in ("corefw", "pyramid"):
        caller = extras.urls(framework)
        answer = caller.ask(case.environ())
        if answer.body != expected:
            raise SystemExit(f"{framework} makes other urls: {answer}")
        bursts[framework, "urls"] = _burst(partial(caller.burst, case, ""), effort)
        plain = extras.application_with(framework, "")
        assert plain is not None
        bursts[framework, ""] = _burst(partial(plain.burst, case, ""), effort)
    found = Rounds(bursts, effort.rounds, is_told=False)
    ours, theirs = (found.difference((one, "urls"), (one, ""), "us") for one in ("corefw", "pyramid"))
    row = ("ten of `request.route_url`", "at most 0.3 times Pyramid", _figure(ours), _figure(theirs))
    return Table(
        ("in a view, µs", "asked", "corefw", "Pyramid", "corefw / Pyramid", ""),
        [(*row, f"{ours / theirs:.2f}", judged(ours <= 0.3 * theirs))],
    )


def _parts(effort: Effort) -> Table:
    bursts = {
        (framework, part): _burst(partial(extras.parts_burst(framework), part), effort)
        for framework in ("corefw", "webob")
        for part in extras.PARTS
    }
    found = Rounds(bursts, effort.rounds * 2, is_told=False)
    rows = []
    for part in extras.PARTS:
        if part:
            ours, theirs = (found.difference((one, part), (one, ""), "us") for one in ("corefw", "webob"))
            row = (f"`request.{part}`", "at most 0.5 times WebOb", f"{ours:.2f}", f"{theirs:.2f}")
            rows.append((*row, f"{ours / theirs:.2f}", judged(ours <= 0.5 * theirs)))
    return Table(("first use, µs", "asked", "corefw", "WebOb", "corefw / WebOb", ""), rows)


def _figure(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"
