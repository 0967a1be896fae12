"""What the request hooks of addons are told: one frozen event each.  Floor 4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corefw.web.request import Request

__all__ = ["RequestBegin", "RequestEnd", "RequestError"]


@dataclass(frozen=True, slots=True)
class RequestBegin:
    """A request begins; nothing was looked at yet but its host."""

    request: Request


@dataclass(frozen=True, slots=True)
class RequestEnd:
    """A response was made and is about to be sent."""

    request: Request
    response: Any


@dataclass(frozen=True, slots=True)
class RequestError:
    """A request failed with an error that no exception view answered.

    By *id* the failure is called in its line of the log and in the answer to the client.
    """

    request: Request
    error: BaseException
    id: str = ""
