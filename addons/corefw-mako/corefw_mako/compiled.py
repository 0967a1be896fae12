"""A compiled template, with what is needed to explain its faults and to see it change."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from corefw.ports import TemplateName

__all__ = ["Compiled"]


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """One compiled template; ``stamp`` changes when its file is written."""

    name: TemplateName
    # Mako has no types: this is a mako.template.Template.
    template: Any
    source: str
    code: str
    file: Traversable
    stamp: tuple[int, int] | None
    #: Whether ``pageargs`` or ``<%page args>`` may be asked for the values, here or in what it inherits.
    takes_arguments: bool
