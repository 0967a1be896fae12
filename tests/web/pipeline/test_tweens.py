"""Tweens: one documented order, and what contradicts it."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import ConfigurationError, Configurator
from corefw.response import Response
from corefw.tweens import EXCVIEW, INGRESS, MAIN
from tests.modules import Folder
from tests.wsgi import ask, failure_in


def tween(name: str) -> Any:
    """Return a tween factory that writes down when it is entered."""

    def factory(handler: Any, registry: Any) -> Any:
        def around(request: Any) -> Any:
            request.environ.setdefault("order", []).append(name)
            try:
                return handler(request)
            except ZeroDivisionError:
                request.environ["order"].append(f"{name} saw it")
                raise

        return around

    factory.__module__, factory.__qualname__ = "site", name
    return factory


def order(*rows: tuple[str, dict[str, Any]], fails: bool = False) -> list[str]:
    """Return the order in which tweens declared so are entered."""
    seen: list[str] = []

    def view(request: Any) -> Response:
        seen.extend(request.environ["order"])
        return Response(str(1 / 0) if fails else "x")

    def answer(exc: Any, request: Any) -> Response:
        seen.extend(row for row in request.environ["order"] if row not in seen)
        return Response("answered")

    config = Configurator()
    for name, options in rows:
        config.add_tween(tween(name), **options)
    config.add_route("it", "/")
    config.add_view(view, route_name="it")
    config.add_exception_view(answer)
    ask(config.make_wsgi_app())
    return seen


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("a", {}), ("b", {})], ["b", "a"]),
        ([("a", {}), ("b", {"under": "site.a"})], ["a", "b"]),
        ([("a", {}), ("b", {}), ("c", {"over": "site.a"})], ["c", "b", "a"]),
        ([("a", {"over": MAIN}), ("b", {"over": MAIN, "under": "site.a"})], ["a", "b"]),
        ([("a", {}), ("b", {"over": MAIN})], ["a", "b"]),
        ([("a", {"under": INGRESS}), ("b", {})], ["b", "a"]),
        ([("a", {"under": ("site.absent", INGRESS)}), ("b", {"over": ("no", "site.a")})], ["b", "a"]),
        ([("a", {"under": EXCVIEW}), ("b", {"under": ("site.a", EXCVIEW)})], ["a", "b"]),
    ],
)
def test_the_order_of_tweens(rows: list[tuple[str, dict[str, Any]]], expected: list[str]) -> None:
    """A later one outside an earlier one; ``under`` and ``over`` as Pyramid documents them."""
    assert expected == order(*rows)


def test_only_tweens_inside_the_exception_views_see_exceptions() -> None:
    """With ``over=MAIN`` or ``under=EXCVIEW`` a tween stands inside, else outside."""
    assert ["outer", "inside", "inner", "inner saw it", "inside saw it"] == order(
        ("inside", {"under": EXCVIEW}),
        ("outer", {}),
        ("inner", {"over": MAIN, "under": "site.inside"}),
        fails=True,
    )
    assert ["outer", "inner", "inner saw it"] == order(("inner", {"over": MAIN}), ("outer", {}), fails=True)


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        (
            [("a", {"under": "site.b"}), ("b", {"under": "site.a"})],
            "The order of the tweens contradicts itself: site.a -> site.b -> site.a.",
        ),
        (
            [("a", {}), ("b", {"under": "elsewhere.timing"})],
            'The tween "site.b" is to stand under "elsewhere.timing", and there is no such tween.',
        ),
        (
            [("logging", {}), ("b", {"over": "site.loging"})],
            'The tween "site.b" is to stand over "site.loging", and there is no such tween. '
            'Did you mean "site.logging"?',
        ),
        ([("a", {"over": INGRESS})], 'The tween "site.a" cannot stand outside INGRESS or inside MAIN.'),
        ([("a", {"under": MAIN})], 'The tween "site.a" cannot stand outside INGRESS or inside MAIN.'),
    ],
)
def test_an_order_that_cannot_be_is_refused(rows: list[tuple[str, dict[str, Any]]], what: str) -> None:
    """Circles are shown as a path, missing names with what was probably meant."""
    with pytest.raises(ConfigurationError) as caught:
        order(*rows)

    said = caught.value.problems[0].what
    assert what == said or what.replace("site.a -> site.b -> site.a", "site.b -> site.a -> site.b") == said


def test_a_tween_is_named_by_its_dotted_name() -> None:
    """A string is resolved, and is the name for ``under`` and ``over``."""
    config = Configurator()
    config.add_tween("tests.web.pipeline.around.shouting_factory")
    config.add_tween(tween("outer"), over="tests.web.pipeline.around.shouting_factory")
    config.add_route("it", "/")
    config.add_view(lambda request: Response("quiet"), route_name="it")

    assert "QUIET" == ask(config.make_wsgi_app()).text


def test_the_same_tween_twice_is_a_conflict() -> None:
    """Its name is its identity."""
    config = Configurator()
    config.add_tween(tween("a"))
    config.add_tween(tween("a"))

    with pytest.raises(ConfigurationError, match=r'tween "site\.a"'):
        config.make_wsgi_app()


EXPLICIT = "corefw.tweens"
TRANSACTION = "corefw.web.transactions.transaction_tween_factory"


def entered(config: Any) -> list[str]:
    """Return what became of a request whose view fails, and the tweens that it entered."""
    seen: list[str] = []

    def view(request: Any) -> Response:
        seen.extend(request.environ.get("order", ()))
        return Response(str(1 / 0))

    config.add_route("it", "/")
    config.add_view(view, route_name="it")
    config.add_exception_view(lambda exc, request: Response("answered"))
    answered = ask(config.make_wsgi_app()).text
    return [answered, *seen]


def test_a_setting_names_every_tween_in_its_order() -> None:
    """As Pyramid documents it: what add_tween says of the order does not matter then."""
    config = Configurator(settings={EXPLICIT: ["site.b", "site.a", EXCVIEW]})
    config.add_tween(tween("a"))
    config.add_tween(tween("b"), under="site.a")
    config.add_tween(tween("c"))

    assert ["answered", "b", "a"] == entered(config)


def test_a_tween_that_the_setting_leaves_out_is_disabled_in_the_plan() -> None:
    """So are corefw's own: without EXCVIEW no exception view answers."""
    config = Configurator(settings={EXPLICIT: ["site.a"]})
    config.add_tween(tween("a"))
    config.add_tween(tween("c"))
    said = entered(config)
    reason = "the setting corefw.tweens does not name it"
    rows: list[Any] = [row for row in config.plan if row.kind == "tween"]

    assert failure_in(said[0])
    assert {
        "site.a": ("active", ""),
        "site.c": ("disabled", reason),
        EXCVIEW: ("disabled", reason),
        TRANSACTION: ("disabled", reason),
    } == {row.key[1]: (str(row.state.value), row.reason) for row in rows}


