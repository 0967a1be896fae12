"""``corefw request``: sends one request through the application and prints the answer.  Floor 6."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from corefw.operate.cli.group import the_choice
from corefw.operate.cli.printing import print_json
from corefw.operate.sending import Answered, environ_of, parted_header, send

__all__ = ["read_body", "request"]


@click.command()
@click.argument("method")
@click.argument("url")
@click.option(
    "-H", "--header", "given", multiple=True, metavar="NAME:VALUE", help="A header; may be repeated."
)
@click.option("-d", "--data", metavar="DATA", help="The body: text, @FILE, or - for standard input.")
@click.option("--headers", "with_headers", is_flag=True, help="Print the headers of the response as well.")
@click.option("--json", "as_json", is_flag=True, help="Print status, headers and body as JSON.")
@click.pass_context
def request(
    ctx: click.Context,
    method: str,
    url: str,
    given: tuple[str, ...],
    data: str | None,
    with_headers: bool,
    as_json: bool,
) -> None:
    """Send one request through the application, and print the status and the body.

    URL is a path, or an address with a host; a path is asked for at the first of
    allowed_hosts.  The application is started before and closed afterwards, and no network is
    used.  With a body that has no Content-Type, it is that of a form.

    Exit codes: 0 for a status below 400, 4 for one below 500, 5 for the others; 1 if the
    application cannot be built; 2 if the line cannot be understood.
    """
    pairs = [parted_header(header) for header in given]
    body = read_body(data)
    application = the_choice(ctx).load()
    try:
        answered = send(application, environ_of(application, method.upper(), url, pairs, body))
    finally:
        application.close()
    if as_json:
        print_json(answered.as_dict())
    else:
        _print(answered, with_headers)
    ctx.exit(answered.exit_code)


def read_body(data: str | None) -> bytes | None:
    """Return the body that ``-d`` says; raises `click.BadParameter` for a file that cannot be read."""
    if data == "-":
        return sys.stdin.buffer.read()
    if data is None or not data.startswith("@"):
        return None if data is None else data.encode()
    try:
        return Path(data[1:]).read_bytes()
    except OSError as error:
        raise click.BadParameter(f"{data[1:]}: {error.strerror}", param_hint="-d") from None


def _print(answered: Answered, with_headers: bool) -> None:
    click.echo(answered.status)
    if with_headers:
        for name, value in answered.headers:
            click.echo(f"{name}: {value}")
    if not answered.body:
        return
    click.echo()
    if answered.text is not None:
        click.echo(answered.text, nl=not answered.text.endswith("\n"))
    elif sys.stdout.isatty():
        click.echo(f"({len(answered.body)} bytes of {answered.content_type or 'something'})")
    else:
        click.echo(answered.body, nl=False)
