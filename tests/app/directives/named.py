"""What is named by dotted names."""

from __future__ import annotations

from typing import Any


class Root:
    """A root."""


def root(request: Any) -> Root:
    """Make one."""
    return Root()


def shouting(view: Any) -> Any:
    """Put what a view says into capitals."""

    def shouted(context: Any, request: Any) -> Any:
        response = view(context, request)
        response.text = response.text.upper()
        return response

    return shouted
