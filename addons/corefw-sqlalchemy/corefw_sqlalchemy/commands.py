"""The commands ``corefw db ...``: words around `corefw_sqlalchemy.migrations`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from corefw.ports import Persistence, SessionStore, SessionStoreUnavailable, as_interface
from corefw_sqlalchemy.migrations import MigrationError, Migrations
from corefw_sqlalchemy.persistence import SqlPersistence
from corefw_sqlalchemy.schema import MigrationFolder, OwnedMetadata
from corefw_sqlalchemy.sessions import SqlSessionStore

__all__ = ["database_commands", "migrations_of"]

# The application: whatever has a registry.
Load = Callable[[], Any]


def migrations_of(registry: Any, tell: Callable[[str], None] = lambda text: None) -> Migrations:
    """Return the migrations that were contributed to the application of *registry*."""
    persistence = registry.component(Persistence)
    if not isinstance(persistence, SqlPersistence):
        raise MigrationError(f"Persistence is provided by {type(persistence).__name__}, not by this addon.")
    folders = {each.label: each for each in registry.all(MigrationFolder).values()}
    owned = {each.label: each for each in registry.all(OwnedMetadata).values()}
    return Migrations(persistence.engine, folders, owned, tell)


def database_commands(load: Load) -> click.Group:
    """Return the group ``db``; *load* gives the application when a command runs."""

    @contextmanager
    def migrations() -> Iterator[Migrations]:
        try:
            found = migrations_of(load().registry, click.echo)
            try:
                yield found
            finally:
                # The application was not started: there is nothing else of it to stop.
                found.engine.dispose()
        except (MigrationError, SQLAlchemyError) as error:
            raise click.ClickException(str(error)) from error

    @click.group("db")
    def db() -> None:
        """Work with the schema of the database."""

    @db.command()
    @click.argument("revision", default="heads")
    @click.option("--sql", is_flag=True, help="Print the statements and do nothing.")
    def upgrade(revision: str, sql: bool) -> None:
        """Apply migrations up to REVISION; all of them if it is not given."""
        with migrations() as them:
            click.echo(them.upgrade(revision, sql=sql), nl=False)

    @db.command()
    @click.argument("revision")
    def downgrade(revision: str) -> None:
        """Undo migrations down to REVISION, such as board@-1 or board@base."""
        with migrations() as them:
            them.downgrade(revision)

    @db.command()
    @click.option("-m", "--message", required=True, help="What it changes, in a few words.")
    @click.option("--label", default="", help="Whose it is, if several owners have migrations.")
    @click.option("--autogenerate", is_flag=True, help="Fill it from the difference to the tables in code.")
    def revision(message: str, label: str, autogenerate: bool) -> None:
        """Write a new migration."""
        with migrations() as them:
            path = them.revise(message, label=label, autogenerate=autogenerate)
            click.echo(f"wrote {path}" if path else "nothing changed, nothing written")

    @db.command()
    def current() -> None:
        """Show what the database has."""
        with migrations() as them:
            click.echo(them.current().rstrip() or "no migrations applied")

    @db.command()
    def history() -> None:
        """Show all migrations, the newest first."""
        with migrations() as them:
            click.echo(them.history().rstrip() or "no migrations written")

    @db.command()
    def check() -> None:
        """Fail if the tables in code and the database differ."""
        with migrations() as them:
            them.differences()
            click.echo("the database has what the code says")

    @db.command()
    @click.argument("revision", default="heads")
    def stamp(revision: str) -> None:
        """Record REVISION as applied without applying it."""
        with migrations() as them:
            them.stamp(revision)

    @db.command()
    @click.argument("revision")
    def forget(revision: str) -> None:
        """Forget REVISION, whose migration is gone; its tables stay."""
        with migrations() as them:
            them.forget(revision)
            click.echo(f"forgotten: {revision}")

    db.add_command(_sweep_command(load))
    return db


def _sweep_command(load: Load) -> click.Command:
    @click.command()
    def sweep() -> None:
        """Delete the sessions that are over; for a timer, once an hour or a day."""
        store = load().registry.queryUtility(as_interface(SessionStore))
        if not isinstance(store, SqlSessionStore):
            raise click.ClickException(
                "Sessions are not kept in the database: "
                ' session_store = "sqlalchemy"  is not in [corefw.ports]'
            )
        try:
            click.echo(f"deleted: {store.sweep()}")
        except (SessionStoreUnavailable, SQLAlchemyError) as error:
            raise click.ClickException(str(error)) from error
        finally:
            # The application was not started: there is nothing else of it to stop.
            store.persistence.close()

    return sweep
