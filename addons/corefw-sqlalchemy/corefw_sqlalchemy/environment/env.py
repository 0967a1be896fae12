"""Alembic runs this file for each command; what is to be done was decided by corefw_sqlalchemy.migrations."""

from alembic import context

context.config.attributes["corefw_sqlalchemy.run"](context)
