"""The lock: text that is the same everywhere, and that says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.base.errors import ConfigurationError
from corefw.base.places import Place
from corefw.engine.declaration import Declaration, State
from corefw.engine.lockfile import Lock, LockRow, hash_of, lock_of, read_lock
from corefw.engine.owner import CORE, Owner
from corefw.engine.plan import Plan

BOARD = Owner("board", "1.0", "application")
DIGEST = Owner("board-digest", "0.2")


def declared(
    kind: str, title: str, owner: Owner = BOARD, *, via: str = "", file: str = "views.py"
) -> Declaration:
    row = Declaration(
        kind, (kind, title), title, Place(f"/somewhere/board/{file}", 7, f"board.{file[:-3]}"), owner
    )
    row.via = via
    row.settle(State.ACTIVE)
    return row


def test_a_lock_is_sorted_text_with_versions_once_and_no_line_numbers() -> None:
    """Registrations are sorted lines; what was declared in a meaningful order keeps it."""
    plan = Plan()
    plan.add(
        [
            declared("route", 'route "z"'),
            declared("route", 'route "a"'),
            declared("view", 'view of the route "a"', DIGEST, via="@view_config"),
            declared("renderer", 'renderer "json"', CORE),
        ]
    )
    plan.declarations[2].details = "board.views.a, permission read"

    lock = lock_of(plan, versions={"corefw": "0.1.0"}, modules={"board.views": "ab12"}, profile="board.toml")

    expected = """\
# What this application is configured with. Written by "corefw lock"; read its changes in review.
corefw-lock 1
profile board.toml

[versions]
corefw 0.1.0

[modules]
board.views ab12

[route, in order]
route "z" | - | board | board/views.py
route "a" | - | board | board/views.py

[view]
view of the route "a" | board.views.a, permission read | board-digest | board/views.py
# end
"""
    assert expected == lock.text()


def test_what_a_registration_overrides_stands_in_its_line() -> None:
    """An override is visible in review: the winner names whom it beat and in which file."""
    winner, loser = declared("view", "view x", DIGEST), declared("view", "view x")
    loser.settle(State.OVERRIDDEN, "included", by=winner)
    plan = Plan()
    plan.add([loser, winner])

    rows = lock_of(plan, versions={}, modules={}).rows

    assert ["overrides board (board/views.py)"] == [row.overrides for row in rows]


words = st.text(st.characters(categories=("L", "N", "P"), exclude_characters="|#[]"), min_size=1, max_size=12)
lock_rows = st.builds(
    LockRow,
    st.sampled_from(("route", "view", "adapter")),
    words,
    words.filter(lambda text: text != "-"),
    words,
    words,
    st.one_of(st.just(""), words.map(lambda text: f"overrides {text}")),
)


@given(
    st.lists(lock_rows, max_size=8), st.lists(lock_rows.filter(lambda row: row.kind == "route"), max_size=4)
)
def test_a_lock_that_is_written_and_read_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[LockRow], routes: list[LockRow]
) -> None:
    """Writing and reading are each other's inverse."""
    ordered = {"route": tuple(routes)} if routes else {}
    lock = Lock("p.toml", {"corefw": "1"}, {"m": "00"}, tuple(sorted(rows)), ordered)
    file = tmp_path_factory.mktemp("lock") / "corefw.lock"
    file.write_text(lock.text(), "utf-8")

    assert lock == read_lock(file)


def problems_of(file: Path, text: str) -> str:
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_lock(file)
    return str(caught.value)


def test_a_lock_of_another_version_is_refused_with_both_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock that a later corefw wrote is not guessed at."""
    monkeypatch.chdir(tmp_path)

    expected = """\
CFW-220  The lock x.lock cannot be used: it has the format 9, and this corefw reads 1.

  x.lock:1   corefw-lock 9

  To mend it: write it anew with: corefw lock --output x.lock, and review the change"""
    assert expected == problems_of(tmp_path / "x.lock", "corefw-lock 9\n# end\n")


def test_a_lock_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    """Without its last line a lock may have lost others."""
    text = problems_of(tmp_path / "x.lock", "corefw-lock 1\n\n[view]\na | - | b | c\n")

    assert 'it is cut off: its last line is not "# end"' in text


def test_merge_markers_are_told_with_their_lines(tmp_path: Path) -> None:
    """Each marker that a merge left is named."""
    text = problems_of(
        tmp_path / "x.lock", "corefw-lock 1\n<<<<<<< ours\n[view]\n=======\n>>>>>>> theirs\n# end\n"
    )

    assert text.startswith("3 problems were found.")
    assert "x.lock:2   <<<<<<< ours" in text


def test_a_line_that_a_hand_has_broken_is_told(tmp_path: Path) -> None:
    """A registration needs its fields."""
    text = problems_of(tmp_path / "x.lock", "corefw-lock 1\n\n[view]\nnonsense\n# end\n")

    assert "CFW-221  The lock x.lock has a line that says nothing: nonsense" in text


def test_a_file_that_is_not_there_or_no_lock_is_refused(tmp_path: Path) -> None:
    """What cannot be read is named."""
    assert "it has no line" in problems_of(tmp_path / "x.lock", "hello\n")
    with pytest.raises(ConfigurationError, match="No such file"):
        read_lock(tmp_path / "absent.lock")


def test_a_hash_is_of_the_source_and_empty_without_one(tmp_path: Path) -> None:
    """The same source has the same hash; no source has none."""
    (tmp_path / "a.py").write_text("x = 1")
    (tmp_path / "b.py").write_text("x = 1")

    assert hash_of(str(tmp_path / "a.py")) == hash_of(str(tmp_path / "b.py"))
    assert 16 == len(hash_of(str(tmp_path / "a.py")))
    assert "" == hash_of(None) == hash_of(str(tmp_path / "absent.py"))
