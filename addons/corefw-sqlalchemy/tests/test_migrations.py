"""Migrations: written, applied, undone and compared, for several owners over one database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, inspect, text

from corefw_sqlalchemy.migrations import MigrationError, Migrations
from corefw_sqlalchemy.schema import MigrationFolder, OwnedMetadata

BROKEN = """
revision = "bad"
down_revision = None
branch_labels = ("board",)
depends_on = None
from alembic import op

def upgrade():
    op.execute("CREATE TABLE half (id INTEGER)")
    raise RuntimeError("in the middle")
"""


def board(*columns: str) -> MetaData:
    metadata = MetaData()
    Table("board", metadata, Column("id", Integer, primary_key=True))
    Table(
        "card",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("board_id", ForeignKey("board.id", ondelete="CASCADE")),
        *(Column(name, String(20)) for name in columns),
    )
    return metadata


def shop() -> MetaData:
    metadata = MetaData()
    Table("price", metadata, Column("id", Integer, primary_key=True))
    return metadata


class Made:
    """Migrations over one database, and what they told."""

    def __init__(self, database: Any, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.told: list[str] = []

    def migrations(self, **owned: MetaData) -> Migrations:
        folders = {
            label: MigrationFolder(label, f"{label}:migrations", self.folder / label / "migra tions%")
            for label in owned
        }
        contributed = {label: OwnedMetadata(label, (metadata,)) for label, metadata in owned.items()}
        return Migrations(self.database.engine, folders, contributed, self.told.append)

    def tables(self) -> set[str]:
        return set(inspect(self.database.engine).get_table_names())


@pytest.fixture
def made(open_database: Any, url: str, tmp_path: Path) -> Made:
    """An empty database of each kind."""
    return Made(open_database(url), tmp_path)


@pytest.fixture
def on_sqlite(open_database: Any, tmp_path: Path) -> Made:
    """An empty SQLite database."""
    return Made(open_database("sqlite:///x.db"), tmp_path)


def test_the_first_revision_makes_the_folder_and_the_branch(made: Made) -> None:
    """It carries the label of its owner, and applying it makes the tables."""
    migrations = made.migrations(board=board("title"))

    path = migrations.revise("first", autogenerate=True)
    migrations.upgrade()

    assert path is not None
    assert made.folder / "board" / "migra tions%" == path.parent
    assert "branch_labels = ('board',)" in path.read_text()
    assert {"board", "card", "alembic_version"} == made.tables()
    assert [f"upgrade: {path.name.partition('_')[0]} first"] == made.told


def test_a_second_revision_follows_the_first(made: Made) -> None:
    """Only what changed is in it."""
    made.migrations(board=board()).revise("first", autogenerate=True)
    made.migrations(board=board()).upgrade()
    migrations = made.migrations(board=board("title"))

    path = migrations.revise("second", autogenerate=True)
    migrations.upgrade()

    assert path is not None
    assert "branch_labels = None" in path.read_text()
    assert "create_table" not in path.read_text()
    columns = inspect(made.database.engine).get_columns("card")
    assert {"id", "board_id", "title"} == {column["name"] for column in columns}


def test_nothing_is_written_where_nothing_changed(made: Made) -> None:
    """An empty revision would only be noise."""
    migrations = made.migrations(board=board())
    migrations.revise("first", autogenerate=True)
    migrations.upgrade()

    assert migrations.revise("again", autogenerate=True) is None


def test_owners_have_branches_of_their_own(made: Made) -> None:
    """Each revision holds the tables of its owner alone, and each branch goes its own way."""
    migrations = made.migrations(board=board(), shop=shop())
    first = migrations.revise("first", label="board", autogenerate=True)
    migrations.upgrade()
    second = migrations.revise("first", label="shop", autogenerate=True)
    migrations.upgrade()

    assert first is not None
    assert second is not None
    assert "price" not in first.read_text()
    assert "card" not in second.read_text()
    assert "drop_table('price')" in second.read_text()
    assert {"board", "card", "price", "alembic_version"} == made.tables()

    migrations.downgrade("shop@base")

    assert {"board", "card", "alembic_version"} == made.tables()


def test_whose_revision_it_is_must_be_said_if_there_are_several(on_sqlite: Made) -> None:
    """And the label must be one of theirs."""
    migrations = on_sqlite.migrations(board=board(), shop=shop())

    with pytest.raises(
        MigrationError, match="Say whose revision it is with --label; the labels are board, shop"
    ):
        migrations.revise("first")
    with pytest.raises(
        MigrationError, match='No migrations have the label "bord"; the labels are board, shop'
    ):
        migrations.revise("first", label="bord")


def test_a_table_in_no_metadata_is_left_alone_and_told(made: Made) -> None:
    """It may belong to somebody else; nothing is dropped by guessing."""
    with made.database.begin() as unit:
        unit.session.execute(text("CREATE TABLE theirs (id INTEGER)"))
    migrations = made.migrations(board=board())

    path = migrations.revise("first", autogenerate=True)

    assert path is not None
    assert "theirs" not in path.read_text()
    told = 'The table "theirs" is in no metadata, and is left alone: if it is yours, write the drop by hand.'
    assert told in made.told


def test_a_migration_that_fails_leaves_nothing_behind(made: Made) -> None:
    """Its tables are undone with it, on SQLite too."""
    migrations = made.migrations(board=board())
    folder = made.folder / "board" / "migra tions%"
    folder.mkdir(parents=True)
    (folder / "bad.py").write_text(BROKEN)

    with pytest.raises(RuntimeError, match="in the middle"):
        migrations.upgrade()

    assert set() == made.tables() - {"alembic_version"}
    assert "" == migrations.current().strip()
    assert made.database.health().ok


def test_rebuilding_a_table_of_sqlite_keeps_the_rows_that_refer_to_it(on_sqlite: Made) -> None:
    """With foreign keys on, dropping the old table would delete them."""
    migrations = on_sqlite.migrations(board=board())
    migrations.revise("first", autogenerate=True)
    migrations.upgrade()
    with on_sqlite.database.begin() as unit:
        unit.session.execute(text("INSERT INTO board (id) VALUES (1)"))
        unit.session.execute(text("INSERT INTO card (id, board_id) VALUES (1, 1)"))
    path = migrations.revise("rebuild")
    assert path is not None
    path.write_text(
        path.read_text().replace(
            "    pass",
            '    with op.batch_alter_table("board", recreate="always") as batch:\n'
            '        batch.add_column(sa.Column("name", sa.String(10)))',
            1,
        )
    )

    migrations.upgrade()

    with on_sqlite.database.begin() as unit:
        assert 1 == unit.session.scalar(text("SELECT count(*) FROM card"))
        assert 1 == unit.session.scalar(text("PRAGMA foreign_keys"))


def test_a_migration_that_leaves_broken_references_in_sqlite_is_undone(on_sqlite: Made) -> None:
    """They are off while migrations run, so they are checked at the end."""
    migrations = on_sqlite.migrations(board=board())
    migrations.revise("first", autogenerate=True)
    migrations.upgrade()
    path = migrations.revise("break")
    assert path is not None
    path.write_text(
        path.read_text().replace("    pass", '    op.execute("INSERT INTO card (board_id) VALUES (9)")', 1)
    )

    with pytest.raises(MigrationError) as caught:
        migrations.upgrade()

    assert (
        "Undone: after the migrations 1 rows refer to rows that do not exist; "
        'the first is row 1 of "card", which refers to "board".' == str(caught.value)
    )
    with on_sqlite.database.begin() as unit:
        assert 0 == unit.session.scalar(text("SELECT count(*) FROM card"))


def test_pending_migrations_are_known_by_owner(made: Made) -> None:
    """This is what the check of a deployment tells."""
    migrations = made.migrations(board=board(), shop=shop())
    migrations.revise("first", label="board", autogenerate=True)
    migrations.upgrade()
    second = migrations.revise("first", label="shop", autogenerate=True)
    assert second is not None

    with made.database.engine.connect() as connection:
        assert [f"shop@{second.name.partition('_')[0]}"] == migrations.pending(connection)
    migrations.upgrade()
    with made.database.engine.connect() as connection:
        assert [] == migrations.pending(connection)


def test_the_database_is_compared_with_the_tables_in_code(made: Made) -> None:
    """A column that no migration makes is found."""
    migrations = made.migrations(board=board())
    migrations.revise("first", autogenerate=True)
    with pytest.raises(MigrationError, match=r"Run: corefw db upgrade"):
        migrations.differences()

    migrations.upgrade()
    migrations.differences()

    with pytest.raises(MigrationError, match="title"):
        made.migrations(board=board("title")).differences()


def test_a_stamp_records_without_applying(made: Made) -> None:
    """For a database whose tables were made otherwise."""
    migrations = made.migrations(board=board())
    migrations.revise("first", autogenerate=True)
    migrations.stamp()

    assert {"alembic_version"} == made.tables()
    assert "(head)" in migrations.current()


def test_history_and_current_are_told(made: Made) -> None:
    """With the branch of each owner."""
    migrations = made.migrations(board=board())
    path = migrations.revise("make the boards", autogenerate=True)
    assert path is not None
    migrations.upgrade()

    assert f"<base> -> {path.name.partition('_')[0]} (board) (head), make the boards" in migrations.history()
    assert f"{path.name.partition('_')[0]} (head)" == migrations.current().strip()


def test_the_statements_can_be_had_without_a_database(open_database: Any, tmp_path: Path) -> None:
    """For those who apply them by hand."""
    made = Made(open_database("postgresql+psycopg://ann@127.0.0.1:1/board"), tmp_path)
    migrations = made.migrations(board=board())
    folder = made.folder / "board" / "migra tions%"
    folder.mkdir(parents=True)
    (folder / "good.py").write_text(BROKEN.replace('    raise RuntimeError("in the middle")\n', ""))

    statements = migrations.upgrade(sql=True)

    assert "CREATE TABLE half (id INTEGER)" in statements
    assert "alembic_version" in statements


def test_without_migrations_every_command_says_what_to_declare(on_sqlite: Made) -> None:
    """Nobody contributed any."""
    migrations = on_sqlite.migrations()
    commands: list[Callable[[], Any]] = [
        migrations.upgrade,
        migrations.current,
        migrations.history,
        migrations.differences,
        lambda: migrations.revise("x"),
        lambda: migrations.downgrade("base"),
    ]
    for command in commands:
        with pytest.raises(MigrationError) as caught:
            command()
        assert (
            "Nobody contributed migrations. Add to the configuration of the application: "
            'config.add_migrations("PACKAGE:migrations")' == str(caught.value)
        )


def test_an_unknown_revision_is_told(on_sqlite: Made) -> None:
    """Alembic's own words, as an error of ours."""
    migrations = on_sqlite.migrations(board=board())
    migrations.revise("first")

    with pytest.raises(MigrationError, match="nonsense"):
        migrations.upgrade("nonsense")


