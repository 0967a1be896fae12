"""``corefw lock``, ``diff`` and ``serve --locked``: written, compared, refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corefw.operate.cli import main

APPLICATION = """
from corefw.config import Configurator
from corefw.response import Response


def hello(request):
    return Response("hello")


def make():
    config = Configurator(package=__name__)
    config.add_route("hello", "{pattern}")
    config.add_view(hello, route_name="hello", {more})
    return config
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delenv("COREFW_CONFIG", raising=False)
    return tmp_path


def write(here: Path, name: str, pattern: str = "/", more: str = "") -> None:
    (here / f"{name}.py").write_text(APPLICATION.format(pattern=pattern, more=more))


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def test_a_lock_is_written_and_is_then_up_to_date(here: Path) -> None:
    """Writing it twice changes nothing, and --check passes."""
    write(here, "locked_one")

    first = run("lock", "-a", "locked_one:make")
    again = run("lock", "-a", "locked_one:make")
    check = run("lock", "--check", "-a", "locked_one:make")

    assert (0, "corefw.lock: written\n") == (first.exit_code, first.output)
    assert (0, "corefw.lock: unchanged\n") == (again.exit_code, again.output)
    assert (0, "corefw.lock: up to date\n") == (check.exit_code, check.output)
    assert 'route "hello" | / |' in (here / "corefw.lock").read_text()


def test_a_change_is_told_in_words_with_exit_code_1(here: Path) -> None:
    """diff compares the lock with the application as it is now."""
    write(here, "locked_two")
    run("lock", "-a", "locked_two:make")
    write(here, "locked_three", pattern="/hi", more='permission="__no_permission_required__"')

    result = run("diff", "-a", "locked_three:make")

    assert 1 == result.exit_code
    assert 'route "hello" changed from / to /hi' in result.output
    assert "locked_three.hello, public" in result.output


def test_two_locks_can_be_compared_without_an_application(here: Path) -> None:
    """diff A B reads files only; --json gives the same facts."""
    write(here, "locked_four")
    run("lock", "-a", "locked_four:make", "-o", "a.lock")
    (here / "b.lock").write_text((here / "a.lock").read_text().replace("corefw 0", "corefw 9"))

    same = run("diff", "a.lock", "a.lock")
    other = run("diff", "a.lock", "b.lock", "--json")

    assert (0, "The configuration is the same.\n") == (same.exit_code, same.output)
    assert 1 == other.exit_code
    assert ["version"] == [row["what"] for row in json.loads(other.output)["changes"]]


def test_serve_locked_refuses_a_configuration_that_drifted(here: Path) -> None:
    """Nothing is served; the text says what differs."""
    write(here, "locked_five")
    run("lock", "-a", "locked_five:make")
    write(here, "locked_six", pattern="/elsewhere")

    result = run("serve", "--locked", "-a", "locked_six:make", "--port", "0")

    assert 1 == result.exit_code
    assert "CFW-222" in result.output
    assert "/elsewhere" in result.output


def test_each_settings_profile_has_its_lock_beside_it(here: Path) -> None:
    """staging.toml is locked by staging.lock."""
    (here / "part_of_it.py").write_text("def includeme(config):\n    config.add_route('x', '/x')\n")
    (here / "staging.toml").write_text('[corefw]\ninclude = ["part_of_it"]\n')

    result = run("lock", "-c", "staging.toml")

    assert "staging.lock: written\n" == result.output
    assert "profile staging.toml" in (here / "staging.lock").read_text()


def test_a_lock_merged_line_by_line_is_up_to_date(here: Path) -> None:
    """Both branches add a view beside the other's; ``merge=union`` of git leaves them in either order."""
    for name, more in (("ours", "accept='a/a'"), ("theirs", "accept='b/b'")):
        write(here, f"branch_{name}", more=more)
        run("lock", "-a", f"branch_{name}:make", "-o", f"{name}.lock")
    (here / "merged_branches.py").write_text(
        APPLICATION.format(pattern="/", more="accept='a/a'").replace(
            "    return config",
            '    config.add_view(hello, route_name="hello", accept="b/b")\n    return config',
        )
    )
    lock = here / "merged.lock"
    run("lock", "-a", "merged_branches:make", "-o", "merged.lock")
    lines = lock.read_text().splitlines()
    first, second = (number for number, line in enumerate(lines) if line.startswith("view of the route"))
    lines[first], lines[second] = lines[second], lines[first]
    lock.write_text("\r\n".join(lines))

    check = run("lock", "--check", "-a", "merged_branches:make", "-o", "merged.lock")
    again = run("lock", "-a", "merged_branches:make", "-o", "merged.lock")

    assert (0, "merged.lock: up to date\n") == (check.exit_code, check.output)
    assert (0, "merged.lock: written\n") == (again.exit_code, again.output)


def test_a_lock_that_is_no_text_is_told_by_check_and_mended_by_lock(here: Path) -> None:
    """With --check it is an error that names it."""
    write(here, "locked_seven")
    (here / "corefw.lock").write_bytes(b"\xff\xfe")

    check = run("lock", "--check", "-a", "locked_seven:make")
    mended = run("lock", "-a", "locked_seven:make")

    assert 1 == check.exit_code
    assert "CFW-220  The lock corefw.lock cannot be used: it is no text in UTF-8." in check.output
    assert (0, "corefw.lock: written\n") == (mended.exit_code, mended.output)


@pytest.mark.parametrize("command", ["lock", "graph"])
def test_a_file_that_cannot_be_written_is_an_error(here: Path, command: str) -> None:
    """The whole text."""
    write(here, "locked_eight")

    result = run(command, "-a", "locked_eight:make", "-o", "nowhere/x.lock")

    assert 1 == result.exit_code
    assert (
        "CFW-714  nowhere/x.lock cannot be written: No such file or directory.\n"
        "\n"
        "  To mend it: name a file that can be:  --output FILE\n"
    ) == result.output
