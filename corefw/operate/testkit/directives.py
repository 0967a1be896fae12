"""The directives of tests, as Pyramid documents them: policies, resources, events and renderers.

`setUp` adds them to its configurator.  Floor 6.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from zope.interface import Interface

from corefw.app.configurator import Configurator
from corefw.contracts.interfaces import ITraverser
from corefw.operate.testkit.dummies import DummySecurityPolicy, DummyTemplateRenderer
from corefw.web.traversal.walking import matched_path

__all__ = [
    "TESTING_DIRECTIVES",
    "testing_add_renderer",
    "testing_add_subscriber",
    "testing_resources",
    "testing_securitypolicy",
]


def testing_securitypolicy(
    config: Configurator,
    /,
    userid: Any = None,
    identity: Any = None,
    permissive: Any = True,
    remember_result: Any = None,
    forget_result: Any = None,
) -> DummySecurityPolicy:
    """Have a `DummySecurityPolicy` of these arguments decide; return it."""
    policy = DummySecurityPolicy(userid, identity, permissive, remember_result, forget_result)
    config.set_security_policy(policy)
    return policy


def testing_resources(config: Configurator, /, resources: Mapping[str, Any]) -> Mapping[str, Any]:
    """Have traversal find *resources* by path, with or without a slash in front; return them.

    Any other path is a KeyError.
    """
    by_path = {path.strip("/"): resource for path, resource in resources.items()}

    class TraverserOfTheTest:
        def __init__(self, context: Any) -> None:
            self.context = context

        def __call__(self, request: Any) -> dict[str, Any]:
            traversed = matched_path(request)
            found = by_path["/".join(traversed)]
            return {"context": found, "root": found, "virtual_root": found, "traversed": traversed}

    config.registry.registerAdapter(TraverserOfTheTest, (Interface,), ITraverser)
    return resources


def testing_add_subscriber(config: Configurator, /, event_iface: Any = None) -> list[Any]:
    """Return a list to which every event that provides *event_iface* will be appended."""
    heard: list[Any] = []
    config.add_subscriber(heard.append, event_iface)
    return heard


def testing_add_renderer(config: Configurator, /, path: str, renderer: Any = None) -> Any:
    """Render the name *path* by *renderer*, a function of value and system values; return it.

    Without one it is a `DummyTemplateRenderer`.
    """
    used = DummyTemplateRenderer() if renderer is None else renderer
    config.add_renderer(path, lambda info: used)
    return used


TESTING_DIRECTIVES: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        function.__name__: function
        for function in (
            testing_securitypolicy,
            testing_resources,
            testing_add_subscriber,
            testing_add_renderer,
        )
    }
)
