"""Run the benchmarks that are named, or all, and write their tables into the documentation.

    python -m benchmarks [subject ...] [--rounds 5] [--scale 1.0] [--no-docs]

A full run is what the documentation shows; with a smaller scale or without docs it is for trying.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from benchmarks import startup
from benchmarks.instructions import counting
from benchmarks.report import Report
from benchmarks.requests import measuring
from benchmarks.served import http, memory

#: Each is given the rounds and the scale, and returns its report.
SUBJECTS: dict[str, Callable[[int, float], Report]] = {
    "startup": startup.measure,
    "requests": measuring.measure,
    "routes": measuring.measure_routes,
    "http": http.measure,
    "memory": memory.measure,
    "instructions": counting.measure,
}


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("subjects", nargs="*", metavar="subject", help=f"of {', '.join(SUBJECTS)}")
    parser.add_argument("--rounds", type=int, default=5, help="how often each contender is measured")
    parser.add_argument("--scale", type=float, default=1.0, help="a part of the usual size, for trying")
    parser.add_argument("--no-docs", action="store_true", help="print only, and leave docs/ as it is")
    options = parser.parse_args()
    unknown = [name for name in options.subjects if name not in SUBJECTS]
    if unknown:
        parser.error(f"there is no subject {unknown[0]!r}, only {', '.join(SUBJECTS)}")
    for name in options.subjects or SUBJECTS:
        report = SUBJECTS[name](options.rounds, options.scale)
        print(report.text())
        if not options.no_docs:
            print(f"\nwritten: {report.write()}")


if __name__ == "__main__":
    main()
