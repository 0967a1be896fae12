"""The directives for translation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from corefw.config import ConfigurationConflictError, ConfigurationError, Configurator


def write(folder: Path, **messages: str) -> Path:
    """Write a German catalogue into *folder*."""
    catalogue = Catalog(locale="de")
    for msgid, text in messages.items():
        catalogue.add(msgid, text)
    file = folder / "de" / "LC_MESSAGES" / "messages.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as opened:
        write_mo(opened, catalogue)
    return folder


def german(config: Configurator, message: str) -> str:
    """Return *message* in German, as an application of that configuration has it."""
    request = config.make_wsgi_app().make_request("/?_LOCALE_=de")
    return str(request.localizer.translate(message))


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with translations, and another that has some for it."""
    for name in ("i18n_shop", "i18n_more"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
        monkeypatch.delitem(sys.modules, name, raising=False)
    write(tmp_path / "i18n_shop" / "locale", Title="Titel", Save="Speichern")
    write(tmp_path / "i18n_more" / "deutsch", Title="Angebot")
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("spec", ["i18n_shop:locale", "i18n_shop:locale/"])
def test_a_folder_of_a_package_is_added(package: Path, spec: str) -> None:
    """By its asset specification."""
    config = Configurator()
    config.add_translation_dirs(spec)

    assert "Titel" == german(config, "Title")


def test_a_folder_is_relative_to_the_package_of_the_configuration(package: Path) -> None:
    """As every asset."""
    config = Configurator(package="i18n_shop")
    config.add_translation_dirs("locale")

    assert "Titel" == german(config, "Title")


def test_an_earlier_call_goes_before_a_later_one(package: Path) -> None:
    """Message by message, as Pyramid documents it."""
    config = Configurator()
    config.add_translation_dirs("i18n_shop:locale")
    config.add_translation_dirs("i18n_more:deutsch")

    assert "Titel" == german(config, "Title")


def test_a_call_can_go_before_all_earlier_ones(package: Path) -> None:
    """It says so."""
    config = Configurator()
    config.add_translation_dirs("i18n_shop:locale")
    config.add_translation_dirs("i18n_more:deutsch", override=True)

    assert ["Angebot", "Speichern"] == [german(config, "Title"), german(config, "Save")]


@pytest.mark.parametrize("override", [False, True])
def test_of_one_call_the_last_folder_goes_first(package: Path, override: bool) -> None:
    """As Pyramid documents it."""
    config = Configurator()
    config.add_translation_dirs("i18n_shop:locale", "i18n_more:deutsch", override=override)

    assert "Angebot" == german(config, "Title")


def test_a_folder_of_translations_can_be_overridden(package: Path) -> None:
    """As every asset."""
    config = Configurator()
    config.add_translation_dirs("i18n_shop:locale")
    config.override_asset("i18n_shop:locale/", "i18n_more:deutsch/")

    assert "Angebot" == german(config, "Title")


def test_a_folder_that_is_not_there_is_an_error_of_the_call() -> None:
    """With the two ways to name one."""
    config = Configurator()
    config.add_translation_dirs("corefw:loacle")

    with pytest.raises(ConfigurationError) as caught:
        config.commit()

    problem = caught.value.problems[0]
    assert "CFW-580" == problem.code
    assert 'The directory of translations "corefw:loacle" does not exist.' == problem.what
    assert [__file__.rpartition("/")[2]] == [
        Path(row.place.file).name for row in problem.witnesses if row.place
    ]


def test_a_folder_of_a_package_that_is_not_there_is_an_error_of_the_call() -> None:
    """It is the same error, and not one of the import."""
    config = Configurator()
    config.add_translation_dirs("i18n_nowhere:locale")

    with pytest.raises(ConfigurationError) as caught:
        config.commit()

    assert (
        'The directory of translations "i18n_nowhere:locale" does not exist.' == caught.value.problems[0].what
    )


def test_the_plan_shows_the_folders_and_the_negotiator(package: Path) -> None:
    """With the introspection that Pyramid documents."""
    config = Configurator(locale_negotiator=lambda request: "de")
    config.add_translation_dirs("i18n_shop:locale")
    config.commit()

    rows = [row.title for row in config.plan.select(kind="translation directory")]
    assert ['translations "i18n_shop:locale"'] == rows
    known = config.registry.introspector.get_category("translation directories")
    assert ["i18n_shop:locale"] == [row["introspectable"]["spec"] for row in known]
    assert config.registry.introspector.get("locale negotiator", None) is not None


def negotiator(request: Any) -> str:
    return "de"


def test_the_negotiator_may_be_named(package: Path) -> None:
    """By its dotted name."""
    config = Configurator()
    config.add_translation_dirs("i18n_shop:locale")
    config.set_locale_negotiator(f"{__name__}.negotiator" if __name__ in sys.modules else negotiator)
    request = config.make_wsgi_app().make_request("/")

    assert "Titel" == request.localizer.translate("Title")


def test_two_negotiators_side_by_side_are_a_conflict() -> None:
    """There is one for an application."""
    config = Configurator()
    for module in ("i18n_one", "i18n_two"):
        config.include(lambda config: config.set_locale_negotiator(negotiator), route_prefix=module)

    with pytest.raises(ConfigurationConflictError, match="locale negotiator"):
        config.commit()
