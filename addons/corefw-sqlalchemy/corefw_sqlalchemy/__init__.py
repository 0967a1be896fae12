"""SQLAlchemy for corefw: the persistence port, one session for each unit of work, migrations.

`corefw_sqlalchemy.engine` opens the database, `corefw_sqlalchemy.unit` joins a session to a
transaction, `corefw_sqlalchemy.persistence` fills the port, `corefw_sqlalchemy.schema` holds what owners
contribute (metadata, migrations), `corefw_sqlalchemy.migrations` drives alembic for
``corefw db``, `corefw_sqlalchemy.sessions` keeps sessions, and `corefw_sqlalchemy.addon` joins it
all to corefw.
"""

from corefw_sqlalchemy.errors import DatabaseUnavailable, UnitOfWorkError, UnstorableValue
from corefw_sqlalchemy.persistence import SqlPersistence
from corefw_sqlalchemy.schema import add_metadata, add_migrations
from corefw_sqlalchemy.sessions import SqlSessionStore
from corefw_sqlalchemy.settings import SqlalchemySettings
from corefw_sqlalchemy.unit import SqlSavepoint, SqlUnitOfWork

__all__ = [
    "DatabaseUnavailable",
    "SqlPersistence",
    "SqlSavepoint",
    "SqlSessionStore",
    "SqlUnitOfWork",
    "SqlalchemySettings",
    "UnitOfWorkError",
    "UnstorableValue",
    "add_metadata",
    "add_migrations",
]
