"""What corefw itself declares, by the same directives as everybody else.

It is committed before anything else, so that a later declaration of the same overrides it
instead of conflicting.  Floor 5.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from corefw.app.directives.offers import DEFAULT_OFFERS, add_accept_view_order
from corefw.app.directives.predicates import add_route_predicate, add_view_predicate
from corefw.app.directives.requests import add_tween, set_session_factory
from corefw.app.directives.views import add_view
from corefw.app.directives.vocabulary import add_renderer
from corefw.app.settings import CoreSettings
from corefw.base.errors import ConfigurationError
from corefw.contracts.interfaces import IExceptionResponse
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import PHASE1_CONFIG
from corefw.web.pipeline.telling import default_exceptionresponse_view, tell_why
from corefw.web.pipeline.tweens import EXCVIEW, MAIN
from corefw.web.predicates.builtin import ROUTE_PREDICATES, VIEW_PREDICATES
from corefw.web.rendering.renderer import null_renderer
from corefw.web.rendering.resolve import default_renderers
from corefw.web.security.permissions import NO_PERMISSION_REQUIRED
from corefw.web.sessions.configured import configured_factory
from corefw.web.transactions import transaction_tween_factory
from corefw.web.views.derivers import default_derivers
from corefw.web.views.record import ViewDeriverDefinition

__all__ = ["declare_defaults"]


def declare_defaults(config: Configuration, exceptionresponse_view: Any) -> None:
    """Declare the predicates, derivers, renderers, tweens and views that corefw brings."""
    for row in VIEW_PREDICATES:
        add_view_predicate(config, row.name, row.factory, row.weighs_more_than, row.weighs_less_than)
    for row in ROUTE_PREDICATES:
        add_route_predicate(config, row.name, row.factory, row.weighs_more_than, row.weighs_less_than)
    for deriver in default_derivers():
        _declare_deriver(config, deriver)
    for offer in DEFAULT_OFFERS:
        add_accept_view_order(config, offer)
    for renderer in default_renderers().values():
        add_renderer(config, renderer.name, renderer.factory)
    add_tween(config, _excview, over=MAIN)
    add_tween(config, transaction_tween_factory, under=EXCVIEW)
    _declare_sessions(config)
    core = config.settings.typed("corefw", CoreSettings)
    if core.debug and exceptionresponse_view is default_exceptionresponse_view:
        exceptionresponse_view = tell_why
    if exceptionresponse_view is not None:
        add_view(
            config,
            exceptionresponse_view,
            context=IExceptionResponse,
            exception_only=True,
            renderer=null_renderer,
            permission=NO_PERMISSION_REQUIRED,
        )


def _declare_sessions(config: Configuration) -> None:
    """Declare the session factory that ``[corefw.sessions]`` describes, which an application may override."""
    core = config.settings.typed("corefw", CoreSettings)
    try:
        factory = configured_factory(core.sessions, [core.secret, *core.old_secrets])
    except ConfigurationError as error:
        given = config.settings.origin("corefw.sessions.kind").witness(core.sessions.kind)
        problems = [replace(problem, witnesses=(given,)) for problem in error.problems]
        raise ConfigurationError(*problems) from None
    if factory is not None:
        set_session_factory(config, factory)


def _excview(handler: Any, registry: Any) -> Any:
    """Stand where the exception views are; the application knows them and puts them here."""
    return handler


_excview.__module__, _excview.__qualname__ = EXCVIEW.rpartition(".")[::2]


def _declare_deriver(config: Configuration, deriver: ViewDeriverDefinition) -> None:
    config.action(
        ("view deriver", deriver.name),
        lambda: config.registry.put(ViewDeriverDefinition, deriver.name, deriver),
        order=PHASE1_CONFIG,
        kind="view deriver",
        title=f'view deriver "{deriver.name}"',
    )
