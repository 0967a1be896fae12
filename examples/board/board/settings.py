"""The board's section of the settings file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from msgspec import Meta

__all__ = ["BoardSettings"]


@dataclass(frozen=True, slots=True)
class BoardSettings:
    """The table ``[board]``."""

    title: str = field(default="Board", metadata={"help": "The name of the site, at the top of every page."})
    page_size: Annotated[int, Meta(ge=1, le=200)] = field(
        default=25, metadata={"help": "How many things a page of a long list shows."}
    )
    login_attempts: int = field(
        default=5, metadata={"help": "Wrong passwords per minute, for one name from one address."}
    )
    sample: bool = field(
        default=False, metadata={"help": "Fill a store that does not last with the sample boards at start."}
    )
