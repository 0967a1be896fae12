"""Access control lists."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.web.security.acl import (
    ALL_PERMISSIONS,
    DENY_ALL,
    ACLHelper,
    Allow,
    Authenticated,
    Deny,
    Everyone,
)
from corefw.web.security.permissions import ACLAllowed, ACLDenied


class Place:
    """A context with a list, and perhaps a parent."""

    def __init__(self, acl: Any = None, parent: Place | None = None) -> None:
        if acl is not None:
            self.__acl__ = acl
        self.__parent__ = parent

    def __repr__(self) -> str:
        return "<Place>"


ROOT = Place([(Allow, Everyone, "view"), (Allow, "group:editors", ("edit", "delete")), DENY_ALL])
BOARD = Place([(Deny, "bob", "view"), (Allow, "ann", ALL_PERMISSIONS)], ROOT)
CARD = Place(None, BOARD)
helper = ACLHelper()


@pytest.mark.parametrize(
    ("principals", "permission", "allowed"),
    [
        ([Everyone], "view", True),
        ([Everyone], "edit", False),
        ([Everyone, Authenticated, "bob"], "view", False),
        ([Everyone, "ann"], "anything", True),
        ([Everyone, "group:editors"], "delete", True),
        ([], "view", False),
    ],
)
def test_the_first_entry_that_speaks_of_it_decides(
    principals: list[str], permission: str, allowed: bool
) -> None:
    """From the context up to the root."""
    assert allowed == bool(helper.permits(CARD, principals, permission))


def test_the_answer_tells_the_entry() -> None:
    """For the log."""
    answer = helper.permits(CARD, ["bob"], "view")

    assert isinstance(answer, ACLDenied)
    assert (
        "('Deny', 'bob', 'view') in the ACL [('Deny', 'bob', 'view'), ('Allow', 'ann', ALL_PERMISSIONS)] "
        "of <Place> denies 'view' to ['bob']"
    ) == answer.msg
    assert (BOARD, "view", ["bob"]) == (answer.context, answer.permission, answer.principals)
    assert isinstance(helper.permits(CARD, ["ann"], "view"), ACLAllowed)


def test_without_any_list_everything_is_denied() -> None:
    """Silence is no permission."""
    assert "<default deny>" == helper.permits(Place(), [Everyone], "view").ace


def test_a_list_may_be_made_when_it_is_asked_for() -> None:
    """By a callable."""
    assert helper.permits(Place(lambda: [(Allow, "ann", "view")]), ["ann"], "view")


def test_an_entry_that_is_no_triple_is_an_error() -> None:
    """And names itself."""
    with pytest.raises(ValueError, match=r"an ACL entry is \(action, principal, permission\), not"):
        helper.permits(Place([(Allow, "ann")]), ["ann"], "view")


def test_who_is_allowed_can_be_asked() -> None:
    """Of lists with named principals."""
    assert {Everyone, "ann"} == helper.principals_allowed_by_permission(CARD, "view")
    assert {"ann", "group:editors"} == helper.principals_allowed_by_permission(CARD, "edit")


def test_all_permissions_are_one_thing() -> None:
    """It holds every permission, lists none, and is the same wherever it was made."""
    other = type(ALL_PERMISSIONS)()

    assert "anything" in ALL_PERMISSIONS
    assert [] == list(ALL_PERMISSIONS)
    assert (other, hash(other)) == (ALL_PERMISSIONS, hash(ALL_PERMISSIONS))
    assert ("view",) != ALL_PERMISSIONS
    assert "('Deny', 'system.Everyone', ALL_PERMISSIONS)" == repr(DENY_ALL)


def test_a_denial_further_down_takes_one_principal_away() -> None:
    """And leaves the others."""
    upper = Place([(Allow, "ann", "view"), (Allow, "bob", "view")])

    assert {"bob"} == helper.principals_allowed_by_permission(Place([(Deny, "ann", "view")], upper), "view")
    both = Place([(Deny, "ann", "view"), (Allow, "ann", "view"), (Allow, "cid", "edit")], upper)
    assert {"bob"} == helper.principals_allowed_by_permission(both, "view")
