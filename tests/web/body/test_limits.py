"""Where limits come from."""

from __future__ import annotations

from dataclasses import fields

from corefw.engine.registry import Registry
from corefw.web.body.limits import DEFAULT_LIMITS, BodyLimits, limits_of


def test_the_registry_holds_the_limits_of_an_application() -> None:
    """Under their class."""
    registry = Registry("board")
    assert DEFAULT_LIMITS is limits_of(registry)
    mine = BodyLimits(body=1)
    registry.put(BodyLimits, "limits", mine)

    assert mine is limits_of(registry)
    assert DEFAULT_LIMITS is limits_of(None)


def test_every_limit_says_what_it_limits() -> None:
    """The settings' reference is made of it."""
    assert [] == [field.name for field in fields(BodyLimits) if not field.metadata.get("help")]