def test_a_branch_that_was_taken_out_is_told_and_left_alone(made: Made) -> None:
    """The rest goes on; its revision is forgotten only when somebody says so."""
    both = made.migrations(board=board(), shop=shop())
    both.revise("first", label="board", autogenerate=True)
    both.upgrade()
    gone = both.revise("first", label="shop", autogenerate=True)
    assert gone is not None
    both.upgrade()
    orphan = gone.name.partition("_")[0]
    rest = made.migrations(board=board("title"))

    with made.database.engine.connect() as connection:
        assert [orphan] == rest.orphans(connection)
        assert [] == both.orphans(connection)
        assert [] == rest.pending(connection)
    second = rest.revise("second", autogenerate=True)
    assert second is not None
    rest.upgrade()
    rest.differences()
    known = second.name.partition("_")[0]
    told = (
        f"The database records {orphan}, which no folder of migrations knows; it is left alone. "
        f"To forget it: corefw db forget {orphan}"
    )
    assert told in made.told
    assert f"{known} (head)" == rest.current().strip()
    assert known in rest.history()
    with pytest.raises(MigrationError, match="is a migration that is there, and is not forgotten"):
        rest.forget(known)
    with pytest.raises(MigrationError, match='The database does not record "nonsense"'):
        rest.forget("nonsense")
    rest.downgrade("board@-1")

    rest.forget(orphan)

    with made.database.engine.connect() as connection:
        assert [] == rest.orphans(connection)
    assert {"board", "card", "price", "alembic_version"} == made.tables()


def test_older_code_does_not_begin_anew_what_newer_code_upgraded(made: Made) -> None:
    """The unknown revision may be a newer one of the same branch."""
    migrations = made.migrations(board=board())
    migrations.revise("first", autogenerate=True)
    second = migrations.revise("second")
    assert second is not None
    migrations.upgrade()
    second.unlink()
    orphan = second.name.partition("_")[0]

    with pytest.raises(MigrationError) as caught:
        migrations.upgrade()

    assert (
        f"The database records {orphan}, which no folder of migrations knows, and nothing of board: "
        "it may have been upgraded by newer code. Put back what had the revision; "
        "or, if it was of an addon that is gone, run: "
        f"corefw db forget {orphan}" == str(caught.value)
    )
