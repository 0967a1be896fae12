"""Units of work: what commits, what is undone, and what is refused."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import ForeignKey, MetaData, insert, select, text
from sqlalchemy.exc import IntegrityError, InvalidRequestError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.orm.exc import DetachedInstanceError
from transaction.interfaces import DoomedTransaction

from corefw.ports import Savepoint, UnitOfWork
from corefw_sqlalchemy import SqlPersistence, SqlUnitOfWork, UnitOfWorkError


class Base(DeclarativeBase):
    metadata = MetaData()


class Card(Base):
    __tablename__ = "card"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(unique=True)


class Note(Base):
    __tablename__ = "note"
    id: Mapped[int] = mapped_column(primary_key=True)
    # Checked at the commit, so that the commit itself can fail.
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id", deferrable=True, initially="DEFERRED"))


@pytest.fixture
def database(open_database: Any, url: str) -> SqlPersistence:
    """A database of each kind, with the two tables."""
    persistence: SqlPersistence = open_database(url)
    Base.metadata.create_all(persistence.engine)
    return persistence


def titles(database: SqlPersistence) -> list[str]:
    with database.begin() as unit:
        return list(unit.session.scalars(select(Card.title).order_by(Card.title)))


def test_it_is_a_unit_of_work_of_the_port(database: SqlPersistence) -> None:
    """The classes are those of the contract."""
    with database.begin() as unit:
        assert isinstance(unit, UnitOfWork)
        assert isinstance(unit.savepoint(), Savepoint)


def test_a_commit_keeps_the_work(database: SqlPersistence) -> None:
    """An object that was only added is flushed and committed."""
    unit = database.begin()
    unit.session.add(Card(title="a"))
    unit.commit()

    assert ["a"] == titles(database)


def test_an_abort_undoes_the_work(database: SqlPersistence) -> None:
    """What was flushed is undone, and what was not is forgotten."""
    unit = database.begin()
    unit.session.add(Card(title="flushed"))
    unit.session.flush()
    unit.session.add(Card(title="pending"))
    unit.abort()

    assert [] == titles(database)


@pytest.mark.parametrize("how", ["core", "text", "driver"])
def test_a_write_that_no_object_knows_of_is_committed_too(database: SqlPersistence, how: str) -> None:
    """zope.sqlalchemy by itself rolls it back without a word."""
    with database.begin() as unit:
        if "core" == how:
            unit.session.execute(insert(Card.__table__).values(title="a"))  # type: ignore[arg-type]
        elif "text" == how:
            unit.session.execute(text("INSERT INTO card (title) VALUES ('a')"))
        else:
            unit.session.connection().exec_driver_sql("INSERT INTO card (title) VALUES ('a')")

    assert ["a"] == titles(database)


def test_a_block_that_raises_aborts(database: SqlPersistence) -> None:
    """A unit is a context manager for scripts."""

    def work() -> None:
        with database.begin() as unit:
            unit.session.add(Card(title="a"))
            raise LookupError

    with pytest.raises(LookupError):
        work()

    assert [] == titles(database)


def test_a_unit_without_work_commits_and_aborts(database: SqlPersistence) -> None:
    """Nothing was asked of the database, so it was not reached."""
    database.begin().commit()
    database.begin().abort()

    assert 0 == database.engine.pool.checkedout()  # type: ignore[attr-defined]


def test_objects_can_be_read_after_the_commit(database: SqlPersistence) -> None:
    """By default nothing expires, so that a response can be rendered from what was stored."""
    unit = database.begin()
    card = Card(title="a")
    unit.session.add(card)
    unit.commit()

    assert "a" == card.title


def test_objects_expire_if_the_settings_say_so(open_database: Any, url: str) -> None:
    """With expire_on_commit a detached object cannot be read."""
    database = open_database(url, expire_on_commit=True)
    Base.metadata.create_all(database.engine)
    unit = database.begin()
    card = Card(title="a")
    unit.session.add(card)
    unit.commit()

    with pytest.raises(DetachedInstanceError):
        card.title  # noqa: B018


@pytest.mark.parametrize("end", ["commit", "abort"])
def test_a_unit_that_is_over_refuses_to_be_used(database: SqlPersistence, end: str) -> None:
    """Only abort may be called again; everything else would be work that nobody commits."""
    unit = database.begin()
    session = unit.session
    getattr(unit, end)()

    how = "committed" if "commit" == end else "aborted"
    for use in (lambda: unit.session, lambda: unit.manager, unit.commit, unit.savepoint):
        with pytest.raises(UnitOfWorkError, match=f"was {how}"):
            use()
    with pytest.raises(InvalidRequestError, match="closed"):
        session.scalars(select(Card.title))
    unit.abort()


def test_a_commit_that_fails_undoes_everything_and_gives_the_connection_back(
    database: SqlPersistence,
) -> None:
    """A deferred constraint fails at the commit; the next unit finds a clean database."""
    unit = database.begin()
    unit.session.add(Card(title="a"))
    unit.session.add(Note(card_id=99))

    with pytest.raises(IntegrityError):
        unit.commit()

    assert [] == titles(database)
    assert 0 == database.engine.pool.checkedout()  # type: ignore[attr-defined]
    with pytest.raises(UnitOfWorkError, match="was aborted"):
        unit.commit()


def test_whatever_joined_the_manager_fails_with_the_commit(database: SqlPersistence) -> None:
    """Mail that cannot be handed over takes the database with it, and the other way round."""
    unit = database.begin()
    unit.session.add(Card(title="a"))

    def refuse() -> None:
        raise RuntimeError("the queue is full")

    unit.manager.get().addBeforeCommitHook(refuse)
    with pytest.raises(RuntimeError, match="full"):
        unit.commit()

    assert [] == titles(database)


@pytest.mark.parametrize("is_first", [True, False])
def test_the_session_commits_with_the_manager_whichever_is_asked_for_first(
    database: SqlPersistence, is_first: bool
) -> None:
    """What the session did before anything joined the manager commits with it."""
    seen: list[bool] = []
    with database.begin() as unit:
        if is_first:
            unit.manager.get().addAfterCommitHook(seen.append)
        unit.session.add(Card(title="a"))
        if not is_first:
            unit.session.flush()
            unit.manager.get().addAfterCommitHook(seen.append)
        unit.session.add(Card(title="b"))

    assert [True] == seen
    assert ["a", "b"] == titles(database)


def test_an_abort_undoes_what_the_session_did_before_the_manager_was_asked_for(
    database: SqlPersistence,
) -> None:
    """Whoever joins late joins the whole unit."""
    unit = database.begin()
    unit.session.add(Card(title="a"))
    unit.session.flush()
    unit.manager.get()
    unit.abort()

    assert [] == titles(database)


@pytest.mark.parametrize("is_before", [True, False])
def test_after_a_rollback_of_the_session_the_manager_commits_new_work(
    database: SqlPersistence, is_before: bool
) -> None:
    """Whether it was asked for before the rollback or after it."""
    with database.begin() as unit:
        unit.session.add(Card(title="a"))
        unit.session.flush()
        if is_before:
            unit.manager.get()
        unit.session.rollback()
        unit.manager.get()
        unit.session.add(Card(title="b"))

    assert ["b"] == titles(database)


def test_a_doomed_unit_does_not_commit(database: SqlPersistence) -> None:
    """The transaction package's own veto is honoured."""
    unit = database.begin()
    unit.session.add(Card(title="a"))
    unit.manager.doom()

    with pytest.raises(DoomedTransaction):
        unit.commit()

    assert [] == titles(database)


