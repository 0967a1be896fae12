"""For tests: setting up, stand-ins, overlays, and the conformance kits of the ports."""

from __future__ import annotations

from corefw.operate.testkit.conformance import ConformanceRow, NotClaimed, run_conformance
from corefw.operate.testkit.dummies import (
    DummyRequest,
    DummyResource,
    DummySecurityPolicy,
    DummySession,
    DummyTemplateRenderer,
)
from corefw.operate.testkit.persistence import PersistenceConformance
from corefw.operate.testkit.session_store import SessionStoreConformance
from corefw.operate.testkit.setup import overlay, setUp, tearDown, testConfig
from corefw.operate.testkit.templating import TemplatingConformance

__all__ = [
    "ConformanceRow",
    "DummyRequest",
    "DummyResource",
    "DummySecurityPolicy",
    "DummySession",
    "DummyTemplateRenderer",
    "NotClaimed",
    "PersistenceConformance",
    "SessionStoreConformance",
    "TemplatingConformance",
    "overlay",
    "run_conformance",
    "setUp",
    "tearDown",
    "testConfig",
]
