"""What the request hooks of addons are told: one frozen event each.

Structs of msgspec, as a frozen dataclass takes four times as long to make, and these are made
for each request.  Floor 4.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from corefw.web.request import Request

__all__ = ["RequestBegin", "RequestEnd", "RequestError"]


class RequestBegin(Struct, frozen=True):
    """A request begins; nothing was looked at yet but its host."""

    request: Request


class RequestEnd(Struct, frozen=True):
    """A response was made and is about to be sent."""

    request: Request
    response: Any


class RequestError(Struct, frozen=True):
    """A request failed with an error that no exception view answered.

    By *id* the failure is called in its line of the log and in the answer to the client.
    """

    request: Request
    error: BaseException
    id: str = ""
