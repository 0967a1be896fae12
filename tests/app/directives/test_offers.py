"""``add_accept_view_order``: what it refuses, and what it tells."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import ConfigurationError, Configurator

FILE = "tests/app/directives/test_offers.py"
OWNER = __name__.partition(".")[0]


def declare(config: Any, *args: Any, **kw: Any) -> None:
    """Declare an order at one known line."""
    config.add_accept_view_order(*args, **kw)


LINE = declare.__code__.co_firstlineno + 2


def refusal(*calls: Any) -> str:
    """Return the whole text of the error with which an order is refused."""
    config = Configurator()

    def build() -> None:
        for args, kw in calls:
            declare(config, *args, **kw)
        config.commit()

    with pytest.raises(ConfigurationError) as caught:
        build()
    return str(caught.value).replace(f"  {OWNER}   ", "  OWNER   ").replace("  application   ", "  OWNER   ")


@pytest.mark.parametrize(
    ("args", "keywords", "what"),
    [
        (("*/*",), {}, '"*/*" cannot be ordered: it must be one media type, such as text/html.'),
        (("text/*",), {}, '"text/*" cannot be ordered: it must be one media type, such as text/html.'),
        (("json",), {}, '"json" cannot be ordered: it must be one media type, such as text/html.'),
        (
            ("text/html;a=1",),
            {"weighs_more_than": "text/html"},
            '"text/html;a=1" and "text/html" cannot be compared: only one of them has parameters.',
        ),
        (
            ("text/html;a=1",),
            {"weighs_less_than": ["text/plain;a=1"]},
            '"text/html;a=1" and "text/plain;a=1" cannot be compared: '
            "with parameters, both must be of one type.",
        ),
    ],
)
def test_what_cannot_be_ordered_is_refused_whole(args: Any, keywords: Any, what: str) -> None:
    """Where it was declared, as Pyramid refuses it."""
    assert (
        f"CFW-536  {what}\n\n  OWNER   {FILE}:{LINE}   config.add_accept_view_order(*args, **kw)\n\n"
        '  To mend it: config.add_accept_view_order("text/html", weighs_more_than="application/json")'
    ) == refusal((args, keywords))


def test_a_circle_is_shown_as_a_path() -> None:
    """With the place of the declaration that closes it."""
    said = refusal(
        (("a/a",), {"weighs_more_than": "b/b"}),
        (("b/b",), {"weighs_more_than": "a/a"}),
    )

    assert (
        "CFW-536  The order of the media types contradicts itself: a/a -> b/b -> a/a.\n\n"
        f"  OWNER   {FILE}:{LINE}   config.add_accept_view_order(*args, **kw)\n\n"
        "  To mend it: take weighs_more_than or weighs_less_than away from one of them"
    ) == said


def test_a_type_that_is_not_in_the_order_leaves_it_unmet() -> None:
    """And is named, with what was probably meant."""
    said = refusal((("a/a",), {"weighs_more_than": "text/htm"}))

    assert (
        "CFW-202  The order of a/a needs a media type in the order that nobody declares.\n\n"
        f"  OWNER   {FILE}:{LINE}   config.add_accept_view_order(*args, **kw)\n\n"
        '  There is no media type in the order "text/htm". Did you mean "text/html"?\n\n'
        "  Choose one:\n"
        '    text/html was meant           write "text/html" for "text/htm"\n'
        '    nobody declares it yet        config.add_accept_view_order("text/htm")\n'
        '    another package declares it   config.include("package"), config.scan("package"), or its addon in'
        "  addons  of [corefw]"
    ) == said


def test_the_order_is_told_by_the_introspector() -> None:
    """As Pyramid's category of that name."""
    config = Configurator()
    config.add_accept_view_order("A/A", weighs_more_than="text/html")
    config.commit()
    found = config.introspector.get("accept view order", "a/a")

    assert ("a/a", "text/html", None) == (
        found["value"],
        found["weighs_more_than"],
        found["weighs_less_than"],
    )
