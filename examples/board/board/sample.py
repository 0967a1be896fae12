"""Fill a board with something to look at, and a login: ``python -m board.sample -c board.toml``.

Run a second time it changes nothing: what is there is kept, whoever made it.  A store that goes
with its process is filled by the serving process itself: ``sample = true`` in ``[board]``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from board.domain.contracts import stores
from board.domain.desk import Desk
from board.domain.entities import Board, Role
from board.domain.passwords import Passwords
from board.domain.talk import Talk
from corefw.config import Registry
from corefw.events import ApplicationCreated
from corefw.exceptions import ConfigurationError
from corefw.ports import Persistence, UnitOfWork
from corefw.scripting import load_application

__all__ = ["LOGIN", "OTHER_LOGIN", "PASSWORD", "fill", "fill_at_start"]

LOGIN = "demo"
PASSWORD = "demo-password"
#: Somebody else of the team, who is no administrator and has the same password.
OTHER_LOGIN = "anna"

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


#: The labels of the first board: name, colour, and the cards that have it.
LABELS = (
    ("Outside", "green", ("Clear the lower path", "Mend the wheelbarrow", "Order seeds for the spring beds")),
    ("Paper work", "blue", ("Renew the lease with the town", "Write the watering plan")),
    ("Quick", "amber", ("Mend the wheelbarrow", "Sharpen the tools")),
)

#: In how many days a card is due, and what was said about it by whom.
DUE = {"Order seeds for the spring beds": 9, "Paint the new sign": 30, "Turn the compost": -2}
COMMENTS = (
    ("Order seeds for the spring beds", "anna", "The shop is closed on Mondays. I can go on Thursday."),
    ("Order seeds for the spring beds", "demo", "Thank you! Please bring the receipt."),
    ("Paint the new sign", "anna", "The stencil is in my garage."),
)


def fill(registry: Registry, work: UnitOfWork) -> bool:
    """Add the logins and the boards, as far as they are missing; return whether anything was."""
    found = stores(lambda contract: registry.component(contract, work))
    changed = False
    ids = {}
    for login, name, is_admin in ((LOGIN, "Demo", True), (OTHER_LOGIN, "Anna", False)):
        user = found.users.by_login(login)
        if user is None:
            changed = True
            hashed = registry.component(Passwords).hash(PASSWORD)
            user = found.users.add(login, name, hashed, is_admin=is_admin)
        ids[login] = user.id
    desk = Desk(found, ids[LOGIN])
    if not found.boards.all():
        changed = True
        today = datetime.now(UTC).date()
        for name, summary, columns in SAMPLES:
            board = found.boards.add(name, summary)
            found.members.put(board.id, ids[LOGIN], Role.OWNER)
            for column_name, cards in columns.items():
                column = desk.add_column(board.id, column_name)
                for title, text in cards:
                    due = today + timedelta(days=DUE[title]) if title in DUE else None
                    desk.add_card(column.id, title, text, due)
        decorate(desk, found.boards.all()[0].board, ids)
    return changed


def decorate(desk: Desk, board: Board, ids: dict[str, int]) -> None:
    """Put labels and comments on the cards of the board."""
    found = desk.stores
    cards = {card.title: card.id for card in found.cards.on_board(board.id)}
    on: dict[int, list[int]] = {}
    for name, colour, titles in LABELS:
        label = Talk(found, desk.by).add_label(board.id, name, colour)
        for title in titles:
            on.setdefault(cards[title], []).append(label.id)
    for card_id, labels in on.items():
        found.labels.put(card_id, labels)
    for title, login, text in COMMENTS:
        Talk(found, ids[login]).say(cards[title], text)


def is_durable(registry: Registry) -> bool:
    """Say whether what is stored outlives the process."""
    return "durable" in registry.port(Persistence).capabilities


@contextmanager
def kept(registry: Registry) -> Iterator[UnitOfWork]:
    """Give a unit of work that is committed if all goes well."""
    work = registry.port(Persistence).begin()
    try:
        yield work
        work.commit()
    except BaseException:
        work.abort()
        raise


def fill_at_start(event: ApplicationCreated) -> None:
    """Fill an empty store that goes with this process; a subscriber, with ``sample`` in ``[board]``.

    A durable store is left alone: its tables may still have to be made.
    """
    registry: Registry = event.app.registry
    if is_durable(registry):
        return
    with kept(registry) as work:
        if not stores(lambda contract: registry.component(contract, work)).users.all(1):
            fill(registry, work)


@click.command()
@click.option("-c", "--config", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
def main(config: Path) -> None:
    """Fill the database of the settings file CONFIG."""
    try:
        application = load_application(config)
    except ConfigurationError as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from None
    try:
        if not is_durable(application.registry):
            raise click.ClickException(
                "What is filled in here goes with this process. Set  sample = true  in [board] of "
                f"{config}: then the serving process fills its store at start."
            )
        with kept(application.registry) as work:
            changed = fill(application.registry, work)
    finally:
        application.close()
    click.echo(
        "The sample boards are ready." if changed else "There is a board already; nothing was changed."
    )
    click.echo(f"Log in as {LOGIN} with the password {PASSWORD}.")


if __name__ == "__main__":
    main()
