"""Whether a view would be let in by the security policy, without calling it.  Floor 4."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from corefw.contracts.interfaces import ISecurityPolicy
from corefw.web.security.permissions import NO_PERMISSION_REQUIRED, Allowed
from corefw.web.views.record import DefaultPermission, ViewRecord
from corefw.web.views.table import ViewTable

__all__ = ["view_execution_permitted"]


def view_execution_permitted(context: Any, request: Any, name: str = "") -> Any:
    """Return whether the view *name* of *context* may be called by this request, true or false.

    Asked is the view of no route that would take the request; nothing is called but predicates
    and the security policy.  `Allowed` for a view that needs no permission.  Raises TypeError
    if there is no such view.
    """
    registry = request.registry
    candidates = registry.derived(ViewRecord, _views_of_no_route).candidates(name, context)
    for view in candidates.asked(request) if candidates is not None else ():
        if all(one.test(context, request) for one in view.predicates):
            return _permitted(registry, view, context, request)
    raise TypeError(
        f'no view "{name}" takes this request for a context of {type(context).__name__}, '
        "so that it can be said neither that it may be called nor that it may not"
    )


def _permitted(registry: Any, view: ViewRecord, context: Any, request: Any) -> Any:
    permission = view.options.get("permission")
    default = registry.find(DefaultPermission, "permission")
    if permission is None and default is not None and not view.is_for_exceptions:
        permission = default.permission
    policy = registry.queryUtility(ISecurityPolicy)
    if permission is None or permission == NO_PERMISSION_REQUIRED or policy is None:
        return Allowed("The view %s needs no permission.", view.named)
    return policy.permits(request, context, permission)


def _views_of_no_route(records: Mapping[Hashable, ViewRecord]) -> ViewTable:
    return ViewTable(row for row in records.values() if row.route_name is None and not row.exception_only)
