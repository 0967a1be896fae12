"""Views that are named by their dotted names."""

from __future__ import annotations

from typing import Any

from corefw.response import Response


def by_name(request: Any) -> Response:
    """Answer that the name was found."""
    return Response("by name")


class Page:
    """A view with a method."""

    def __init__(self, request: Any) -> None:
        self.request = request

    def show(self) -> Response:
        """Answer with what it is."""
        return Response("page")


class Mapper:
    """Calls a view with the values of its route."""

    def __init__(self, **options: Any) -> None:
        self.name = options["route_name"]

    def __call__(self, view: Any) -> Any:
        return lambda context, request: Response(f"{self.name} {view(**request.matchdict)}")
