"""Measures the cases side by side and makes the tables of the page.

Each round is a process of its own (`benchmarks.requests.bursts`): by the addresses that things happen to
have in a process, one contender is up to a tenth quicker or slower there than in the next.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks.machine import described
from benchmarks.report import Report, Table
from benchmarks.requests import extras
from benchmarks.requests.bursts import BY_HAND, BY_PYRAMID, NO_TRANSACTION, ONE_ROUTE, WITH_MANAGER
from benchmarks.requests.cases import CASES
from benchmarks.requests.contenders import DISTRIBUTIONS, NAMES
from benchmarks.requests.plot import draw
from benchmarks.requests.targets import TARGETS, judged
from benchmarks.rounds import Rounds

__all__ = ["measure", "measure_routes"]

_ROOT = Path(__file__).resolve().parent.parent.parent
#: A burst of requests lasts about so many microseconds; many short ones tell more than a few long ones.
_BURST = 12_000
#: One round of `make bench` is so many bursts of each contender.
_BURSTS_A_ROUND = 12
#: How the names of the cases end that are about the number of routes.
_ROUTES = ("-route", "-routes")
_EXTRAS = ("features", "urls", "parts")
_SHOWN = {
    "raw": "raw WSGI",
    "webob": "WebOb",
    "wheezy": "wheezy.web",
    **{name: name.capitalize() for name in NAMES[4:]},
}

Found = Rounds[str]


def measure(rounds: int, scale: float) -> Report:
    """Measure everything, in so many processes; with a smaller *scale* shorter."""
    cases = [name for name in CASES if not name.endswith(_ROUTES)]
    found = _measured((*cases, *_EXTRAS), rounds, scale)
    of_cases = {name: found[name] for name in cases}
    installed = [name for name in DISTRIBUTIONS.values() if name]
    tables = (_more(found["features"]), _urls(found["urls"]), _parts(found["parts"]))
    return Report(
        "requests",
        described((*installed, "SQLAlchemy", "Mako", "msgspec")),
        (_times(of_cases), _asked(of_cases), *tables),
        partial(draw, "requests", _medians(of_cases)),
    )


def measure_routes(rounds: int, scale: float) -> Report:
    """Measure the last of many routes; most contenders take longer to put so many together than to answer."""
    # One process: to put the applications together takes half a minute.
    found = _measured(("many-routes",), 1, scale, bursts=rounds * _BURSTS_A_ROUND)
    own = found["many-routes"].ratio("corefw", ONE_ROUTE, "us")
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


# -- The rounds --------------------------------------------------------------------------


def _measured(
    groups: Sequence[str], rounds: int, scale: float, bursts: int = _BURSTS_A_ROUND
) -> dict[str, Found]:
    """Return what was measured of each group, in as many processes as there are *rounds*."""
    rows: dict[str, dict[str, list[Mapping[str, float]]]] = {group: {} for group in groups}
    for done in range(rounds):
        print(f"round {done + 1} of {rounds}", file=sys.stderr, flush=True)
        command = [sys.executable, "-m", "benchmarks.requests.bursts", str(bursts), str(_BURST * scale)]
        process = subprocess.run([*command, *groups], cwd=_ROOT, stdout=subprocess.PIPE, check=True)
        for group, names in json.loads(process.stdout).items():
            for name, figures in names.items():
                rows[group].setdefault(name, []).extend({"us": figure} for figure in figures)
    return {group: Rounds.of(found) for group, found in rows.items()}


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
    rows += _told(found["page"])
    return Table(
        ("case", "asked", "corefw", ""),
        rows,
        "Ratios are medians of the ratios within the rounds, with the smallest and the largest.",
    )


def _told(page: Found) -> list[tuple[str, str, str, str]]:
    """Return what is not judged: what transactions cost here and elsewhere."""
    cost = page.difference("corefw", NO_TRANSACTION, "us")
    more = page.difference(WITH_MANAGER, "corefw", "us")
    rows = [
        ("the same page, its transaction alone", "told", f"{cost:+.0f} µs", ""),
        ("the same page, zope.sqlalchemy where it takes part", "told", f"{more:+.0f} µs", ""),
    ]
    rows += [
        (f"the same page {words}", "told", str(page.ratio(name, peer, "us")), "")
        for name, peer, words in (
            (WITH_MANAGER, "django", "with it, to Django"),
            (WITH_MANAGER, "pyramid", "with it, to Pyramid"),
            ("corefw", "raw", "to the work by hand"),
            ("corefw", BY_HAND, "to the work by hand, whose transaction SQLite is told of, too"),
            ("corefw", BY_PYRAMID, "to Pyramid, whose transaction SQLite is told of, too"),
            (WITH_MANAGER, BY_PYRAMID, "with zope.sqlalchemy, to that"),
        )
        if peer in page.names
    ]
    return rows


def _more(found: Found) -> Table:
    """Return what one feature more costs."""
    rows = []
    for feature in extras.FEATURES:
        costs = {
            framework: found.difference(f"{framework} {feature}", f"{framework} ", "us") / extras.MORE
            for framework in ("corefw", "pyramid")
            if f"{framework} {feature}" in found.names
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
    return Table(("one more, µs", "asked", "corefw", "", "Pyramid"), rows, title)


def _urls(found: Found) -> Table:
    ours, theirs = (found.difference(f"{one} urls", f"{one} ", "us") for one in ("corefw", "pyramid"))
    row = ("ten of `request.route_url`", "at most 0.3 times Pyramid", _figure(ours), _figure(theirs))
    return Table(
        ("in a view, µs", "asked", "corefw", "Pyramid", "corefw / Pyramid", ""),
        [(*row, f"{ours / theirs:.2f}", judged(ours <= 0.3 * theirs))],
    )


def _parts(found: Found) -> Table:
    rows = []
    for part in extras.PARTS:
        if part:
            ours, theirs = (found.difference(f"{one} {part}", f"{one} ", "us") for one in ("corefw", "webob"))
            row = (f"`request.{part}`", "at most 0.5 times WebOb", f"{ours:.2f}", f"{theirs:.2f}")
            rows.append((*row, f"{ours / theirs:.2f}", judged(ours <= 0.5 * theirs)))
    return Table(("first use, µs", "asked", "corefw", "WebOb", "corefw / WebOb", ""), rows)


def _figure(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"
