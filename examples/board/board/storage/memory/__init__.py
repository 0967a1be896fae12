"""The stores over the tables of the addon memory: for tests, for trying out, for a demo without a file.

Records are the entities themselves.  Two units of work that change the same board conflict when
the second commits; such a request is done again, by `board.storage.memory.again`.
"""

from __future__ import annotations

from board.storage.memory.again import again_tween_factory
from corefw.config import Configurator
from corefw.tweens import EXCVIEW

__all__ = ["includeme"]


def includeme(config: Configurator) -> None:
    """Register the adapters, and do again what lost a race."""
    config.scan(__name__)
    config.add_tween(again_tween_factory, under=EXCVIEW)
