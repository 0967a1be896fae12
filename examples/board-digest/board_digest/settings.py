"""The settings of the addon: the table ``[digest]``."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["DigestSettings"]


@dataclass(frozen=True, slots=True)
class DigestSettings:
    """What a deployment can say about its digest."""

    days: int = field(default=14, metadata={"help": "How many days ahead the digest looks."})
    title: str = field(default="Digest", metadata={"help": "What the page and the panel are called."})
