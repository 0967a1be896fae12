"""How much work and memory a hostile request costs: counted, not timed.

Work is the number of calls that Python makes, of its own functions and of those in C; memory is
the peak that tracemalloc sees.  Only where the work lies inside one call, as in the parser of
multipart bodies, the processor's time is compared with that for a harmless body of the same
length, with a bound of ten times.
"""

from __future__ import annotations

import gc
import io
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from corefw.config import Configurator
from tests.battery.case import Case, complaints, send
from tests.battery.cases_bodies import field, file, multipart
from tests.battery.demo import Demo, build
from tests.battery.folder import fill

_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data; boundary=x"
_MIB = 1024 * 1024


def post(row: int, target: str, body: bytes, kind: str, *status: int) -> Case:
    """Return a case of a body."""
    return Case(row, "bounded", status, target, "POST", body, {"Content-Type": kind})


def ask(row: int, target: str, *status: int, **headers: str) -> Case:
    """Return a case of a request without a body."""
    return Case(row, "bounded", status, target, headers={k.replace("_", "-"): v for k, v in headers.items()})


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Return the application with every feature."""
    return build("cookie", fill(tmp_path_factory.mktemp("battery")))


def calls_of(action: Callable[[], object]) -> int:
    """Return how many calls *action* makes."""
    count = 0

    def note(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        action()
    finally:
        sys.setprofile(before)
    return count


def answered(demo: Demo, case: Case) -> None:
    """Send *case* and see that all is well."""
    assert [] == complaints(case, send(demo.app, case))


#: Requests that are refused for their number of something: the work ends where the limit is.
_REFUSED = [
    pytest.param(
        post(149, "/form", multipart(*[field("a")] * 20_000), _MULTIPART, 413), 150_000, id="149-parts"
    ),
    pytest.param(
        post(150, "/form", multipart(*[file("a", b"")] * 20_000), _MULTIPART, 413), 30_000, id="150-files"
    ),
    pytest.param(post(159, "/form", b"a&" * 1_000_000, _FORM, 400), 1000, id="159-fields"),
    pytest.param(ask(159, "/query?" + "a&" * 1_000_000, 414), 1000, id="159-query"),
    pytest.param(post(165, "/json", b"[" * 1_000_000, "application/json", 400), 1000, id="165-arrays"),
    pytest.param(post(165, "/json", b'{"a":' * 200_000, "application/json", 400), 1000, id="165-objects"),
    pytest.param(post(166, "/json", b"9" * 1_000_000, "application/json", 400), 1000, id="166-digits"),
    pytest.param(ask(27, "/rest" + "/x" * 500_000, 414), 1000, id="27-segments"),
    pytest.param(ask(27, "/" + "x" * 1_000_000, 414), 1000, id="27-path"),
    pytest.param(ask(100, "/cookies", 400, Cookie="a=1; " * 200_000), 1000, id="100-cookies"),
    pytest.param(ask(189, "/conditional", 200, Range="bytes=" + "0-1," * 100_000), 1500, id="189-ranges"),
    pytest.param(ask(191, "/conditional", 200, If_None_Match='"a",' * 100_000), 1500, id="191-tags"),
    pytest.param(ask(183, "/nowhere", 404, Accept="a/b," * 100_000), 1500, id="183-accept-of-an-error"),
    pytest.param(ask(183, "/everything", 200, Accept_Language="a," * 100_000), 2500, id="183-languages"),
    pytest.param(ask(112, "/basic", 401, Authorization="Basic " + "x" * 1_000_000), 1500, id="112-basic"),
    pytest.param(
        ask(72, "/save", 403, Cookie="session=x", X_CSRF_Token="x" * 1_000_000), 2500, id="72-token"
    ),
    pytest.param(ask(55, "/go?next=/" + "x" * 8_000, 303), 2500, id="55-redirect"),
]


@pytest.mark.parametrize(("case", "most"), _REFUSED)
def test_the_work_ends_at_the_limit(demo: Demo, case: Case, most: int) -> None:
    """However much more was sent."""
    if case.row == 72:
        case = Case(**{**{n: getattr(case, n) for n in case.__dataclass_fields__}, "method": "POST"})
    environ_free = calls_of(lambda: answered(demo, ask(1, "/", 200)))

    assert calls_of(lambda: answered(demo, case)) - environ_free < most


@pytest.mark.parametrize(
    ("row", "of"),
    [
        (161, lambda n: post(161, "/form", b"&".join(b"k%d=1" % k for k in range(n)), _FORM, 200)),
        (149, lambda n: post(149, "/form", multipart(*[field("a")] * n), _MULTIPART, 200)),
        (159, lambda n: ask(159, "/query?" + "&".join(["a"] * n), 200)),
        (
            167,
            lambda n: post(
                167,
                "/json",
                b"{" + b",".join(b'"%d":1' % k for k in range(n)) + b"}",
                "application/json",
                200,
            ),
        ),
        (100, lambda n: ask(100, "/cookies", 200, Cookie="; ".join(f"a{k}={k}" for k in range(n)))),
        (100, lambda n: ask(100, "/cookies", 200, Cookie="; ".join(f'a{k}="{k}\\054"' for k in range(n)))),
        (191, lambda n: ask(191, "/conditional", 200, If_None_Match=",".join(f'"{k}"' for k in range(n)))),
        (183, lambda n: ask(183, "/offers", 406, Accept=",".join(f"a/b{k}" for k in range(n // 4)))),
    ],
)
def test_work_grows_no_faster_than_the_request(demo: Demo, row: int, of: Callable[[int], Case]) -> None:
    """Eight times as much costs at most about eight times as much, where it is not refused."""
    few, many = of(100), of(800)
    answered(demo, few)

    assert calls_of(lambda: answered(demo, many)) < 10 * calls_of(lambda: answered(demo, few))


@pytest.mark.parametrize(
    ("row", "case", "most"),
    [
        (155, post(155, "/form", multipart(field("a", b"x" * 2 * _MIB)), _MULTIPART, 413), 8 * _MIB),
        (149, post(149, "/form", multipart(*[field("a")] * 40_000), _MULTIPART, 413), 8 * _MIB),
        (150, post(150, "/form", multipart(*[file("a", b"")] * 30_000), _MULTIPART, 413), 8 * _MIB),
        (151, post(151, "/form", multipart(file("a", b"\n" * 2 * _MIB)), _MULTIPART, 200), 12 * _MIB),
        (159, post(159, "/form", b"a&" * 1_000_000, _FORM, 400), 8 * _MIB),
        (165, post(165, "/json", b"[" * 2 * _MIB, "application/json", 400), 12 * _MIB),
        (27, ask(27, "/rest" + "/x" * 500_000, 414), 8 * _MIB),
    ],
)
def test_memory_is_bounded(demo: Demo, row: int, case: Case, most: int) -> None:
    """A request of some megabytes costs some megabytes, and gives them back."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        answered(demo, case)
        after, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak - before < most
    assert after - before < _MIB


