"""Where the board is kept: one module for each kind of unit of work.

Only those modules know a persistence addon.  `tables` describes the relational form.
"""

from __future__ import annotations

from corefw.config import Configurator

__all__ = ["includeme"]


def includeme(config: Configurator) -> None:
    """Include the storage of this deployment."""
    config.include("board.storage.sql")
