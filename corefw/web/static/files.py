"""Opening a file below a folder, so that no link and no race leads out of it.

The real path is computed first and must lie in the folder; then it is walked from the folder
down, and no step may be a link any more (CVE-2024-23334, CWE-367).  Floor 4.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from typing import IO

__all__ = ["is_folder", "open_below"]

_READ = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
# A fifo without a writer must not make us wait.
_STEP = _READ | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_CAN_WALK = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")


def _inside(root: str, segments: Sequence[str]) -> str | None:
    """Return the real path relative to the real *root*, or None if it lies outside."""
    try:
        real = os.path.realpath(os.path.join(root, *segments), strict=True)
    except (OSError, ValueError):
        return None
    if real == root:
        return ""
    lead = root if root.endswith(os.sep) else root + os.sep
    return real[len(lead) :] if real.startswith(lead) else None


def is_folder(root: str, segments: Sequence[str]) -> bool:
    """Say whether the path is a folder at or below *root* (which must be a real path)."""
    relative = _inside(root, segments)
    return relative is not None and os.path.isdir(os.path.join(root, relative))


def open_below(root: str, segments: Sequence[str]) -> tuple[IO[bytes], os.stat_result] | None:
    """Open the regular file at the path below *root*; None if there is none that may be read.

    The facts returned are those of the file that was opened.
    """
    relative = _inside(root, segments)
    if not relative:
        return None
    try:
        descriptor = _open(root, relative)
    except (OSError, ValueError):
        return None
    try:
        facts = os.fstat(descriptor)
        if stat.S_ISREG(facts.st_mode):
            return os.fdopen(descriptor, "rb", buffering=0), facts
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def _open(root: str, relative: str) -> int:
    if not _CAN_WALK:
        return os.open(os.path.join(root, relative), _READ)
    *folders, name = relative.split(os.sep)
    here = os.open(root, _READ | os.O_DIRECTORY)
    try:
        for folder in folders:
            below = os.open(folder, _STEP | os.O_DIRECTORY, dir_fd=here)
            os.close(here)
            here = below
        return os.open(name, _STEP, dir_fd=here)
    finally:
        os.close(here)
