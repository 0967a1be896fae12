"""An application with something of everything, for the commands that look at one."""

from __future__ import annotations

__all__ = ["STORE_FILES"]

SETTINGS = """
[corefw]
include = ["store"]
addons = ["stamp"]
secret = "0123456789abcdef0123456789abcdefXYZ"

[store]
name = "Corner"
password = "hush"
"""
STORE = '''
from dataclasses import dataclass, field
from abc import ABC, abstractmethod
from pathlib import Path

from corefw.events import NewRequest
from corefw.httpexceptions import HTTPForbidden
from corefw.ports import Template, TemplateNotFound, Templating
from corefw.response import Response
from corefw.security import Allowed, Denied
from corefw.session import SignedCookieSessionFactory


@dataclass
class StoreSettings:
    name: str = field(default="Shop", metadata={"help": "What is on the sign."})
    password: str = field(default="", metadata={"secret": True})
    shelves: int = 3


class Shelf(ABC):
    @abstractmethod
    def goods(self): ...


class WoodenShelf(Shelf):
    def goods(self):
        return []


class Crate:
    def __init__(self, shelf):
        self.shelf = shelf


class Policy:
    """Lets everybody in who says so."""

    def identity(self, request):
        return None

    def authenticated_userid(self, request):
        return None

    def permits(self, request, context, permission):
        return Allowed("it is said") if request.params.get("let") else Denied("it is not")

    def remember(self, request, userid, **kw):
        return []

    def forget(self, request, **kw):
        return []


class Plain(Template):
    def __init__(self, file):
        self.origin = str(file)
        self.text = file.read_text()

    def render(self, values):
        return self.text.format(**{key: value for key, value in values.items() if isinstance(value, str)})


class PlainTemplates(Templating):
    suffixes = (".plain",)
    capabilities = frozenset()

    def template(self, spec, package):
        file = Path(__file__).parent / spec
        if not file.is_file():
            raise TemplateNotFound("there is none", template=spec)
        return Plain(file)


class Document:
    def __init__(self, request):
        self.id = request.matchdict["id"]


def show(request):
    return {"what": "goods"}


def change(request):
    return Response("changed")


def as_json(request):
    return {"goods": 1}


def read(context, request):
    return Response(f"read {context.id}")


def lost(context, request):
    return Response("lost", status=404)


def fail(request):
    raise RuntimeError("boom")


def see_request(event):
    pass


def timing_tween(handler, registry):
    """Measure each request."""
    return handler


def loud_view(view, info):
    """Say it loudly."""
    return view


loud_view.options = ("loud",)


class Day:
    """The day of the week is this one."""

    def __init__(self, value, info):
        self.value = value

    def text(self):
        return f"day = {self.value}"

    phash = text

    def __call__(self, context, request):
        return request.params.get("day") == self.value


def includeme(config):
    config.settings.typed("store", StoreSettings)
    config.include("store_base")
    config.add_view_predicate("day", Day)
    config.add_view_deriver(loud_view)
    config.add_tween(timing_tween)
    config.add_subscriber(see_request, NewRequest)
    config.set_security_policy(Policy())
    config.set_session_factory(SignedCookieSessionFactory("s" * 40, httponly=False, samesite=None))
    config.add_utility(WoodenShelf(), Shelf)
    config.add_adapter(Crate, for_=WoodenShelf, provides=Crate)
    config.provide_port(Templating, PlainTemplates())
    config.add_route("special", "/goods/{id:int}", request_param="special")
    config.add_route("goods", "/goods/{id:int}")
    config.add_route("document", "/documents/{id}", factory=Document)
    config.add_route("broken", "/broken")
    config.add_view(show, route_name="goods", request_method="GET", renderer="goods.html")
    config.add_view(
        as_json, route_name="goods", request_method="GET", accept="application/json", renderer="json"
    )
    config.add_view(change, route_name="goods", request_method="POST", permission="edit", require_csrf=False)
    config.add_view(change, route_name="special", day="monday", permission="edit", loud=True)
    config.add_view(read, route_name="document", context=Document, request_method="GET")
    config.add_view(fail, route_name="broken", request_method="GET")
    config.add_notfound_view(lost)
'''
BASE = """
from corefw.response import Response


def old(request):
    return Response("old")


def includeme(config):
    config.add_route("goods", "/old/goods")
    config.add_view(old, route_name="goods", request_method="POST")
"""

STORE_FILES = {
    "store.py": STORE,
    "store_base.py": BASE,
    "store.toml": SETTINGS,
    "goods.html.plain": "There are {what}.\n",
    "other.html.plain": "Other.\n",
}
