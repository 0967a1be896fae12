"""The settings of an application: what is unknown or wrong is told before anything is served."""

from __future__ import annotations

import pytest

from corefw.config import ConfigurationError, Configurator, load_settings
from tests.modules import Folder


def test_a_table_that_nobody_uses_is_an_error(folder: Folder) -> None:
    """With its place and both remedies."""

    file = folder.write("site.toml", "[corefw]\n\n[colours]\nred = 1\n")
    config = Configurator(settings=load_settings(file, {}))

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    assert (
        "CFW-114  Nothing uses the settings of [colours].\n"
        "\n"
        f"  {file}:4   red = ...\n"
        "\n"
        "  The sections in use are corefw, logging, server.\n"
        "\n"
        "  Choose one:\n"
        "    it belongs to an addon          name the addon in  addons = [...]  of [corefw]\n"
        '    it belongs to the application   read it with  settings.typed("colours", ...)'
    ) == str(caught.value)


def test_an_addon_policy_that_keeps_half_an_addon_is_refused_and_says_why(folder: Folder) -> None:
    """An addon is in use as a whole or wholly absent, so "continue" is no policy; the whole text."""

    file = folder.write("site.toml", '[corefw]\naddon_policy = "continue"\n')

    with pytest.raises(ConfigurationError) as caught:
        Configurator(settings=load_settings(file, {}))

    assert (
        'CFW-112  "corefw.addon_policy" must be one of "abort", "disable", and is "continue".\n'
        "\n"
        f'  {file}:2   addon_policy = "continue"\n'
        "\n"
        "  What happens when an addon fails: stop, or go on without it.\n"
        "  To continue with what is left of an addon is no policy: it is in use as a whole, or wholly "
        "absent.\n"
        "  Nobody could say which of its views would stand without the permission, the tween or the table\n"
        "  that was to guard them.\n"
        "\n"
        "  Choose one:\n"
        '    the application can do without any addon   addon_policy = "disable"\n'
        '    it can do without some                     optional_addons = ["name of the addon"]\n'
        '    it can do without none                     addon_policy = "abort"'
    ) == str(caught.value)


@pytest.mark.parametrize("settings", [{"corefw.addon_policy": "continue"}, {"corefw.addon_policy": "go on"}])
def test_only_a_policy_that_is_known_to_be_none_is_explained(settings: dict[str, str]) -> None:
    """Another word is a wrong value as any other."""

    with pytest.raises(ConfigurationError) as caught:
        Configurator(settings=settings)

    (problem,) = caught.value.problems
    is_known = settings["corefw.addon_policy"] == "continue"
    assert ("CFW-112", is_known) == (problem.code, "wholly absent" in problem.why)


def test_an_unknown_key_and_a_wrong_type_are_reported_together(folder: Folder) -> None:
    """Before anything is loaded."""

    file = folder.write("site.toml", '[corefw]\nadons = ["a"]\ndebug = "maybe"\n')

    with pytest.raises(ConfigurationError) as caught:
        Configurator(settings=load_settings(file, {}))

    assert [
        ("CFW-111", 'There is no setting "corefw.adons". Did you mean "addons"?'),
        ("CFW-112", '"corefw.debug" must be true or false, and is "maybe".'),
    ] == sorted((problem.code, problem.what) for problem in caught.value.problems)
