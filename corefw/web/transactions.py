"""The unit of work of a request: begun on first use, finished with the request.

``request.unit_of_work`` asks the persistence port.  The tween commits after the view if
nothing was raised and the status is below 400, and aborts otherwise; a request that never
asks pays nothing.  What must be written together with the unit, as a session is, takes part
in it by `take_part`.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from corefw.contracts.persistence import Persistence, UnitOfWork
from corefw.web.current import get_current_request
from corefw.web.quiet_log import quiet_logger
from corefw.web.response import close_body

__all__ = [
    "Participant",
    "abort_unit_of_work",
    "begin_unit_of_work",
    "begun_unit_of_work",
    "take_part",
    "transaction_tween_factory",
]

log = quiet_logger("corefw.transactions")

_UNIT = "unit_of_work"
_PARTICIPANTS = "corefw.participants"


class Participant(Protocol):
    """What writes in the unit of work of a request, if that commits."""

    def write_in(self, unit: UnitOfWork) -> None:
        """Write in *unit*, which commits next; what is raised aborts it."""

    def committed(self) -> None:
        """Take note that what was written in the unit is kept."""


def begin_unit_of_work(request: Any) -> UnitOfWork:
    """Begin the unit of work of *request*.  Raises `ConfigurationError` (CFW-602) without a provider.

    One that is begun where the tween does not see it (in an exception view, say) is aborted
    when the request is over.  Raises RuntimeError when it is over already, as it is while a body is
    streamed: nobody would end that unit.
    """
    if request.is_over and get_current_request() is not request:
        raise RuntimeError(
            "request.unit_of_work was asked for when the request was over. A body is streamed after the "
            "unit of work was committed: load what it needs before the view returns, or begin and end "
            "a unit in the iterator, with request.registry.port(Persistence).begin()."
        )
    unit: UnitOfWork = request.registry.port(Persistence).begin()
    request.add_finished_callback(abort_unit_of_work)
    return unit


def begun_unit_of_work(request: Any) -> UnitOfWork | None:
    """Return the unit of work of *request* if it has begun one that is not over."""
    unit: UnitOfWork | None = request.__dict__.get(_UNIT)
    return unit


def take_part(request: Any, participant: Participant) -> None:
    """Have *participant* write in the unit of work of *request*, if there is one that commits."""
    request.__dict__.setdefault(_PARTICIPANTS, []).append(participant)


def abort_unit_of_work(request: Any) -> None:
    """Undo the unit of work of *request*, if it has begun one that is not over."""
    unit = request.__dict__.pop(_UNIT, None)
    if unit is not None:
        unit.abort()


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
                try:
                    _commit(unit, request.__dict__.get(_PARTICIPANTS, ()))
                except BaseException:
                    close_body(response)
                    raise
        return response

    return transaction_tween


def _commit(unit: UnitOfWork, participants: Iterable[Participant]) -> None:
    try:
        for participant in participants:
            participant.write_in(unit)
        unit.commit()
    except BaseException:
        _abort_quietly(unit)
        raise
    for participant in participants:
        participant.committed()


def _abort_quietly(unit: UnitOfWork | None) -> None:
    """Abort while something is raised, which must not be lost if the store cannot even abort."""
    if unit is not None:
        try:
            unit.abort()
        except Exception:
            log.exception("a unit of work could not be aborted")
