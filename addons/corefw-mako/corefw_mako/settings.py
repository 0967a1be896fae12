"""The settings of the addon: the table ``[mako]``."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["MakoSettings"]


@dataclass(frozen=True, slots=True)
class MakoSettings:
    """What a deployment can say about its templates."""

    reload_templates: bool | None = field(
        default=None,
        metadata={"help": "Compile a template again when its file changed; if not said, as corefw.debug."},
    )
    imports: list[str] = field(
        default_factory=list,
        metadata={
            "help": 'Python import lines that every template begins with: ["from board import shown"].'
        },
    )
