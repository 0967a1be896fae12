"""Drift: what changed between two locks, in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.base.errors import ConfigurationError
from corefw.engine.drift import compare, drift_problem, refuse_drift
from corefw.engine.lockfile import Lock, LockRow

EDIT = LockRow("view", 'view "edit" of the route "card"', "board.views.edit", "board", "board/views.py")


def texts(old: Lock, new: Lock) -> list[str]:
    return [change.text for change in compare(old, new)]


def test_a_view_that_moved_to_another_owner_is_told_as_an_override() -> None:
    """Who has it now, who had it, and that it overrides."""
    now = LockRow(
        "view",
        EDIT.what,
        "board.views.edit",
        "board-digest",
        "digest/views.py",
        "overrides board (board/views.py)",
    )

    assert [
        'view "edit" of the route "card" moved from board to board-digest: overrides board (board/views.py)'
    ] == texts(Lock(rows=(EDIT,)), Lock(rows=(now,)))


def test_a_permission_that_changed_is_told() -> None:
    """What was decided beside the key is compared."""
    was = LockRow("view", "view x", "a.b, permission edit", "board", "board/views.py")
    now = LockRow("view", "view x", "a.b, public", "board", "board/views.py")

    assert ["view x changed from a.b, permission edit to a.b, public"] == texts(
        Lock(rows=(was,)), Lock(rows=(now,))
    )


def test_new_and_gone_registrations_are_told_with_owner_and_place() -> None:
    """What came and what went."""
    assert ['view "edit" of the route "card" is new (board, in board/views.py)'] == texts(
        Lock(), Lock(rows=(EDIT,))
    )
    assert ['view "edit" of the route "card" is gone (it was board\'s, in board/views.py)'] == texts(
        Lock(rows=(EDIT,)), Lock()
    )


def test_versions_are_compared() -> None:
    """An addon that came, went or changed its version."""
    old = Lock(versions={"mako": "1", "redis": "2"})
    new = Lock(versions={"mako": "3", "jinja2": "1"})

    assert ["addon jinja2 1 is new", "mako went from 1 to 3", "addon redis 2 is gone"] == texts(old, new)


def test_an_order_that_has_a_meaning_is_compared() -> None:
    """Two routes that changed places are drift though each is as it was."""
    a, b = (LockRow("route", f'route "{name}"', "/x", "board", "board/__init__.py") for name in "ab")

    changes = compare(Lock(ordered={"route": (a, b)}), Lock(ordered={"route": (b, a)}))

    assert ['the order of kind route changed: route "b" now comes before route "a"'] == [
        row.text for row in changes
    ]
    assert changes[0].is_drift


def test_a_source_that_changed_is_told_and_is_no_drift() -> None:
    """Code changes without the configuration changing."""
    changes = compare(Lock(modules={"m": "1"}), Lock(modules={"m": "2"}))

    assert ["the source of m changed"] == [row.text for row in changes]
    assert drift_problem(Path("corefw.lock"), changes) is None


def test_a_module_that_is_gone_is_drift_and_a_new_one_is_not() -> None:
    """A new module may declare nothing; one that is gone was reviewed to be there."""
    changes = compare(Lock(modules={"old": "1"}), Lock(modules={"new": "1"}))

    assert [
        ("the module new is scanned and was not", False),
        ("the module old is not there any more", True),
    ] == [(row.text, row.is_drift) for row in changes]


def test_drift_is_refused_with_what_differs() -> None:
    """The error of a refused start, whole."""
    with pytest.raises(ConfigurationError) as caught:
        refuse_drift(Path("corefw.lock"), compare(Lock(), Lock(rows=(EDIT,))))

    expected = """\
CFW-222  The configuration is not the one that corefw.lock holds: 1 difference.

  corefw.lock

  view "edit" of the route "card" is new (board, in board/views.py)

  Choose one:
    the change is meant   review what this writes: corefw lock --output corefw.lock
    it is not             deploy what was locked: the versions and settings of then"""
    assert expected == str(caught.value)


rows = st.builds(
    LockRow,
    st.just("view"),
    st.sampled_from("abc"),
    st.sampled_from("xy"),
    st.sampled_from("pq"),
    st.just("f"),
)


@given(st.lists(rows, max_size=6), st.lists(rows, max_size=6))
def test_two_locks_are_the_same_exactly_if_nothing_drifted(old: list[LockRow], new: list[LockRow]) -> None:
    """No difference goes unsaid, and none is invented."""
    changes = compare(Lock(rows=tuple(sorted(old))), Lock(rows=tuple(sorted(new))))

    assert (sorted(old) == sorted(new)) is (not changes)
