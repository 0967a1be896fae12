"""Rows of routes come in the order in which the routes are tried."""

from __future__ import annotations

import json

from corefw.engine.registry import Registry
from corefw.operate.inspection.routes import methods_of, route_rows
from corefw.operate.inspection.rows import as_dicts
from tests.operate.inspection import conftest

HERE = conftest.__name__


def test_routes_come_in_the_order_they_are_tried(registry: Registry, owner: str) -> None:
    """Those that only make URLs come last."""
    rows = route_rows(registry)

    assert ["second", "first", "outside"] == [row.name for row in rows]
    assert ("POST", "GET", "HEAD") == rows[0].methods
    assert (f"{HERE}.see", f"{HERE}.Page.show") == rows[0].views
    assert f"{HERE}.root" == rows[0].factory
    assert rows[2].is_static
    assert rows[2].pattern.startswith("https://example.org")
    assert {owner} == {row.owner for row in rows}


def test_a_view_for_every_method_makes_the_route_one() -> None:
    """Naming some of them then tells nothing."""
    assert ("*",) == methods_of([("GET",), None])
    assert ("GET", "POST") == methods_of([("GET",), ("GET", "POST")])


def test_rows_are_json_types(registry: Registry) -> None:
    """For programs that read them."""
    (first, *_) = as_dicts(route_rows(registry))

    assert first == json.loads(json.dumps(first, default=list)) | {
        key: tuple(first[key]) for key in ("methods", "views", "predicates")
    }
