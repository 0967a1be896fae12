"""What ``set_...`` directives declare: the one utility of an interface.  Floor 5."""

from __future__ import annotations

from typing import Any

from corefw.engine.configuration import Configuration
from corefw.engine.declaration import PHASE3_CONFIG, Replaces
from corefw.engine.introspection import Introspectable
from corefw.web.views.record import called

__all__ = ["declare_utility"]


def declare_utility(
    config: Configuration,
    interface: Any,
    found: Any,
    intro: Introspectable,
    *,
    order: int = PHASE3_CONFIG,
    replaces: Replaces,
) -> None:
    """Declare *found* as the utility of *interface*; *intro* tells what it is, and gives it its name."""
    config.action(
        interface,
        lambda: config.registry.registerUtility(found, interface),
        order=order,
        introspectables=(intro,),
        kind=intro.type_name,
        title=intro.type_name,
        details=called(found),
        replaces=replaces,
    )
