"""Migrations: alembic, driven by its API over the folders that owners contributed.

There is no ``alembic.ini``: the address is the application's, the folders and tables are what
`add_migrations` and `add_metadata` declared.  The words of the command line are in
`corefw_sqlalchemy.commands`.
"""

from __future__ import annotations

import io
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, MetaData, column, delete, table

from corefw_sqlalchemy.schema import MigrationFolder, OwnedMetadata

__all__ = ["MigrationError", "Migrations"]

Tell = Callable[[str], None]

# One key for all migrations of a database: two deployments that upgrade it at once take turns.
_POSTGRESQL_LOCK = 0x636F7265


class MigrationError(Exception):
    """A command of migrations cannot be done; the message says what to do."""


class Migrations:
    """The migrations of one application over its database."""

    def __init__(
        self,
        engine: Engine,
        folders: Mapping[str, MigrationFolder],
        owned: Mapping[str, OwnedMetadata],
        tell: Tell = lambda text: None,
    ) -> None:
        self.engine = engine
        self.folders = folders
        self.owned = owned
        self.tell = tell

    def upgrade(self, revision: str = "heads", *, sql: bool = False) -> str:
        """Upgrade to *revision* (``heads`` is everything); with *sql* return the statements instead."""
        if self.folders and not sql:
            with self.engine.connect() as connection, _spoken():
                self._refuse_to_begin_anew(connection)
        return self._command(command.upgrade, revision, sql=sql)

    def downgrade(self, revision: str) -> None:
        """Undo migrations down to *revision*: ``board@-1``, ``board@base``, or an identifier."""
        self._command(command.downgrade, revision)

    def stamp(self, revision: str = "heads") -> None:
        """Record *revision* as what the database has, and change nothing else."""
        self._command(command.stamp, revision)

    def forget(self, revision: str) -> None:
        """Take *revision* out of what the database records, and change nothing else.

        Raises `MigrationError` if the database does not record it, or if a folder knows it.
        """
        with self.engine.begin() as connection, _spoken():
            _take_turn(connection)
            recorded = MigrationContext.configure(connection).get_current_heads()
            if revision not in recorded:
                there = ", ".join(recorded) or "nothing"
                raise MigrationError(f'The database does not record "{revision}"; it records {there}.')
            if revision in self._known():
                raise MigrationError(
                    f'"{revision}" is a migration that is there, and is not forgotten. '
                    "To undo it, run: corefw db downgrade"
                )
            versions = table("alembic_version", column("version_num"))
            connection.execute(delete(versions).where(versions.c.version_num == revision))

    def orphans(self, connection: Connection) -> list[str]:
        """Return the revisions that the database of *connection* records and no folder knows.

        Without any folder there are none: what is recorded is then another program's.
        """
        if not self.folders:
            return []
        with _spoken():
            known = self._known()
        return sorted(set(MigrationContext.configure(connection).get_current_heads()) - known)

    def current(self) -> str:
        """Return the revisions that the database has."""
        return self._command(command.current, verbose=False)

    def history(self) -> str:
        """Return all revisions, the newest first."""
        return self._command(command.history)

    def differences(self) -> None:
        """Compare the tables of all owners with the database.

        Raises `MigrationError` if they differ or if migrations are pending.
        """
        self._command(command.check)

    def revise(self, message: str, *, label: str = "", autogenerate: bool = False) -> Path | None:
        """Write a new revision for the owner *label* and return its file; None if nothing changed."""
        folder = self._folder(label)
        config = self._config(label=folder.label)
        config.cmd_opts = Namespace(quiet=True)  # what was written is told by who asked
        with _spoken():
            scripts = ScriptDirectory.from_config(config)
            heads = [script.revision for script in self._heads(scripts, folder.folder)]
            if len(heads) > 1:
                raise MigrationError(
                    f'The branch "{folder.label}" has several heads: {", ".join(heads)}. '
                    "Rewrite one of them so that it follows the other."
                )
            made = command.revision(
                config,
                message,
                autogenerate=autogenerate,
                head=heads[0] if heads else "base",
                branch_label=None if heads else folder.label,
                version_path=str(folder.folder),
                process_revision_directives=_write_nothing_for_nothing if autogenerate else None,
            )
        scripts_made = [made] if made is not None and not isinstance(made, list) else made or []
        found = [Path(script.path) for script in scripts_made if script is not None]
        return found[0] if found else None

    def pending(self, connection: Connection) -> list[str]:
        """Return the newest revisions that the database of *connection* lacks."""
        if not self.folders:
            return []
        with _spoken():
            scripts = ScriptDirectory.from_config(self._config())
            have = self._applied(scripts, connection)
            return sorted(
                f"{self._label_of(scripts, head)}@{head}" for head in scripts.get_heads() if head not in have
            )

    def _known(self) -> set[str]:
        if not self.folders:
            return set()
        return {script.revision for script in ScriptDirectory.from_config(self._config()).walk_revisions()}

    def _applied(self, scripts: ScriptDirectory, connection: Connection) -> set[str]:
        """Return every revision of the folders that the database has, also those before its newest."""
        there = MigrationContext.configure(connection).get_current_heads()
        known = {script.revision for script in scripts.walk_revisions()}
        return {
            script.revision
            for head in known.intersection(there)
            for script in scripts.iterate_revisions(head, "base")
        }

    def _refuse_to_begin_anew(self, connection: Connection) -> None:
        """Refuse if an unknown revision may be a newer one of a branch that would begin at its base."""
        orphans = self.orphans(connection)
        if not orphans:
            return
        scripts = ScriptDirectory.from_config(self._config())
        applied = {self._label_of(scripts, revision) for revision in self._applied(scripts, connection)}
        written = {self._label_of(scripts, script.revision) for script in scripts.walk_revisions()}
        if written - applied:
            raise MigrationError(
                f"The database records {', '.join(orphans)}, which no folder of migrations knows, "
                f"and nothing of {', '.join(sorted(written - applied))}: "
                "it may have been upgraded by newer code. Put back what had the revision; "
                "or, if it was of an addon that is gone, run: "
                f"corefw db forget {orphans[0]}"
            )

    def _leave_orphans(self, context: MigrationContext, connection: Connection) -> None:
        """Let alembic see only the revisions that a folder knows: it stops at any other."""
        orphans = self.orphans(connection)
        if not orphans:
            return
        for orphan in orphans:
            self.tell(
                f"The database records {orphan}, which no folder of migrations knows; it is left alone. "
                f"To forget it: corefw db forget {orphan}"
            )
        heads = tuple(head for head in context.get_current_heads() if head not in orphans)
        context.get_current_heads = lambda: heads  # type: ignore[method-assign]

    def _label_of(self, scripts: ScriptDirectory, revision: str) -> str:
        script = scripts.get_revision(revision)
        place = Path(script.path).parent if script is not None else None
        return next((label for label, each in self.folders.items() if each.folder == place), "")

    def _heads(self, scripts: ScriptDirectory, folder: Path) -> list[Any]:
        """Return the revisions in *folder* that no other revision there follows."""
        here = [script for script in scripts.walk_revisions() if Path(script.path).parent == folder]
        followed = {down for script in here for down in script._versioned_down_revisions}
        return [script for script in here if script.revision not in followed]

    def _folder(self, label: str) -> MigrationFolder:
        self._refuse_if_none()
        if label and label not in self.folders:
            raise MigrationError(
                f'No migrations have the label "{label}"; the labels are {", ".join(sorted(self.folders))}.'
            )
        if not label and len(self.folders) > 1:
            raise MigrationError(
                f"Say whose revision it is with --label; the labels are {', '.join(sorted(self.folders))}."
            )
        return self.folders[label] if label else next(iter(self.folders.values()))

    def _refuse_if_none(self) -> None:
        if not self.folders:
            raise MigrationError(
                "Nobody contributed migrations. Add to the configuration of the application: "
                'config.add_migrations("PACKAGE:migrations")'
            )

    def _command(self, do: Callable[..., Any], *args: Any, **kw: Any) -> str:
        self._refuse_if_none()
        config = self._config()
        with _spoken():
            do(config, *args, **kw)
        written: io.StringIO = config.attributes["corefw_sqlalchemy.output"]
        return written.getvalue()

    def _config(self, label: str = "") -> Config:
        output = io.StringIO()
        config = Config(stdout=output, output_buffer=output)
        locations = "\n".join(str(each.folder) for each in self.folders.values())
        for key, value in (
            ("script_location", str(Path(__file__).parent / "environment")),
            ("path_separator", "newline"),
            ("version_locations", locations),
        ):
            config.set_main_option(key, value.replace("%", "%%"))
        config.attributes["corefw_sqlalchemy.output"] = output
        config.attributes["corefw_sqlalchemy.run"] = lambda context: self._run(context, label)
        return config

    def _run(self, context: Any, label: str) -> None:
        """Do what alembic's ``env.py`` does."""
        mine = [owned for owned in self.owned.values() if not label or owned.label == label]
        options: dict[str, Any] = {
            "target_metadata": [each for owned in mine for each in owned.metadata] or MetaData(),
            "include_name": self._tables_of(mine),
            "compare_server_default": False,
            "render_as_batch": self.engine.dialect.name == "sqlite",
        }
        if context.is_offline_mode():
            context.configure(dialect_name=self.engine.dialect.name, literal_binds=True, **options)
            with context.begin_transaction():
                context.run_migrations()
            return
        with self.engine.connect() as connection, _foreign_keys_off(connection):
            context.configure(
                connection=connection,
                transactional_ddl=self.engine.dialect.name in ("sqlite", "postgresql", "mssql"),
                on_version_apply=self._tell_step,
                **options,
            )
            with context.begin_transaction():
                _take_turn(connection)
                self._leave_orphans(context.get_context(), connection)
                context.run_migrations()
                _refuse_broken_references(connection)

    def _tables_of(self, mine: Sequence[OwnedMetadata]) -> Callable[..., bool]:
        known = set(_table_names(mine))
        other = set(_table_names(self.owned.values()))

        def include(name: str | None, kind: str, parents: Mapping[str, str | None]) -> bool:
            if kind != "table":
                return True
            whole = str(parents.get("schema_qualified_table_name") or name)
            if whole in known:
                return True
            if whole not in other:
                self.tell(
                    f'The table "{whole}" is in no metadata, and is left alone: '
                    "if it is yours, write the drop by hand."
                )
            return False

        return include

    def _tell_step(self, *, step: Any, **_: Any) -> None:
        script = step.up_revision
        verb = "upgrade" if step.is_upgrade else "downgrade"
        if step.is_stamp:
            verb = "stamp"
        name = f"{step.up_revision_id} {script.doc}" if script is not None else "base"
        self.tell(f"{verb}: {name}".rstrip())


