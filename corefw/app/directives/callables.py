"""Arguments of directives that must be callable: resolved, and refused at the call.  Floor 5."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from corefw.app.directives.describing import object_description
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.engine.configuration import Configuration

__all__ = ["callable_of"]


def callable_of(config: Configuration, what: str, value: Any) -> Any:
    """Return *value*, or what its dotted name names.

    *what* says what it is for.  Raises `ConfigurationError` (CFW-529) if it cannot be called.
    """
    found = config.maybe_dotted(value)
    if callable(found):
        return found
    shown = object_description(config, found)
    if " at 0x" in shown:
        shown = f"an object of {object_description(config, type(found))}"
    raise ConfigurationError(
        Problem(
            "CFW-529",
            f"The {what} must be callable, and {shown} is not.",
            witnesses=(Witness(config.place, str(config.owner)),),
            fixes=(_fix(found),),
        )
    )


def _fix(found: Any) -> Fix:
    """Return what to give instead: what stands in a module, or what makes such an object."""
    if isinstance(found, ModuleType):
        return Fix("", f'name what stands in it:  "{found.__name__}:name"')
    return Fix("", "give the function or the class itself, without calling it, or its dotted name")
