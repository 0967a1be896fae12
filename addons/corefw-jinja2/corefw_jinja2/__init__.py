"""Jinja2 for corefw: the templating port, with escaping always on and undefined names refused.

`corefw_jinja2.environment` compiles and keeps templates, `corefw_jinja2.faults` turns Jinja2's exceptions
into errors that name file and line, `corefw_jinja2.lint` finds what escaping cannot protect, and
`corefw_jinja2.addon` joins it to corefw.
"""

from corefw_jinja2.provider import Jinja2Templating
from corefw_jinja2.settings import Jinja2Settings

__all__ = ["Jinja2Settings", "Jinja2Templating"]
