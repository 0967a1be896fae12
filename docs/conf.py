"""How the documentation is built: Markdown by MyST, the reference from the docstrings, furo's look."""

from __future__ import annotations

import sys
from configparser import ConfigParser
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent)]

_metadata = ConfigParser()
_metadata.read(HERE.parent / "setup.cfg")

project = "corefw"
author = "The corefw authors"
copyright = "2026, The corefw authors"
release = version = _metadata["metadata"]["version"]

extensions = ["myst_parser", "sphinx.ext.autodoc", "plain_docstrings", "corefw_reference"]
exclude_patterns = ["_build", "_ext", "**/*-results.md"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

# A name in single backticks in a docstring is code, whether or not there is a page for it.
default_role = "literal"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
python_maximum_signature_line_length = 88
# The same short name may stand in two face modules; a type in a signature may mean either.
suppress_warnings = ["ref.python"]
pygments_style = "friendly"
highlight_language = "text"

html_theme = "furo"
html_title = "corefw"
html_static_path: list[str] = []
html_show_sphinx = False
