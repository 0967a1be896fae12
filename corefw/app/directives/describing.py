"""The directive that says what an object is, for the titles of introspectables.  Floor 5."""

from __future__ import annotations

import inspect
from types import MethodType, ModuleType
from typing import Any

from corefw.engine.configuration import Configuration

__all__ = ["object_description"]

_LONGEST = 100


def object_description(config: Configuration, /, object: Any) -> str:
    """Return *object* in words: text as it is, what has a dotted name by its kind and that name.

    As Pyramid documents it: ``function board.views.home``, ``class board.models.Card``,
    ``method show of class board.views.Page``, ``module board``; plain values as Python shows
    them, not longer than 100 characters.
    """
    if isinstance(object, str):
        return object
    if isinstance(object, ModuleType):
        return f"module {object.__name__}"
    if isinstance(object, MethodType):
        owner = object.__self__ if isinstance(object.__self__, type) else type(object.__self__)
        return f"method {object.__name__} of class {owner.__module__}.{owner.__qualname__}"
    if inspect.isclass(object) or inspect.isfunction(object):
        kind = "class" if inspect.isclass(object) else "function"
        return f"{kind} {object.__module__}.{object.__qualname__}"
    shown = repr(object)
    shown = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 3] + "..."
    is_plain = object is None or isinstance(object, int | float | list | tuple | set | dict)
    return shown if is_plain else f"object {shown}"
