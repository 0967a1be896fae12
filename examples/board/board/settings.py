"""The board's section of the settings file."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["BoardSettings"]


@dataclass(frozen=True, slots=True)
class BoardSettings:
    """The table ``[board]``."""

    title: str = field(default="Board", metadata={"help": "The name of the site, at the top of every page."})
    search_limit: int = field(default=50, metadata={"help": "How many cards a search shows at most."})
    login_attempts: int = field(
        default=5, metadata={"help": "Wrong passwords per minute, for one name from one address."}
    )
