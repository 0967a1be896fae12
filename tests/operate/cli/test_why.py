"""``corefw why`` tells what answers for a name or a request, why, and what lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corefw.config import Configurator
from corefw.operate.why.names import answers_for_name
from tests.operate.cli.conftest import Run


@pytest.fixture
def why(run: Run) -> Any:
    """Give a function that returns the answers."""

    def answers(*words: str, **environ: str) -> list[dict[str, Any]]:
        result = run("-c", "store.toml", "why", *words, "--json", **environ)
        assert 0 == result.exit_code, result.output
        found: list[dict[str, Any]] = json.loads(result.stdout)
        return found

    return answers


def facts(answer: dict[str, Any]) -> dict[str, str]:
    return dict(answer["facts"])


def tried(answer: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(row["what"], row["verdict"], row["reason"]) for row in answer["tried"]]


def test_a_route_tells_what_it_replaced(why: Any) -> None:
    """With both places, and its views."""
    (answer,) = why("goods")

    assert ("route", "tried as number 2 of 4") == (answer["kind"], answer["says"])
    assert "/goods/{id:int}" == facts(answer)["pattern"]
    assert ["view store.show", "view store.as_json", "view store.change"] == [
        row["what"] for row in answer["tried"]
    ]
    lost, *views = answer["lost"]
    assert [("view", "overridden")] == [(row["what"].partition(" ")[0], row["state"]) for row in views]
    assert ('route "goods"', "overridden") == (lost["what"], lost["state"])
    assert lost["place"].startswith("store_base.py:")
    assert f"declares the same at {answer['place']}" in lost["reason"]


@pytest.mark.parametrize("name", ["store:read", "store.read", "read", "of document"])
def test_a_view_is_known_by_several_names(why: Any, name: str) -> None:
    """By module and function, by the function, by its route."""
    (answer,) = why(*name.split())

    assert ("view", "store.read", 'answers requests of the route "document"') == (
        answer["kind"],
        answer["name"],
        answer["says"],
    )
    assert "store.Document" == facts(answer)["context"]


def test_an_ambiguous_name_shows_all(why: Any) -> None:
    """One function serves two routes."""
    answers = why("store:change")

    assert ["goods", "special"] == [facts(answer)["route"] for answer in answers]
    assert [1, 0] == [len(answer["lost"]) for answer in answers]
    assert "off" == facts(answers[0])["CSRF"]


@pytest.mark.parametrize("name", ["Shelf", "store.Shelf", "store:Shelf", "store.WoodenShelf"])
def test_a_component_is_known_by_its_contract(why: Any, name: str) -> None:
    """Or by what provides it."""
    (answer,) = why(name)

    assert ("utility", "store.WoodenShelf provides it") == (answer["kind"], answer["says"])


def test_a_hook_tells_who_is_called_in_which_order(why: Any) -> None:
    """And one that nobody implements, that nobody does."""
    (check,) = why("check")
    (begin,) = why("request_begin")

    assert [("addon stamp 0.3", "called as number 1", "")] == tried(check)
    assert "nobody implements it" == begin["says"]


@pytest.mark.parametrize("views", ["goods.html", "other.html"])
def test_a_template_tells_its_file_its_provider_and_its_views(why: Any, folder: Path, views: str) -> None:
    """One that no view names is found beside those that are."""
    (answer,) = why(views)

    assert f"is the file {folder / views}.plain" == answer["says"]
    assert "store.PlainTemplates" == facts(answer)["rendered by"]
    expected = [("view store.show", "uses it", "")] if views == "goods.html" else []
    assert expected == tried(answer)


def test_a_setting_tells_what_its_source_comes_before(why: Any) -> None:
    """The environment before the file, and the file before the default."""
    (answer,) = why("store.name", COREFW__STORE__NAME="Kiosk")

    assert '"Kiosk", from environment COREFW__STORE__NAME' == answer["says"]
    assert [('"Corner"', "the file"), ('"Shop"', "the default")] == [
        (row["what"], row["reason"]) for row in answer["lost"]
    ]
    assert "store.toml:8" == answer["lost"][0]["place"]


def test_a_secret_stays_one(why: Any) -> None:
    """Also the one in the file that is not in use."""
    answers = why("store.password", COREFW__STORE__PASSWORD="hushhush")

    assert "********, from environment COREFW__STORE__PASSWORD" == answers[0]["says"]
    assert "hush" not in json.dumps(answers)


def test_an_addon_tells_its_state(why: Any) -> None:
    """And what it declares."""
    (answer,) = why("stamp")

    assert ("addon", "0.3 is active") == (answer["kind"], answer["says"])


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("tween", "store.timing_tween"),
        ("view deriver", "loud_view"),
        ("view predicate", "day"),
        ("renderer", "json"),
        ("security policy", "security policy"),
        ("include", "store_base:includeme"),
    ],
)
def test_whatever_was_declared_by_name_is_found(why: Any, kind: str, name: str) -> None:
    """With who declared it, and through which includes."""
    (answer,) = why(name)

    assert kind == answer["kind"]
    assert "nobody else does" in facts(answer)["because"]


@pytest.mark.parametrize("name", ["X-Board", "x-board"])
def test_a_header_is_found_as_it_is_written_and_as_it_is_kept(name: str) -> None:
    """Which is in lower case, as its name may be written in any."""
    config = Configurator()
    config.add_default_header("X-Board", "1")
    config.commit()

    assert ['the default header "X-Board" is in use'] == [
        answer.says for answer in answers_for_name(config.registry, name)
    ]


def test_a_request_tells_the_routes_and_views_in_the_order_tried(why: Any) -> None:
    """With the predicate that refused, and what was not asked any more."""
    (answer,) = why("GET", "/goods/7")

    assert answer["says"].startswith("the view store.as_json (store.py:")
    assert [
        ('route "special"  /goods/{id:int}', "refused", "request_param special"),
        ('route "goods"  /goods/{id:int}', "taken", ""),
        ("view store.as_json", "taken", ""),
        ("view store.show", "not asked", "an earlier view answers"),
        ("view store.change", "refused", "request_method = POST"),
    ] == tried(answer)
    assert "id = 7" == facts(answer)["values"]
    assert ["route"] == [row["what"].split()[0] for row in answer["lost"]]


def test_a_header_decides_between_views(why: Any) -> None:
    """As it does for a client."""
    (answer,) = why("GET /goods/7", "-H", "Accept: text/html")

    assert answer["says"].startswith("the view store.show (")
    assert ("view store.as_json", "refused", "accept = application/json") in tried(answer)


@pytest.mark.parametrize(
    ("status", "says", "line"),
    [
        ("404", "no view agrees with the request", "POST /goods/7?special=1"),
        ("405", "no view is for this method; there are GET, HEAD, OPTIONS, POST", "DELETE /goods/7"),
        ("204", "corefw itself, with Allow: GET, HEAD, OPTIONS", "OPTIONS /broken"),
        ("404", "no route matches the path", "/nowhere"),
        (
            "404",
            'no route matches the path (without a slash at its end it would match the route "broken")',
            "GET /broken/",
        ),
        ("400", "the path is not valid UTF-8", "GET /%ff"),
        ("400", "the path holds a NUL", "GET /a%00"),
    ],
)
def test_a_request_that_nothing_answers_says_why(why: Any, status: str, says: str, line: str) -> None:
    """With the status of the answer."""
    (answer,) = why(line)

    assert (status, says) == (facts(answer)["status"], answer["says"])


def test_the_exception_view_that_answers_is_named(why: Any) -> None:
    """For what nothing answers otherwise."""
    (answer,) = why("GET /nowhere")

    assert facts(answer)["answered by"].startswith("the exception view store.lost (store.py:")


def test_the_context_is_told_with_what_makes_it(why: Any) -> None:
    """The choice of a view may depend on it."""
    (answer,) = why("GET /documents/9")

    assert facts(answer)["context"].startswith("Document, made by store.Document (")


def test_a_host_that_is_not_allowed_is_refused(why: Any) -> None:
    """An address may be asked for as well as a path."""
    (answer,) = why("GET http://evil.example/goods/7")

    assert "400" == facts(answer)["status"]
    assert "evil.example" in answer["says"]


def test_what_answers_is_printed_for_people(run: Run) -> None:
    """Facts, then candidates, then what lost."""
    result = run("-c", "store.toml", "why", "POST", "/goods/7")

    lines = result.stdout.splitlines()
    assert lines[0].startswith("request POST /goods/7   ")
    assert lines[1].startswith("  the view store.change (store.py:")
    assert "  In this order:" in lines
    assert "  Not in use:" in lines
    assert any(line.split()[:2] == ["permission", "edit"] for line in lines)


@pytest.mark.parametrize(
    ("near", "name"),
    [
        ("document", "documnt"),
        ("store.read", "store.raed"),
        ("goods.html", "gods.html"),
        ("store.name", "store.nam"),
        ("request_begin", "request_begn"),
        ("stamp", "stmp"),
        ("loud_view", "loud_veiw"),
    ],
)
def test_an_unknown_name_gets_a_near_one_of_any_kind(run: Run, near: str, name: str) -> None:
    """And ends with 1."""
    result = run("-c", "store.toml", "why", name)

    assert 1 == result.exit_code
    assert f'CFW-705  Nothing is called "{name}". Did you mean "{near}"?' in result.stderr


def test_a_factory_that_raises_is_told(run: Run, folder: Path) -> None:
    """It would fail for the request as well."""
    text = (folder / "store.py").read_text()
    (folder / "store.py").write_text(text.replace('self.id = request.matchdict["id"]', "1 / 0"))

    result = run("-c", "store.toml", "why", "GET", "/documents/9")

    assert 0 == result.exit_code
    assert "the factory store.Document (store.py:" in result.stdout
    assert "raised ZeroDivisionError: division by zero" in result.stdout
    assert "500" in result.stdout
