"""Rivals: decorated routes between which nothing decides."""

from __future__ import annotations

import pytest

from corefw.config import ConfigurationError, Configurator
from tests.modules import Folder

HEAD = """
from corefw.config import route_config
"""


def scan(folder: Folder, *decorators: str) -> Configurator:
    """Return a configurator that scanned a module with these routes."""
    classes = "\n\n".join(f"{row}\nclass Page{number}:\n    pass" for number, row in enumerate(decorators))
    folder.module("site_rivals", HEAD + "\n\n" + classes)
    config = Configurator()
    config.scan("site_rivals")
    return config


def test_equal_shapes_are_refused_with_both_places(folder: Folder) -> None:
    """Neither pattern is more specific, so the error names both and says what to do."""
    config = scan(
        folder,
        '@route_config(name="card", pattern="/cards/{id:int}")',
        '@route_config(name="page", pattern="/cards/{number:int}")',
    )

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    first, second = (row.place for row in caught.value.problems[0].witnesses)
    assert [("site_rivals.py", 4), ("site_rivals.py", 8)] == [
        (place.shown_file, place.line) for place in (first, second)
    ]
    assert (
        'CFW-514  The routes "card" and "page" match the same paths.\n\n'
        f'  {first}   "/cards/{{id:int}}"\n'
        f'  {second}   "/cards/{{number:int}}"\n\n'
        "  They were found by one scan, whose routes have no order of their own, and neither is\n"
        "  more specific than the other.\n\n"
        "  Choose one:\n"
        '    they are for different requests   give one a route predicate, such as request_method="GET"\n'
        "    one is to be tried first          declare both with config.add_route, in that order"
    ) == str(caught.value)


@pytest.mark.parametrize(
    "second",
    [
        '@route_config(name="b", pattern="/x/{b:int}")',
        '@route_config(name="b", pattern="/x/{b:[a-z]+}")',
        '@route_config(name="b", pattern="/y/{b}")',
        '@route_config(name="b", pattern="/x/{b}", request_method="POST")',
        '@route_config(name="b", pattern="/x/{b}", static=True)',
    ],
)
def test_what_tells_two_routes_apart_makes_them_no_rivals(folder: Folder, second: str) -> None:
    """Another shape, another predicate, or a route that only makes URLs."""
    config = scan(folder, '@route_config(name="a", pattern="/x/{a}")', second)

    assert config.make_wsgi_app()


def test_routes_declared_by_calls_are_no_rivals() -> None:
    """Their order is what was meant."""
    config = Configurator()
    config.add_route("a", "/x/{a}")
    config.add_route("b", "/x/{b}")

    assert config.make_wsgi_app()
