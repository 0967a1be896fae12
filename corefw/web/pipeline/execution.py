"""The execution policy that others begin with.

Without a policy the application answers a request itself, which is quicker and the same.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["default_execution_policy"]


def default_execution_policy(environ: Mapping[str, Any], router: Any) -> Any:
    """Make the request of *environ*, and return its response or that of the view of what it raises.

    For policies of your own, which do something before and after.  Raises what no exception view
    answers.
    """
    with router.request_context(environ) as request:
        try:
            return router.invoke_request(request)
        except Exception:
            return request.invoke_exception_view(reraise=True)
