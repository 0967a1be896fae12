"""Settings are read as they were given, each with the place it came from."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.base.places import Place
from corefw.engine.settings.sources import (
    Given,
    Origin,
    SettingsError,
    from_code,
    from_environment,
    from_file,
    variable_name,
)


def write(folder: Path, text: str | bytes) -> Path:
    file = folder / "corefw.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_a_file_gives_flat_keys_with_their_lines(tmp_path: Path) -> None:
    """Tables are sections; each value knows its line."""
    file = write(tmp_path, "[corefw]\ndebug = true\n\n[sqlalchemy.engine]\necho = false\nopts = {}\n")

    found = from_file(file)

    assert [(item.key, item.value, item.origin.place.line) for item in found if item.origin.place] == [
        ("corefw.debug", True, 2),
        ("sqlalchemy.engine.echo", False, 5),
        ("sqlalchemy.engine.opts", {}, 6),
    ]
    assert f"{file}:2" == str(found[0].origin)


def test_values_are_taken_as_they_are(tmp_path: Path) -> None:
    """Nothing is interpolated: per cent, dollar and the empty text stay."""
    file = write(tmp_path, '[a]\nx = "%(here)s ${HOME} %%"\ny = ""\n')

    assert [item.value for item in from_file(file)] == ["%(here)s ${HOME} %%", ""]
    assert [item.value for item in from_environment({"COREFW__A__X": "%x $y", "COREFW__A__Y": ""})] == [
        "%x $y",
        "",
    ]


def test_a_byte_order_mark_is_no_part_of_the_file(tmp_path: Path) -> None:
    """Some editors write one."""
    assert [item.key for item in from_file(write(tmp_path, b"\xef\xbb\xbf[a]\nb = 1\n"))] == ["a.b"]


def test_a_missing_file_is_named_with_what_lies_beside_it(tmp_path: Path) -> None:
    """The error names the file that was probably meant."""
    write(tmp_path, "")
    wanted = tmp_path / "corfw.toml"

    with pytest.raises(SettingsError) as caught:
        from_file(wanted)

    assert (
        f'CFW-110  There is no settings file "{wanted}". Did you mean "corefw.toml"?\n\n'
        f"  {tmp_path} holds corefw.toml.\n\n"
        "  Choose one:\n"
        f"    corefw.toml was meant       name  {tmp_path}/corefw.toml\n"
        f"    it is still to be written   make {wanted} with  [corefw]  in its first line"
    ) == str(caught.value)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """Nothing else can be said then."""
    with pytest.raises(SettingsError, match="There is no folder"):
        from_file(tmp_path / "nowhere" / "corefw.toml")


def test_a_broken_file_is_refused_with_its_line(tmp_path: Path) -> None:
    """The line is shown, and its secret is not."""
    file = write(tmp_path, '[corefw]\nsecret = "abc\n')

    with pytest.raises(SettingsError) as caught:
        from_file(file)

    assert (
        f"CFW-110  The settings file \"{file}\" is not TOML: Illegal character '\\n' at column 14.\n\n"
        f"  {file}:2   secret = ********"
    ) == str(caught.value)


@pytest.mark.parametrize("text", [b"[a]\nb = \xff\n", b"[a", b"a = " + b"[" * 10_000])
def test_no_content_of_a_file_raises_anything_else(tmp_path: Path, text: bytes) -> None:
    """Bytes that are no UTF-8 and endless brackets are refused as well."""
    with pytest.raises(SettingsError, match="CFW-110"):
        from_file(write(tmp_path, text))


def test_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    """The system's reason is given."""
    with pytest.raises(SettingsError, match="cannot be read"):
        from_file(tmp_path)


def test_variables_name_core_settings_and_sections() -> None:
    """One underscore leads to [corefw], two to any section."""
    environ = {
        "COREFW_DEBUG": "1",
        "COREFW_LIMITS__BODY": "5",
        "COREFW__SQLALCHEMY__POOL_SIZE": "3",
        "COREFW_CONFIG": "x.toml",
        "COREFW_TESTS_REQUIRE_SERVERS": "1",
        "corefw_x": "1",
        "PATH": "/bin",
    }

    assert sorted((item.key, item.value) for item in from_environment(environ)) == [
        ("corefw.debug", "1"),
        ("corefw.limits.body", "5"),
        ("sqlalchemy.pool_size", "3"),
    ]


@pytest.mark.parametrize(
    "name", ["COREFW_", "COREFW__", "COREFW__X", "COREFW__X__", "COREFW____A", "COREFW_A__"]
)
def test_a_variable_that_names_no_setting_is_refused(name: str) -> None:
    """Whoever set it believes that it does something."""
    with pytest.raises(SettingsError, match=f"CFW-115  The environment variable {name} names no setting"):
        from_environment({name: "1"})


@given(st.lists(st.from_regex(r"[a-z0-9]+(_[a-z0-9]+)*", fullmatch=True), min_size=2, max_size=4))
def test_the_variable_of_a_key_sets_that_key(path: list[str]) -> None:
    """`variable_name` and `from_environment` are each other's inverse."""
    key = ".".join(path)

    assert [key] == [item.key for item in from_environment({variable_name(key): ""})]


def test_what_code_gives_stays_the_very_object() -> None:
    """Nothing is copied or converted."""
    thing, place = object(), Place("app.py", 3)

    found = from_code({"a.b": thing}, place)

    assert [Given(("a", "b"), thing, Origin("code", place))] == found
    assert thing is found[0].value