def test_a_savepoint_undoes_what_came_after_it(database: SqlPersistence) -> None:
    """The rest of the unit is kept."""
    with database.begin() as unit:
        unit.session.add(Card(title="a"))
        point = unit.savepoint()
        unit.session.add(Card(title="b"))
        unit.session.flush()
        point.rollback()
        unit.session.add(Card(title="c"))

    assert ["a", "c"] == titles(database)


def test_a_savepoint_can_be_returned_to_twice(database: SqlPersistence) -> None:
    """Each attempt starts from the same point."""
    with database.begin() as unit:
        point = unit.savepoint()
        for title in ("a", "b"):
            unit.session.add(Card(title=title))
            point.rollback()
        unit.session.add(Card(title="c"))

    assert ["c"] == titles(database)


def test_a_savepoint_before_the_first_use_of_the_session_keeps_the_session(database: SqlPersistence) -> None:
    """The session that is used after the point is the one that is used after the rollback."""
    with database.begin() as unit:
        point = unit.savepoint()
        unit.session.add(Card(title="a"))
        point.rollback()
        unit.session.add(Card(title="b"))

    assert ["b"] == titles(database)


def test_savepoints_nest(database: SqlPersistence) -> None:
    """Returning to the outer one undoes the inner one's work as well."""
    with database.begin() as unit:
        outer = unit.savepoint()
        unit.session.add(Card(title="a"))
        unit.savepoint()
        unit.session.add(Card(title="b"))
        unit.session.flush()
        outer.rollback()
        unit.session.add(Card(title="c"))

    assert ["c"] == titles(database)


def test_a_savepoint_makes_a_failing_insert_harmless(database: SqlPersistence) -> None:
    """This is how a form says that a name is taken, and keeps the rest."""
    with database.begin() as unit:
        unit.session.add(Card(title="a"))
        point = unit.savepoint()
        unit.session.add(Card(title="a"))
        with pytest.raises(IntegrityError):
            unit.session.flush()
        point.rollback()
        unit.session.add(Card(title="b"))

    assert ["a", "b"] == titles(database)


