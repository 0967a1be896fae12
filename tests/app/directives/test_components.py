"""Adapters and utilities: what they adapt and provide, said by the call or by themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from zope.interface import Interface, implementer
from zope.interface.interfaces import ComponentLookupError

from corefw.config import ConfigurationError, Configurator

HERE = "tests/app/directives/test_components.py"


class IPrice(Interface):
    """What something costs."""


class IWeight(Interface):
    """What something weighs."""


class Card:
    """Something that is adapted."""


class Board:
    """Something else."""


@implementer(IPrice)
class Price:
    """Says what it provides, and not for what."""

    def __init__(self, *things: Any) -> None:
        self.things = things


class CardPrice(Price):
    """Says both."""

    __component_adapts__ = (Card,)


@implementer(IPrice, IWeight)
class Both:
    """Provides two things."""

    def __init__(self, thing: Any = None) -> None:
        self.thing = thing


def refused(call: Callable[[Configurator], object]) -> str:
    """Return the error of *call*, without the lines of its witnesses."""
    config = Configurator()
    with pytest.raises(ConfigurationError) as caught:
        call(config)
    return "\n\n".join(part for part in str(caught.value).split("\n\n") if HERE not in part)


def test_an_adapter_is_found_by_what_it_is_for() -> None:
    """Said by the call, by a list in it, or by the factory itself."""
    config = Configurator()
    config.add_adapter(CardPrice)
    config.add_adapter(Price, for_=[Card, Board])
    config.add_adapter(Price, for_=Board, provides=IPrice, name="retail")
    config.commit()
    card, board = Card(), Board()

    assert isinstance(config.registry.getAdapter(card, IPrice), CardPrice)
    assert (card, board) == config.registry.getMultiAdapter((card, board), IPrice).things
    assert (board,) == config.registry.getAdapter(board, IPrice, "retail").things
    with pytest.raises(ComponentLookupError):
        config.registry.getAdapter(board, IPrice)


def test_adapters_are_shown_by_what_they_are_for() -> None:
    """None is for anything."""
    config = Configurator()
    config.add_adapter(Price, for_=[Card, None])
    config.add_adapter(Price, for_=Board, name="retail")
    config.commit()

    assert [
        "adapter of Card and anything to IPrice",
        'adapter of Board to IPrice named "retail"',
    ] == [row.title for row in config.plan if row.kind == "adapter"]


def test_a_factory_that_does_not_say_what_it_adapts_is_refused() -> None:
    """The whole text but for the place."""
    assert (
        f"CFW-603  {Price!r} does not say what it adapts.\n\n"
        "  To mend it: for_=SomeClass (or an interface, or several in a list)"
    ) == refused(lambda config: config.add_adapter(Price))


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (
            lambda config: config.add_adapter(Both, for_=Card),
            "adapter provides: it implements IPrice, IWeight.",
        ),
        (
            lambda config: config.add_adapter(Card, for_=Board),
            "adapter provides: it implements no interface.",
        ),
        (lambda config: config.add_utility(Both()), "utility provides: it implements IPrice, IWeight."),
        (lambda config: config.add_utility(factory=Card), "utility provides: it implements no interface."),
    ],
)
def test_what_does_not_say_what_it_provides_is_refused(
    call: Callable[[Configurator], object], what: str
) -> None:
    """Nothing, or one of several; the whole text but for the place."""
    assert f"CFW-604  It is not clear what the {what}\n\n  To mend it: provides=TheContract" == refused(call)


def test_a_utility_is_made_when_the_configuration_is_performed() -> None:
    """One that is given is taken as it is."""
    config = Configurator()
    made: list[Both] = []

    def factory() -> Both:
        made.append(Both())
        return made[0]

    price = Price()
    config.add_utility(price)
    config.add_utility(factory=factory, provides=IWeight, name="own")
    assert [] == made
    config.commit()

    assert price is config.registry.getUtility(IPrice)
    assert made == [config.registry.getUtility(IWeight, "own")]
    assert ["utility IPrice", 'utility IWeight named "own"'] == [
        row.title for row in config.plan if row.kind == "utility"
    ]
