"""Effects: what a module opened while it was imported, made of audit events (PEP 578).

Files, sockets, name lookups, threads and processes; each with the line that did it.  Reading
source and bytecode by the import system is none.  Who listens is ``watching``'s.  Floor 2.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import CodeType, FrameType, MappingProxyType
from typing import Any

from corefw.base.places import Place

__all__ = ["EFFECT_EVENTS", "Effect", "Read", "place_of_effect"]

#: Makes of the arguments of an event its kind and what it is about, or None if it is no effect.
Read = Callable[..., tuple[str, str] | None]

_IMPORT_SYSTEM = frozenset(
    (
        "_frozen_importlib",
        "_frozen_importlib_external",
        "importlib._bootstrap",
        "importlib._bootstrap_external",
        "zipimport",
    )
)
_WRITING = frozenset("wax+")


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that was opened: its kind, what it is, and the line that did it."""

    kind: str
    what: str
    place: Place

    def __str__(self) -> str:
        return f"{self.kind}: {self.what} ({self.place})"


def place_of_effect(frame: FrameType | None, stop: CodeType) -> Place | None:
    """Return the nearest line, from *frame* outwards, that is neither Python's own nor corefw's.

    None where the import system itself acted: it reads what it imports, and whatever lies
    beyond a frame of the code *stop* only asked for the import.
    """
    if _is_import_system(frame) and _is_import_system(frame.f_back if frame is not None else None):
        return None
    while frame is not None and frame.f_code is not stop:
        name = frame.f_globals.get("__name__", "")
        top = name.partition(".")[0]
        if top == "linecache":  # source lines that are shown in a warning
            return None
        if top != "corefw" and top not in sys.stdlib_module_names:
            return Place.of_frame(frame)
        frame = frame.f_back
    return None


def _is_import_system(frame: FrameType | None) -> bool:
    return frame is None or frame.f_globals.get("__name__") in _IMPORT_SYSTEM


def _opened(path: Any, mode: str | None = None, flags: int = 0) -> tuple[str, str] | None:
    if isinstance(path, int) or os.fspath(path) in (os.devnull, os.fsencode(os.devnull)):
        return None  # a descriptor that was opened before, or nothing
    written = _WRITING & {*mode} if mode is not None else flags & (os.O_WRONLY | os.O_RDWR)
    return "file", f"{'writes' if written else 'reads'} {os.fsdecode(path)}"


def _database(name: Any) -> tuple[str, str] | None:
    text = os.fsdecode(name)
    return ("file", f"opens the database {text}") if text != ":memory:" else None


def _socket(self: Any, family: int, type: int, *_: Any) -> tuple[str, str]:
    try:
        return "socket", f"opens {socket.AddressFamily(family).name}"
    except ValueError:
        return "socket", "opens one"


def _connected(self: Any, address: Any) -> tuple[str, str]:
    return "socket", f"connects to {_address(address)}"


def _bound(self: Any, address: Any) -> tuple[str, str]:
    return "socket", f"listens at {_address(address)}"


def _address(address: Any) -> str:
    return ":".join(map(str, address[:2])) if isinstance(address, tuple) else str(address)


def _looked_up(host: Any, *_: Any) -> tuple[str, str]:
    return "name lookup", host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)


def _thread(function: Any, *_: Any) -> tuple[str, str]:
    owner = getattr(function, "__self__", None)
    return "thread", str(getattr(owner, "name", None) or getattr(function, "__qualname__", function))


def _process(executable: Any = None, *_: Any) -> tuple[str, str]:
    return "process", os.fsdecode(executable) if isinstance(executable, str | bytes) else "runs one"


def _command(command: Any) -> tuple[str, str]:
    # The rest of the line may hold a password.
    return "process", os.fsdecode(command).partition(" ")[0]


def _forked(*_: Any) -> tuple[str, str]:
    return "process", "forks"


#: The events that are effects (the audit event table of the library reference).
EFFECT_EVENTS: Mapping[str, Read] = MappingProxyType(
    {
        "open": _opened,
        "sqlite3.connect": _database,
        "socket.__new__": _socket,
        "socket.connect": _connected,
        "socket.bind": _bound,
        "socket.getaddrinfo": _looked_up,
        "socket.gethostbyname": _looked_up,
        "socket.gethostbyaddr": _looked_up,
        "_thread.start_new_thread": _thread,
        "_thread.start_joinable_thread": _thread,
        "subprocess.Popen": _process,
        "os.posix_spawn": _process,
        "os.system": _command,
        "os.fork": _forked,
        "os.forkpty": _forked,
    }
)
