"""Persistence in memory for corefw: transactions, savepoints and isolation between requests.

`corefw_memory.store` holds what was committed, `corefw_memory.unit` what one unit of work sees and
writes, `corefw_memory.table` how an application asks for records, `corefw_memory.records` keeps them
apart, `corefw_memory.sessions` is a session store, and `corefw_memory.addon` joins it all to corefw.
"""

from corefw_memory.errors import ConflictError, UnitOfWorkError, UnstorableRecord
from corefw_memory.persistence import MemoryPersistence
from corefw_memory.sessions import MemorySessionStore
from corefw_memory.settings import MemorySettings
from corefw_memory.table import Table
from corefw_memory.unit import MemorySavepoint, MemoryUnitOfWork

__all__ = [
    "ConflictError",
    "MemoryPersistence",
    "MemorySavepoint",
    "MemorySessionStore",
    "MemorySettings",
    "MemoryUnitOfWork",
    "Table",
    "UnitOfWorkError",
    "UnstorableRecord",
]
