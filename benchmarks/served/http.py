"""Requests per second behind gunicorn, granian and waitress, corefw beside raw WSGI.

Both servers of a pair run at once, with one worker each, and are asked in turns by wrk; which one
is asked first changes from round to round.  Beside requests per second stands the CPU time of the
server's processes for a request, which does not depend on who else uses the machine.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.machine import described
from benchmarks.report import Report, Table
from benchmarks.requests.targets import judged

__all__ = ["measure"]

_ROOT = Path(__file__).resolve().parent.parent.parent
_APPLICATION = "benchmarks.served.applications:{name}_json"
#: The servers, each with one worker and, in it, one thread for the application: of more it would be
#: measured how they wait for the interpreter's lock.  The rest is as it is by default.
_SERVERS = {
    "gunicorn": ("gunicorn", "--workers", "1", "--bind", "127.0.0.1:{port}", "--log-level", "error"),
    "granian": (
        *("granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "1"),
        *("--no-access-log", "--log-level", "error", "--host", "127.0.0.1", "--port", "{port}"),
    ),
    "waitress": ("waitress", "--listen", "127.0.0.1:{port}", "--threads", "1"),
}
_NAMES = ("raw", "corefw")
_BODY = b'{"message":"Hello, World!"}'
#: Waitress writes a warning for each request that waits for its thread, which costs more than the request.
_CONNECTIONS = {"gunicorn": 8, "granian": 8, "waitress": 1}
_PAIRS = 10
#: How long each is asked at a time; in a pair each is asked four times.
_SECONDS = 1.0
_ASKED = 0.95
_TICK = os.sysconf("SC_CLK_TCK")
_PER_SECOND = re.compile(r"Requests/sec:\s+([\d.]+)")
_REQUESTS = re.compile(r"(\d+) requests in")
_FAILURES = re.compile(r"(Non-2xx|Socket errors).*")


@dataclass(frozen=True, slots=True)
class Served:
    """A server process with the address it answers at."""

    process: subprocess.Popen[bytes]
    port: int
    connections: int

    def cpu(self) -> float:
        """Return the seconds of CPU that it and its workers have used."""
        pids = [self.process.pid, *_children(self.process.pid)]
        return sum(map(_seconds, pids))


def measure(rounds: int, scale: float) -> Report:
    """Measure ten pairs for each server, whatever *rounds* says; a smaller *scale* takes shorter ones."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise SystemExit("The requests are sent by wrk. Install it: apt-get install wrk")
    rows = [_row(wrk, server, max(0.3, _SECONDS * scale)) for server in _SERVERS]
    table = Table(
        (
            "JSON, one worker",
            "raw WSGI, requests/s",
            "corefw, requests/s",
            "corefw / raw",
            "asked",
            "",
            "raw, µs of CPU",
            "corefw, µs of CPU",
            "corefw / raw, CPU",
        ),
        rows,
        f"Medians of {_PAIRS} pairs. In brackets the second smallest and the second largest of the ten "
        "ratios: the median lies between them with 98 % confidence.",
    )
    return Report("http", f"{described(('corefw', *_SERVERS))}, {_wrk_version(wrk)}", (table,))


def _row(wrk: str, server: str, seconds: float) -> tuple[str, ...]:
    speeds: dict[str, list[float]] = {name: [] for name in _NAMES}
    costs: dict[str, list[float]] = {name: [] for name in _NAMES}
    with _serving(server, "raw") as raw, _serving(server, "corefw") as own:
        served = {"raw": raw, "corefw": own}
        for name in _NAMES:
            _ask(wrk, served[name], seconds / 2)
        for pair in range(_PAIRS):
            first, second = _NAMES if pair % 2 else _NAMES[::-1]
            # Whatever gets slower or quicker meanwhile, as the machine does, falls on both alike.
            asked = [(name, _ask(wrk, served[name], seconds)) for name in (first, second, second, first) * 2]
            for name in _NAMES:
                of_one = [figures for one, figures in asked if one == name]
                speeds[name].append(statistics.mean(speed for speed, _ in of_one))
                costs[name].append(statistics.mean(cost for _, cost in of_one))
    speed = _interval(speeds)
    median = {name: statistics.median(speeds[name]) for name in _NAMES}
    cost = {name: statistics.median(costs[name]) for name in _NAMES}
    return (
        server,
        *(f"{median[name]:,.0f}" for name in _NAMES),
        _ratio(speed),
        f"at least {_ASKED}",
        _judged(*speed),
        *(f"{cost[name]:.0f}" for name in _NAMES),
        _ratio(_interval(costs)),
    )


def _interval(rows: Mapping[str, list[float]]) -> tuple[float, float, float]:
    """Return the median of the paired ratios, with their second smallest and second largest."""
    ratios = sorted(own / raw for own, raw in zip(rows["corefw"], rows["raw"], strict=True))
    return statistics.median(ratios), ratios[1], ratios[-2]


def _judged(median: float, least: float, most: float) -> str:
    """Return the word for it; what the noise of the machine may have made is called so."""
    if least < _ASKED <= most:
        return f"{'met' if median >= _ASKED else '**not met**'}, within the noise"
    return judged(median >= _ASKED)


def _ratio(found: tuple[float, float, float]) -> str:
    return "{:.2f} ({:.2f} to {:.2f})".format(*found)


def _ask(wrk: str, served: Served, seconds: float) -> tuple[float, float]:
    """Return requests per second, and the microseconds of CPU of each."""
    url = f"http://127.0.0.1:{served.port}/json"
    before = served.cpu()
    command = [wrk, "-t1", f"-c{served.connections}", f"-d{max(1, round(seconds))}s", url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    used = served.cpu() - before
    speed, count = _PER_SECOND.search(done.stdout), _REQUESTS.search(done.stdout)
    failure = _FAILURES.search(done.stdout)
    if failure or not speed or not count:
        raise SystemExit(f"wrk met failures at {url}:\n{done.stdout}")
    return float(speed[1]), used / int(count[1]) * 1e6


@contextmanager
def _serving(server: str, name: str) -> Iterator[Served]:
    """Serve one application, verify its answer, and stop the server at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [part.format(port=port) for part in _SERVERS[server]]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", *command, _APPLICATION.format(name=name)],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        start_new_session=True,
    )
    try:
        served = Served(process, port, _CONNECTIONS[server])
        _verify(served, f"{server}, {name}")
        yield served
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


def _verify(served: Served, what: str) -> None:
    """Wait until it answers, and compare the answer whole."""
    for _ in range(200):
        try:
            connection = HTTPConnection("127.0.0.1", served.port, timeout=5)
            connection.request("GET", "/json")
            response = connection.getresponse()
        except OSError:
            time.sleep(0.05)
            continue
        body = response.read().replace(b'": "', b'":"')
        kind = response.headers.get_content_type()
        connection.close()
        if (response.status, kind, body) != (200, "application/json", _BODY):
            raise SystemExit(f"{what} answers {response.status} {kind} {body!r}")
        return
    raise SystemExit(f"{what} does not answer")


def _children(pid: int) -> list[int]:
    """Return the processes that a process has started, and theirs."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(child) for child in listed.read_text().split()] if listed.exists() else []
    return [*found, *(grandchild for child in found for grandchild in _children(child))]


def _seconds(pid: int) -> float:
    # After the name, which may hold blanks: utime and stime are the 14th and the 15th field of proc(5).
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def _wrk_version(wrk: str) -> str:
    done = subprocess.run([wrk, "-v"], capture_output=True, text=True, check=False)
    return " ".join((done.stdout or done.stderr).split()[:2]) or "wrk"
