"""What the tests of applications and addons stand on: the conformance kits of the ports."""

from __future__ import annotations

from corefw.operate.testkit.conformance import ConformanceRow, NotClaimed, run_conformance
from corefw.operate.testkit.persistence import PersistenceConformance
from corefw.operate.testkit.templating import TemplatingConformance

__all__ = [
    "ConformanceRow",
    "NotClaimed",
    "PersistenceConformance",
    "TemplatingConformance",
    "run_conformance",
]
