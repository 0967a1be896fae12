"""The lock: text that is the same everywhere, and that says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.base.errors import ConfigurationError
from corefw.base.places import Place
from corefw.engine.declaration import Declaration, FullAccount, Replacing, State
from corefw.engine.lockfile import Lock, LockRow, lock_of, read_lock
from corefw.engine.owner import CORE, Owner
from corefw.engine.plan import Plan

BOARD = Owner("board", "1.0", "application")
DIGEST = Owner("board-digest", "0.2")


def declared(
    kind: str,
    title: str,
    owner: Owner = BOARD,
    *,
    via: str = "",
    file: str = "views.py",
    replaces: Replacing | None = None,
) -> Declaration:
    row = Declaration(
        kind,
        (kind, title),
        FullAccount(title),
        Place(f"/somewhere/board/{file}", 7, f"board.{file[:-3]}"),
        owner,
    )
    row.via, row.replaces = via, replaces
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
    plan.declarations[2].account = FullAccount(
        'view of the route "a"', detail="board.views.a, permission read"
    )

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


def test_what_a_registration_replaces_is_told_apart() -> None:
    """An explicit replacement of one, and an override of another from above."""
    winner, replaced, beaten = (
        declared("view", "view x", DIGEST, replaces=Replacing(("board",))),
        declared("view", "view x"),
        declared("view", "view x", DIGEST),
    )
    for row in (replaced, beaten):
        row.settle(State.OVERRIDDEN, "it was", by=winner)
    plan = Plan()
    plan.add([replaced, beaten, winner])

    (locked,) = lock_of(plan, versions={}, modules={}).rows

    assert "replaces board (board/views.py); overrides board-digest (board/views.py)" == locked.overrides


words = st.text(st.characters(categories=("L", "N", "P"), exclude_characters="|#[]"), min_size=1, max_size=12)
lock_rows = st.builds(
    LockRow,
    st.sampled_from(("route", "view", "adapter")),
    words,
    words.filter(lambda text: text != "-"),
    words,
    words,
    st.one_of(
        st.just(""),
        st.builds("{} {}".format, st.sampled_from(("overrides", "replaces")), words),
    ),
)


@given(
    st.lists(lock_rows, max_size=8), st.lists(lock_rows.filter(lambda row: row.kind == "route"), max_size=4)
)
def test_a_lock_that_is_written_and_read_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[LockRow], routes: list[LockRow]
) -> None:
    """Writing and reading are each other's inverse."""
    ordered = {"route": tuple(routes)} if routes else {}
    modules = {"m": "00", "space": "", "m.quiet": "11"}
    lock = Lock("p.toml", {"corefw": "1"}, modules, tuple(sorted(rows)), ordered, frozenset(["m.quiet"]))
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

  To mend it: write it anew, and review the change: corefw lock --output x.lock"""
    assert expected == problems_of(tmp_path / "x.lock", "corefw-lock 9\n# end\n")


ANEW = "  To mend it: write it anew, and review the change: corefw lock --output x.lock"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "corefw-lock 1\n\n[view]\na | - | b | c\n",
            'it is cut off before the line "# end".\n\n  x.lock:4   a | - | b | c',
            id="cut off",
        ),
        pytest.param(
            "corefw-lock 1\n# end\n\n[view]\na | - | b | c\n",
            'it goes on after the line "# end".\n\n  x.lock:5   a | - | b | c',
            id="goes on",
        ),
        pytest.param("hello\n", 'it has no line "corefw-lock 1".\n\n  x.lock', id="no lock"),
        pytest.param("", 'it has no line "corefw-lock 1".\n\n  x.lock', id="empty"),
        pytest.param(
            "corefw-lock\n# end\n",
            "it has the format (none), and this corefw reads 1.\n\n  x.lock:1   corefw-lock",
            id="no version",
        ),
    ],
)
def test_a_lock_that_cannot_be_used_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    """The whole text: without its last line, say, a lock may have lost others."""
    monkeypatch.chdir(tmp_path)

    assert f"CFW-220  The lock x.lock cannot be used: {said}\n\n{ANEW}" == problems_of(Path("x.lock"), text)


def test_a_file_that_is_not_there_or_no_text_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole text: what cannot be read is named, and a folder is no lock either."""
    monkeypatch.chdir(tmp_path)
    Path("binary.lock").write_bytes(b"\xff\xfe\0")
    Path("folder.lock").mkdir()

    for name, said in (
        ("absent.lock", "there is no such file"),
        ("binary.lock", "it is no text in UTF-8"),
        ("folder.lock", "Is a directory"),
    ):
        with pytest.raises(ConfigurationError) as caught:
            read_lock(Path(name))
        assert (
            f"CFW-220  The lock {name} cannot be used: {said}.\n\n  {name}\n\n"
            f"  To mend it: write it anew, and review the change: corefw lock --output {name}"
        ) == str(caught.value)


