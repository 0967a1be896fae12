"""An application's settings are one mapping whose values know where they came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from corefw.base.places import Place
from corefw.engine.settings import Settings, SettingsError, load_settings


@dataclass(frozen=True)
class Core:
    debug: bool = field(default=False, metadata={"help": "Show what went wrong."})
    secret: str = ""
    hosts: tuple[str, ...] = ("localhost",)


@dataclass(frozen=True)
class Mail:
    host: str = "localhost"


def from_toml(folder: Path, text: str, environ: dict[str, str] | None = None) -> Settings:
    file = folder / "corefw.toml"
    file.write_text(text)
    return load_settings(file, environ or {})


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    """That order is fixed, and each origin is told."""
    settings = from_toml(tmp_path, '[corefw]\ndebug = false\nhosts = ["a"]\n', {"COREFW_DEBUG": "yes"})

    assert Core(debug=True, hosts=("a",)) == settings.typed("corefw", Core)
    assert str(settings.origin("corefw.debug")) == "environment COREFW_DEBUG"
    assert f"{tmp_path / 'corefw.toml'}:3" == str(settings.origin("corefw.hosts"))
    assert str(settings.origin("corefw.secret")) == "default"
    assert settings["corefw.debug"] is True


def test_what_code_adds_wins_over_everything() -> None:
    """A later `add` is the application's own word."""
    settings = load_settings(None, {"COREFW_DEBUG": "0"})
    assert not settings.typed("corefw", Core).debug

    settings.add({"corefw": {"debug": True}}, Place("app.py", 7))

    assert settings.typed("corefw", Core).debug
    assert settings["corefw.debug"] is True
    assert str(settings.origin("corefw.debug")) == "app.py:7"


def test_a_flat_key_given_later_wins_over_a_table_given_before() -> None:
    """The order of giving decides, not the spelling."""
    settings = Settings.from_mapping({"corefw": {"debug": True, "secret": "s"}})

    settings["corefw.debug"] = False

    assert Core(debug=False, secret="s") == settings.typed("corefw", Core)


def test_settings_are_a_mapping_of_flat_keys(tmp_path: Path) -> None:
    """As Pyramid's are; and a table can be asked for as a whole."""
    settings = from_toml(tmp_path, "[a]\nb = 1\n[a.c]\nd = 2\n")

    assert {"a.b": 1, "a.c.d": 2} == dict(settings) == settings.copy()
    assert {"b": 1, "c": {"d": 2}} == settings["a"] == settings.section("a")
    assert "a.c" in settings
    assert settings.get("a.x") is None
    del settings["a.b"]
    assert len(settings) == 1


def test_an_object_that_code_gave_is_given_back_itself() -> None:
    """Applications keep whatever they like in their settings."""
    table = {"x": 1}
    settings = Settings.from_mapping({"mine": table})

    assert table is settings["mine"]


def test_settings_given_by_code_know_the_line() -> None:
    """The caller's line is the origin if none is given."""
    settings = Settings.from_mapping({"x": 1})

    place = settings.origin("x").place
    assert place is not None
    assert place.source == 'settings = Settings.from_mapping({"x": 1})'


def test_the_origin_of_an_unknown_key_is_a_key_error() -> None:
    """There is nothing to tell about it."""
    with pytest.raises(KeyError):
        Settings().origin("x.y")


def test_a_typed_section_is_made_once(tmp_path: Path) -> None:
    """Asking again gives the same object."""
    settings = from_toml(tmp_path, "[corefw]\ndebug = true\n")

    assert settings.typed("corefw", Core) is settings.typed("corefw", Core)


def test_sections_that_nobody_asked_for_are_unclaimed(tmp_path: Path) -> None:
    """The commit asks for them, and names what was probably meant."""
    settings = from_toml(tmp_path, '[corefw]\ndebug = true\n[mial]\nhost = "x"\n', {"COREFW__SHOP__A": "1"})
    settings.add({"pyramid.thing": 1})
    settings.typed("corefw", Core)
    settings.typed("mail", Mail)

    problems = settings.unclaimed_problems(also_known=["shop"])

    assert [key for key, _ in settings.unclaimed()] == ["mial.host", "shop.a", "pyramid.thing"]
    assert [
        f"""\
CFW-114  Nothing uses the settings of [mial]. Did you mean "mail"?

  {tmp_path / "corefw.toml"}:4   host = ...

  The sections in use are corefw, mail, shop.

  Choose one:
    it belongs to an addon          name the addon in  addons = [...]  of [corefw]
    it belongs to the application   read it with  settings.typed("mial", ...)"""
    ] == [str(problem) for problem in problems]


def test_a_key_outside_of_all_tables_is_told_so(tmp_path: Path) -> None:
    """TOML allows it, and it sets nothing."""
    settings = from_toml(tmp_path, "debug = true\n")

    assert [problem.what for problem in settings.unclaimed_problems()] == ['"debug" stands in no table.']


def test_a_variable_reaches_a_section_with_a_hyphen(tmp_path: Path) -> None:
    """A variable's name cannot hold one."""
    environ = {"COREFW__MY_MAIL__HOST": "env"}
    with_file = from_toml(tmp_path, '[my-mail]\nhost = "file"\n', environ)

    assert Mail("env") == with_file.typed("my-mail", Mail)
    assert Mail("env") == load_settings(None, environ).typed("my-mail", Mail)


def test_a_variable_overrides_a_key_with_a_dot_in_its_name(tmp_path: Path) -> None:
    """The path of the file's key is kept."""
    settings = from_toml(tmp_path, "[log]\n'a.b' = 1\n", {"COREFW__LOG__A__B": "2"})

    assert settings.section("log") == {"a.b": "2"}


def test_rows_show_values_and_defaults_without_secrets(tmp_path: Path) -> None:
    """Everything that is known can be listed."""
    settings = from_toml(tmp_path, '[corefw]\nsecret = "s3cr3t"\n')
    settings.add({"x.url": "a://b:c@d"}, Place("app.py", 1))
    settings.typed("corefw", Core)

    assert [
        ("corefw.debug", "false", "default", "Show what went wrong."),
        ("corefw.hosts", '["localhost"]', "default", ""),
        ("corefw.secret", "********", f"{tmp_path / 'corefw.toml'}:2", ""),
        ("x.url", '"a://b:********@d"', "app.py:1", ""),
    ] == [(row.key, row.shown, str(row.origin), row.help) for row in settings.rows()]


def test_the_repr_of_settings_masks_secrets() -> None:
    """A traceback with local variables must not leak them."""
    settings = Settings.from_mapping({"corefw.secret": "x", "a.b": 1})

    assert repr(settings) == "Settings({'corefw.secret': ********, 'a.b': 1})"


def test_a_failed_section_can_be_asked_for_again_after_it_is_mended() -> None:
    """Nothing of a failure is kept."""
    settings = Settings.from_mapping({"corefw.debug": 3})
    with pytest.raises(SettingsError):
        settings.typed("corefw", Core)

    settings["corefw.debug"] = True

    assert settings.typed("corefw", Core).debug
