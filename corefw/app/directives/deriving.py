"""The directive that makes a view without declaring it.  Floor 5."""

from __future__ import annotations

from typing import Any

from corefw.engine.configuration import Configuration
from corefw.web.security.permissions import NO_PERMISSION_REQUIRED
from corefw.web.views.derivers import derive
from corefw.web.views.mapping import MappedView
from corefw.web.views.record import ViewInfo

__all__ = ["derive_view"]


def derive_view(
    config: Configuration, /, view: Any, attr: str | None = None, renderer: Any = None
) -> MappedView:
    """Return *view* (of any shape that ``add_view`` takes, or its dotted name) as ``f(context, request)``.

    It is what a view declared with that *attr* and that *renderer* would be called as, and
    returns a response.  Derivers and renderers must be committed by now; no permission is asked for.
    """
    found = config.maybe_dotted(view)
    options = {
        "view": found,
        "attr": attr,
        "renderer": renderer,
        "context": None,
        "permission": NO_PERMISSION_REQUIRED,
    }
    return derive(found, ViewInfo(config.registry, config.package, found, options, (), False, config.place))
