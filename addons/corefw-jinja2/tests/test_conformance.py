"""The provider passes the conformance kit of its port."""

from __future__ import annotations

from corefw.testing import TemplatingConformance
from corefw_jinja2 import Jinja2Templating


class TestConformance(TemplatingConformance):
    def provider(self) -> Jinja2Templating:
        return Jinja2Templating()
