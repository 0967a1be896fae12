"""``corefw why``: what answers for a name or a request, and what lost against it.  Floor 6."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

from corefw.operate.cli.group import the_choice
from corefw.operate.cli.printing import print_json, print_table
from corefw.operate.inspection.rows import as_dicts
from corefw.operate.sending import environ_of, parted_header
from corefw.operate.why.answers import Answer, Lost, Tried
from corefw.operate.why.names import answers_for_name
from corefw.operate.why.requests import answer_for_request
from corefw.web.pipeline.application import Application

__all__ = ["why"]

_REQUEST = re.compile(r"(?:([A-Za-z]+) +)?(/\S*|https?://\S+)")


@click.command()
@click.argument("key", nargs=-1, required=True)
@click.option(
    "-H", "--header", "headers", multiple=True, metavar="NAME:VALUE", help="A header of the request."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def why(ctx: click.Context, key: tuple[str, ...], headers: tuple[str, ...], as_json: bool) -> None:
    """Say what answers for KEY, why, and what lost against it.

    KEY is the name of a route, a view (package.module:function, or NAME of ROUTE), a
    component (the name of its contract), a hook, a template, a setting or an addon, or of
    anything else that was declared; where it means several things, all are shown.  Or it is a
    request: why GET /cards/7.

    A request is not sent: no view, tween, hook or subscriber is called.  Predicates and the
    factories of contexts are, since the choice depends on them.  Exit code 1: nothing has
    that name.
    """
    line = " ".join(key)
    application = the_choice(ctx).rehearse()
    request = _REQUEST.fullmatch(line)
    if request is not None and "{" not in line:
        answers = [_for_request(application, request[1] or "GET", request[2], headers)]
    else:
        answers = answers_for_name(application.registry, line)
    if as_json:
        print_json(as_dicts(answers))
        return
    for number, answer in enumerate(answers):
        if number:
            click.echo()
        _print(answer)


def _for_request(application: Application, method: str, url: str, headers: Sequence[str]) -> Answer:
    pairs = [parted_header(header) for header in headers]
    environ = environ_of(application, method.upper(), url, pairs)
    return answer_for_request(application, environ, f"{method.upper()} {url}")


def _print(answer: Answer) -> None:
    by = "  ".join(filter(None, (answer.owner, answer.place)))
    title = answer.name if answer.name == answer.kind else f"{answer.kind} {answer.name}"
    click.echo(title + (f"   {by}" if by else ""))
    click.echo(f"  {answer.says}")
    width = max((len(label) for label, _ in answer.facts), default=0)
    for label, value in answer.facts:
        click.echo(f"    {label:<{width}}  {value}")
    _print_tried(answer.tried)
    _print_lost(answer.lost)


def _print_tried(rows: Sequence[Tried]) -> None:
    if rows:
        click.echo("\n  In this order:")
        cells = [[row.what, row.verdict, row.reason, row.owner, row.place] for row in rows]
        print_table(["What", "Verdict", "Why", "Owner", "Place"], cells, empty="", indent=4)


def _print_lost(rows: Sequence[Lost]) -> None:
    if rows:
        click.echo("\n  Not in use:")
        cells = [[row.what, row.state, row.reason, row.owner, row.place] for row in rows]
        print_table(["What", "State", "Why", "Owner", "Place"], cells, empty="", indent=4)
