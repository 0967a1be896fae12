"""``corefw scan``: which modules are imported, how long each takes, what each declares and opens."""

from __future__ import annotations

import importlib
import json
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corefw.operate.cli import main

VIEWS = """
from corefw.config import route_config
from corefw.response import Response
from corefw.view import view_config


@route_config("stall", "/stall")
@view_config(route_name="stall")
def stall(request):
    return Response("stall")
"""
FILES = {
    "bazaar/__init__.py": "def includeme(config):\n    config.scan(ignore='.old')\n",
    "bazaar/views.py": VIEWS,
    "bazaar/slow.py": "import time\ntime.sleep(0.03)\nopen(__file__).close()\n",
    "bazaar/old.py": "",
    "bazaar/tests/__init__.py": "",
    "bazaar.toml": '[corefw]\ninclude = ["bazaar"]\n',
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder with an application that is scanned."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delenv("COREFW_CONFIG", raising=False)
    yield tmp_path
    forget()


def forget() -> None:
    """Forget the application's modules, as a new process would."""
    for name in [name for name in sys.modules if name.split(".")[0] == "bazaar"]:
        del sys.modules[name]
    importlib.invalidate_caches()


def run(*words: str) -> Result:
    """Run a line in this process, for an application that was not imported yet."""
    forget()
    return CliRunner().invoke(main, [*words, "-c", "bazaar.toml"])


def shown(output: str) -> list[str]:
    """Return the lines with their times left out, and the gaps that depend on them."""
    return [
        re.sub(r" +", " ", re.sub(r"\b\d+(\.\d)? ms", "N ms", re.sub(r"\d+\.\d", "N", line)))
        for line in output.splitlines()
    ]


def test_every_module_is_shown_with_what_it_took_declared_and_opened(here: Path) -> None:
    """And below them what was left out, why, and a line that sums it up."""
    result = run("scan")

    place = f"{here / 'bazaar' / 'slow.py'}"
    why = "its name is that of tests; config.scan(..., tests=True) scans them"
    assert (
        0,
        [
            "Owner Module State ms ms in all Declarations Opens",
            "bazaar bazaar imported N N 0",
            f"bazaar bazaar.slow imported N N 0 file: reads {place} (bazaar/slow.py:3)",
            "bazaar bazaar.views imported N N 2",
            "",
            "Owner Left out Why Scanned at",
            "bazaar bazaar.old it is ignored by the scan bazaar/__init__.py:2",
            f"bazaar bazaar.tests {why} bazaar/__init__.py:2",
            "",
            "3 modules: 3 imported, 2 left out. N ms of their own, 2 declarations, 1 that open something.",
        ],
    ) == (result.exit_code, shown(result.output))


def test_json_tells_every_fact(here: Path) -> None:
    """With the problems, if there are any."""
    told = json.loads(run("scan", "--json").output)

    assert {"modules", "left_out", "problems"} == set(told)
    slow = next(row for row in told["modules"] if row["module"] == "bazaar.slow")
    assert 30 <= slow.pop("milliseconds") <= slow.pop("milliseconds_in_all")
    assert {
        "owner": "bazaar",
        "module": "bazaar.slow",
        "state": "imported",
        "declarations": 0,
        "effects": [
            {"kind": "file", "what": f"reads {here / 'bazaar/slow.py'}", "place": "bazaar/slow.py:3"}
        ],
        "file": str(here / "bazaar/slow.py"),
    } == slow
    assert ["bazaar.old", "bazaar.tests"] == [row["module"] for row in told["left_out"]]


@pytest.mark.parametrize(
    ("words", "modules"),
    [
        (["--slow", "30"], ["bazaar.slow"]),
        (["--slow", "60000"], []),
        (["--effects"], ["bazaar.slow"]),
        (["bazaar.v*"], ["bazaar.views"]),
        (["bazaar"], ["bazaar", "bazaar.slow", "bazaar.views"]),
        (["*.views", "--effects"], []),
    ],
)
def test_modules_are_chosen(here: Path, words: list[str], modules: list[str]) -> None:
    """By their time, by what they open, by a glob for module or owner."""
    result = run("scan", *words)
    told = json.loads(run("scan", *words, "--json").output)

    assert modules == [row["module"] for row in told["modules"]]
    assert modules or result.output == "No module is like that.\n"


def test_the_slowest_come_first(here: Path) -> None:
    """Where somebody asks for slow ones."""
    told = json.loads(run("scan", "--slow", "0", "--json").output)

    assert "bazaar.slow" == told["modules"][0]["module"]


def test_a_glob_that_fits_nothing_gets_a_near_name(here: Path) -> None:
    """As in every listing."""
    assert 'Nothing fits "bazaar.veiws". Did you mean "bazaar.views"?\n' == run("scan", "bazaar.veiws").output


def test_an_application_that_cannot_be_built_is_shown_as_far_as_it_was_scanned(here: Path) -> None:
    """With its problems, and exit code 1."""
    (here / "bazaar/broken.py").write_text("1 / 0\n")

    result, told = run("scan"), json.loads(run("scan", "--json").output)

    assert 1 == result.exit_code
    assert "bazaar  bazaar.broken  broken" in result.output
    assert "CFW-301  The module bazaar.broken cannot be imported: ZeroDivisionError" in result.output
    assert ["CFW-301"] == [row["code"] for row in told["problems"]]


def test_an_application_that_scans_nothing_says_so(here: Path) -> None:
    """And exit code 0."""
    (here / "bazaar/__init__.py").write_text("def includeme(config): pass\n")

    result = run("scan")

    assert (0, "Nothing is scanned.\n") == (
        result.exit_code,
        result.output.partition("\n\n")[0].strip() + "\n",
    )


def test_serve_locked_scans_by_its_lock(here: Path) -> None:
    """Where the settings say so; what declared nothing is not even imported.  The port is taken."""
    (here / "bazaar.toml").write_text('[corefw]\ninclude = ["bazaar"]\nscan = "locked"\n')
    run("lock")

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        locked = run("serve", "--locked", "--port", port).exit_code, imported()
        plain = run("serve", "--port", port).exit_code, imported()

    assert (3, ["bazaar", "bazaar.views"]) == locked
    assert (3, ["bazaar", "bazaar.slow", "bazaar.views"]) == plain


def imported() -> list[str]:
    """Return which modules of the application are imported."""
    return sorted(name for name in sys.modules if name.split(".")[0] == "bazaar")


def test_serve_locked_refuses_what_is_new(here: Path) -> None:
    """Since it is imported."""
    (here / "bazaar.toml").write_text('[corefw]\ninclude = ["bazaar"]\nscan = "locked"\n')
    run("lock")
    (here / "bazaar/new.py").write_text(VIEWS.replace("stall", "booth"))

    result = run("serve", "--locked")

    assert 1 == result.exit_code
    assert 'route "booth" is new (bazaar, in bazaar/new.py)' in result.output


def test_check_for_a_deployment_names_what_is_opened_at_import(here: Path) -> None:
    """A worker that forks later would share it; a file that is read is nothing of that kind."""
    (here / "bazaar/poller.py").write_text(
        "import threading\nthreading.Thread(target=int, name='poller').start()\nopen(__file__).close()\n"
    )

    deploy, plain = run("check", "--deploy"), run("check")

    assert (
        "warning  core.import  Importing bazaar.poller opens thread: poller (bazaar/poller.py:2).\n"
        "         open it in the hook started, once for each process, or when it is first needed\n"
    ) in deploy.output
    assert "core.import" not in plain.output


def test_what_is_opened_at_import_can_be_silenced(here: Path) -> None:
    """And the silence is reported once there is nothing to be silent about."""
    poller = here / "bazaar/poller.py"
    poller.write_text("import threading\nthreading.Thread(target=int, name='poller').start()\n")
    (here / "bazaar.toml").write_text('[corefw]\ninclude = ["bazaar"]\nsilence = ["core.import"]\n')

    silenced, plain = run("check", "--deploy"), run("check")
    poller.write_text("")
    forgotten = run("check")

    assert "core.import" not in silenced.output
    assert "Nothing is wrong.\n" == plain.output
    assert '"core.import" is silenced, and nothing reports it.' in forgotten.output
