"""What was done in an attempt that fails is undone, newest first."""

from __future__ import annotations

import pytest

from corefw.engine.journal import Journal
from tests.engine.configurators import failing


def test_a_failed_attempt_is_undone_in_reverse() -> None:
    """Each change meets the state that it left."""
    journal, undone = Journal(), []

    with failing(journal.attempt()):
        journal.note(lambda: undone.append(1))
        journal.note(lambda: undone.append(2))

    assert [2, 1] == undone


def test_a_successful_attempt_is_kept() -> None:
    """A later failure does not reach it."""
    journal, undone = Journal(), []
    with journal.attempt():
        journal.note(lambda: undone.append(1))

    with failing(journal.attempt()):
        pass

    assert [] == undone


def test_outside_an_attempt_nothing_is_kept() -> None:
    """What was done by hand before a commit stays when the commit fails."""
    journal, undone = Journal(), []
    journal.note(lambda: undone.append(1))
    assert not journal.is_kept

    with failing(journal.attempt()):
        pass

    assert [] == undone


def test_attempts_nest() -> None:
    """An inner failure undoes the inner changes only, an outer one also those of an inner success."""
    journal, undone = Journal(), []

    with failing(journal.attempt()):
        journal.note(lambda: undone.append("outer"))
        with journal.attempt():
            journal.note(lambda: undone.append("inner success"))
        with failing(journal.attempt()):
            journal.note(lambda: undone.append("inner failure"))
        assert ["inner failure"] == undone

    assert ["inner failure", "inner success", "outer"] == undone


def test_an_interrupt_is_undone_too() -> None:
    """Whoever presses Ctrl-C in a shell keeps a registry that holds together."""
    journal, undone = Journal(), []

    def interrupted() -> None:
        with journal.attempt():
            journal.note(lambda: undone.append(1))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert [1] == undone


def test_an_undo_that_fails_does_not_stop_the_others() -> None:
    """A note on the exception says what could not be undone."""
    journal, undone = Journal(), []

    def broken() -> None:
        raise RuntimeError("stuck")

    def attempt() -> None:
        with journal.attempt():
            journal.note(lambda: undone.append(1))
            journal.note(broken)
            raise ValueError("x")

    with pytest.raises(ValueError, match="x") as caught:
        attempt()

    assert [1] == undone
    assert ["A change could not be undone: RuntimeError: stuck"] == caught.value.__notes__


def test_what_an_undo_does_is_not_noted() -> None:
    """Undoing with the registry's own methods does not undo the undoing."""
    journal, undone = Journal(), []

    def undo() -> None:
        undone.append(1)
        journal.note(undo)

    with failing(journal.attempt()):
        journal.note(undo)

    assert [1] == undone


def test_an_undo_may_take_arguments() -> None:
    """So that a change needs no function of its own to be noted."""
    journal = Journal()
    undone: list[int] = []

    with failing(journal.attempt()):
        journal.note(undone.append, 1)

    assert [1] == undone
