"""Rows of the plan can be filtered, and are counted by owner and kind."""

from __future__ import annotations

from corefw.engine.registry import Registry
from corefw.operate.inspection.plan import plan_counts, plan_rows
from corefw.operate.inspection.rows import plan_of


def test_the_rows_of_a_plan_can_be_filtered(registry: Registry, owner: str) -> None:
    """By state, kind and owner together."""
    plan = plan_of(registry)

    assert len(plan) == len(plan_rows(plan))
    assert ["second", "first", "outside"] == [
        row.title.split('"')[1] for row in plan_rows(plan, state="active", kind="route", owner=owner)
    ]


def test_the_counts_add_up(registry: Registry, owner: str) -> None:
    """Every declaration is in one group, and in one state of it."""
    rows = plan_rows(plan_of(registry))

    counts = plan_counts(rows)

    assert len(rows) == sum(count.total for count in counts)
    assert all(count.total == sum(count.states.values()) for count in counts)
    assert [(3, {"active": 3})] == [
        (count.total, count.states) for count in counts if (count.owner, count.kind) == (owner, "route")
    ]
