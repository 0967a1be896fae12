"""``corefw shell``: Python with the application at hand.  Floor 6."""

from __future__ import annotations

import ast
import code
import importlib
import sys
from collections.abc import Mapping
from typing import Any

import click

from corefw.app.addons import hooks_of
from corefw.app.hooks import ShellNames
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.operate.cli.group import the_choice
from corefw.web.current import CURRENT_REQUEST
from corefw.web.pipeline.application import Application

__all__ = ["shell"]


@click.command()
@click.option("-e", "--execute", "source", metavar="CODE", help="Run CODE and end.")
@click.option("--plain", is_flag=True, help="Python's own prompt, even if IPython is installed.")
@click.pass_context
def shell(ctx: click.Context, source: str | None, plain: bool) -> None:
    """Start Python with app, registry and request, and the names that addons give."""
    application = the_choice(ctx).load()
    request = application.make_request("/")
    token = CURRENT_REQUEST.set(request)
    try:
        names = shell_names(application, request)
        if source is not None:
            execute(source, names)
        else:
            _interact(names, plain=plain)
    finally:
        CURRENT_REQUEST.reset(token)
        for callback in request.finished_callbacks or ():
            callback(request)
        application.close()


def shell_names(application: Application, request: Any) -> dict[str, Any]:
    """Return what the prompt knows: app, registry, request, and the names of addons.

    Raises `ConfigurationError` (CFW-706) if two of them are the same.
    """
    registry = application.registry
    names: dict[str, Any] = {
        "app": application,
        "registry": registry,
        "request": application.make_request("/"),
    }
    owners = dict.fromkeys(names, "corefw")
    hooks = hooks_of(registry)
    for each in hooks.implementers("shell_names"):
        given: Mapping[str, object] | None = hooks.call_one(
            each.addon, "shell_names", ShellNames(application, registry)
        )
        for name, value in (given or {}).items():
            if name in owners:
                what = f'{each.owner} gives the shell the name "{name}", which {owners[name]} gives already.'
                fixes = (Fix("", f'give it another:  {{"{each.addon}_{name}": ...}}'),)
                raise ConfigurationError(
                    Problem("CFW-706", what, (Witness(each.place, each.owner),), fixes=fixes)
                )
            names[name], owners[name] = value, each.owner
    return names


def execute(source: str, names: dict[str, Any]) -> None:
    """Run *source* as if it were typed: the value of an expression is printed."""
    tree = ast.parse(source, "<-e>")
    exec(compile(ast.Interactive(tree.body), "<-e>", "single"), names)


def _interact(names: dict[str, Any], *, plain: bool) -> None:
    if not sys.stdin.isatty():  # a script, read as Python itself reads one
        exec(compile(sys.stdin.read(), "<stdin>", "exec"), names)
        return
    ipython = None if plain else _ipython()
    if ipython is not None:
        ipython.start_ipython(argv=["--no-banner"], user_ns=names)
        return
    banner = f"Python {sys.version.split()[0]} with {', '.join(names)}"
    code.interact(banner=banner, local=names, exitmsg="")


def _ipython() -> Any:
    """Return IPython if it is installed: a comfort, and nothing that corefw asks for."""
    try:
        return importlib.import_module("IPython")
    except ImportError:
        return None
