"""The registry of an application, and what it tells of itself."""

from __future__ import annotations

from corefw.engine.deferred import Deferred, undefer
from corefw.engine.introspection import Introspectable, Introspector
from corefw.engine.registry import Registry
from corefw.web.predicates.compiling import predvalseq

__all__ = [
    "Deferred",
    "Introspectable",
    "Introspector",
    "Registry",
    "predvalseq",
    "undefer",
]
