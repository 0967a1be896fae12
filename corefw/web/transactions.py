"""The unit of work of a request: begun on first use, finished with the request.

``request.unit_of_work`` asks the persistence port.  The tween commits after the view if
nothing was raised and the status is below 400, and aborts otherwise; a request that never
asks pays nothing.  Floor 4.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from corefw.contracts.persistence import Persistence, UnitOfWork

__all__ = ["begin_unit_of_work", "transaction_tween_factory"]

log = logging.getLogger("corefw.transactions")

_UNIT = "unit_of_work"


def begin_unit_of_work(request: Any) -> UnitOfWork:
    """Begin the unit of work of *request*.  Raises `ConfigurationError` (CFW-602) without a provider.

    One that is begun where the tween does not see it (in an exception view, say) is aborted
    when the request is over.
    """
    unit: UnitOfWork = request.registry.port(Persistence).begin()
    request.add_finished_callback(_abort_what_is_open)
    return unit


def transaction_tween_factory(handler: Callable[[Any], Any], registry: Any) -> Callable[[Any], Any]:
    """Finish the unit of work around *handler*: commit, or abort on errors and refusals."""

    def transaction_tween(request: Any) -> Any:
        try:
            response = handler(request)
        except BaseException:
            _abort_quietly(request.__dict__.pop(_UNIT, None))
            raise
        unit = request.__dict__.pop(_UNIT, None)
        if unit is not None:
            if response.status_int >= 400:
                unit.abort()
            else:
                _commit(unit)
        return response

    return transaction_tween


def _commit(unit: UnitOfWork) -> None:
    try:
        unit.commit()
    except BaseException:
        _abort_quietly(unit)
        raise


def _abort_quietly(unit: UnitOfWork | None) -> None:
    """Abort while something is raised, which must not be lost if the store cannot even abort."""
    if unit is not None:
        try:
            unit.abort()
        except Exception:
            log.exception("a unit of work could not be aborted")


def _abort_what_is_open(request: Any) -> None:
    unit = request.__dict__.pop(_UNIT, None)
    if unit is not None:
        unit.abort()
