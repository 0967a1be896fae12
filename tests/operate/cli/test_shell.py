"""``corefw shell`` has the application at hand, started and stopped."""

from __future__ import annotations

import os
import pty
from pathlib import Path

from tests.operate.cli.conftest import Command, Run
from tests.processes import running


def test_a_statement_runs_with_the_names_of_the_shell(run: Run) -> None:
    """The value of an expression is printed, as at the prompt."""
    result = run(
        "-c", "shop.toml", "shell", "-e", "x = 1; ink + x; request.registry is registry is app.registry"
    )

    assert 0 == result.exit_code
    assert "8\nTrue\n" == result.stdout


def test_the_application_is_started_and_stopped(run: Run) -> None:
    """Unlike for listings, the hooks run."""
    result = run("-c", "shop.toml", "shell", "-e", "import cli_stamp.addon as a; a.started")

    assert "['started']\n" == result.stdout

    import cli_stamp.addon  # type: ignore[import-not-found]

    assert ["started", "stopped"] == cli_stamp.addon.started


def test_a_script_can_be_piped_in(folder: Path, run: Run) -> None:
    """Standard input that is no terminal is run as Python itself runs it."""
    script = "for name in (request.path, 'end'):\n    print(name)\n"

    result = run("-a", "hello:make", "shell", input=script)

    assert (0, "/\nend\n") == (result.exit_code, result.stdout)


def test_the_prompt_knows_the_names(command: Command, folder: Path) -> None:
    """At a terminal Python's own prompt is shown, and says what there is."""
    terminal, inner = pty.openpty()
    with running(command("-a", "hello:make", "shell", "--plain", stdin=inner)) as shell:
        os.close(inner)
        os.write(terminal, b"request.path * 3\n\x04")
        code, out, err = shell.ended()
        os.close(terminal)

    assert 0 == code
    assert "with app, registry, request" in err
    assert "'///'" in out


def test_an_error_of_a_statement_is_python_s_own(command: Command) -> None:
    """With its traceback, and exit code 1."""
    with running(command("-a", "hello:make", "shell", "-e", "1 / 0")) as shell:
        code, _, err = shell.ended()

    assert 1 == code
    assert "ZeroDivisionError" in err


def test_a_name_that_two_give_is_refused(run: Run, folder: Path) -> None:
    """Nobody's name is hidden."""
    addon = folder / "site/cli_stamp/addon.py"
    addon.write_text(addon.read_text().replace('{"ink": 7}', '{"app": 7}'))

    result = run("-c", "shop.toml", "shell", "-e", "1")

    assert 1 == result.exit_code
    assert 'CFW-706  stamp 0.3 gives the shell the name "app", which corefw gives already.' in result.stderr
    assert "  stamp 0.3   cli_stamp/addon.py:" in result.stderr
    assert '  To mend it: give it another:  {"stamp_app": ...}' in result.stderr