def test_begin_nested_of_the_session_works_as_sqlalchemy_documents_it(database: SqlPersistence) -> None:
    """The guard against commits leaves nested transactions alone."""
    with database.begin() as unit:
        with unit.session.begin_nested():
            unit.session.add(Card(title="a"))
        nested = unit.session.begin_nested()
        unit.session.add(Card(title="b"))
        unit.session.flush()
        nested.rollback()

    assert ["a"] == titles(database)


def test_a_commit_of_the_session_itself_is_refused(database: SqlPersistence) -> None:
    """It would commit one half of a unit; the error says what to do."""
    unit = database.begin()
    unit.session.add(Card(title="a"))

    with pytest.raises(UnitOfWorkError) as caught:
        unit.session.commit()
    unit.abort()

    assert (
        "session.commit() would commit a part of the unit of work. Leave it out: a request commits when "
        "it answers below 400, and a script calls unit.commit(). For a part that may fail alone use "
        "unit.savepoint() or session.begin_nested()."
    ) == str(caught.value)
    assert [] == titles(database)


def test_after_a_rollback_of_the_session_itself_new_work_is_kept(database: SqlPersistence) -> None:
    """As SQLAlchemy documents it: the rollback undoes what was before, the commit keeps what came after."""
    with database.begin() as unit:
        unit.session.add(Card(title="a"))
        unit.session.flush()
        unit.session.rollback()
        unit.session.add(Card(title="b"))

    assert ["b"] == titles(database)


def test_after_a_rollback_of_the_session_a_unit_without_new_work_commits(database: SqlPersistence) -> None:
    """A form that found its name taken answers, and nothing is stored."""
    with database.begin() as unit:
        unit.session.add_all([Card(title="a"), Card(title="a")])
        with pytest.raises(IntegrityError):
            unit.session.flush()
        unit.session.rollback()

    assert [] == titles(database)


def test_an_error_that_was_swallowed_does_not_commit_half_the_work(database: SqlPersistence) -> None:
    """Without a rollback or a savepoint the commit fails, loudly."""
    unit = database.begin()
    unit.session.add(Card(title="a"))
    unit.session.flush()
    unit.session.add(Card(title="a"))
    with pytest.raises(IntegrityError):
        unit.session.flush()

    with pytest.raises(InvalidRequestError, match="rolled back due to a previous exception"):
        unit.commit()

    assert [] == titles(database)


def test_threads_have_units_of_their_own(database: SqlPersistence) -> None:
    """Nothing is found through a thread, so nothing of one unit is seen in another."""

    def work(number: int) -> None:
        unit = database.begin()
        unit.session.add(Card(title=f"{number:03}"))
        unit.session.flush()
        if number % 2:
            unit.abort()
        else:
            unit.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(60)))

    assert [f"{number:03}" for number in range(0, 60, 2)] == titles(database)


def test_one_unit_may_be_ended_in_another_thread(database: SqlPersistence) -> None:
    """An asynchronous request may begin in one thread and end in another."""
    unit = database.begin()
    unit.session.add(Card(title="a"))
    unit.session.flush()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(unit.commit).result()

    assert ["a"] == titles(database)


def test_two_units_in_one_thread_are_apart(database: SqlPersistence) -> None:
    """Aborting one does not touch the other."""
    first = database.begin()
    first.session.add(Card(title="first"))
    second = database.begin()
    second.abort()
    first.commit()

    assert ["first"] == titles(database)


def test_two_databases_in_one_process_share_nothing(open_database: Any, tmp_path: Any) -> None:
    """Each provider has its engine, its sessions and its listeners."""
    first, second = (open_database(f"sqlite:///{tmp_path}/{name}.db") for name in ("first", "second"))
    for database in (first, second):
        Base.metadata.create_all(database.engine)

    with first.begin() as one, second.begin() as other:
        one.session.add(Card(title="in the first"))
        other.session.add(Card(title="in the second"))

    assert ["in the first"] == titles(first)
    assert ["in the second"] == titles(second)
    assert first.sessions.class_ is not second.sessions.class_


@pytest.mark.parametrize("has_manager", [False, True])
def test_a_unit_leaves_no_reference_cycle_behind(open_database: Any, has_manager: bool) -> None:
    """Memory is freed at once, not when the collector comes by."""
    database = open_database("sqlite://")
    Base.metadata.create_all(database.engine)

    def work() -> None:
        unit: SqlUnitOfWork = database.begin()
        unit.session.get(Card, 1)
        if has_manager:
            unit.manager.get()
        unit.commit()

    work()
    gc.collect()
    gc.disable()
    try:
        for _ in range(5):
            work()
        assert 0 == gc.collect()
    finally:
        gc.enable()
