"""What every page shows around its content: the title of the site, and what was just done."""

from __future__ import annotations

from board.security import ADMIN
from board.settings import BoardSettings
from board.tree import Root
from board.views.language import LANGUAGES
from corefw.csrf import get_csrf_token
from corefw.request import Request

__all__ = ["Site", "site_of"]


class Site:
    """Given to the templates as ``request.site``; one for each request."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self._token = ""

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

    @property
    def token(self) -> str:
        """The session's token for forms, masked anew for each page."""
        self._token = self._token or get_csrf_token(self.request)
        return self._token

    @property
    def may_manage_users(self) -> bool:
        """Whether the page of users is for who is asking."""
        return bool(self.request.has_permission(ADMIN, Root(self.request)))

    @property
    def languages(self) -> list[tuple[str, str, str]]:
        """The languages to choose from: name, what it calls itself, and where it is chosen."""
        request = self.request
        here = {"next": request.path_qs} if request.method in ("GET", "HEAD") else {}
        return [
            (name, own, request.route_path("language", name=name, _query=here))
            for name, own in LANGUAGES.items()
        ]


def site_of(request: Request) -> Site:
    """Return what the templates need of the site."""
    return Site(request)
