"""A tween that is named by its dotted name."""

from __future__ import annotations

from typing import Any


def shouting_factory(handler: Any, registry: Any) -> Any:
    """Put every answer into capitals."""

    def shouting(request: Any) -> Any:
        response = handler(request)
        response.text = response.text.upper()
        return response

    return shouting
