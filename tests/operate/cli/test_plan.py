"""``corefw plan`` counts by owner and kind, and shows what is not in use and why."""

from __future__ import annotations

import json

from tests.operate.cli.conftest import Run


def test_the_plan_is_a_table_of_counts(run: Run) -> None:
    """What is not in use stands below it, with the reason."""
    lines = run("-c", "store.toml", "plan").stdout.splitlines()

    assert ["Owner", "Kind", "All", "Active", "Overridden"] == lines[0].split()
    assert ["route", "5", "4", "1"] in [line.split()[1:] for line in lines]
    listed = lines[lines.index("") + 1 : -2]
    assert listed[0].startswith("State")
    assert ["overridden", "overridden"] == [line.split()[0] for line in listed[1:]]
    assert "store_base.py:" in listed[1]
    assert "declares the same at store.py:" in listed[1]
    assert lines[-1].endswith(", 2 overridden.")


def test_every_declaration_is_listed_if_asked_for(run: Run) -> None:
    """In the order of the counts."""
    told = json.loads(run("-c", "store.toml", "plan", "--json").stdout)

    lines = run("-c", "store.toml", "plan", "--full").stdout.splitlines()

    listed = [line for line in lines if line.split()[:1] in (["active"], ["overridden"])]
    assert len(told["declarations"]) == len(listed)


def test_a_filter_lists_what_fits(run: Run) -> None:
    """The counts above are those of what fits."""
    lines = run("-c", "store.toml", "plan", "--kind", "tween", "--owner", "corefw").stdout.splitlines()

    assert ["corefw", "tween", "2", "2"] == lines[1].split()
    assert 2 == sum(line.startswith("active  tween") for line in lines)


def test_the_groups_are_in_the_json(run: Run) -> None:
    """They add up to the declarations."""
    told = json.loads(run("-c", "store.toml", "plan", "--json").stdout)

    assert len(told["declarations"]) == sum(group["total"] for group in told["groups"])
    assert {"overridden": 1} == {
        state: count
        for group in told["groups"]
        if group["kind"] == "route" and group["owner"] != "corefw"
        for state, count in group["states"].items()
        if state != "active"
    }
