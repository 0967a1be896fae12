"""Setting up unit tests, and laying something over an application for one test.

`setUp`, `tearDown` and `testConfig` are as Pyramid documents them.  `overlay` is corefw's: an
application is frozen once it is built, so a test lays a registry over it instead of changing
it.  Floor 6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from types import ModuleType
from typing import Any

from corefw.app.configurator import Configurator
from corefw.base.places import caller_place
from corefw.engine.registry import Registry
from corefw.operate.testkit.directives import TESTING_DIRECTIVES
from corefw.web.pipeline.application import Application

__all__ = ["overlay", "setUp", "tearDown", "testConfig"]

#: The configurators that `setUp` began in this context and `tearDown` will end.
_BEGUN: ContextVar[tuple[Configurator, ...]] = ContextVar("corefw_testing_begun", default=())


def setUp(
    registry: Registry | None = None,
    request: Any = None,
    autocommit: bool = True,
    settings: Mapping[str, Any] | None = None,
    package: ModuleType | str | None = None,
) -> Configurator:
    """Return a configurator whose registry and *request* are the current ones until `tearDown`.

    It performs each declaration at once, unless *autocommit* is false, and has the directives
    ``testing_securitypolicy``, ``testing_resources``, ``testing_add_subscriber`` and
    ``testing_add_renderer``.
    """
    place = caller_place()
    made = registry if registry is not None else Registry("testing")
    config = Configurator(registry=made, autocommit=autocommit, package=package or place.module or "corefw")
    if registry is None:
        config.setup_registry(settings=settings)
    elif settings:
        config.add_settings(settings)
    for name, directive in TESTING_DIRECTIVES.items():
        config.add_directive(name, directive)
    config.begin(request=request)
    _BEGUN.set((*_BEGUN.get(), config))
    return config


def tearDown() -> None:
    """End what the last `setUp` began."""
    begun = _BEGUN.get()
    if begun:
        _BEGUN.set(begun[:-1])
        begun[-1].end()


def testConfig(
    registry: Registry | None = None,
    request: Any = None,
    autocommit: bool = True,
    settings: Mapping[str, Any] | None = None,
) -> AbstractContextManager[Configurator]:
    """Give the configurator of `setUp` to a block, and tear down at its end."""
    return _configured(registry, request, autocommit, settings, caller_place().module)


@contextmanager
def _configured(*arguments: Any) -> Iterator[Configurator]:
    config = setUp(*arguments)
    try:
        yield config
    finally:
        tearDown()


# pytest collects functions that are called test...; this one is for tests to use.
testConfig.__test__ = False  # type: ignore[attr-defined]


def overlay(
    application: Application,
    configure: Callable[[Configurator], None] | None = None,
    *,
    settings: Mapping[str, Any] | None = None,
    components: Mapping[Any, Any] | None = None,
) -> Application:
    """Return an application that is *application*, but for what is laid over it; that one is not changed.

    *settings* are values over its own, by flat keys; *components* are objects by the contract or
    interface that they provide; *configure* is called with a configurator for everything else,
    such as ``config.add_view``.  Hooks of the start do not run again.  Views that
    *application* has are as they were derived: a security policy or view deriver that is laid
    over them applies to the views that *configure* declares.
    """
    registry = Registry("overlay", bases=(application.registry,))
    registry.settings = application.registry.settings.fork()
    place = caller_place()
    config = Configurator(registry=registry, package=place.module or "corefw")
    registry.plan = config.plan
    with config.speaking_from(place):
        if settings:
            config.add_settings(settings)
        for contract, component in (components or {}).items():
            config.add_utility(component, provides=contract)
    if configure is not None:
        configure(config)
    config.commit()
    made = Application(registry)
    registry.put(Application, "application", made)
    registry.freeze()
    return made
