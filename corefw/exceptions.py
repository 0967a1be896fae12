"""Errors of the configuration, and exceptions of a request."""

from __future__ import annotations

from corefw.base.errors import (
    ConfigurationConflictError,
    ConfigurationError,
    ConfigurationExecutionError,
    Fix,
    Problem,
    Witness,
)
from corefw.base.places import Place, place_of
from corefw.web.exceptions import BadCSRFOrigin, BadCSRFToken, PredicateMismatch, URLDecodeError
from corefw.web.httpexceptions import HTTPForbidden as Forbidden
from corefw.web.httpexceptions import HTTPNotFound as NotFound

__all__ = [
    "BadCSRFOrigin",
    "BadCSRFToken",
    "ConfigurationConflictError",
    "ConfigurationError",
    "ConfigurationExecutionError",
    "Fix",
    "Forbidden",
    "NotFound",
    "Place",
    "PredicateMismatch",
    "Problem",
    "URLDecodeError",
    "Witness",
    "place_of",
]
