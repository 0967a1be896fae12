"""Digests: a short hash of a module's source, the same on every machine.

Read through the loader, so that zipped and compiled modules have one too.  Floor 2.
"""

from __future__ import annotations

import hashlib
from importlib.machinery import ModuleSpec

__all__ = ["digest_of", "source_of"]

#: The header of a .pyc holds the time of the source file (PEP 552), which says nothing of its content.
_PYC_HEADER = 16


def digest_of(spec: ModuleSpec | None) -> str:
    """Return a hash of the source of the module *spec*, or "" if it has none that can be read."""
    data = source_of(spec)
    return digest(data) if data is not None else ""


def digest(source: bytes) -> str:
    """Return the hash of a source."""
    return hashlib.sha256(source).hexdigest()[:16]


def source_of(spec: ModuleSpec | None) -> bytes | None:
    """Return the bytes that a module is made of, without what a checkout or a compiler adds by chance.

    None for what has no file, such as a namespace package or a module made by code.
    """
    read = getattr(spec.loader, "get_data", None) if spec is not None and spec.has_location else None
    if spec is None or read is None or not spec.origin:
        return None
    try:
        data: bytes = read(spec.origin)
    except OSError:
        return None
    if spec.origin.endswith(".pyc"):
        return data[_PYC_HEADER:]
    return data.replace(b"\r\n", b"\n") if spec.origin.endswith(".py") else data
