"""``corefw check``: what the core and the addons find wrong, with a status for scripts.  Floor 6."""

from __future__ import annotations

import click

from corefw.base.errors import ConfigurationError
from corefw.operate import checks
from corefw.operate.cli.group import the_choice
from corefw.operate.cli.printing import print_json
from corefw.operate.inspect import as_dicts

__all__ = ["check"]


@click.command()
@click.option("--strict", is_flag=True, help="End with 1 for warnings as well.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def check(ctx: click.Context, strict: bool, as_json: bool) -> None:
    """Build the application, run all checks, and end with a status that a script can use.

    Exit codes: 0 nothing is wrong, or there are warnings only; 1 there is an error; 2 the line
    cannot be understood.  A check that raises is an error and does not stop the others.
    """
    choice = the_choice(ctx)
    choice.require()
    failure: ConfigurationError | None = None
    try:
        rows = checks.check(choice.rehearse().registry)
    except ConfigurationError as error:
        rows, failure = checks.rows_of_error(error), error
    if as_json:
        print_json({"findings": as_dicts(rows), "ok": not checks.exit_code(rows, strict=strict)})
    elif failure is not None:
        raise failure
    else:
        _print(rows)
    ctx.exit(checks.exit_code(rows, strict=strict))


def _print(rows: list[checks.CheckRow]) -> None:
    for row in rows:
        click.echo(f"{row.level:<7}  {row.id}  {row.message}")
        for line in (row.hint, " ".join(filter(None, (row.owner, row.place)))):
            if line:
                click.echo(f"         {line}")
    errors = sum(row.level == "error" for row in rows)
    click.echo(f"{errors} errors, {len(rows) - errors} warnings." if rows else "Nothing is wrong.")