def _table_names(owned: Iterable[OwnedMetadata]) -> Iterator[str]:
    for one in owned:
        for metadata in one.metadata:
            yield from metadata.tables


def _take_turn(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_POSTGRESQL_LOCK})")


def _write_nothing_for_nothing(context: Any, revision: Any, directives: list[Any]) -> None:
    """Write no revision when the comparison found no difference."""
    if directives[0].upgrade_ops.is_empty():
        directives[:] = []


@contextmanager
def _spoken() -> Iterator[None]:
    """Turn alembic's own complaint into ours, with what to do next."""
    try:
        yield
    except CommandError as error:
        text = str(error)
        if "Target database is not up to date" in text:
            text = "The database lacks migrations that are there. Run: corefw db upgrade"
        raise MigrationError(text) from error


@contextmanager
def _foreign_keys_off(connection: Connection) -> Iterator[None]:
    """Let SQLite rebuild tables: with foreign keys on, dropping the old one deletes what refers to it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys = OFF")  # has no effect inside a transaction, hence not by SQLAlchemy
    try:
        yield
    finally:
        if connection.in_transaction():
            connection.rollback()
        raw.execute("PRAGMA foreign_keys = ON")


def _refuse_broken_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        table, row, parent, _ = broken[0]
        raise MigrationError(
            f"Undone: after the migrations {len(broken)} rows refer to rows that do not exist; "
            f'the first is row {row} of "{table}", which refers to "{parent}".'
        )
