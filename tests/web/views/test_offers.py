"""Offers: which view answers where several offer media types."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import Configurator
from corefw.response import Response
from corefw.web.views.offers import OfferOrder, arranged_offers, offer_weight
from tests.wsgi import ask

PLACES = {"text/html": 0, "text/plain": 1, "text/plain;charset=utf8": 2}


@pytest.mark.parametrize(
    ("offers", "sorted_offers"),
    [
        (["text/plain", "text/html"], ["text/html", "text/plain"]),
        (["image/png", "text/plain"], ["text/plain", "image/png"]),
        (["image/png", "audio/ogg"], ["image/png", "audio/ogg"]),
        (["text/html", "text/html;level=1"], ["text/html;level=1", "text/html"]),
        (
            ["text/plain;x=1", "text/plain;charset=utf8", "TEXT/HTML"],
            ["TEXT/HTML", "text/plain;charset=utf8", "text/plain;x=1"],
        ),
    ],
)
def test_offers_are_sorted_as_pyramid_documents_it(offers: list[str], sorted_offers: list[str]) -> None:
    """Ordered types first, others as they came; of one type, those with parameters first."""
    assert sorted_offers == sorted(offers, key=lambda offer: offer_weight(offer, PLACES))


def test_an_order_is_arranged() -> None:
    """By what comes before and after."""
    rows = (OfferOrder("b/b"), OfferOrder("a/a", before=("b/b",)), OfferOrder("c/c", after=("b/b",)))

    assert {"a/a": 0, "b/b": 1, "c/c": 2} == arranged_offers({row.offer: row for row in rows})


def application(*offers: Any, plain: bool = False, order: Any = ()) -> Any:
    """Return an application with a view for each offer, each answering with its offer."""
    config = Configurator()
    for value, keywords in order:
        config.add_accept_view_order(value, **keywords)
    config.add_route("x", "/")
    if plain:
        config.add_view(lambda request: Response("plain view"), route_name="x", request_method="GET")
    for offer in offers:
        config.add_view(lambda request, offer=offer: Response(str(offer)), route_name="x", accept=offer)
    return config.make_wsgi_app()


@pytest.mark.parametrize(
    ("accepted", "answered"),
    [
        (None, "text/html"),
        ("*/*", "text/html"),
        ("not an accept header,,;", "text/html"),
        ("application/json, text/html", "text/html"),
        ("application/json, text/html;q=0.9", "application/json"),
        ("image/*, text/html;q=0.1", "image/png"),
        ("text/*", "text/html"),
        ("text/css", "plain view"),
        ("text/html;q=0, */*;q=0.1", "application/json"),
    ],
)
def test_the_client_decides_and_then_the_order(accepted: str | None, answered: str) -> None:
    """What the client likes alike, and what it says nothing about, is in the server's order."""
    app = application("image/png", "application/json", "text/html", plain=True)

    assert answered == ask(app, "/", headers={"Accept": accepted} if accepted else {}).text


def test_the_order_can_be_declared() -> None:
    """One that weighs more is offered first; without a weight it is the last of those known."""
    order = [("application/json", {"weighs_more_than": "text/html"})]
    last: list[tuple[str, dict[str, str]]] = [("image/png", {})]

    assert "application/json" == ask(application("text/html", "application/json", order=order), "/").text
    assert "text/html" == ask(application("image/png", "text/html", order=last), "/").text
    assert "image/png" == ask(application("a/a", "image/png", order=last), "/").text


def test_a_view_may_offer_several_types() -> None:
    """The best of them counts."""
    app = application(["image/png", "text/html"], "text/plain")

    assert "['image/png', 'text/html']" == ask(app, "/").text
    assert "text/plain" == ask(app, "/", headers={"Accept": "text/plain, image/png;q=0.5"}).text


def test_nobody_is_served_what_is_not_accepted() -> None:
    """406 where every view offers something else."""
    assert 406 == ask(application("text/html", "text/plain"), "/", headers={"Accept": "image/png"}).status


def test_the_nearer_context_comes_before_the_better_offer() -> None:
    """Views of a base class are asked only if none of the class itself agrees."""

    class Near(str):
        pass

    config = Configurator(root_factory=lambda request: Near("x"))
    config.add_view(lambda context, request: Response("far"), context=str, accept="text/html")
    config.add_view(lambda context, request: Response("near"), context=Near, accept="text/plain")
    app = config.make_wsgi_app()

    assert "near" == ask(app, "/").text
    assert "near" == ask(app, "/", headers={"Accept": "text/html, text/plain;q=0.5"}).text
    assert "far" == ask(app, "/", headers={"Accept": "text/html"}).text
