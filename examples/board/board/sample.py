"""Fill a board with something to look at, and a login: ``python -m board.sample -c board.toml``.

Run a second time it changes nothing: what is there is kept, whoever made it.
"""

from __future__ import annotations

from pathlib import Path

import click

from board.domain.contracts import Boards, Cards, Users
from board.domain.desk import Desk
from board.domain.passwords import Passwords
from corefw.config import Registry
from corefw.ports import Persistence, UnitOfWork
from corefw.scripting import load_application

__all__ = ["LOGIN", "PASSWORD", "fill"]

LOGIN = "demo"
PASSWORD = "demo-password"

#: Board, summary, and its columns with their cards.
SAMPLES: tuple[tuple[str, str, dict[str, tuple[tuple[str, str], ...]]], ...] = (
    (
        "Community garden",
        "What has to be done before the first warm weekend.",
        {
            "Ideas": (
                ("A bench under the pear tree", "Somewhere to sit down with a cup of tea."),
                ("Swap day for seedlings", "Ask the school next door whether we may use their yard."),
                ("Hedgehog house", ""),
            ),
            "To do": (
                ("Order seeds for the spring beds", "Peas, broad beans, chard. The list hangs in the shed."),
                ("Mend the wheelbarrow", "New tyre, and the left handle is loose."),
                ("Paint the new sign", "White on green. Anna has the stencil."),
                ("Sharpen the tools", ""),
            ),
            "Doing": (
                ("Turn the compost", "Two of the three bins are done."),
                (
                    "Write the watering plan",
                    "Everybody takes one evening a week; holidays are in the calendar.",
                ),
            ),
            "Done": (
                ("Clear the lower path", ""),
                ("Renew the lease with the town", "Signed for five years."),
            ),
        },
    ),
    (
        "Summer fair",
        "Saturday, 12 June, from noon.",
        {
            "To do": (
                ("Ask the band", "Same as last year if they are free."),
                ("Borrow tables and benches", "The fire brigade has thirty."),
            ),
            "Doing": (("Design the poster", "First sketch is on the wall in the kitchen."),),
            "Done": (("Fix the date", ""),),
        },
    ),
)


def fill(registry: Registry, work: UnitOfWork) -> bool:
    """Add the login and the boards, as far as they are missing; return whether anything was."""
    users = registry.component(Users, work)
    desk = Desk(registry.component(Boards, work), registry.component(Cards, work))
    user = users.by_login(LOGIN)
    changed = user is None
    if user is None:
        user = users.add(LOGIN, "Demo", registry.component(Passwords).hash(PASSWORD))
    if not desk.boards.all():
        changed = True
        for name, summary, columns in SAMPLES:
            board = desk.boards.add(name, summary)
            for column_name, cards in columns.items():
                column = desk.add_column(board.id, column_name)
                for title, text in cards:
                    desk.add_card(column.id, title, text, user.id)
    return changed


@click.command()
@click.option("-c", "--config", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
def main(config: Path) -> None:
    """Fill the database of the settings file CONFIG."""
    application = load_application(config)
    try:
        work = application.registry.port(Persistence).begin()
        try:
            changed = fill(application.registry, work)
            work.commit()
        except BaseException:
            work.abort()
            raise
    finally:
        application.close()
    click.echo(
        "The sample boards are ready." if changed else "There is a board already; nothing was changed."
    )
    click.echo(f"Log in as {LOGIN} with the password {PASSWORD}.")


if __name__ == "__main__":
    main()
