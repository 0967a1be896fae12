"""Where things are in the tree, and who may do what there."""

from __future__ import annotations

from typing import Any

import pytest
from webtest import TestApp

from board.domain.desk import Desk
from board.domain.entities import Role
from board.security import ADMIN, ADMINS, OWN, READ, REMOVE, WRITE, person
from board.tree import Root, board_of
from corefw.authorization import ACLHelper, Authenticated, Everyone
from corefw.traversal import find_resource, resource_path

OWNER, MEMBER, OTHER = 1, 2, 3
EVERYTHING = {READ, WRITE, OWN, REMOVE}


@pytest.fixture
def root(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Root:
    """Return a tree over a board for members only (1) and an open one without an owner (2)."""
    stores = desk.stores
    for login in ("ada", "ben", "cleo"):
        stores.users.add(login, login.title(), "-")
    for members_only in (True, False):
        board = stores.boards.add("Plans", "", members_only=members_only)
        column = stores.boards.add_column(board.id, "To do")
        card = stores.cards.add(column, "Sow", "", OWNER)
        stores.labels.add(board.id, "Quick", "blue")
        stores.comments.add(card.id, OTHER, "Peas")
    stores.members.put(1, OWNER, Role.OWNER)
    stores.members.put(1, MEMBER, Role.MEMBER)
    monkeypatch.setattr(Root, "stores", stores)
    return Root(None)  # type: ignore[arg-type]


def may(resource: Any, user_id: int, *groups: str) -> set[str]:
    """Return what somebody may do there."""
    principals = [Everyone, Authenticated, person(user_id), *groups]
    return {one for one in (*EVERYTHING, ADMIN) if ACLHelper().permits(resource, principals, one)}


def test_a_closed_board_is_for_its_members(root: Root) -> None:
    """An owner decides, a member works, an administrator has no more to say than anybody else."""
    board = root["boards"]["1"]

    assert [EVERYTHING, {READ, WRITE}, set()] == [may(board, one) for one in (OWNER, MEMBER, OTHER)]
    assert set() == may(board, OTHER, ADMINS)


def test_an_open_board_without_an_owner_is_everybodys(root: Root) -> None:
    """Until somebody owns it; then the others read and write."""
    assert EVERYTHING == may(root["boards"]["2"], OTHER)

    root.stores.members.put(2, OWNER, Role.OWNER)

    assert {READ, WRITE} == may(root["boards"]["2"], OTHER)


def test_what_lies_on_a_board_is_judged_by_it(root: Root) -> None:
    """Columns, cards and labels have no lists of their own."""
    for folder in ("columns", "cards", "labels"):
        assert [EVERYTHING, {READ, WRITE}, set()] == [
            may(root[folder]["1"], one) for one in (OWNER, MEMBER, OTHER)
        ]


def test_who_said_something_takes_it_back_while_they_see_the_board(root: Root) -> None:
    """On the open board, but no longer on the one that they were taken off."""
    assert REMOVE in may(root["comments"]["2"], OTHER)
    assert set() == may(root["comments"]["1"], OTHER)
    assert REMOVE in may(root["comments"]["1"], OWNER)
    assert REMOVE not in may(root["comments"]["1"], MEMBER)


def test_a_member_may_leave_and_take_nobody_else_along(root: Root) -> None:
    """The owner may take off both."""
    members = root["boards"]["1"]["members"]

    assert [REMOVE in may(members["2"], one) for one in (OWNER, MEMBER, OTHER)] == [True, True, False]
    assert REMOVE not in may(members["1"], MEMBER)


def test_only_administrators_manage_users(root: Root) -> None:
    """The root says so."""
    assert ({READ, WRITE}, {READ, WRITE, ADMIN}) == (may(root, OTHER), may(root, OTHER, ADMINS))


@pytest.mark.parametrize(
    "path",
    [
        "/boards/1",
        "/boards/1/columns/1",
        "/boards/2/cards/2",
        "/boards/2/labels/2",
        "/boards/1/cards/1/comments/1",
        "/boards/1/members/2",
    ],
)
def test_every_resource_is_found_where_it_says_it_lies(root: Root, path: str) -> None:
    """From the root, and by the short way as well."""
    found = find_resource(root, path)

    assert path == resource_path(found)
    if "members" not in path:
        folder, number = path.split("/")[-2:]
        assert path == resource_path(root[folder][number])
    assert path.startswith(resource_path(board_of(found)))


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/boards/3",
        "/boards/x",
        "/boards/%D9%A3",
        f"/boards/{'9' * 19}",
        "/boards/1/cards/2",
        "/boards/1/nothing",
        "/boards/1/members/3",
        "/boards/1/cards/1/comments/2",
        "/boards/1/cards/1/nothing",
    ],
)
def test_what_is_not_there_is_a_key_error(root: Root, path: str) -> None:
    """So that traversal ends, and the answer is 404."""
    with pytest.raises(KeyError):
        find_resource(root, path)


@pytest.mark.over("one")
def test_whoever_may_not_do_it_is_refused_and_whoever_may_not_see_it_finds_nothing(
    browser: TestApp, anna: TestApp
) -> None:
    """403 on an open board that somebody owns, 404 once it is closed; the owner is let through."""
    anna.post("/boards/1/members", {"login": "anna", "role": "owner"}, status=403)
    anna.get("/boards/1", status=200)

    browser.patch_json("/api/boards/1", {"members_only": True})

    for path in ("/boards/1/members", "/api/boards/1/members"):
        assert "Nothing is here" in anna.post(path, {"login": "anna"}, status=404).text
    anna.get("/cards/1", status=404)
    browser.get("/cards/1", status=200)


@pytest.mark.over("one")
def test_nobody_learns_by_trying_which_numbers_there_are(
    browser: TestApp, anna: TestApp, visitor: TestApp
) -> None:
    """To a visitor what is there and what is not look the same, and so do a closed board and none."""
    browser.patch_json("/api/boards/1", {"members_only": True})

    for path in ("/boards/1", "/boards/99", "/cards/1/move", "/cards/99/move"):
        assert "/login" in visitor.get(path, status=303).location
        anna.get(path, status=404)
    for path in ("/api/cards/1", "/api/cards/99", "/api/cards/1/move", "/api/cards/99/move"):
        visitor.get(path, status=401)
        anna.get(path, status=404)
    assert "POST" in browser.get("/cards/1/move", status=405).headers["Allow"]
    visitor.get("/nowhere", status=404)


@pytest.mark.over("one")
def test_who_sees_a_board_is_not_for_every_member_to_say(browser: TestApp, anna: TestApp) -> None:
    """By the page and by the API; the rest of the form is for everybody."""
    anna.patch_json("/api/boards/1", {"members_only": True}, status=403)
    anna.post("/boards/1/edit", {"name": "Mine", "members_only": "yes"}, status=403)
    anna.patch_json("/api/boards/1", {"name": "Our garden"}, status=200)

    assert False is browser.get("/api/boards/1").json["members_only"]
