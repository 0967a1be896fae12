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


def test_an_unknown_key_and_a_wrong_type_are_reported_together(folder: Folder) -> None:
    """Before anything is loaded."""

    file = folder.write("site.toml", '[corefw]\nadons = ["a"]\ndebug = "maybe"\n')

    with pytest.raises(ConfigurationError) as caught:
        Configurator(settings=load_settings(file, {}))

    assert [
        ("CFW-111", 'There is no setting "corefw.adons". Did you mean "addons"?'),
        ("CFW-112", '"corefw.debug" must be true or false, and is "maybe".'),
    ] == sorted((problem.code, problem.what) for problem in caught.value.problems)
