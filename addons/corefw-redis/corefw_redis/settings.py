"""The settings of the addon: the table ``[redis]``."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["RedisSettings"]


@dataclass(frozen=True, slots=True)
class RedisSettings:
    """What a deployment says about its Redis."""

    url: str = field(
        default="redis://127.0.0.1:6379/0",
        metadata={"help": "The server: redis://user:password@host:port/number, rediss:// for TLS, unix://."},
    )
    prefix: str = field(
        default="corefw:session:",
        metadata={"help": "What the name of every key begins with; each application has its own."},
    )
    timeout: float = field(
        default=0.5,
        metadata={"help": "Seconds that the server may take to connect and to answer, at most 1."},
    )
    connections: int = field(
        default=50,
        metadata={"help": "The most connections held at once; at least as many as the server has threads."},
    )
