"""The machine and the versions that a result was measured with."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

__all__ = ["described"]


def described(distributions: Iterable[str]) -> str:
    """Return one sentence: when, on what, how busy it was, with which versions."""
    day = datetime.now(UTC).date().isoformat()
    versions = ", ".join(f"{name} {_version(name)}" for name in distributions)
    return (
        f"{day}, {_processor()}, {os.cpu_count()} processors, load {os.getloadavg()[1]:.0f}, "
        f"{platform.system()} {platform.release()}, "
        f"{platform.python_implementation()} {platform.python_version()}, {versions}"
    )


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "(not installed)"


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    if facts.exists():
        for line in facts.read_text().splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
