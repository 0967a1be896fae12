"""What every page shows around its content: the title of the site, and what was just done."""

from __future__ import annotations

from dataclasses import dataclass

from board.settings import BoardSettings
from corefw.request import Request

__all__ = ["Site", "site_of"]


@dataclass(frozen=True, slots=True)
class Site:
    """Given to the templates as ``request.site``."""

    request: Request

    @property
    def title(self) -> str:
        """The name of the site."""
        settings: BoardSettings = self.request.registry.settings.typed("board", BoardSettings)
        return settings.title

    @property
    def notices(self) -> list[str]:
        """What is to be said once; only asked for while somebody is logged in."""
        if self.request.identity is None:
            return []
        said: list[str] = self.request.session.pop_flash()
        return said


def site_of(request: Request) -> Site:
    """Return what the templates need of the site."""
    return Site(request)
