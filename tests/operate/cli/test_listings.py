"""The listings print facts for people, and the same facts as JSON for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.operate.cli.conftest import Run


def test_routes_are_listed_with_their_views_and_places(run: Run) -> None:
    """One line for each."""
    lines = run("-a", "hello:make", "routes").stdout.splitlines()

    assert ["Name", "Pattern", "Methods", "Views", "Owner", "Place"] == lines[0].split()
    assert ["hello", "/", "GET,", "HEAD", "hello.hello", "hello", "hello.py:12"] == lines[1].split()
    assert 2 == len(lines)


def test_routes_are_given_as_json(run: Run) -> None:
    """Every field of the row is there."""
    (row,) = json.loads(run("-c", "shop.toml", "routes", "--json").stdout)

    assert {
        "name": "front",
        "pattern": "/front/{id:int}",
        "methods": ["GET", "HEAD", "POST"],
        "views": ["shop.front"],
        "factory": "",
        "predicates": ["request_param a"],
        "is_static": False,
        "owner": "shop",
        "place": "shop.py:10",
    } == row


def test_views_are_given_as_json(run: Run) -> None:
    """Views of exceptions come last."""
    rows = json.loads(run("-c", "shop.toml", "views", "--json").stdout)

    assert {
        "route": "front",
        "context": "",
        "name": "",
        "methods": ["GET", "HEAD", "POST"],
        "predicates": [],
        "permission": "",
        "csrf": "origin",
        "renderer": "json",
        "view": "shop.front",
        "owner": "shop",
        "place": "shop.py:11",
    } == rows[0]
    assert ["builtins.KeyError"] == [row["context"] for row in rows if row["name"] == "plain"]


def test_views_of_one_route_can_be_asked_for(run: Run) -> None:
    """The table holds them and nothing else."""
    lines = run("-c", "shop.toml", "views", "--route", "front").stdout.splitlines()

    assert 2 == len(lines)
    assert "shop.front" in lines[1]


def stamps(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["name"] == "stamp"]


def test_addons_are_listed_with_their_state_and_hooks(run: Run) -> None:
    """An addon in use, and one that is only installed."""
    # Others may be installed where the tests run.
    (row,) = stamps(json.loads(run("-c", "shop.toml", "addons", "--json").stdout))
    line = next(text for text in run("-c", "shop.toml", "addons").stdout.splitlines() if "stamp" in text)
    (off,) = stamps(json.loads(run("-a", "hello:make", "addons", "--json").stdout))

    assert ["stamp", "0.3", "active", "Stamps."] == [
        row[key] for key in ("name", "version", "state", "summary")
    ]
    assert ["check", "commands", "shell_names", "started", "stopping"] == sorted(row["hooks"])
    assert ["stamp", "0.3", "active"] == line.split()[:3]
    assert ("off", "not enabled") == (off["state"], off["reason"])
    assert ["cli_stamp/addon.py:9", "cli_stamp/corefw-addon.toml:1"] == [row["place"], off["place"]]


def test_an_addon_that_is_off_and_broken_has_the_place_of_its_file(run: Run, folder: Path) -> None:
    """The manifest, also where it has no line that could be told; nothing, where there is no package."""
    manifest = folder / "site/cli_stamp/corefw-addon.toml"
    manifest.unlink()

    (no_manifest,) = stamps(json.loads(run("-a", "hello:make", "addons", "--json").stdout))
    (folder / "site/cli_stamp-0.3.dist-info/entry_points.txt").write_text(
        "[corefw.addons]\nstamp = cli_no_stamp.addon:StampAddon\n"
    )
    (no_package,) = stamps(json.loads(run("-a", "hello:make", "addons", "--json").stdout))

    assert ["cli_stamp/__init__.py", ""] == [no_manifest["place"], no_package["place"]]


def test_the_plan_is_shown_and_filtered(run: Run) -> None:
    """By state, owner and kind; the last line counts."""
    lines = run("-c", "shop.toml", "plan", "--kind", "route", "--state", "active", "--owner", "shop")

    assert 'active  route  route "front"  shop   shop.py:10' in lines.stdout.splitlines()
    assert lines.stdout.splitlines()[-1].endswith(" active.")


def test_the_plan_as_json_adds_up(run: Run) -> None:
    """The number of declarations equals the sum over the states."""
    told = json.loads(run("-c", "shop.toml", "plan", "--json").stdout)

    assert sum(told["counts"].values()) == len(told["declarations"])
    assert [] == told["problems"]


def test_a_plan_that_cannot_be_performed_is_shown_with_its_problems(run: Run) -> None:
    """Both declarations are there, and the error ends the output."""
    result = run("-a", "hello:clash", "plan", "--kind", "view", "--owner", "hello")
    told = run("-a", "hello:clash", "plan", "--json")

    assert (1, 1) == (result.exit_code, told.exit_code)
    assert 'view of the route "hello"' in result.stdout
    assert "CFW-201" in result.stderr
    assert ["CFW-201"] == [problem["code"] for problem in json.loads(told.stdout)["problems"]]


@pytest.mark.parametrize(
    "command",
    ["routes", "views", "addons", "pipeline", "plan", "check", "check --deploy", "graph", "why GET /front/1"],
)
def test_looking_starts_nothing(run: Run, command: str) -> None:
    """No ``started`` hook runs for a listing."""
    assert 0 == run("-c", "shop.toml", *command.split()).exit_code

    import cli_stamp.addon  # type: ignore[import-not-found]

    assert [] == cli_stamp.addon.started
