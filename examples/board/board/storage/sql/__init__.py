"""The stores over SQL: component adapters of the SQLAlchemy addon's unit of work.

The one package of the board that knows this addon.  Rows never leave it; the rules are the desk's.
`tables` describes the relational form.
"""

from __future__ import annotations

from board.storage.sql.tables import Base
from corefw.config import Configurator

__all__ = ["includeme"]


def includeme(config: Configurator) -> None:
    """Register the adapters, the tables and their migrations."""
    config.add_metadata(Base.metadata)
    config.add_migrations("board:migrations")
    config.scan(__name__)
