"""The tallies in memory, for deployments without a database."""

from __future__ import annotations

from board_digest.contract import Tallies, Tally
from corefw.config import Configurator, adapter_config
from corefw_memory import MemoryUnitOfWork

__all__ = ["MemoryTallies", "includeme"]


@adapter_config(for_=MemoryUnitOfWork, provides=Tallies)
class MemoryTallies(Tallies):
    """The tallies of a unit of work."""

    def __init__(self, unit_of_work: MemoryUnitOfWork) -> None:
        self.rows = unit_of_work.table("board_digest_tally", Tally)

    def of(self, board_id: int) -> Tally:
        return self.rows.get(board_id, Tally(board_id))

    def count(self, board_id: int, *, created: int = 0, moved: int = 0) -> None:
        before = self.of(board_id)
        self.rows.put(board_id, Tally(board_id, before.created + created, before.moved + moved))


def includeme(config: Configurator) -> None:
    """Register the adapter."""
    config.scan(__name__)
