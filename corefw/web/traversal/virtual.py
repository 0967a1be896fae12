"""Virtual hosting: the header ``X-Vhm-Root``, by which a part of the tree is a site of its own.

The name is Pyramid's (and Zope's).  A proxy that shows ``/sites/blog`` as the whole of
``blog.example`` sends the header with that path.  A client can send it as well, and would so
reach by ``/`` what the proxy keeps from it by path; therefore only proxies are believed that
are listed in ``corefw.trusted_proxies``, and only where ``corefw.proxy_headers`` has
``x-vhm-root`` (``security/proxies`` looks at both).  Floor 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from corefw.web.traversal.paths import traversal_path_info

__all__ = ["VIRTUAL_ROOT", "may_be_virtual", "virtual_root_path"]

#: Where the path of the virtual root stands in an environment, as WSGI has paths; no client can set it.
VIRTUAL_ROOT: Final = "corefw.virtual_root"


def virtual_root_path(request: Any) -> tuple[str, ...]:
    """Return the segments of the path at which the virtual root of *request* lies; () is the root.

    Raises `URLDecodeError` (answered with 400) for a path that is not UTF-8.
    """
    given = request.environ.get(VIRTUAL_ROOT)
    return traversal_path_info(given) if given else ()


def may_be_virtual(settings: Mapping[str, Any]) -> bool:
    """Say whether requests of an application with these settings can have a virtual root."""
    return bool(settings.get("corefw.trusted_proxies")) and "x-vhm-root" in (
        settings.get("corefw.proxy_headers") or ()
    )
