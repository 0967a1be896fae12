"""``corefw check``: what the core and the addons find wrong, with a status for scripts.  Floor 6."""

from __future__ import annotations

import click

from corefw.base.errors import ConfigurationError
from corefw.engine.scan.watching import watching
from corefw.operate import checks
from corefw.operate.cli.group import the_choice
from corefw.operate.cli.printing import print_json
from corefw.operate.inspection.rows import as_dicts

__all__ = ["check"]


@click.command()
@click.option("--deploy", is_flag=True, help="Look at what is wrong for a deployment as well.")
@click.option("--strict", is_flag=True, help="End with 1 for warnings as well.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def check(ctx: click.Context, deploy: bool, strict: bool, as_json: bool) -> None:
    """Build the application, run all checks, and end with a status that a script can use.

    Findings are silenced by their ids:  silence = ["core.csrf"]  in [corefw].  An id that
    nothing reports any more is reported itself, as core.silence.

    Exit codes: 0 nothing is wrong, or there are warnings only; 1 there is an error, or with
    --strict a warning; 2 the line cannot be understood.  A check that raises is an error and
    does not stop the others.
    """
    choice = the_choice(ctx)
    choice.require()
    failure: ConfigurationError | None = None
    try:
        with watching():
            registry = choice.rehearse().registry
        report = checks.check(registry, deploy=deploy)
    except ConfigurationError as error:
        report, failure = checks.CheckReport(checks.rows_of_error(error)), error
    code = checks.exit_code(report.rows, strict=strict)
    if as_json:
        found, silenced = as_dicts(report.rows), as_dicts(report.silenced)
        print_json({"findings": found, "silenced": silenced, "ok": not code})
    elif failure is not None:
        raise failure
    else:
        _print(report)
    ctx.exit(code)


def _print(report: checks.CheckReport) -> None:
    rows = report.rows
    for row in rows:
        click.echo(f"{row.level:<7}  {row.id}  {row.message}")
        for line in (row.hint, " ".join(filter(None, (row.owner, row.place)))):
            if line:
                click.echo(f"         {line}")
    errors = sum(row.level == "error" for row in rows)
    counted = f"{_count(errors, 'error')}, {_count(len(rows) - errors, 'warning')}."
    said = counted if rows else "Nothing is wrong."
    click.echo(said + (f" {len(report.silenced)} silenced." if report.silenced else ""))


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
