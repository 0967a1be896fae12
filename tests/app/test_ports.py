"""Who fills a port and who else could: what is said beyond the common cases of the directives."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.app.configurator import Configurator
from corefw.app.ports import CORE_PORTS, is_chosen
from corefw.base.errors import ConfigurationError
from corefw.contracts.persistence import Persistence
from corefw.contracts.session_store import SessionStore
from corefw.contracts.templating import Templating
from corefw.engine.owner import CORE, Owner
from tests.modules import Folder


def requiring(folder: Folder, **settings: Any) -> ConfigurationError:
    config = Configurator(
        settings={"corefw." + key: value for key, value in settings.items()}, package="tests.modules"
    )
    config.require_capability("parcels", "insured")
    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()
    return caught.value


def test_the_ports_of_corefw_are_known_by_name() -> None:
    """They can be required before anybody fills them."""
    assert {
        "persistence": Persistence,
        "session_store": SessionStore,
        "templating": Templating,
    } == CORE_PORTS


@pytest.mark.parametrize(
    ("owner", "chosen", "expected"),
    [
        (Owner("memory", "0.1"), "memory", True),
        (Owner("memory", "0.1"), "application", False),
        (Owner("shop", "", "application"), "shop", True),
        (Owner("shop", "", "application"), "application", True),
        (CORE, "application", False),
    ],
)
def test_a_setting_chooses_an_owner_by_name(owner: Owner, chosen: str, expected: bool) -> None:
    """The application answers to its package and to "application"."""
    assert expected is is_chosen(owner, chosen)


def test_an_addon_that_offers_it_and_failed_is_told_with_its_failure(folder: Folder) -> None:
    """Settings alone do not mend that."""
    folder.addon(
        "courier",
        "def configure(self, event: Configure) -> None:\n    1 / 0",
        manifest='provides = ["parcels:insured"]',
    )

    (problem,) = requiring(folder, addons=["courier"], optional_addons=["courier"]).problems

    assert problem.why.startswith("courier 0.1 offers it, and that addon is not in use: ")
    assert "division by zero" in problem.why
    assert ["install an addon that offers parcels:insured and name it in  addons  in [corefw]"] == [
        fix.do for fix in problem.fixes
    ]


def test_an_addon_that_says_it_offers_and_provides_nothing_is_told(folder: Folder) -> None:
    """The manifest is not taken for the deed."""
    folder.addon("courier", manifest='provides = ["parcels:insured"]')

    (problem,) = requiring(folder, addons=["courier"]).problems

    assert "courier 0.1 offers it, and that addon does not provide it." == problem.why


def test_every_addon_that_offers_it_has_its_line(folder: Folder) -> None:
    """The operator chooses."""
    for name in ("courier", "mule"):
        folder.addon(name, manifest='provides = ["parcels:insured"]')

    (problem,) = requiring(folder).problems

    assert [
        ("to use courier", 'addons = ["courier"]   in [corefw]'),
        ("to use mule", 'addons = ["mule"]   in [corefw]'),
    ] == [(fix.when, fix.do) for fix in problem.fixes]
    assert ["courier", "mule"] == problem.facts["offered_by"]
