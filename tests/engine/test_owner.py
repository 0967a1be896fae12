"""Whose a declaration is."""

from __future__ import annotations

import sys
import types

from corefw.engine.owner import APPLICATION, CORE, Owner, application_owner


def test_an_owner_is_shown_with_its_version_if_it_has_one() -> None:
    """Errors and plans name it so."""
    assert "mako 0.1" == str(Owner("mako", "0.1"))
    assert "application" == str(APPLICATION)
    assert "corefw" == str(CORE)


def test_an_owner_is_an_addon_unless_it_says_otherwise() -> None:
    """The policy of addons applies to addons only."""
    assert ["addon", "application", "core"] == [Owner("x").kind, APPLICATION.kind, CORE.kind]


def test_an_application_is_called_as_its_top_package() -> None:
    """A script, which has none, is called the application."""
    assert Owner("shop", "", "application") == application_owner(types.ModuleType("shop.views"))
    assert APPLICATION == application_owner(sys.modules["__main__"])
