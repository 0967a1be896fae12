"""Where the board is kept: one package for each kind of unit of work.

Only those packages know a persistence addon.  Each registers its adapters for its addon's unit of
work, if that addon is enabled; with both enabled ``[corefw.ports]`` says which one serves.
"""

from __future__ import annotations

from corefw.config import Configurator

__all__ = ["includeme"]


def includeme(config: Configurator) -> None:
    """Include the storages of this deployment."""
    if config.plan.select(kind="port", owner="sqlalchemy"):
        config.include("board.storage.sql")
    if config.plan.select(kind="port", owner="memory"):
        config.include("board.storage.memory")
