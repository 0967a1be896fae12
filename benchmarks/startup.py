"""From the start of a process to its first answer, corefw beside Pyramid in the same run.

Both applications are the same generated text (``generated``), and so are their modules without
any framework, as a floor.  Time is CPU time of the process up to the first answer, memory is
the most it held until then.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from benchmarks.generated import write_application, write_half_quiet_application
from benchmarks.machine import described
from benchmarks.report import Report, Table
from benchmarks.rounds import Rounds

__all__ = ["measure"]

_FIGURES = """
import json, resource, sys, time
from pathlib import Path
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
# What Linux says of this very process; its ru_maxrss begins with what the parent held.
peak = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
held = peak[0] if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"seconds": time.process_time(), "megabytes": held / 1024}))
"""
_START = """
import importlib, sys
sys.path.insert(0, {folder!r})
application = importlib.import_module({package!r}).main({arguments})
from webob import Request
response = Request.blank("/m3/7").get_response(application)
assert (response.status_int, response.text) == (200, "7"), (response.status, response.text)
"""
_IMPORT_ALL = """
import importlib, pkgutil, sys
sys.path.insert(0, {folder!r})
parts = importlib.import_module({package!r} + ".parts")
for row in pkgutil.iter_modules(parts.__path__, parts.__name__ + "."):
    importlib.import_module(row.name)
"""

_SIZE = 1000
#: The interpreter of an environment that holds the two frameworks and nothing else (tools/bench.py makes it).
_PAIR = Path(__file__).parents[1] / "build" / "bench-pair" / "bin" / "python"
_LINES = ("import corefw", "import corefw.config", "import pyramid.config", "import webob")


def measure(rounds: int, scale: float) -> Report:
    """Measure everything in *rounds* rounds; a *scale* of 0.1 takes 100 modules for 1000."""
    size = max(10, round(_SIZE * scale))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        environment = {
            **os.environ,
            "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
            "PYTHONWARNINGS": "ignore",
        }
        # As in a deployment, everybody's modules are compiled before.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        run = partial(_run, environment)
        return Report(
            "startup",
            described(("corefw", "pyramid", "WebOb", "zope.interface", "venusian")),
            (
                _beside_pyramid(folder, run, size, rounds),
                _growing(folder, run, size, rounds),
                _locked(folder, run, size, rounds),
                _imports(run, rounds),
            ),
        )


Run = Callable[[str], Mapping[str, float]]


def _run(environment: Mapping[str, str], code: str) -> dict[str, float]:
    """Run *code* in a fresh interpreter; return the seconds and megabytes that it took."""
    done = subprocess.run(
        [_interpreter(), "-c", code + _FIGURES], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"a contender failed:\n{done.stderr}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _interpreter() -> str:
    return str(_PAIR) if _PAIR.exists() else sys.executable


def _start(folder: Path, package: str, arguments: str = "") -> str:
    return _START.format(folder=str(folder), package=package, arguments=arguments)


def _beside_pyramid(folder: Path, run: Run, size: int, rounds: int) -> Table:
    contenders: dict[tuple[str, str], Callable[[], Mapping[str, float]]] = {}
    for variant in ("plain", "rich"):
        for framework in ("corefw", "pyramid"):
            package = write_application(folder, framework, size, variant)
            contenders[framework, variant] = partial(run, _start(folder, package))
        package = write_application(folder, "bare", size, variant)
        code = _IMPORT_ALL.format(folder=str(folder), package=package)
        contenders["bare", variant] = partial(run, code)
    found = Rounds(contenders, rounds)
    rows = []
    for variant, words in (("plain", "plain"), ("rich", "with permission, template, predicates")):
        ours, theirs, bare = ("corefw", variant), ("pyramid", variant), ("bare", variant)
        for figure, unit in (("seconds", "s"), ("megabytes", "MB")):
            rows.append(
                (
                    f"{words}, {unit}",
                    *(_figure(found.median(one, figure)) for one in (bare, ours, theirs)),
                    str(found.ratio(ours, theirs, figure)),
                )
            )
    return Table(
        (f"{size * 5:,} views in {size:,} modules", "modules alone", "corefw", "Pyramid", "corefw / Pyramid"),
        rows,
    )


def _growing(folder: Path, run: Run, size: int, rounds: int) -> Table:
    sizes = (size, size * 2, size * 4)
    packages = [f"corefw_plain_{size}", *(write_application(folder, "corefw", many) for many in sizes[1:])]
    found = Rounds(
        {many: partial(run, _start(folder, package)) for many, package in zip(sizes, packages, strict=True)},
        rounds,
    )
    return Table(
        ("corefw, plain", "s", "MB", "times the time", "times the memory"),
        [
            (
                f"{many * 5:,} views in {many:,} modules",
                _figure(found.median(many, "seconds")),
                _figure(found.median(many, "megabytes")),
                str(found.ratio(many, size, "seconds")),
                str(found.ratio(many, size, "megabytes")),
            )
            for many in sizes
        ],
    )


def _locked(folder: Path, run: Run, size: int, rounds: int) -> Table:
    package = write_half_quiet_application(folder, size)
    lock = str(folder / "half.lock")
    run(f"import sys; sys.path.insert(0, {str(folder)!r}); import {package} as it; it.write_lock({lock!r})")
    ways = {
        "no lock": "",
        'a lock, `scan = "all"`': f"'all', {lock!r}",
        'a lock, `scan = "locked"`': f"'locked', {lock!r}",
    }
    found = Rounds(
        {way: partial(run, _start(folder, package, arguments)) for way, arguments in ways.items()}, rounds
    )
    return Table(
        (f"{size:,} modules, half of which declare", "s", "MB", "times the time"),
        [
            (
                way,
                _figure(found.median(way, "seconds")),
                _figure(found.median(way, "megabytes")),
                str(found.ratio(way, "no lock", "seconds")),
            )
            for way in ways
        ],
    )


def _imports(run: Run, rounds: int) -> Table:
    found = Rounds({line: partial(run, line) for line in ("pass", *_LINES)}, max(rounds, 5))
    return Table(
        ("a fresh interpreter", "s", "MB", "times the time of Pyramid's"),
        [
            (
                f"`{line}`" if line != "pass" else "nothing",
                f"{found.median(line, 'seconds'):.3f}",
                _figure(found.median(line, "megabytes")),
                str(found.ratio(line, "import pyramid.config", "seconds")),
            )
            for line in ("pass", *_LINES)
        ],
    )


def _figure(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"
