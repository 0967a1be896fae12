"""The listings of the parts: what each row tells, whose it is, and choosing by a glob."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.operate.cli.conftest import Run


@pytest.fixture
def rows(run: Run) -> Any:
    """Give a function that returns the rows of a listing."""

    def listed(*words: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(run("-c", "store.toml", *words, "--json").stdout)
        return found

    return listed


@pytest.fixture
def owner(rows: Any) -> str:
    """Give the application as an owner."""
    return str(rows("routes", "broken")[0]["owner"])


def test_tweens_come_from_the_outside_in(rows: Any, owner: str) -> None:
    """One of the application stands around corefw's own; there is no transaction where nothing has units."""
    found = rows("tweens")

    assert [1, 2] == [row["position"] for row in found]
    assert ["store.timing_tween", owner, "Measure each request."] == [
        found[0][key] for key in ("name", "owner", "help")
    ]
    assert found[0]["place"].startswith("store.py:")


def test_derivers_come_from_the_outside_in_with_their_options(rows: Any, owner: str) -> None:
    """One that was added stands where it was asked for."""
    found = rows("derivers")

    names = [row["name"] for row in found]
    assert ["secured_view", "csrf_view"] == names[:2]
    assert names.index("decorated_view") < names.index("loud_view") < names.index("rendered_view")
    assert [(["loud"], owner)] == [(row["options"], row["owner"]) for row in rows("derivers", "loud")]


def test_predicates_come_by_their_weight(rows: Any, owner: str) -> None:
    """A later one is heavier than those before it."""
    (day,) = rows("predicates", "day")

    assert ("view", owner, "The day of the week is this one.") == (day["of"], day["owner"], day["help"])
    assert day["weight"] == max(row["weight"] for row in rows("predicates", "view"))
    assert {"route"} == {row["of"] for row in rows("predicates", "route")}


def test_components_are_ports_utilities_and_adapters(rows: Any, owner: str) -> None:
    """Each tells what it provides, of what, and who declared it where."""
    (port,) = rows("components", "port")
    (shelf,) = rows("components", "store.Shelf")
    (crate,) = rows("components", "Crate")

    assert ("Templating", "store.PlainTemplates", owner) == (
        port["provides"],
        port["component"],
        port["owner"],
    )
    assert ("utility", "Shelf", "store.WoodenShelf") == (
        shelf["kind"],
        shelf["provides"],
        shelf["component"],
    )
    assert ("adapter", ["WoodenShelf"], owner) == (crate["kind"], crate["requires"], crate["owner"])


def test_a_component_that_was_registered_directly_has_no_owner(run: Run, folder: Any) -> None:
    """Its place is where its class is."""
    text = (folder / "store.py").read_text()
    (folder / "store.py").write_text(
        text + "    config.registry.registerUtility(WoodenShelf(), Shelf, 'own')\n"
    )

    shelves = json.loads(run("-c", "store.toml", "components", "Shelf", "--json").stdout)

    assert [("own", "")] == [(row["name"], row["owner"]) for row in shelves if row["name"]]
    assert [True] == [row["place"].startswith("store.py:") for row in shelves if row["name"]]


def test_hooks_come_with_who_implements_them(rows: Any) -> None:
    """A hook that nobody implements is there, too."""
    (check,) = rows("hooks", "check")
    (begin,) = rows("hooks", "request_begin")

    assert ("stamp 0.3", 1, "corefw") == (check["owner"], check["order"], check["specified_by"])
    assert ("", 0) == (begin["owner"], begin["order"])
    assert {"check", "commands", "shell_names", "started", "stopping"} == {
        row["hook"] for row in rows("hooks", "stamp*")
    }


def test_subscribers_come_in_the_order_of_calling(rows: Any, owner: str) -> None:
    """With the event and the line which subscribed."""
    (row,) = rows("subscribers", "NewRequest")

    assert ("store.see_request", 1, owner) == (row["subscriber"], row["order"], row["owner"])
    assert row["place"].startswith("store.py:")


