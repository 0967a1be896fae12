"""Writes an application of many modules with decorated routes and views, for one framework.

Every module holds five views: plain, with a permission, with a template-like renderer, and
with predicates.  The text is the same for corefw and Pyramid but for the import lines and
for what each calls its route decorator.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["write_application"]

_HEAD = {
    "corefw": """\
from corefw.config import route_config
from corefw.view import view_config
""",
    "pyramid": """\
from pyramid.view import view_config
""",
}

_VIEWS = """

{routes0}@view_config(route_name="m{n}_list", renderer="json")
def list_(request):
    return {{"module": {n}}}


{routes1}@view_config(route_name="m{n}_show", renderer="string")
def show(request):
    return request.matchdict["id"]


{routes2}@view_config(route_name="m{n}_edit", renderer="json", permission="edit", request_method="GET")
def edit(request):
    return {{}}


@view_config(route_name="m{n}_edit", renderer="json", permission="edit", request_method="POST")
def save(request):
    return {{}}


{routes3}@view_config(route_name="m{n}_find", renderer="json", request_param="q", xhr=True)
def find(request):
    return {{}}
"""

_PATTERNS = (
    ("list", "/m{n}"),
    ("show", "/m{n}/{{id}}"),
    ("edit", "/m{n}/{{id}}/edit"),
    ("find", "/m{n}/find/all"),
)

_MAIN = """\
from {framework}.config import Configurator
{extra}

class Policy:
    def identity(self, request): return None
    def authenticated_userid(self, request): return None
    def permits(self, request, context, permission): return True
    def remember(self, request, userid, **kw): return []
    def forget(self, request, **kw): return []


def main():
    config = Configurator(security_policy=Policy())
    {declare}
    config.scan("{package}.parts")
    return config.make_wsgi_app()
"""


def write_application(folder: Path, framework: str, modules: int) -> str:
    """Write the package and return its name; ``NAME.main()`` makes the WSGI application."""
    package = f"generated_{framework}_{modules}"
    parts = folder / package / "parts"
    parts.mkdir(parents=True, exist_ok=True)
    (parts / "__init__.py").write_text("")
    for number in range(modules):
        texts = {
            f"routes{position}": f'@route_config("m{number}_{name}", "{pattern.format(n=number)}")\n'
            if framework == "corefw"
            else ""
            for position, (name, pattern) in enumerate(_PATTERNS)
        }
        (parts / f"m{number:05}.py").write_text(_HEAD[framework] + _VIEWS.format(n=number, **texts))
    declare = (
        "pass"
        if framework == "corefw"
        else f"""for n in range({modules}):
        config.add_route(f"m{{n}}_list", f"/m{{n}}")
        config.add_route(f"m{{n}}_show", f"/m{{n}}/{{{{id}}}}")
        config.add_route(f"m{{n}}_edit", f"/m{{n}}/{{{{id}}}}/edit")
        config.add_route(f"m{{n}}_find", f"/m{{n}}/find/all")"""
    )
    (folder / package / "__init__.py").write_text(
        _MAIN.format(framework=framework, package=package, declare=declare, extra="")
    )
    return package
