"""Where the board is kept: one package for each kind of unit of work.

Only those packages know a persistence addon.  Which one serves is decided by the settings: each
registers its adapters for its addon's unit of work, if that addon is there.
"""

from __future__ import annotations

from importlib.util import find_spec

from corefw.config import Configurator

__all__ = ["includeme"]


def includeme(config: Configurator) -> None:
    """Include the storages of this deployment."""
    if hasattr(config, "add_migrations"):  # a directive of the addon sqlalchemy, if it is enabled
        config.include("board.storage.sql")
    elif find_spec("corefw_memory") is not None:
        config.include("board.storage.memory")
