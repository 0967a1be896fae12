"""The settings of the addon: the table ``[jinja2]``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from msgspec import Meta

__all__ = ["Jinja2Settings"]


@dataclass(frozen=True, slots=True)
class Jinja2Settings:
    """What a deployment can say about its templates."""

    reload_templates: bool | None = field(
        default=None,
        metadata={"help": "Compile a template again when its file changed; if not said, as corefw.debug."},
    )
    cache_size: Annotated[int, Meta(ge=1)] = field(
        default=1000,
        metadata={"help": "How many compiled templates are kept; those unused for longest go first."},
    )
    extensions: list[str] = field(
        default_factory=list,
        metadata={"help": 'Extensions of Jinja2 that every template may use: ["jinja2.ext.do"].'},
    )
    filters: dict[str, str] = field(
        default_factory=dict,
        metadata={"help": 'Filters by name, as dotted names of functions: {shown = "board.text:shown"}.'},
    )
    globals: dict[str, str] = field(
        default_factory=dict,
        metadata={"help": 'Names that every template knows, as dotted names: {shown = "board.text:shown"}.'},
    )
