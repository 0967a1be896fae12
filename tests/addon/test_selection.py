"""Selection: what is enabled is chosen, ordered, and refused with reasons."""

from __future__ import annotations

import pytest

from corefw.addon.discovery import FoundAddon
from corefw.addon.selection import Selection, choose
from corefw.base.places import Place
from tests.addon.conftest import Site


def order(selection: Selection) -> list[str]:
    return [each.name for each in selection.order]


def only_problem(selection: Selection) -> str:
    (problem,) = selection.problems
    return str(problem)


@pytest.fixture
def three(site: Site) -> tuple[FoundAddon, ...]:
    """Install three addons of which two say what they need and come after."""
    site.addon("pages", manifest='needs = ["store>=0.1"]\nafter = ["cache"]')
    site.addon("store")
    site.addon("cache")
    return site.found()


def test_all_installed_addons_are_ordered_by_what_they_need(three: tuple[FoundAddon, ...]) -> None:
    """Needs and "after" come first; what is left stands in the order of names."""
    selection = choose(three, "all", "0.1")

    assert ["cache", "store", "pages"] == order(selection)
    assert () == selection.problems


def test_ties_keep_the_order_of_the_settings(three: tuple[FoundAddon, ...]) -> None:
    """What the settings say first is loaded first, where no manifest says otherwise."""
    assert ["store", "cache"] == order(choose(three, ["store", "cache"], "0.1"))


def test_an_addon_that_is_named_twice_is_chosen_once(three: tuple[FoundAddon, ...]) -> None:
    """Saying it again adds nothing."""
    assert ["store"] == order(choose(three, ["store", "store"], "0.1"))


def test_an_addon_that_is_not_enabled_is_off(three: tuple[FoundAddon, ...]) -> None:
    """What is installed and not named is not chosen, and said to be off."""
    selection = choose(three, ["store"], "0.1")

    assert ["cache", "pages"] == [each.name for each in selection.off]


def test_before_puts_an_addon_in_front(site: Site) -> None:
    """An addon may ask to be loaded before another one."""
    site.addon("alpha")
    site.addon("omega", manifest='before = ["alpha", "absent"]')

    assert ["omega", "alpha"] == order(choose(site.found(), "all", "0.1"))


def test_a_missing_addon_is_an_error_with_a_line_to_paste(three: tuple[FoundAddon, ...]) -> None:
    """The error says where it is enabled, what is installed, and how to install it."""
    selection = choose(three, ["store", "mako"], "0.1", Place("deploy.toml", 3))

    assert (
        'CFW-401  The addon "mako" is enabled and not installed.\n'
        "\n"
        "  deploy.toml:3\n"
        "\n"
        "  Installed are cache, pages, store.\n"
        "\n"
        "  Choose one:\n"
        "    mako is wanted       pip install the distribution that brings it\n"
        '    mako is not wanted   take "mako" out of  addons  in [corefw]'
    ) == only_problem(selection)
    assert ["store"] == order(selection)


def test_a_misspelt_addon_is_an_error_with_the_one_that_was_meant(three: tuple[FoundAddon, ...]) -> None:
    """The near name comes first among the remedies."""
    text = only_problem(choose(three, ["stoer"], "0.1"))

    assert 'not installed. Did you mean "store"?' in text
    assert '    store was meant       write "store"\n    stoer is wanted ' in text


def test_no_distribution_is_guessed() -> None:
    """A guessed name may be anybody's on the package index, so no command names one."""
    text = only_problem(choose((), ["mail"], "0.1"))

    assert "pip install the distribution that brings it" in text
    assert "corefw-mail" not in text
    assert "No addon is installed." in text


def test_an_addon_for_another_corefw_is_refused(site: Site) -> None:
    """The range of the manifest is compared with this corefw."""
    site.addon("mako", manifest='corefw = ">=2"')

    assert (
        'CFW-407  The addon "mako" is made for corefw >=2, and this is 0.1.\n'
        "\n"
        '  mako 0.1   tiny_mako/corefw-addon.toml:2   corefw = ">=2"\n'
        "\n"
        "  Choose one:\n"
        "    a newer addon fits   pip install --upgrade corefw-mako\n"
        '    corefw may change    pip install "corefw>=2"\n'
        '    mako is not wanted   take "mako" out of  addons  in [corefw]'
    ) == only_problem(choose(site.found(), "all", "0.1"))