def test_what_an_editor_adds_is_no_fault(tmp_path: Path) -> None:
    """A mark of the encoding, another end of line, an empty line at the end."""
    file = tmp_path / "x.lock"
    file.write_bytes(b"\xef\xbb\xbfcorefw-lock 1\r\n\r\n[view]\r\na | - | b | c\r\n# end\r\n\r\n")

    assert [LockRow("view", "a", "", "b", "c")] == list(read_lock(file).rows)


def test_a_merge_that_was_not_finished_is_one_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole text: each marker that the merge left is shown."""
    monkeypatch.chdir(tmp_path)

    assert """\
CFW-221  The lock x.lock holds a merge that was not finished.

  x.lock:2   <<<<<<< ours
  x.lock:4   =======
  x.lock:5   >>>>>>> theirs

  Both sides changed it, and the markers of the merge are still in it.

  Choose one:
    the merge is under way       take either side of the lock, finish, and run: corefw lock --output x.lock
    it was committed like this   review what this writes: corefw lock --output x.lock""" == problems_of(
        Path("x.lock"), "corefw-lock 1\n<<<<<<< ours\n[view]\n=======\n>>>>>>> theirs\n# end\n"
    )


def test_lines_that_a_hand_has_broken_are_told_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole text: the first of them are shown, and the rest counted."""
    monkeypatch.chdir(tmp_path)
    rows = "a | - | b\n" * 1200

    shown = "".join(f"  x.lock:{number}   a | - | b\n" for number in range(10, 18))
    assert f"""\
CFW-221  The lock x.lock has 1,200 lines that corefw did not write.

{shown}  x.lock      and 1,192 more lines

  A registration is  what | details or - | owner | place | overrides ...,
  a module  name hash  and an addon  name version , one line each.

  Choose one:
    it comes from a merge   take either side, then run: corefw lock --output x.lock
    it was edited by hand   run: corefw lock --output x.lock""" == problems_of(
        Path("x.lock"), "corefw-lock 1" + "\n" * 8 + f"[view]\n{rows}# end\n"
    )


def test_a_module_that_declares_nothing_says_so_in_its_line(tmp_path: Path) -> None:
    """Each has a line of its own, so that two branches can be merged."""
    lock = lock_of(Plan(), versions={}, modules={"b": "11", "a": "00"}, quiet=["b"])

    assert "\n[modules]\na 00\nb 11 declares nothing\n# end\n" in lock.text()


def test_another_word_in_the_line_of_a_module_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it was to mean is not guessed at; the whole text."""
    monkeypatch.chdir(tmp_path)

    assert """\
CFW-221  The lock x.lock has a line that corefw did not write.

  x.lock:5   b 11 declares something

  A registration is  what | details or - | owner | place | overrides ...,
  a module  name hash  and an addon  name version , one line each.

  Choose one:
    it comes from a merge   take either side, then run: corefw lock --output x.lock
    it was edited by hand   run: corefw lock --output x.lock""" == problems_of(
        tmp_path / "x.lock", "corefw-lock 1\n\n[modules]\na 00\nb 11 declares something\n# end\n"
    )


@pytest.mark.parametrize("section", ["versions", "modules"])
def test_two_lines_about_one_thing_are_refused(
    section: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A merge that takes the lines of both sides leaves two where both changed one; none is preferred."""
    monkeypatch.chdir(tmp_path)

    assert """\
CFW-221  The lock x.lock has a line that corefw did not write.

  x.lock:5   b 22

  A registration is  what | details or - | owner | place | overrides ...,
  a module  name hash  and an addon  name version , one line each.

  Choose one:
    it comes from a merge   take either side, then run: corefw lock --output x.lock
    it was edited by hand   run: corefw lock --output x.lock""" == problems_of(
        tmp_path / "x.lock", f"corefw-lock 1\n\n[{section}]\nb 11\nb 22\n# end\n"
    )