def test_a_tween_that_nobody_declared_is_named_by_its_dotted_name() -> None:
    """As in Pyramid's setting."""
    config = Configurator(settings={EXPLICIT: ["tests.web.pipeline.around.shouting_factory", EXCVIEW]})

    assert ["ANSWERED"] == entered(config)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("site.aa", ' Did you mean "site.a"?'),
        ("nosuch", ""),
        (TRANSACTION[:-1], f' Did you mean "{TRANSACTION}"?'),
    ],
)
def test_a_name_that_is_no_tween_is_refused_whole(name: str, near: str) -> None:
    """With the place of the setting, and what was declared."""
    config = Configurator(settings={EXPLICIT: [name]})
    config.add_tween(tween("a"))
    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()
    lines = str(caught.value).splitlines()

    what = f'The setting corefw.tweens names the tween "{name}", and there is none.{near}'
    assert f"CFW-517  {what}" == lines[0]
    assert lines[2].strip().startswith("tests/web/pipeline/test_tweens.py:")
    assert [
        "",
        "  A tween is named as config.add_tween named it, or by the dotted name of its factory.",
        "",
        "  To mend it:",
        f"    declared are   {EXCVIEW}, {TRANSACTION}, site.a",
    ] == [line.rstrip() for line in lines[3:]]


def test_a_named_module_that_cannot_be_imported_says_why(folder: Folder) -> None:
    """It is no unknown name."""
    folder.write("site_broken.py", "import nosuch_module_at_all")
    config = Configurator(settings={EXPLICIT: ["site_broken.tween_factory"]})

    with pytest.raises(ConfigurationError, match="CFW-102"):
        config.make_wsgi_app()


@pytest.mark.parametrize(("under", "code"), [("site.b", "CFW-520"), ("site.c", "CFW-522")])
def test_what_contradicts_the_order_is_told_with_its_places(under: str, code: str) -> None:
    """The lines that declared the tweens, with their owner."""
    config = Configurator()
    config.add_tween(tween("a"), under=under)
    config.add_tween(tween("b"), under="site.a")

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    (problem,) = caught.value.problems
    assert code == problem.code
    assert {"tests/web/pipeline/test_tweens.py"} == {row.place.shown_file for row in problem.witnesses}
    assert (2 if code == "CFW-520" else 1) == len(problem.witnesses)
