"""The command line ``corefw``: one module for each command, put together here.

Every command reads facts from `corefw.operate` and prints them.  Floor 6.
"""

from __future__ import annotations

import click

from corefw.app.version import VERSION
from corefw.operate.cli.addons import addons
from corefw.operate.cli.check import check
from corefw.operate.cli.components import components
from corefw.operate.cli.conformance import conformance
from corefw.operate.cli.diff import diff
from corefw.operate.cli.graph import graph
from corefw.operate.cli.group import CorefwGroup
from corefw.operate.cli.hooks import hooks, subscribers
from corefw.operate.cli.lock import lock
from corefw.operate.cli.pipeline import pipeline
from corefw.operate.cli.plan import plan
from corefw.operate.cli.predicates import predicates
from corefw.operate.cli.profile import profile
from corefw.operate.cli.request import request
from corefw.operate.cli.routes import routes
from corefw.operate.cli.scan import scan
from corefw.operate.cli.serve import serve
from corefw.operate.cli.settings import settings
from corefw.operate.cli.shell import shell
from corefw.operate.cli.views import views
from corefw.operate.cli.why import why
from corefw.operate.cli.wrapping import derivers, tweens

__all__ = ["main"]


@click.group(
    cls=CorefwGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="-c and -a may stand anywhere on the line. Without them COREFW_CONFIG names the settings file, "
    "or a corefw.toml in the working folder is taken. Exit codes: 0 done; 1 an error; "
    "2 the line cannot be understood; 3 serve cannot have its address; 4 and 5 request was answered "
    "with such a status.",
)
# Both are taken out of the line by the group, wherever they stand, and are here for the help.
@click.option(
    "--traceback", is_flag=True, expose_value=False, help="Show every call that led to an exception."
)
@click.option("-c", "--config", metavar="FILE", expose_value=False, help="The settings file (TOML).")
@click.option(
    "-a",
    "--app",
    metavar="PACKAGE:NAME",
    expose_value=False,
    help="An application, a Configurator, or a function that returns one.",
)
@click.version_option(VERSION, message="corefw %(version)s")
def main() -> None:
    """Look at an application, check it, serve it."""


_LISTINGS = (
    *(routes, views, tweens, derivers, predicates, components),
    *(hooks, subscribers, settings, addons, pipeline),
)
_COMMANDS = (
    *(serve, request, profile, shell, *_LISTINGS),
    *(why, graph, plan, scan, lock, diff, check, conformance),
)
for _command in _COMMANDS:
    main.add_command(_command)
