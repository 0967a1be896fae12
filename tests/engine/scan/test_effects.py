"""What is told of each thing that a module opened.

Python traces no audit hook, so what `watching` calls in one is asked here directly.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from types import CodeType
from typing import Any

import pytest

from corefw.base.places import Place
from corefw.engine.scan.effects import EFFECT_EVENTS, Effect, place_of_effect


class Owned:
    name = "worker-1"

    def run(self) -> None:
        """Do nothing."""


@pytest.mark.parametrize(
    ("event", "arguments", "expected"),
    [
        ("open", ("/a/b", "r", 0), ("file", "reads /a/b")),
        ("open", (b"/a/b", "rb", 0), ("file", "reads /a/b")),
        ("open", ("/a/b", "r+", 0), ("file", "writes /a/b")),
        ("open", ("/a/b", "a", 0), ("file", "writes /a/b")),
        ("open", ("/a/b", None, os.O_RDONLY), ("file", "reads /a/b")),
        ("open", ("/a/b", None, os.O_RDWR), ("file", "writes /a/b")),
        ("open", ("/a/b", None, os.O_WRONLY | os.O_CREAT), ("file", "writes /a/b")),
        ("open", (3, "r", 0), None),
        ("open", (os.devnull, "w", 0), None),
        ("open", (os.fsencode(os.devnull), "w", 0), None),
        ("sqlite3.connect", ("cards.sqlite",), ("file", "opens the database cards.sqlite")),
        ("sqlite3.connect", (":memory:",), None),
        ("socket.__new__", (None, socket.AF_INET, 1, 0), ("socket", "opens AF_INET")),
        ("socket.__new__", (None, -1, -1, -1), ("socket", "opens one")),
        ("socket.connect", (None, ("h.example", 80)), ("socket", "connects to h.example:80")),
        ("socket.connect", (None, ("::1", 80, 0, 0)), ("socket", "connects to ::1:80")),
        ("socket.bind", (None, "/run/a.socket"), ("socket", "listens at /run/a.socket")),
        ("socket.getaddrinfo", ("h.example", 80, 0, 0, 0), ("name lookup", "h.example")),
        ("socket.gethostbyname", (b"h.example",), ("name lookup", "h.example")),
        ("socket.gethostbyaddr", (None,), ("name lookup", "None")),
        ("_thread.start_new_thread", (Owned().run, (), {}), ("thread", "worker-1")),
        ("_thread.start_joinable_thread", (threading.main_thread, 1), ("thread", "main_thread")),
        ("subprocess.Popen", ("/bin/ls", ["ls"], None, None), ("process", "/bin/ls")),
        ("subprocess.Popen", (b"/bin/ls", ["ls"], None, None), ("process", "/bin/ls")),
        ("os.posix_spawn", (None, [], {}), ("process", "runs one")),
        ("os.system", (b"login --password secret",), ("process", "login")),
        ("os.fork", (), ("process", "forks")),
        ("os.forkpty", (), ("process", "forks")),
    ],
)
def test_an_event_is_told_by_its_kind_and_what_it_is_about(
    event: str, arguments: tuple[Any, ...], expected: tuple[str, str] | None
) -> None:
    """None is no effect; of a command nothing but its first word, since the rest may hold a password."""
    assert expected == EFFECT_EVENTS[event](*arguments)


def test_an_effect_is_shown_with_its_line() -> None:
    """Kind, what, where."""
    assert "file: reads a (here.py:3)" == str(Effect("file", "reads a", Place("here.py", 3)))


def elsewhere() -> None:
    """Code that no frame here runs."""


def run_as(name: str, stop: CodeType = elsewhere.__code__, around: str = __name__) -> Place | None:
    """Return the place of an effect in a module *name*, called by one that is named *around*."""
    found: list[Place | None] = []
    inner: dict[str, Any] = {
        "__name__": name,
        "found": found,
        "ask": place_of_effect,
        "stop": stop,
        "sys": sys,
    }
    exec(compile("def act():\n found.append(ask(sys._getframe(), stop))", f"{name}.py", "exec"), inner)
    outer: dict[str, Any] = {"__name__": around, "act": inner["act"]}
    exec(compile("act()", f"{around}.py", "exec"), outer)
    return found[0]


def test_the_place_is_the_nearest_line_that_is_nobody_elses() -> None:
    """Neither Python's own nor corefw's."""
    assert Place("shop.cards.py", 2, "shop.cards") == run_as("shop.cards")
    for name in ("socket", "corefw.engine.registry"):
        assert Place("shop.cards.py", 1, "shop.cards") == run_as(name, around="shop.cards")


def test_what_the_import_system_does_is_no_effect_of_a_module() -> None:
    """Nor what is read to show a line, nor what lies beyond the import."""
    assert run_as("importlib._bootstrap", around="importlib._bootstrap_external") is None
    assert run_as("linecache") is None
    assert place_of_effect(None, elsewhere.__code__) is None
    frame = sys._getframe()
    assert place_of_effect(frame, frame.f_code) is None
