"""Reading what a program sends: one JSON object, judged by the forms of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from board.forms.inputs import Form
from board.forms.reading import read
from board.texts import _, english
from corefw.httpexceptions import HTTPBadRequest
from corefw.request import Request
from corefw.view import exception_view_config

__all__ = ["Unfit", "asked", "unfit"]

F = TypeVar("F", bound=Form)


class Unfit(Exception):
    """What was sent does not fit the form; *errors* says why, by field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("; ".join(f"{name}: {english(message)}" for name, message in errors.items()))


def asked(request: Request, form: type[F], start: Mapping[str, Any] | None = None) -> F:
    """Return the form that the body fills; what it leaves out is taken from *start*.

    Raises HTTPBadRequest for what is not a JSON object, and `Unfit`.
    """
    body = request.json_body
    if not isinstance(body, dict):
        raise HTTPBadRequest(request.tell(_("The body must be a JSON object.")))
    reading = read(form, {**(start or {}), **body}, strict=True)
    if reading.value is None:
        raise Unfit(reading.errors)
    return reading.value


@exception_view_config(Unfit, renderer="json")
def unfit(context: Unfit, request: Request) -> dict[str, Any]:
    """Answer with the errors by field."""
    request.response.status_int = 422
    request.response.content_type = "application/problem+json"
    return {
        "status": 422,
        "title": request.tell(_("Refused")),
        "detail": request.tell(_("Some fields cannot be taken as they are.")),
        "errors": {name: request.tell(message) for name, message in context.errors.items()},
    }