def test_a_subscriber_tells_its_predicates(run: Run, folder: Any) -> None:
    """And is found under the name of its own function, though another is registered."""
    text = (folder / "store.py").read_text()
    more = "    config.add_subscriber_predicate('day', Day)\n"
    more += "    config.add_subscriber(see_request, NewRequest, day=1)\n"
    (folder / "store.py").write_text(text + more)

    found = json.loads(run("-c", "store.toml", "subscribers", "--json").stdout)

    assert [("store.see_request", []), ("store.see_request", ["day = 1"])] == [
        (row["subscriber"], row["predicates"]) for row in found
    ]


def test_settings_are_masked_and_tell_their_origin(rows: Any, owner: str) -> None:
    """A value of the file, a default, and a secret."""
    found = {row["key"]: row for row in rows("settings", "store.*")}

    assert ('"Corner"', "file", "store.toml:8", "What is on the sign.", owner) == tuple(
        found["store.name"][key] for key in ("value", "source", "origin", "help", "owner")
    )
    assert ("3", "default") == (found["store.shelves"]["value"], found["store.shelves"]["source"])
    assert "********" == found["store.password"]["value"]
    assert "hush" not in json.dumps(rows("settings"))
    assert {"corefw"} == {row["owner"] for row in rows("settings", "corefw.*")}


def test_the_pipeline_has_every_step_in_its_order(rows: Any, owner: str) -> None:
    """A step at which nothing is configured says what happens then."""
    found = rows("pipeline")

    assert [
        "host check",
        "request",
        "request_begin",
        "tweens",
        "NewRequest",
        "routing",
        "BeforeTraversal",
        "context",
        "ContextFound",
        "view derivers",
        "view",
        "renderer",
        "BeforeRender",
        "response callbacks",
        "NewResponse",
        "request_end",
        "header check",
        "default headers",
        "request_error",
        "finished callbacks",
    ] == list(dict.fromkeys(row["name"] for row in found))
    assert sorted(row["step"] for row in found) == [row["step"] for row in found]
    assert ["store.timing_tween"] == [row["what"] for row in rows("pipeline", "*timing*")]
    first = rows("routes")[0]["place"]
    assert first.startswith("store")
    assert [("4 routes", owner, first)] == [
        (row["what"], row["owner"], row["place"]) for row in rows("pipeline", "routing")
    ]
    assert ["no hook"] == [row["what"] for row in rows("pipeline", "request_begin")]


def test_what_unsafe_requests_are_checked_for_is_listed(rows: Any) -> None:
    """The exempt views first; those that take safe methods only, or exceptions, are left out."""
    found = rows("views", "--csrf")

    assert [("off", "goods", ["POST"]), ("origin", "special", ["*"])] == [
        (row["csrf"], row["route"], row["methods"]) for row in found
    ]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (2, "routes *cial document"),
        (1, "routes goods"),
        (2, "routes /goods/*"),
        (1, "views store.read"),
        (3, "views goods"),
        (1, "addons st*"),
    ],
)
def test_a_glob_chooses(run: Run, count: int, words: str) -> None:
    """By the name or by what else tells a row from others."""
    command, *patterns = words.split()

    found = sum(
        len(json.loads(run("-c", "store.toml", command, pattern, "--json").stdout)) for pattern in patterns
    )

    assert count == found


@pytest.mark.parametrize(
    "command",
    [
        *("routes", "views", "tweens", "derivers", "predicates", "components"),
        *("hooks", "subscribers", "settings", "addons", "pipeline"),
    ],
)
def test_every_listing_is_a_table_as_well(run: Run, command: str) -> None:
    """With a title line; and what fits nothing gets a sentence."""
    table = run("-c", "store.toml", command)
    nothing = run("-c", "store.toml", command, "zzzzzzz")

    assert (0, 0) == (table.exit_code, nothing.exit_code)
    assert len(table.stdout.splitlines()) > 1
    assert nothing.stdout.startswith('Nothing fits "zzzzzzz".')


def test_a_near_name_is_told(run: Run) -> None:
    """For a glob that was misspelt."""
    assert (
        'Nothing fits "docment". Did you mean "document"?\n'
        == run("-c", "store.toml", "routes", "docment").stdout
    )
