"""The board: a team's task board, made with corefw.

``domain`` knows neither the web nor a database, ``tree`` says where things are and who may do what,
``forms`` reads what people type, ``views`` and ``api`` are the two ways to the same desk, ``hooks`` is
what addons may hang on to, and ``storage`` is the only part that knows where all is kept.
"""

from __future__ import annotations

from board.domain.passwords import Passwords
from board.hooks import BoardHooks
from board.security import TeamPolicy
from board.settings import BoardSettings
from board.statics import add_static_files
from board.throttle import Throttle
from board.tokens import token_view
from board.tree import Root
from board.views.language import day, tell
from board.views.site import site_of
from corefw.config import Configurator
from corefw.events import ApplicationCreated
from corefw.session import SignedCookieSessionFactory

__all__ = ["includeme"]

#: Whoever does not look at the board for so long logs in again.
DAY = 24 * 60 * 60


def includeme(config: Configurator) -> None:
    """Make up the application; included by ``include = ["board"]`` in the settings file."""
    settings: BoardSettings = config.settings.typed("board", BoardSettings)
    config.set_root_factory(Root)
    config.set_security_policy(TeamPolicy())
    if not config.settings.get("corefw.sessions.kind"):
        # The deployment does not say where sessions are kept.
        config.set_session_factory(SignedCookieSessionFactory(config.settings["corefw.secret"], timeout=DAY))
    config.add_utility(Throttle(settings.login_attempts), Throttle)
    config.add_utility(Passwords(), Passwords)
    config.add_request_method(site_of, "site", reify=True)
    config.add_request_method(tell)
    config.add_request_method(day)
    config.add_translation_dirs("board:locale")
    config.add_view_deriver(token_view, "token")
    config.add_hookspecs(BoardHooks)
    add_static_files(config)
    config.include("board.storage")
    config.scan("board.views")
    config.scan("board.api")
    if settings.sample:
        config.add_subscriber("board.sample.fill_at_start", ApplicationCreated)
