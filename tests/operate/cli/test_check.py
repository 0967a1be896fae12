"""``corefw check`` runs every check and ends with a status that a script can use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.operate.cli.conftest import Run


def rewrite(folder: Path, body: str) -> None:
    """Replace the body of the addon's check."""
    addon = folder / "site/cli_stamp/addon.py"
    head, _, rest = addon.read_text().partition("        yield Finding")
    addon.write_text(head + body + rest[rest.index("\n") + 1 :])


def test_a_warning_ends_with_0_and_with_strict_with_1(run: Run) -> None:
    """What was found is told with its remedy and its owner."""
    result = run("-c", "shop.toml", "check")

    assert 0 == result.exit_code
    assert [
        "warning  stamp.ink  There is little ink.",
        "         Buy some.",
        "         stamp 0.3",
        "0 errors, 1 warning.",
    ] == result.stdout.splitlines()
    assert 1 == run("-c", "shop.toml", "check", "--strict").exit_code


def test_an_error_ends_with_1(run: Run, folder: Path) -> None:
    """Errors come before warnings."""
    rewrite(folder, '        yield Finding("a", "A.")\n        yield Finding("b", "B.", level="error")\n')

    result = run("-c", "shop.toml", "check", "--json")

    told = json.loads(result.stdout)
    assert (1, False) == (result.exit_code, told["ok"])
    assert ["b", "a"] == [row["id"] for row in told["findings"]]


@pytest.mark.parametrize(
    ("said", "body"),
    [
        ("ValueError: no ink", '        raise ValueError("no ink")\n        yield\n'),
        ("this is int", "        return [42]\n"),
    ],
)
def test_a_check_that_raises_is_a_finding(run: Run, folder: Path, said: str, body: str) -> None:
    """It names the addon and the place, and does not stop the others."""
    rewrite(folder, body)

    result = run("-c", "shop.toml", "check")

    assert 1 == result.exit_code
    assert said in result.stdout
    assert "stamp 0.3" in result.stdout
    assert "cli_stamp/addon.py:" in result.stdout
    assert "Traceback" not in result.output


def test_nothing_wrong_is_said(run: Run) -> None:
    """And ends with 0."""
    result = run("-a", "hello:make", "check")

    assert (0, "Nothing is wrong.\n") == (result.exit_code, result.stdout)


def test_an_application_that_cannot_be_built_is_an_error(run: Run) -> None:
    """As its text for people, and as findings for programs."""
    result = run("-a", "hello:broken", "check", "--json")

    assert (1, 1) == (result.exit_code, run("-a", "hello:broken", "check").exit_code)
    assert ["CFW-201"] == [row["id"] for row in json.loads(result.stdout)["findings"]]


def test_a_deployment_is_looked_at_if_asked_for(run: Run) -> None:
    """Each finding with its id, its hint and its place; addons are told that it is one."""
    told = json.loads(run("-c", "store.toml", "check", "--deploy", "--json").stdout)

    rows = {row["id"]: row for row in told["findings"]}
    assert {"core.hosts.default", "core.csrf", "core.permission", "core.autoescape"} < set(rows)
    assert {"core.session.httponly", "core.session.samesite", "stamp.ink"} < set(rows)
    assert rows["core.csrf"]["message"].startswith("CSRF is off on 1 view: store.change (store.py:")
    assert rows["core.csrf"]["place"].startswith("store.py:")
    assert ["stamp.ink"] == [
        row["id"] for row in json.loads(run("-c", "store.toml", "check", "--json").stdout)["findings"]
    ]


def test_findings_are_silenced_by_their_ids(run: Run, folder: Path) -> None:
    """And an id that nothing reports is reported, with its line."""
    file = folder / "store.toml"
    file.write_text(file.read_text().replace("[corefw]", '[corefw]\nsilence = ["stamp.ink", "core.debug"]'))

    result = run("-c", "store.toml", "check")

    assert [
        'warning  core.silence  "core.debug" is silenced, and nothing reports it.',
        "         take it out of silence   in [corefw]",
        "         corefw store.toml:3",
        "0 errors, 1 warning. 1 silenced.",
    ] == result.stdout.splitlines()
