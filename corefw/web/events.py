"""The events of an application and of a request, as Pyramid documents them.

They are made only if somebody listens: the pipeline asks once, when it is compiled.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zope.interface import implementedBy, implementer

from corefw.contracts.interfaces import (
    IApplicationCreated,
    IBeforeTraversal,
    IContextFound,
    INewRequest,
    INewResponse,
)

__all__ = [
    "ApplicationCreated",
    "BeforeTraversal",
    "ContextFound",
    "NewRequest",
    "NewResponse",
    "announcer",
]


class _RequestEvent:
    """An event about a request."""

    def __init__(self, request: Any) -> None:
        self.request = request


@implementer(INewRequest)
class NewRequest(_RequestEvent):
    """A request came in, and nothing was looked at yet."""


@implementer(IBeforeTraversal)
class BeforeTraversal(_RequestEvent):
    """The route, if any, was matched; the context is not known yet."""


@implementer(IContextFound)
class ContextFound(_RequestEvent):
    """The context is known; the view is about to be chosen."""


@implementer(INewResponse)
class NewResponse:
    """A response was made; *request* and *response* are its attributes."""

    def __init__(self, request: Any, response: Any) -> None:
        self.request = request
        self.response = response


@implementer(IApplicationCreated)
class ApplicationCreated:
    """The application was built; ``app`` is it.  Afterwards its registry is frozen."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.object = app


def announcer(registry: Any, kind: type) -> Callable[..., None] | None:
    """Return what makes and announces an event of *kind*, or None if nobody listens to it."""
    handlers = tuple(registry.adapters.subscriptions([implementedBy(kind)], None))
    if not handlers:
        return None

    def announce(*args: Any) -> None:
        event = kind(*args)
        for handler in handlers:
            handler(event)

    return announce