def test_a_development_version_of_corefw_is_tried(site: Site) -> None:
    """A pre-release of the next version lies in an open range."""
    site.addon("mako", manifest='corefw = ">=0.1"')

    assert ["mako"] == order(choose(site.found(), "all", "0.2.dev3"))


def test_a_need_that_is_not_installed_is_an_error_with_a_line_to_paste(site: Site) -> None:
    """The one that needs it is refused, at the line which says so."""
    site.addon("pages", manifest='needs = ["store"]')

    assert (
        'CFW-408  The addon "pages" needs the addon "store", which is not installed.\n'
        "\n"
        '  pages 0.1   tiny_pages/corefw-addon.toml:2   needs = ["store"]\n'
        "\n"
        "  Choose one:\n"
        '    pages is wanted       pip install what brings store, and add "store" to  addons  in [corefw]\n'
        '    pages is not wanted   take "pages" out of  addons  in [corefw]'
    ) == only_problem(choose(site.found(), "all", "0.1"))


def test_a_need_that_is_not_enabled_is_an_error(three: tuple[FoundAddon, ...]) -> None:
    """It is installed, so the remedy is a line of the settings."""
    text = only_problem(choose(three, ["pages"], "0.1"))

    assert 'needs the addon "store", which is installed and not enabled.' in text
    assert 'add "store" to  addons  in [corefw]' in text


def test_a_need_in_another_version_is_an_error(site: Site) -> None:
    """The range of the need is compared with the version that is installed."""
    site.addon("pages", manifest='needs = ["store>=2"]')
    site.addon("store", version="0.4")
    selection = choose(site.found(), "all", "0.1")

    assert 'The addon "pages" needs store>=2, and store 0.4 is installed.' in only_problem(selection)
    assert 'pip install "corefw-store>=2"' in only_problem(selection)
    assert ["store"] == order(selection)


def test_a_circle_is_shown_as_a_path_with_the_line_of_each_step(site: Site) -> None:
    """Those on the circle are refused, the others are ordered; the error is said once."""
    site.addon("alpha", manifest='after = ["beta"]')
    site.addon("beta", manifest='needs = ["gamma"]')
    site.addon("gamma", manifest='after = ["alpha"]')
    site.addon("other")
    selection = choose(site.found(), "all", "0.1")

    assert (
        "CFW-409  The addons cannot be put in an order: alpha -> gamma -> beta -> alpha.\n"
        "\n"
        '  gamma 0.1   tiny_gamma/corefw-addon.toml:2   after = ["alpha"]\n'
        '  beta 0.1    tiny_beta/corefw-addon.toml:2    needs = ["gamma"]\n'
        '  alpha 0.1   tiny_alpha/corefw-addon.toml:2   after = ["beta"]\n'
        "\n"
        "  Each wants to be loaded before the next.\n"
        "\n"
        "  To mend it: take one of before, after and needs away, at one of the lines above"
    ) == only_problem(selection)
    assert ["alpha", "beta", "gamma"] == [each.name for each in selection.refused]
    assert ["other"] == order(selection)


def test_two_circles_are_two_problems(site: Site) -> None:
    """Every circle is found, not the first one."""
    site.addon("one", manifest='before = ["two"]')
    site.addon("two", manifest='before = ["one"]')
    site.addon("three", manifest='after = ["four"]')
    site.addon("four", manifest='after = ["three"]')

    assert 2 == len(choose(site.found(), "all", "0.1").problems)


def test_two_distributions_with_one_name_are_refused_once(site: Site) -> None:
    """The problem that both carry is said once."""
    site.addon("mako")
    site.distribution("acme-mako", "mako = tiny_mako.addon:Addon")
    selection = choose(site.found(), "all", "0.1")

    assert 'CFW-405  Several addons have the name "mako".' in only_problem(selection)
    assert 1 == len(selection.refused)


def test_a_broken_addon_that_is_off_is_no_problem(site: Site) -> None:
    """What nobody uses stops nobody."""
    site.addon("mako", manifest="nonsense = 1")

    assert () == choose(site.found(), [], "0.1").problems


def test_every_installed_or_named_addon_has_one_place(three: tuple[FoundAddon, ...]) -> None:
    """Order, refused and off together are everything that is installed or enabled."""
    selection = choose(three, ["pages", "mako"], "0.1")
    names = [
        *order(selection),
        *(each.name for each in selection.refused),
        *(each.name for each in selection.off),
    ]

    assert ["cache", "mako", "pages", "store"] == sorted(names)
