"""Requests and responses that are used for what they are not."""

from __future__ import annotations

from corefw.decorator import reify
from corefw.request import Request


class Page:
    @reify
    def title(self) -> str:
        return "Cards"


def view(request: Request) -> str:
    request.add_response_callback(lambda request: None)  # refused: arg-type, misc
    number: int = request.is_authenticated and request.view_name  # refused: assignment
    request.subpath.append("more")  # refused: attr-defined
    request.has_permission(7)  # refused: arg-type
    title: int = Page().title  # refused: assignment
    print(number, title)
    return request.matchdict["id"]  # refused: index, no-any-return
