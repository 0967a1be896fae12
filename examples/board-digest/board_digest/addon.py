"""What the addon does with corefw and with the board."""

from __future__ import annotations

from collections.abc import Iterable

from board.hooks import BoardHooks, BoardPanels, CardCreated, CardMoved, Panel
from board_digest.contract import Tallies
from board_digest.settings import DigestSettings
from corefw.hooks import Configure, Hooks
from corefw.i18n import TranslationStringFactory

__all__ = ["DigestAddon"]

_ = TranslationStringFactory("board_digest")


class DigestAddon(Hooks, BoardHooks):
    """Counts what happens to cards, adds a page and a panel, and dresses the board a little."""

    def configure(self, event: Configure) -> None:
        """Declare the page, the storage, and what lies over the board's own files."""
        config = event.config
        config.scan("board_digest.views")
        config.add_translation_dirs("board_digest:locale")
        if config.plan.select(kind="port", owner="sqlalchemy"):
            config.include("board_digest.sql")
        if config.plan.select(kind="port", owner="memory"):
            config.include("board_digest.memory")
        config.override_asset("board:templates/boards.html", "board_digest:templates/boards.html")
        config.override_asset("board:theme/theme.css", "board_digest:static/theme.css")

    def card_created(self, event: CardCreated) -> None:
        """Count it, in the unit of work of the request."""
        self._tallies(event).count(event.board.id, created=1)

    def card_moved(self, event: CardMoved) -> None:
        """Count a move to another column."""
        if event.origin != event.target:
            self._tallies(event).count(event.board.id, moved=1)

    def board_panels(self, event: BoardPanels) -> Iterable[Panel]:
        """Say below a board what was counted on it."""
        settings: DigestSettings = event.request.registry.settings.typed("digest", DigestSettings)
        tally = self._tallies(event).of(event.board.id)
        tell = event.request.tell
        counted = {"created": tally.created, "moved": tally.moved}
        yield Panel(
            title=settings.title,
            text=tell(_("Added since the digest is here: ${created}. Moved: ${moved}.", counted)),
            links=((tell(_("What is due on all boards")), event.request.route_path("board_digest")),),
        )

    @staticmethod
    def _tallies(event: CardCreated | CardMoved | BoardPanels) -> Tallies:
        request = event.request
        found: Tallies = request.component(Tallies, request.unit_of_work)
        return found
