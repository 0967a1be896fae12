"""What the addon brings to an application: the port, ``request.db``, directives, views, commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from corefw.config import Configurator
from corefw.exceptions import ConfigurationError, Witness
from corefw.hooks import Check, Commands, Configure, Finding, Hooks, ShellNames, Started, Stopping
from corefw.ports import Persistence, SessionStore
from corefw_sqlalchemy.answers import refuse_unavailable, refuse_unstorable
from corefw_sqlalchemy.commands import database_commands, migrations_of
from corefw_sqlalchemy.engine import is_memory, open_engine
from corefw_sqlalchemy.errors import DatabaseUnavailable, UnitOfWorkError, UnstorableValue
from corefw_sqlalchemy.persistence import SqlPersistence, persistence_over
from corefw_sqlalchemy.schema import OwnedMetadata, add_metadata, add_migrations
from corefw_sqlalchemy.sessions import LABEL, MIGRATIONS, SqlSessionStore
from corefw_sqlalchemy.sessions import metadata as session_metadata
from corefw_sqlalchemy.settings import SqlalchemySettings
from corefw_sqlalchemy.unit import SqlUnitOfWork

__all__ = ["SqlalchemyAddon", "session_of"]


def session_of(request: Any) -> Session:
    """Return the session of the request's unit of work; this is ``request.db``.

    Raises `UnitOfWorkError` if the unit of work is another addon's.
    """
    unit = request.unit_of_work
    if not isinstance(unit, SqlUnitOfWork):
        raise UnitOfWorkError(
            f"request.db is the session of SQLAlchemy, and this unit of work is a {type(unit).__name__}."
        )
    return unit.session


class SqlalchemyAddon(Hooks):
    """SQLAlchemy behind the persistence port."""

    def configure(self, event: Configure) -> None:
        """Open the engine (nothing is connected yet) and declare what stands on it."""
        config, settings = event.config, event.settings
        assert isinstance(settings, SqlalchemySettings)
        try:
            engine = open_engine(settings, _folder_of(config))
        except ConfigurationError as error:
            given = _given_at(config)
            raise ConfigurationError(
                *(replace(problem, witnesses=(given,)) for problem in error.problems)
            ) from error.__cause__
        persistence = persistence_over(engine, expire_on_commit=settings.expire_on_commit)
        config.provide_port(Persistence, persistence)
        config.add_directive("add_migrations", add_migrations)
        config.add_directive("add_metadata", add_metadata)
        config.add_request_method(session_of, "db", property=True)
        if config.settings.get("corefw.ports.session_store") == "sqlalchemy":
            # Only where it is chosen, so that nobody else gets a table.
            config.provide_port(SessionStore, SqlSessionStore(persistence))
            add_metadata(config, session_metadata, label=LABEL)
            add_migrations(config, MIGRATIONS, label=LABEL)
        config.add_exception_view(refuse_unavailable, context=DatabaseUnavailable)
        config.add_exception_view(refuse_unstorable, context=UnstorableValue)

    def check(self, event: Check) -> Iterable[Finding]:
        """Find a database that does not answer, lacks migrations, or has too few connections."""
        persistence = _provider(event.registry)
        if persistence is None:
            return
        threads = event.registry.settings.get("server.threads", 4)
        size = persistence.engine.pool.size()  # type: ignore[attr-defined]
        if isinstance(threads, int) and size < threads and not is_memory(persistence.engine.url):
            yield Finding(
                "sqlalchemy.pool",
                f"sqlalchemy.pool_size is {size}, and the server has {threads} threads: "
                "requests will wait for each other's connections.",
                hint=f"set sqlalchemy.pool_size = {threads}",
            )
        health = persistence.health()
        if not health.ok:
            given = _given_at(event.registry)
            yield Finding(
                "sqlalchemy.unreachable",
                health.detail,
                hint=f"start the database, or mend sqlalchemy.url ({_words_for(event.registry)})",
                level="error",
                place=given.place,
            )
            return
        migrations = migrations_of(event.registry)
        with persistence.engine.connect() as connection:
            pending = migrations.pending(connection)
            orphans = migrations.orphans(connection)
        if orphans:
            yield Finding(
                "sqlalchemy.orphans",
                f"{persistence.shown_url} records migrations that no folder knows: {', '.join(orphans)}.",
                hint="put the addon back and run: corefw db downgrade BRANCH@base; "
                f"or forget them: {'; '.join(f'corefw db forget {orphan}' for orphan in orphans)}",
            )
        if pending:
            yield Finding(
                "sqlalchemy.migrations",
                f"{persistence.shown_url} lacks migrations: {', '.join(pending)}.",
                hint="run: corefw db upgrade",
            )

    def started(self, event: Started) -> None:
        """Create missing tables, if the settings say so."""
        persistence = _provider(event.registry)
        settings = event.registry.settings.typed("sqlalchemy", SqlalchemySettings)
        if persistence is None or not settings.create_schema:
            return
        for owned in event.registry.all(OwnedMetadata).values():
            for metadata in owned.metadata:
                metadata.create_all(persistence.engine)
        if not is_memory(persistence.engine.url):
            # A server may fork after this, and two processes must not share a connection.
            persistence.engine.dispose()

    def stopping(self, event: Stopping) -> None:
        """Close the connections."""
        persistence = _provider(event.registry)
        if persistence is not None:
            persistence.close()

    def commands(self, event: Commands) -> Iterable[click.Command]:
        """Return the group ``db``."""
        return [database_commands(event.load)]

    def shell_names(self, event: ShellNames) -> Mapping[str, object]:
        """Return a unit of work and its session; nothing is stored before ``unit.commit()``."""
        persistence = _provider(event.registry)
        if persistence is None:
            return {}
        unit = persistence.begin()
        return {"unit": unit, "db": unit.session}


def _provider(registry: Any) -> SqlPersistence | None:
    """Return what fills the port, unless it is another addon's."""
    found = registry.port(Persistence)
    return found if isinstance(found, SqlPersistence) else None


def _given_at(holder: Any) -> Witness:
    """Return where the address was given; never the address, which may hold a password."""
    origin = holder.settings.origin("sqlalchemy.url")
    found: Witness = origin.witness(hide=True)
    return replace(found, note="sqlalchemy.url") if origin.kind == "code" else found


def _words_for(holder: Any) -> str:
    return str(holder.settings.origin("sqlalchemy.url"))


def _folder_of(config: Configurator) -> Path:
    """Return where a relative SQLite file lies: beside the file that names it, else where we run."""
    origin = config.settings.origin("sqlalchemy.url")
    if origin.kind == "file" and origin.place is not None:
        return Path(origin.place.file).resolve().parent
    return Path.cwd()
