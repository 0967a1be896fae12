"""``corefw hooks`` and ``corefw subscribers``: who is told what, and in which order.  Floor 6."""

from __future__ import annotations

from corefw.engine.registry import Registry
from corefw.operate.cli.listing import listing
from corefw.operate.inspection.hooks import HookRow, SubscriberRow, hook_rows, subscriber_rows

__all__ = ["hooks", "subscribers"]

_HOOKS = {
    "Hook": "hook",
    "Event": "event",
    "Specified by": "specified_by",
    "Order": "order",
    "Wrapper": "is_wrapper",
    "Owner": "owner",
    "Place": "place",
    "About": "help",
}
_SUBSCRIBERS = {
    "Event": "events",
    "Order": "order",
    "Subscriber": "subscriber",
    "Requires": "predicates",
    "Owner": "owner",
    "Place": "place",
}


@listing(by=("hook", "owner"), columns=_HOOKS, empty="There are no hooks.")
def hooks(registry: Registry) -> list[HookRow]:
    """List the hooks, and for each of them who implements it in the order of calling.

    A hook that nobody implements has the order 0, no owner, and the place where it is
    specified.  PATTERN is a glob for the name of a hook or for who implements it.
    """
    return hook_rows(registry)


@listing(by=("events", "subscriber"), columns=_SUBSCRIBERS, empty="There are no subscribers.")
def subscribers(registry: Registry) -> list[SubscriberRow]:
    """List the subscribers of events, in the order in which they are called.

    PATTERN is a glob for the event or the subscriber.
    """
    return subscriber_rows(registry)
