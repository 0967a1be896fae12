"""Answers to requests for what the database could not do; nothing of the database is shown in them."""

from __future__ import annotations

import logging
from typing import Any

from corefw.httpexceptions import exception_response
from corefw_sqlalchemy.errors import DatabaseUnavailable, UnstorableValue

__all__ = ["refuse_unavailable", "refuse_unstorable"]

_log = logging.getLogger("corefw_sqlalchemy")


def refuse_unavailable(error: DatabaseUnavailable, request: Any) -> Any:
    """Answer 503, and tell the operator why."""
    _log.error("%s %s: %s", request.method, request.path_info, error)
    response = exception_response(503)
    response.retry_after = 5
    return response


def refuse_unstorable(error: UnstorableValue, request: Any) -> Any:
    """Answer 400: a client sent a number or a text that no database can hold."""
    _log.info("%s %s: %s", request.method, request.path_info, error)
    return exception_response(400, detail="A value that was sent cannot be stored.")
