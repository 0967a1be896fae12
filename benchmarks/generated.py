"""Writes applications of many modules with five decorated routes and views each.

The text is the same for corefw and Pyramid but for the import lines, and for how each declares
a route: corefw by a decorator beside the view, Pyramid by a call, as its documentation shows it.
``bare`` is the same text with decorators that do nothing: what importing it costs by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

__all__ = ["write_application", "write_half_quiet_application"]

_HEADS = {
    "corefw": "from corefw.config import route_config\nfrom corefw.view import view_config\n",
    "pyramid": "from pyramid.view import view_config\n",
    "bare": "from {package}.nothing import route_config, view_config\n",
}
_NOTHING = """\
def view_config(*args, **options):
    return lambda view: view


route_config = view_config
"""

#: The names and paths of the five routes of a module; N is its number.
_ROUTES = {
    "list": "/mN",
    "new": "/mN/new",
    "show": "/mN/{id}",
    "edit": "/mN/{id}/edit",
    "find": "/mN/find/all",
}
#: The arguments of view_config beside the route's name, of one variant and the other.
_PLAIN = {
    "list": 'renderer="json"',
    "new": 'renderer="json"',
    "show": 'renderer="string"',
    "edit": 'renderer="json"',
    "find": 'renderer="json"',
}
_RICH = {
    "list": 'renderer=".shown", permission="read"',
    "new": 'renderer=".shown", permission="write", request_method="GET"',
    "show": 'renderer="string", permission="read", request_method="GET"',
    "edit": 'renderer=".shown", permission="write", request_method=("GET", "POST")',
    "find": 'renderer="json", permission="read", request_param="q", xhr=True',
}
VARIANTS = {"plain": _PLAIN, "rich": _RICH}
_VIEW = """

{route}@view_config(route_name="{name}", {arguments})
def {function}(request):
    return {result}
"""

_MAIN = """\
from string import Template

from {framework}.config import Configurator


class Policy:
    def identity(self, request): return None
    def authenticated_userid(self, request): return None
    def permits(self, request, context, permission): return True
    def remember(self, request, userid, **kw): return []
    def forget(self, request, **kw): return []


class Shown:
    def __init__(self, info):
        self.template = Template("$rows")

    def __call__(self, value, system):
        return self.template.substitute(value)


def main():
    config = Configurator(security_policy=Policy())
    config.add_renderer(".shown", Shown)
{routes}    config.scan("{package}.parts")
    return config.make_wsgi_app()
"""
_ROUTES_BY_CALLS = """\
    for number in range({modules}):
        for name, path in {routes!r}.items():
            config.add_route(f"m{{number}}_{{name}}", path.replace("N", str(number)))
"""

_QUIET = """\
from dataclasses import dataclass


@dataclass(frozen=True)
class Card{n}:
    number: int
    title: str = ""

    def shown(self):
        return f"{{self.number}}: {{self.title}}"


def prices(cards):
    return {{card.number: len(card.title) * {n} for card in cards}}
"""
_LOCKED_MAIN = """\
from corefw.app.locking import lock_now
from corefw.config import Configurator


class Shown:
    def __init__(self, info): pass
    def __call__(self, value, system): return str(value)


def main(scan="all", lock=None):
    config = Configurator(settings={{"corefw.scan": scan}}, lock=lock)
    config.add_renderer(".shown", Shown)
    config.scan("{package}.parts")
    return config.make_wsgi_app()


def write_lock(file):
    with open(file, "w", encoding="utf-8") as target:
        target.write(lock_now(main().registry).text())
"""


def write_application(folder: Path, framework: str, modules: int, variant: str = "plain") -> str:
    """Write a package and return its name; ``NAME.main()`` makes the WSGI application.

    *framework* is ``corefw``, ``pyramid`` or ``bare``, *variant* ``plain`` or ``rich`` (with
    permissions, templates and predicates).
    """
    package = f"{framework}_{variant}_{modules}"
    _write_parts(folder / package / "parts", framework, package, modules, VARIANTS[variant])
    main = folder / package / "__init__.py"
    if framework == "bare":
        main.write_text("")
        (folder / package / "nothing.py").write_text(_NOTHING)
        return package
    routes = _ROUTES_BY_CALLS.format(modules=modules, routes=_ROUTES) if framework == "pyramid" else ""
    main.write_text(_MAIN.format(framework=framework, package=package, routes=routes))
    return package


def write_half_quiet_application(folder: Path, modules: int) -> str:
    """Write a package of corefw in which every second module declares nothing; return its name.

    ``NAME.main(scan, lock)`` makes the WSGI application, ``NAME.write_lock(file)`` its lock.
    """
    package = f"half_quiet_{modules}"
    parts = folder / package / "parts"
    _write_parts(parts, "corefw", package, modules // 2, _PLAIN)
    for number in range(modules // 2):
        (parts / f"q{number:05}.py").write_text(_QUIET.format(n=number))
    (folder / package / "__init__.py").write_text(_LOCKED_MAIN.format(package=package))
    return package


def _write_parts(folder: Path, framework: str, package: str, modules: int, views: Mapping[str, str]) -> None:
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    for number in range(modules):
        text = _HEADS[framework].format(package=package)
        for name, arguments in views.items():
            route = f"m{number}_{name}"
            path = _ROUTES[name].replace("N", str(number))
            text += _VIEW.format(
                route="" if framework == "pyramid" else f'@route_config("{route}", "{path}")\n',
                name=route,
                arguments=arguments,
                function=f"{name}_",
                result='request.matchdict["id"]' if name == "show" else f'{{"rows": {number}}}',
            )
        (folder / f"m{number:05}.py").write_text(text)
