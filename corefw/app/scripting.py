"""Scripting: an application and a current request for code that no server calls.

`bootstrap` begins with a settings file, `prepare` with an application or a request of one, and
both give an `Environment` that ends what they began.  Floor 5.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from corefw.app.bootstrap import load_application
from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.contracts.interfaces import IRootFactory
from corefw.engine.settings.values import Settings
from corefw.web.current import RequestContext, get_current_request
from corefw.web.pipeline.application import Application
from corefw.web.traversal.walking import DefaultRootFactory

__all__ = ["Environment", "bootstrap", "get_root", "prepare"]


class Environment(dict[str, Any]):
    """What a script works with, under the names that Pyramid documents and as attributes.

    ``app``, ``registry``, ``request``, ``root``, ``root_factory`` and ``closer``; calling the
    closer, or leaving a ``with`` block, ends it.
    """

    def __init__(self, app: Application, request: Any, at_end: Callable[[], None] | None = None) -> None:
        factory = _root_factory(app)
        self._context = RequestContext(request, app.finish)
        self._at_end = at_end
        self._is_over = False
        self._context.begin()
        try:
            root = factory(request)
        except BaseException:
            self.close()
            raise
        super().__init__(
            app=app,
            registry=app.registry,
            request=request,
            root=root,
            root_factory=factory,
            closer=self.close,
        )

    @property
    def app(self) -> Application:
        """The application."""
        found: Application = self["app"]
        return found

    @property
    def registry(self) -> Any:
        """Its registry."""
        return self["registry"]

    @property
    def request(self) -> Any:
        """The request that is current."""
        return self["request"]

    @property
    def root(self) -> Any:
        """The root of the resource tree, for that request."""
        return self["root"]

    @property
    def settings(self) -> Settings:
        """The settings of the application."""
        found: Settings = self.registry.settings
        return found

    def close(self) -> None:
        """Run the finished callbacks of the request, and make the one before it current again."""
        if self._is_over:
            return
        self._is_over = True
        try:
            self._context.end()
        finally:
            if self._at_end is not None:
                self._at_end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def bootstrap(
    config_uri: str | Path, request: Any = None, environ: Mapping[str, str] | None = None
) -> Environment:
    """Build the application of a settings file and make a request current, for a script.

    At the end the request's finished callbacks run and the application is closed.  Raises
    `ConfigurationError`.
    """
    application = load_application(config_uri, environ=environ)
    try:
        made = application.adopt(request) if request is not None else application.make_request("/")
        return Environment(application, made, application.close)
    except BaseException:
        application.close()
        raise


def prepare(request: Any = None, registry: Any = None) -> Environment:
    """Make *request*, or one that is made, current in an application that is there already.

    *registry* is that of the application; without it, the request's own or the current
    request's is meant.  Raises `ConfigurationError` (CFW-713) if that is no application's.
    """
    if registry is None:
        asking = get_current_request() if request is None else request
        registry = getattr(asking, "registry", None)
    application = None if registry is None else registry.find(Application, "application")
    if application is None:
        raise ConfigurationError(
            Problem(
                "CFW-713",
                "prepare does not know for which application."
                if registry is None
                else "The registry that prepare was given has no application yet.",
                why="Several applications may live in one process, so there is no last one to take.",
                fixes=(
                    Fix("an application is at hand", "prepare(registry=app.registry)"),
                    Fix("there is a settings file", 'bootstrap("site.toml")'),
                ),
            )
        )
    made = application.make_request("/") if request is None else application.adopt(request)
    return Environment(application, made)


def get_root(app: Application, request: Any = None) -> tuple[Any, Callable[[], None]]:
    """Return the root of the resource tree, and what ends the request that was made current for it."""
    environment = Environment(app, app.make_request("/") if request is None else app.adopt(request))
    return environment.root, environment.close


def _root_factory(app: Application) -> Callable[[Any], Any]:
    found: Callable[[Any], Any] = app.registry.queryUtility(IRootFactory) or DefaultRootFactory
    return found