def test_a_body_of_200_mb_is_not_kept(demo: Demo) -> None:
    """Row 155: the server has it at hand, in whatever pieces; two and a half megabytes are read."""

    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            size = 65_536 if size < 0 else min(size, 65_536)
            self.given += size
            return b"x" * size

    for target, kind in (("/form", _MULTIPART), ("/json", "application/json"), ("/body", "text/plain")):
        source = Endless()
        case = Case(
            155,
            "endless",
            413,
            target,
            "POST",
            headers={"Content-Type": kind, "Transfer-Encoding": "chunked"},
            environ={"wsgi.input": source, "wsgi.input_terminated": True},
        )
        answered(demo, case)
        assert source.given < 3 * _MIB


@pytest.mark.parametrize("filler", [b"\n", b"\r", b"\r\n", b"\r\n--", b"\r\n--y", b"--"])
def test_no_filler_of_a_file_is_worse_than_any_other(demo: Demo, filler: bytes) -> None:
    """Row 151 (CVE-2023-46136): 2 MB of line ends, or of beginnings of a boundary, are bytes like others."""

    def cost(content: bytes) -> float:
        case = post(151, "/form", multipart(file("a", content)), _MULTIPART, 200)
        begun = time.process_time()
        answered(demo, case)
        return time.process_time() - begun

    size = 2 * _MIB // len(filler)
    plain = min(cost(b"x" * 2 * _MIB) for _ in range(3))
    hostile = min(cost(filler * size) for _ in range(3))

    assert hostile < 10 * plain + 0.05


def test_nothing_that_clients_name_is_remembered_without_end(demo: Demo) -> None:
    """Row 273 as far as a request goes: hosts, languages, types, methods and paths that never come again."""

    def wave(start: int) -> None:
        for n in range(start, start + 600):
            answered(demo, Case(273, "host", 200, headers={"Host": f"h{n}.wide.example"}))
            answered(demo, ask(273, "/everything", 200, Accept_Language=f"x-{n}", Accept=f"a/b{n}"))
            answered(demo, ask(273, f"/nowhere{n}", 404, Accept=f"a/c{n}"))
            answered(demo, Case(273, "method", 405, "/form", f"M{n}"))

    wave(0)
    wave(600)
    gc.collect()
    before = sys.getallocatedblocks()
    wave(1200)
    gc.collect()

    assert sys.getallocatedblocks() - before < 1000


def test_thousands_of_routes_are_not_tried() -> None:
    """Row 25: the worst miss costs the same calls with ten routes and with two thousand."""

    def misses(routes: int) -> int:
        config = Configurator(settings={"corefw.allowed_hosts": ["good.example"]})
        for n in range(routes):
            config.add_route(f"r{n}", f"/a/{{x}}/b{n}/{{y:int}}")
        app = config.make_wsgi_app()
        case = ask(25, f"/a/x/b{routes - 1}/no-number", 404)
        send(app, case)
        return calls_of(lambda: send(app, case))

    assert misses(2000) < 1.5 * misses(10)
