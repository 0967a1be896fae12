"""The addon manifest: what it may say, and what is said about what it may not say."""

from __future__ import annotations

from dataclasses import fields
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.base.errors import Problem
from corefw.base.places import Place
from corefw.contracts.manifest import (
    Manifest,
    ManifestError,
    Need,
    Provision,
    in_range,
    parse_manifest,
)

DEFAULT = '"s"'
PLACE = Place("/site/corefw_mako/corefw-addon.toml", 0, "corefw_mako.corefw-addon")


def refusal(text: str) -> str:
    with pytest.raises(ManifestError) as caught:
        parse_manifest(dedent(text).lstrip(), PLACE)
    return str(caught.value)


def test_a_manifest_is_read_with_everything_that_it_may_say() -> None:
    """Each key of the file is a field of the manifest, lists as tuples."""
    manifest = parse_manifest(
        dedent(
            """
            name = "board-search"
            version = "1.2"
            summary = "Searching cards."
            corefw = ">=0.1,<1"
            needs = ["sqlalchemy>=0.1,<2", "mako"]
            provides = ["persistence:transactions,durable", "templating"]
            before = ["audit"]
            after = ["metrics"]
            settings = "board_search.settings:Settings"
            section = "search"
            """
        ),
        PLACE,
        version="9.9",
    )

    assert (
        Manifest(
            name="board-search",
            version="1.2",
            summary="Searching cards.",
            corefw=">=0.1,<1",
            needs=("sqlalchemy>=0.1,<2", "mako"),
            provides=("persistence:transactions,durable", "templating"),
            before=("audit",),
            after=("metrics",),
            settings="board_search.settings:Settings",
            section="search",
        )
        == manifest
    )


def test_every_field_but_the_place_is_a_key_of_the_file() -> None:
    """No field of the manifest is forgotten when the file is checked."""
    text = refusal('name = "mako"\nnonsense = 1')
    keys = [each.name for each in fields(Manifest) if each.name not in ("place", "lines")]

    assert f"The keys are {', '.join(keys)}." in text


def test_a_manifest_needs_a_name_and_nothing_else() -> None:
    """The version is the distribution's and the section has the addon's name."""
    manifest = parse_manifest('name = "mako"', PLACE, version="0.3")

    assert Manifest(name="mako", version="0.3", section="mako") == manifest


def test_needs_are_parted_into_name_and_range() -> None:
    """An addon may need any version of another one, or a range."""
    manifest = parse_manifest('name = "x"\nneeds = ["mako", "sqlalchemy >= 0.1"]', PLACE)

    assert (Need("mako"), Need("sqlalchemy", ">=0.1")) == manifest.needed


def test_provisions_of_one_port_are_put_together() -> None:
    """Capabilities stand behind the port, in one entry or in several."""
    manifest = parse_manifest(
        'name = "x"\nprovides = ["persistence:durable", "persistence:transactions savepoints", "mail"]', PLACE
    )

    assert (
        Provision("persistence", frozenset({"durable", "transactions", "savepoints"})),
        Provision("mail"),
    ) == manifest.provided


def test_text_that_is_no_toml_is_refused_with_its_line() -> None:
    """The error names the file, relative to its package, and the line."""
    assert (
        "CFW-402  The addon manifest corefw_mako/corefw-addon.toml is not TOML: Invalid value.\n"
        "\n"
        "  corefw_mako/corefw-addon.toml:2"
    ) == refusal('name = "mako"\nneeds = mako\n')


def test_text_that_ends_too_early_is_refused_at_its_last_line() -> None:
    """What is missing at the end is looked for at the end."""
    assert "corefw-addon.toml:2" in refusal('name = "mako"\nneeds = ["a",\n')


def test_an_unknown_key_is_refused_with_the_one_that_was_meant() -> None:
    """A misspelt key is never ignored."""
    assert (
        'CFW-403  An addon manifest knows no key "neds". Did you mean "needs"?\n'
        "\n"
        "  corefw_mako/corefw-addon.toml:3\n"
        "\n"
        "  The keys are name, version, summary, corefw, needs, provides, before, after, settings, section.\n"
        "\n"
        "  Choose one:\n"
        "    needs was meant              write  needs = ...\n"
        "    it is for the addon itself   make it a setting: the dataclass that  settings  names"
    ) == refusal('name = "mako"\n# one\nneds = ["x"]\n')


