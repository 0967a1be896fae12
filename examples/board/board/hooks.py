"""The board's own hooks: what addons are told of, and what they add to its pages.

An addon inherits `BoardHooks` beside `corefw.hooks.Hooks` and defines the methods it wants.  The hooks
of cards run within the request's unit of work: what they raise undoes the whole request.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from board.domain.entities import Board, Card, Column
from corefw.hooks import hookspecs
from corefw.request import Request

__all__ = ["BoardHooks", "BoardPanels", "CardCreated", "CardMoved", "HookWatcher", "Panel", "panels_of"]


@dataclass(frozen=True, slots=True)
class CardCreated:
    """A card was added."""

    request: Request
    board: Board
    card: Card


@dataclass(frozen=True, slots=True)
class CardMoved:
    """A card changed its place; *origin* and *target* are the same for a move within a column."""

    request: Request
    board: Board
    card: Card
    origin: Column
    target: Column


@dataclass(frozen=True, slots=True)
class BoardPanels:
    """A board's page is drawn."""

    request: Request
    board: Board


@dataclass(frozen=True, slots=True)
class Panel:
    """Something below a board's columns: a title, a sentence, and links as pairs of text and path.

    Plain data, so that it is drawn in whatever template language the deployment has.
    """

    title: str
    text: str = ""
    links: tuple[tuple[str, str], ...] = ()


@hookspecs
class BoardHooks:
    """The hooks of the board."""

    def card_created(self, event: CardCreated) -> None:
        """See a card that was added."""

    def card_moved(self, event: CardMoved) -> None:
        """See a card that changed its place."""

    def board_panels(self, event: BoardPanels) -> Iterable[Panel]:
        """Return panels for a board's page."""
        return ()


@dataclass(frozen=True, slots=True)
class HookWatcher:
    """Tells the addons what the desk does; see `board.domain.seat.Watcher`."""

    request: Any

    def card_created(self, board: Board, card: Card) -> None:
        """Call the hook."""
        self.request.hooks.card_created(CardCreated(self.request, board, card))

    def card_moved(self, board: Board, card: Card, origin: Column, target: Column) -> None:
        """Call the hook."""
        self.request.hooks.card_moved(CardMoved(self.request, board, card, origin, target))


def panels_of(request: Request, board: Board) -> list[Panel]:
    """Return what the addons add to the page of *board*."""
    return [panel for some in request.hooks.board_panels(BoardPanels(request, board)) for panel in some]
