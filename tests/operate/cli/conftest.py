"""A working folder with applications and an installed addon, and ways to run the command line in it."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corefw.operate.cli import main
from tests.operate.cli.store import STORE_FILES

HELLO = """
from corefw.config import Configurator
from corefw.response import Response


def hello(request):
    return Response("Hello World!")


def configure():
    config = Configurator()
    config.add_route("hello", "/")
    config.add_view(hello, route_name="hello", request_method="GET")
    return config


def make():
    return configure().make_wsgi_app()


def with_stamp():
    config = Configurator(settings={"corefw": {"addons": ["stamp"]}, "server.port": 0})
    config.add_route("hello", "/")
    config.add_view(hello, route_name="hello")
    return config


def broken():
    config = configure()
    config.add_view(hello, route_name="hello", request_method="GET", renderer="json")
    return config


def nothing():
    return 42


app_that_is_made = make()
config_to_be_made = configure()
clash = broken()
"""
SHOP = """
from corefw.response import Response


def front(request):
    return Response("front")


def includeme(config):
    config.add_route("front", "/front/{id:int}", request_param="a")
    config.add_view(front, route_name="front", renderer="json", request_method=("GET", "POST"))
    config.add_view(front, name="plain", context=KeyError)
"""
SETTINGS = """
[corefw]
include = ["shop"]
addons = ["stamp"]

[server]
port = 0
"""
STAMP = '''
import click

from corefw.hooks import Finding, Hooks

started = []


class StampAddon(Hooks):
    def started(self, event):
        started.append("started")

    def stopping(self, event):
        started.append("stopped")

    def check(self, event):
        yield Finding("stamp.ink", "There is little ink.", hint="Buy some.")

    def commands(self, event):
        @click.group("stamp")
        def stamp():
            """Stamp things."""

        @stamp.command()
        @click.option("-n", default=1)
        def press(n):
            """Press the stamp."""
            click.echo(f"pressed {n} times for {event.load().registry.package_name}; {started}")

        return [stamp]

    def shell_names(self, event):
        return {"ink": 7}
'''
MANIFEST = 'name = "stamp"\nsummary = "Stamps."\ncorefw = ">=0.1"\n'
ENTRY_POINTS = "[corefw.addons]\nstamp = cli_stamp.addon:StampAddon\n"
METADATA = "Metadata-Version: 2.1\nName: cli-stamp\nVersion: 0.3\n"

Run = Callable[..., Result]
Command = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a working folder; what was imported from it is forgotten afterwards."""
    files = {
        **STORE_FILES,
        "hello.py": HELLO,
        "shop.py": SHOP,
        "shop.toml": SETTINGS,
        "site/cli_stamp/__init__.py": "",
        "site/cli_stamp/addon.py": STAMP,
        "site/cli_stamp/corefw-addon.toml": MANIFEST,
        "site/cli_stamp-0.3.dist-info/METADATA": METADATA,
        "site/cli_stamp-0.3.dist-info/entry_points.txt": ENTRY_POINTS,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.delenv("COREFW_CONFIG", raising=False)
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if str(tmp_path) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]
    importlib.invalidate_caches()


@pytest.fixture
def run(folder: Path) -> Run:
    """Give a function that runs a line in this process, in the working folder."""

    def runner(*words: str, input: str | None = None, **environ: str) -> Result:
        return CliRunner().invoke(main, [*words], env=environ, input=input, catch_exceptions=False)

    return runner


@pytest.fixture
def command(folder: Path) -> Command:
    """Give a function that starts ``python -m corefw`` in the working folder."""

    def start(*words: str, stdin: int | None = None) -> subprocess.Popen[str]:
        root = str(Path(__file__).parents[3])
        return subprocess.Popen(
            [sys.executable, "-m", "corefw", *words],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
            start_new_session=True,  # so that a test can end it together with its children
            env={**os.environ, "PYTHONPATH": os.pathsep.join([root, str(folder / "site")])},
        )

    return start
