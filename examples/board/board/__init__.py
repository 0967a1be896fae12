"""The board: a team's task board, made with corefw.

``domain`` knows neither the web nor a database, ``forms`` reads what people type, ``views`` and
``api`` are the two ways to the same desk, ``hooks`` is what addons may hang on to, and ``storage`` is
the only part that knows where all is kept.
"""

from __future__ import annotations

from board.domain.passwords import Passwords
from board.hooks import BoardHooks
from board.security import TeamPolicy
from board.settings import BoardSettings
from board.throttle import Throttle
from board.tokens import token_view
from board.views.site import site_of
from corefw.config import Configurator
from corefw.events import ApplicationCreated
from corefw.session import SignedCookieSessionFactory

__all__ = ["includeme"]

HOUR = 60 * 60
#: Whoever does not look at the board for so long logs in again.
DAY = 24 * HOUR


def includeme(config: Configurator) -> None:
    """Make up the application; included by ``include = ["board"]`` in the settings file."""
    settings: BoardSettings = config.settings.typed("board", BoardSettings)
    secret = config.settings["corefw.secret"]
    config.set_session_factory(SignedCookieSessionFactory(secret, timeout=DAY, reissue_time=HOUR))
    config.set_security_policy(TeamPolicy())
    config.add_utility(Throttle(settings.login_attempts), Throttle)
    config.add_utility(Passwords(), Passwords)
    config.add_request_method(site_of, "site", reify=True)
    config.add_static_view("static", "board:static")
    config.add_view_deriver(token_view, "token")
    config.add_hookspecs(BoardHooks)
    config.include("board.storage")
    config.scan("board.views")
    config.scan("board.api")
    if settings.sample:
        config.add_subscriber("board.sample.fill_at_start", ApplicationCreated)
