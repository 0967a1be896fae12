"""``corefw profile``: shows in which calls the time of a request is spent.  Floor 6."""

from __future__ import annotations

from pathlib import Path

import click

from corefw.operate.cli.group import the_choice
from corefw.operate.cli.printing import print_json
from corefw.operate.cli.request import read_body
from corefw.operate.profiling import Profile, profile_request
from corefw.operate.sending import environ_of, parted_header

__all__ = ["profile"]


@click.command()
@click.argument("method")
@click.argument("url")
@click.option(
    "-H", "--header", "given", multiple=True, metavar="NAME:VALUE", help="A header; may be repeated."
)
@click.option("-d", "--data", metavar="DATA", help="The body: text, @FILE, or - for standard input.")
@click.option(
    "--seconds",
    type=click.FloatRange(0.001, 600),
    default=2.0,
    show_default=True,
    help="How long to measure.",
)
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page to click through."
)
@click.option("--json", "as_json", is_flag=True, help="Print status, requests and microseconds as JSON.")
@click.pass_context
def profile(
    ctx: click.Context,
    method: str,
    url: str,
    given: tuple[str, ...],
    data: str | None,
    seconds: float,
    html: Path | None,
    as_json: bool,
) -> None:
    """Send one request again and again, and show in which calls the time is spent.

    The request is given as for ``corefw request``; whatever it changes, it changes each time.  Needs
    pyinstrument: pip install "corefw[profile]".

    Exit codes as of ``corefw request``.
    """
    pairs = [parted_header(header) for header in given]
    body = read_body(data)
    application = the_choice(ctx).load()
    try:
        made = profile_request(
            application, lambda: environ_of(application, method.upper(), url, pairs, body), seconds
        )
    finally:
        application.close()
    if html is not None:
        _write(made, html)
    if as_json:
        print_json(
            {
                "status": made.answered.code,
                "requests": made.requests,
                "microseconds": round(made.microseconds, 1),
            }
        )
    else:
        _print(made, html)
    ctx.exit(made.answered.exit_code)


def _write(made: Profile, html: Path) -> None:
    from pyinstrument.renderers import HTMLRenderer

    try:
        html.write_text(HTMLRenderer().render(made.session), encoding="utf-8")
    except OSError as error:
        raise click.BadParameter(f"{html}: {error.strerror}", param_hint="--html") from None


def _print(made: Profile, html: Path | None) -> None:
    from pyinstrument.renderers import ConsoleRenderer

    click.echo(
        f"{made.answered.status}: {made.requests} requests, "
        f"{made.microseconds:.1f} us of CPU each, sampling included"
    )
    if html is not None:
        click.echo(f"The calls are in {html}.")
        return
    click.echo(ConsoleRenderer(unicode=True, color=False, time="percent_of_total").render(made.session))
