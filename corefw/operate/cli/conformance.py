"""``corefw conformance``: the conformance kit of a port, run against the deployed settings.  Floor 6."""

from __future__ import annotations

import dataclasses

import click

from corefw.base.nearest import did_you_mean
from corefw.operate.cli.group import the_choice
from corefw.operate.cli.printing import print_json, print_table
from corefw.operate.conformance import PORTS, check_conformance

__all__ = ["conformance"]


@click.command()
@click.argument("port")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def conformance(ctx: click.Context, port: str, as_json: bool) -> None:
    """Prove what fills PORT (persistence or templating) in a scratch area of its own.

    The application is built with its settings and not started.  The area is empty and gone
    afterwards; nothing that is stored is read or changed.  Exit codes: 0 every capability that
    is claimed is there; 1 a test failed, or nothing could be tried.
    """
    if port not in PORTS:
        ctx.fail(f'There is no kit for the port "{port}".{did_you_mean(port, PORTS)} There are {_listed()}.')
    report = check_conformance(the_choice(ctx).rehearse().registry, port)
    if as_json:
        print_json(
            {
                "port": report.port,
                "provider": report.provider,
                "owner": report.owner,
                "tests": [dataclasses.asdict(row) for row in report.rows],
                "ok": report.is_ok,
            }
        )
    else:
        print_table(
            ["Outcome", "Capability", "Test", "Why"],
            [
                [
                    row.outcome,
                    row.capability or "-",
                    row.test.removeprefix("test_").replace("_", " "),
                    row.detail if row.outcome == "failed" else "",
                ]
                for row in report.rows
            ],
            empty="The kit holds no tests.",
        )
        of = f" of {report.owner}" if report.owner else ""
        counts = ", ".join(f"{report.count(one)} {one}" for one in ("passed", "failed", "not claimed"))
        click.echo(f"\n{report.provider}{of}: {counts}.")
    ctx.exit(int(not report.is_ok))


def _listed() -> str:
    return f"{', '.join(PORTS[:-1])} and {PORTS[-1]}"
