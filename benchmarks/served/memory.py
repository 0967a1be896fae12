"""What an idle process holds that has answered one request: hello world, by raw WSGI and by corefw.

The figure is the proportional set size, which counts the pages shared with other processes in part; the
resident set stands beside it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from benchmarks.machine import described
from benchmarks.report import Report, Table
from benchmarks.requests.targets import judged
from benchmarks.rounds import Rounds

__all__ = ["measure"]

_ROOT = Path(__file__).resolve().parent.parent.parent
_RAW = """
def application(environ, start_response):
    body = b"Hello, World!"
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
"""
_OWN = """
from corefw.config import Configurator
config = Configurator()
config.add_route("hello", "/")
config.add_view(lambda request: "Hello, World!", route_name="hello", renderer="string")
application = config.make_wsgi_app()
"""
_FIGURES = """
import gc, json
from pathlib import Path
from wsgiref.util import setup_testing_defaults
environ = {}
setup_testing_defaults(environ)
answer = b"".join(application(environ, lambda status, headers, exc_info=None: None))
assert answer == b"Hello, World!", answer
gc.collect()
lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
held = {line.split()[0]: int(line.split()[1]) / 1024 for line in lines if line.endswith("kB")}
print(json.dumps({"pss": held["Pss:"], "rss": held["Rss:"]}))
"""
_RAW_ALONE, _AFTER_IMPORT, _AFTER_CONFIG, _WHOLE = (
    "raw WSGI",
    "raw WSGI after `import corefw`",
    "raw WSGI after `from corefw.config import Configurator`",
    "corefw",
)
_CONTENDERS = {
    _RAW_ALONE: _RAW,
    _AFTER_IMPORT: "import corefw\n" + _RAW,
    _AFTER_CONFIG: "from corefw.config import Configurator\n" + _RAW,
    _WHOLE: _OWN,
}


def measure(rounds: int, scale: float) -> Report:
    """Measure each in a fresh interpreter; *scale* changes nothing."""
    found = Rounds({name: partial(_run, code) for name, code in _CONTENDERS.items()}, rounds)
    rows = [
        (
            name,
            f"{found.median(name, 'pss'):.1f}",
            f"{found.median(name, 'rss'):.1f}",
            str(found.ratio(name, _RAW_ALONE, "pss")),
            str(found.ratio(name, _AFTER_CONFIG, "pss")),
        )
        for name in _CONTENDERS
    ]
    table = Table(("an idle hello world", "PSS, MB", "RSS, MB", "/ raw WSGI", "/ raw after the import"), rows)
    after, alone = (found.ratio(_WHOLE, one, "pss").median for one in (_AFTER_CONFIG, _RAW_ALONE))
    asked = Table(
        ("asked", "", ""),
        [
            (
                "at most 1.3 times raw WSGI in a process that imported corefw",
                f"{after:.2f}",
                judged(after <= 1.3),
            ),
            ("at most 1.3 times raw WSGI in a process that did not", f"{alone:.2f}", judged(alone <= 1.3)),
        ],
    )
    return Report("memory", described(("corefw", "WebOb", "zope.interface", "msgspec")), (table, asked))


def _run(code: str) -> Mapping[str, float]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code + _FIGURES],
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"a contender failed:\n{done.stderr}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures
