"""What one thing more costs: properties, methods, subscribers, tweens and hooks; urls; the request's parts.

Here the figure is a difference: the same request with and without it, in the same round.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from webob import Request as WebObRequest

from benchmarks.requests.calling import Wsgi
from benchmarks.requests.cases import CASES

__all__ = ["FEATURES", "MORE", "PARTS", "application_with", "parts_burst", "urls"]

#: How many of a kind are added, so that one can be told from the noise.
MORE = 5
FEATURES = ("property", "method", "subscriber", "tween", "hook")
_BODY = "Hello, World!"


def application_with(framework: str, feature: str) -> Wsgi | None:
    """Return the plaintext application with `MORE` of *feature*, "" for none; None for what is not there."""
    config_module: Any = importlib.import_module(f"{framework}.config")
    events: Any = importlib.import_module(f"{framework}.events")
    if feature == "hook":
        if framework != "corefw":
            return None
        with _addons() as names:
            return _made(config_module.Configurator(settings={"corefw.addons": names}))
    config = config_module.Configurator()
    for number in range(MORE if feature else 0):
        match feature:
            case "property":
                config.add_request_method(lambda request: 1, f"extra_{number}", property=True)
            case "method":
                config.add_request_method(lambda request: 1, f"extra_{number}")
            case "subscriber":
                config.add_subscriber(_subscriber(), events.NewRequest)
            case "tween":
                config.add_tween(f"{__name__}.tween_{number}")
    return _made(config)


def _made(config: Any) -> Wsgi:
    config.add_route("plain", "/plain")
    config.add_view(lambda request: _BODY, route_name="plain", renderer="string")
    return Wsgi(config.make_wsgi_app())


def _subscriber() -> Callable[[Any], None]:
    return lambda event: None


def _tween(handler: Callable[[Any], Any], registry: Any) -> Callable[[Any], Any]:
    def tween(request: Any) -> Any:
        return handler(request)

    return tween


# A tween is known by its name, so five of them have five.
tween_0, tween_1, tween_2, tween_3, tween_4 = (partial(_tween) for _ in range(MORE))

_ADDON = '''\
from corefw.hooks import Hooks, RequestBegin


class Listening(Hooks):
    """Listens to the beginning of each request."""

    def request_begin(self, event: RequestBegin) -> None:
        pass
'''
_MANIFEST = 'name = "{name}"\nsummary = "Listens."\ncorefw = ">=0.1"\n'
_METADATA = "Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"


@contextmanager
def _addons() -> Iterator[list[str]]:
    """Install addons with one hook each, for as long as an application is put together."""
    names = [f"listening{number}" for number in range(MORE)]
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            package = Path(folder) / f"bench_{name}"
            package.mkdir()
            (package / "__init__.py").write_text(_ADDON)
            (package / "corefw-addon.toml").write_text(_MANIFEST.format(name=name))
            info = Path(folder) / f"bench_{name}-1.0.dist-info"
            info.mkdir()
            (info / "METADATA").write_text(_METADATA.format(name=f"bench-{name}"))
            (info / "entry_points.txt").write_text(f"[corefw.addons]\n{name} = bench_{name}:Listening\n")
        sys.path.insert(0, folder)
        importlib.invalidate_caches()
        try:
            yield names
        finally:
            sys.path.remove(folder)


def urls(framework: str) -> Wsgi:
    """Return an application whose view makes ten urls; its answer has them."""
    config = importlib.import_module(f"{framework}.config").Configurator()
    config.add_route("target", "/target/{a}/{b}")
    config.add_route("plain", "/plain")

    def view(request: Any) -> str:
        return " ".join([request.route_url("target", a=number, b="x") for number in range(10)])

    config.add_view(view, route_name="plain", renderer="string")
    return Wsgi(config.make_wsgi_app())


#: What is read from a request for the first time.
PARTS: dict[str, Callable[[Any], object]] = {
    "": lambda request: None,
    "cookies": lambda request: request.cookies["session"],
    "params": lambda request: request.params["q"],
    "headers": lambda request: request.headers["X-Token"],
}
_SENT = {
    "HTTP_COOKIE": "a=1; session=abcdef; theme=dark",
    "QUERY_STRING": "a=1&b=2&q=some+text",
    "HTTP_X_TOKEN": "token",
}
_EXPECTED = {"": None, "cookies": "abcdef", "params": "some text", "headers": "token"}


def parts_burst(framework: str) -> Callable[[str, int], float]:
    """Return what makes so many requests and reads a part of each, in CPU microseconds for one."""
    make: Callable[[dict[str, Any]], Any] = WebObRequest
    if framework == "corefw":
        corefw: ModuleType = importlib.import_module("corefw.request")
        make = corefw.Request

    def burst(part: str, requests: int) -> float:
        read = PARTS[part]
        environ = CASES["plaintext"].environ() | _SENT
        assert _EXPECTED[part] == read(make(environ.copy())), part
        take = [environ.copy() for _ in range(requests)].pop
        begin = time.process_time()
        for _ in range(requests):
            read(make(take()))
        return (time.process_time() - begin) / requests * 1e6

    return burst
