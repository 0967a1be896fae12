"""HTTP exceptions: a response for each status that can be returned or raised.

Names, arguments and statuses as Pyramid documents them.  ``status_map`` finds a class by its
status, `exception_response` makes an instance of it.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from corefw.web.httpexceptions import client_errors, server_errors, success
from corefw.web.httpexceptions.base import HTTPError, HTTPException, HTTPRedirection, HTTPSuccessful
from corefw.web.httpexceptions.client_errors import *  # noqa: F403
from corefw.web.httpexceptions.server_errors import *  # noqa: F403
from corefw.web.httpexceptions.success import *  # noqa: F403

__all__ = [
    "HTTPError",
    "HTTPException",
    "HTTPRedirection",
    "HTTPSuccessful",
    "exception_response",
    "status_map",
]
__all__ += client_errors.__all__
__all__ += server_errors.__all__
__all__ += success.__all__


def _by_status() -> dict[int, type[HTTPException]]:
    families = (client_errors.HTTPClientError, server_errors.HTTPServerError)
    found: dict[int, type[HTTPException]] = {}
    for module in (success, client_errors, server_errors):
        for name in module.__all__:
            cls = getattr(module, name)
            if cls not in families:
                found[cls.code] = cls
    return found


#: The class for each status.
status_map: Mapping[int, type[HTTPException]] = MappingProxyType(_by_status())


def exception_response(status_code: int, **kw: Any) -> HTTPException:
    """Return the exception for *status_code*, made with the keywords.

    Raises KeyError for a status that has none.
    """
    return status_map[status_code](**kw)
