"""The settings of the addon: the table ``[memory]``."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["MemorySettings"]


@dataclass(frozen=True, slots=True)
class MemorySettings:
    """What a deployment can say about its store."""

    name: str = field(
        default="memory",
        metadata={"help": "What the store is called in messages, where one process has several."},
    )
    sessions: int = field(
        default=100_000,
        metadata={"help": "The most sessions that are kept, where memory is chosen as session_store."},
    )
