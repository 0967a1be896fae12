"""Mako for corefw: the templating port, with escaping on and undefined names refused.

`corefw_mako.lookup` compiles and keeps templates, `corefw_mako.faults` turns Mako's exceptions into errors
that name file and line, `corefw_mako.lint` finds what escaping cannot protect, and `corefw_mako.addon`
joins it to corefw.
"""

from corefw_mako.provider import MakoTemplating
from corefw_mako.settings import MakoSettings

__all__ = ["MakoSettings", "MakoTemplating"]