def test_all_problems_are_reported_together() -> None:
    """Two wrong values, an unknown key and no name are four problems of one error."""
    text = refusal('needs = "mako"\ncorefw = "new"\ncolour = "red"\n')

    assert text.startswith("4 problems were found.")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (
            "name = 'Mako'",
            '"name" must be a name of small letters, digits, "-" and "_" which begins with a letter, '
            'and is "Mako".',
        ),
        ('version = "new"', '"version" must be a version (PEP 440) such as "1.2", and is "new".'),
        ("version = 1.2", '"version" must be a version (PEP 440) such as "1.2", and is 1.2.'),
        ("summary = 1", '"summary" must be a string, and is 1.'),
        ('corefw = "1"', '"corefw" must be a range of versions (PEP 440) such as ">=0.1,<1", and is "1".'),
        ("corefw = 1", '"corefw" must be a range of versions (PEP 440) such as ">=0.1,<1", and is 1.'),
        (
            'needs = "a"',
            '"needs" must be a list of addon names, each with a range if it matters, and of capabilities, '
            'such as ["sqlalchemy>=0.1", "persistence:savepoints"], and is "a".',
        ),
        (
            'needs = ["a[b]"]',
            '"needs" must be a list of addon names, each with a range if it matters, and of capabilities, '
            'such as ["sqlalchemy>=0.1", "persistence:savepoints"], and is ["a[b]"].',
        ),
        (
            'needs = ["persistence:"]',
            '"needs" must be a list of addon names, each with a range if it matters, and of capabilities, '
            'such as ["sqlalchemy>=0.1", "persistence:savepoints"], and is ["persistence:"].',
        ),
        ('needs = ["x"]', '"needs" must be a list of other addons, and is ["x"].'),
        ('before = ["x"]', '"before" must be a list of other addons, and is ["x"].'),
        ("after = [1]", '"after" must be a list of addon names, and is [1].'),
        (
            'provides = ["a:"]',
            '"provides" must be a list of ports, each with its capabilities if any, such as '
            '["persistence:transactions,durable"], and is ["a:"].',
        ),
        (
            'settings = "a.b"',
            '"settings" must be the name of a dataclass such as "package.module:Settings", and is "a.b".',
        ),
        (
            "section = 2020-01-01",
            '"section" must be a name of small letters, digits, "-" and "_" which begins with a letter, '
            'and is "2020-01-01".',
        ),
    ],
)
def test_a_wrong_value_is_refused_with_what_it_must_be(line: str, complaint: str) -> None:
    """The error shows the value, what would do, and the line."""
    text = f"# addon\n{line}\n" if line.startswith("name") else f'name = "x"\n{line}\n'

    assert f"CFW-404  {complaint}\n\n  corefw_mako/corefw-addon.toml:2" == refusal(text)


def test_a_name_must_be_given() -> None:
    """The name is the one thing that nothing can stand in for."""
    assert (
        "CFW-404  The addon manifest does not say the addon's name.\n"
        "\n"
        "  corefw_mako/corefw-addon.toml\n"
        "\n"
        '  To mend it: add  name = "NAME" , the name of its entry point'
    ) == refusal('summary = "x"')


def test_lines_are_found_past_lists_and_long_strings() -> None:
    """What only looks like a key, inside a value, is not taken for one."""
    manifest = parse_manifest(
        dedent(
            '''
            summary = """
            name = "not me"
            """
            "name" = "mako"
            needs = [
                "a",
                # after = 1
            ]
            after = [
            "b"]
            '''
        ),
        PLACE,
    )

    assert {"summary": 2, "name": 5, "needs": 6, "after": 10} == manifest.lines


def test_a_key_of_another_table_is_not_taken_for_one_of_the_manifest() -> None:
    """After a table has begun, its keys are its own."""
    text = refusal('[name]\nneeds = "x"\n[needs]\n')

    assert "corefw_mako/corefw-addon.toml:1" in text
    assert "corefw_mako/corefw-addon.toml:3" in text


def test_a_number_that_python_refuses_to_read_is_no_toml() -> None:
    """An integer of five thousand digits raises ValueError from tomllib, and is an error like another."""
    assert "CFW-402" in refusal("name = " + "1" * 5000)


@given(st.text())
def test_any_text_is_a_manifest_or_refused_with_places(text: str) -> None:
    """Nothing else than a `ManifestError` comes out, and each problem names the file."""
    problems: list[Problem] = []
    try:
        parse_manifest(text, PLACE)
    except ManifestError as error:
        problems += error.problems

    assert all(problem.witnesses[0].place.file == PLACE.file for problem in problems)


@given(
    st.permutations(["name", "summary", "needs", "after", "section"]),
    st.lists(st.sampled_from(["", "# needs = 1", "  "]), min_size=5, max_size=5),
)
def test_the_line_of_a_key_is_the_line_that_sets_it(keys: list[str], gaps: list[str]) -> None:
    """However the keys are ordered and spaced, each line begins with its key."""
    values = {"name": '"x"', "summary": "'''\nname = 1\n'''", "needs": '[\n"a",\n]', "after": "[]"}
    text = "\n".join(
        f"{gap}\n{key} = {values.get(key, DEFAULT)}" for key, gap in zip(keys, gaps, strict=True)
    )
    manifest = parse_manifest(text, PLACE)
    rows = text.split("\n")

    assert set(keys) == set(manifest.lines)
    assert all(rows[line - 1].startswith(f"{key} =") for key, line in manifest.lines.items())


@pytest.mark.parametrize(
    ("version", "wanted", "expected"),
    [
        ("0.1", "", True),
        ("0.1", ">=0.1", True),
        ("0.2.dev0", ">=0.1", True),
        ("0.1", ">=0.2", False),
        ("what", "", True),
        ("what", ">=0", False),
    ],
)
def test_a_version_lies_in_a_range_or_does_not(version: str, wanted: str, expected: bool) -> None:
    """Development versions count, and what is no version lies in no range."""
    assert expected is in_range(version, wanted)


def test_a_need_may_be_an_addon_or_a_capability_of_a_port() -> None:
    """They are parted; several capabilities of one port are put together."""
    text = 'name = "x"\nneeds = ["mako>=0.1", "persistence:durable", "persistence:savepoints, migrations"]\n'

    manifest = parse_manifest(text, Place("corefw-addon.toml", 0))

    assert (Need("mako", ">=0.1"),) == manifest.needed
    assert (
        Provision("persistence", frozenset({"durable", "savepoints", "migrations"})),
    ) == manifest.required
