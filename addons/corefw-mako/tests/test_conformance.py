"""The provider passes the conformance kit of its port."""

from __future__ import annotations

from corefw.testing import TemplatingConformance
from corefw_mako import MakoTemplating


class TestConformance(TemplatingConformance):
    def provider(self) -> MakoTemplating:
        return MakoTemplating()
