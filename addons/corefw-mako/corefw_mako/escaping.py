"""The filter that every expression of a template goes through, unless the template says otherwise.

It is the escaping of markupsafe, and a short way for what plainly has nothing to escape.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

__all__ = ["IMPORT", "NAME", "escaped"]

#: The name of the filter in the code of a template, and the line that brings it there.
NAME = "_corefw_escaped"
IMPORT = f"from {__name__} import escaped as {NAME}"

# Markup's own constructor asks first whether a text is HTML, which is known here.
_as_markup = str.__new__


def escaped(value: Any) -> Markup:
    """Return *value* as ``markupsafe.escape`` does."""
    kind = type(value)
    if kind is int or (
        kind is str and not ("<" in value or ">" in value or "&" in value or '"' in value or "'" in value)
    ):
        return _as_markup(Markup, value)
    return escape(value)
