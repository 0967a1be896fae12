"""Django, without middleware but where the case needs it; its settings are one per process.

So the cases that compare numbers of routes are not for it.  Rows and template are those of the others.
"""

from __future__ import annotations

import logging
import sys
from functools import cache
from typing import Any

import django
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path

__all__ = ["application", "handler404", "urlpatterns"]


def application(case: str) -> Any:
    """Return the application that answers *case*."""
    match case:
        case "template" | "one-route" | "many-routes":
            return None
        case "error":
            return _made(f"{__name__}.AnswersErrors")
        case "page":
            return _made(
                "django.contrib.sessions.middleware.SessionMiddleware",
                "django.middleware.csrf.CsrfViewMiddleware",
            )
    return _made()


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello, World!", content_type="text/plain; charset=utf-8")


def greet(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"message": "Hello, World!"})


def number(request: HttpRequest, id: int) -> HttpResponse:
    return JsonResponse({"id": id})


def form(request: HttpRequest) -> HttpResponse:
    return JsonResponse(request.POST.dict())


def fail(request: HttpRequest) -> HttpResponse:
    raise ValueError("broken")


class AnswersErrors:
    """The middleware that answers what a view raises."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ValueError):
            return JsonResponse({"error": str(error)}, status=409)
        return None


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an unknown path; Django finds it by this name."""
    return HttpResponse("not found", status=404, content_type="text/plain")


@cache
def _shop() -> tuple[Any, Any, Any]:
    from sqlalchemy.orm import sessionmaker

    from benchmarks.requests import shop

    return shop, sessionmaker(shop.open_database()), shop.template("page.html.mako")


def log_in(request: HttpRequest) -> HttpResponse:
    request.session["user"] = "ann"
    get_token(request)
    return HttpResponse("hello")


def page(request: HttpRequest) -> HttpResponse:
    shop, sessions, template = _shop()
    user = request.session.get("user")
    if "view" not in shop.USERS.get(user, ()):
        raise PermissionDenied
    with sessions() as db:
        return HttpResponse(
            template.render(title="Items", user=user, rows=shop.items(db), token=get_token(request))
        )


urlpatterns = [
    path("plain", plain),
    path("json", greet),
    path("users/<int:id>", number),
    path("form", form),
    path("error", fail),
    path("login", log_in),
    path("page", page),
]


@cache
def _made(*middleware: str) -> Any:
    if not settings.configured:
        settings.configure(
            DEBUG=False,
            ALLOWED_HOSTS=["localhost"],
            SECRET_KEY="thirty-two characters, or somewhat more",
            ROOT_URLCONF=sys.modules[__name__],
            SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
            LOGGING_CONFIG=None,
        )
        django.setup()
        # It logs each 404 and each error; where to is the deployment's business, and here it is nowhere.
        logger = logging.getLogger("django")
        logger.addHandler(logging.NullHandler())
        logger.propagate = False
    settings.MIDDLEWARE = list(middleware)  # read once, when a handler is made
    return WSGIHandler()
