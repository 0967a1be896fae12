"""From the start of the process to a ready application, corefw beside Pyramid, in one run.

    python benchmarks/startup.py [--modules 1000] [--rounds 3]

Each round starts every contender once, so that what the machine does meanwhile falls on all of
them; the medians are compared.  Every application answers a request before it counts.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generated import write_application

_CHILD = """
import json, resource, sys, time
sys.path.insert(0, {folder!r})
import importlib
package = importlib.import_module({package!r})
application = package.main()
ready = time.clock_gettime(time.CLOCK_MONOTONIC)
from webob import Request
response = Request.blank("/m3/7").get_response(application)
assert (response.status_int, response.text) == (200, "7"), (response.status, response.text)
print(json.dumps({{"ready": ready, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}}))
"""

_IMPORT = "import time; {line}; print(time.clock_gettime(time.CLOCK_MONOTONIC))"


def run_child(code: str) -> tuple[float, str]:
    """Run *code* in a fresh interpreter; return when it was started (monotonic) and what it printed."""
    started = time.clock_gettime(time.CLOCK_MONOTONIC)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True
    )
    return started, done.stdout


def start(folder: Path, package: str) -> tuple[float, float]:
    """Return seconds from exec to ready, and megabytes at the most."""
    started, printed = run_child(_CHILD.format(folder=str(folder), package=package))
    facts = json.loads(printed)
    return facts["ready"] - started, facts["memory"]


def import_time(line: str) -> float:
    """Return the seconds that a fresh interpreter needs to run an import line."""
    started, printed = run_child(_IMPORT.format(line=line))
    return float(printed) - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--modules", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    sizes = (options.modules, options.modules * 2)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        contenders = {
            (framework, size): write_application(folder, framework, size)
            for framework in ("corefw", "pyramid")
            for size in sizes
        }
        for package in contenders.values():  # once unmeasured, so that all have their .pyc
            start(folder, package)
        seconds: dict[tuple[str, int], list[float]] = {key: [] for key in contenders}
        memory: dict[tuple[str, int], list[float]] = {key: [] for key in contenders}
        imports: dict[str, list[float]] = {"import corefw.config": [], "import pyramid.config": []}
        for _ in range(options.rounds):
            for key, package in contenders.items():
                took, peak = start(folder, package)
                seconds[key].append(took)
                memory[key].append(peak)
            for line, found in imports.items():
                found.append(import_time(line))
    for key in contenders:
        framework, size = key
        print(
            f"{framework:8} {size:6} modules  {size * 5:6} views  "
            f"{statistics.median(seconds[key]):6.2f} s  {statistics.median(memory[key]):6.0f} MB"
        )
    small, large = sizes
    ratio = _ratio(seconds["corefw", small], seconds["pyramid", small])
    print(f"\ncorefw / Pyramid, time:    {ratio:.2f}")
    print(f"corefw / Pyramid, memory:  {_ratio(memory['corefw', small], memory['pyramid', small]):.2f}")
    print(f"twice the modules:         {_ratio(seconds['corefw', large], seconds['corefw', small]):.2f}")
    print(f"import, corefw / Pyramid:  {_ratio(*imports.values()):.2f}")


def _ratio(one: list[float], other: list[float]) -> float:
    return statistics.median(one) / statistics.median(other)


if __name__ == "__main__":
    main()
