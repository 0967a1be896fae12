"""The application may be named anywhere on the line, and errors are texts with exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.operate.cli.conftest import Run


@pytest.mark.parametrize(
    "line",
    [
        "-c shop.toml routes",
        "routes -c shop.toml",
        "--config=shop.toml routes",
        "routes --json --config shop.toml",
    ],
)
def test_the_settings_file_may_stand_anywhere(run: Run, line: str) -> None:
    """Before or after the command, and in every spelling."""
    result = run(*line.split())

    assert 0 == result.exit_code
    assert "/front/{id:int}" in result.stdout


@pytest.mark.parametrize("line", ["-a hello:{} routes", "routes --app hello:{}"])
@pytest.mark.parametrize("name", ["make", "configure", "app_that_is_made", "config_to_be_made"])
def test_a_plain_python_application_works(run: Run, name: str, line: str) -> None:
    """An application, a configurator, or a factory of either, found in the working folder."""
    result = run(*line.format(name).split())

    assert 0 == result.exit_code
    assert "hello.hello" in result.stdout


def test_the_settings_file_can_come_from_the_environment(run: Run) -> None:
    """COREFW_CONFIG is read by the command line."""
    assert "front" in run("routes", COREFW_CONFIG="shop.toml").stdout


def test_a_corefw_toml_in_the_working_folder_is_taken(run: Run, folder: Path) -> None:
    """It is the default, and -a wins over it."""
    (folder / "shop.toml").rename(folder / "corefw.toml")

    assert "front" in run("routes").stdout
    assert "front" not in run("routes", "-a", "hello:make").stdout


@pytest.mark.parametrize(
    "command",
    [
        *("serve", "shell", "routes", "views", "tweens", "derivers", "predicates", "components", "hooks"),
        *(
            "subscribers",
            "settings",
            "addons",
            "pipeline",
            "plan",
            "check",
            "graph",
            "why /",
            "request GET /",
        ),
    ],
)
def test_a_line_that_names_no_application_says_what_to_give(run: Run, command: str) -> None:
    """Every command says the same, and ends with 2."""
    result = run(*command.split())

    assert 2 == result.exit_code
    assert "CFW-701  It is not said which application is meant." in result.stderr
    assert "-c FILE.toml" in result.stderr
    assert "-a package:factory" in result.stderr


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("give one of them", "-c shop.toml -a hello:make routes"),
        ("is given twice", "-c shop.toml routes -c shop.toml"),
        ("requires an argument", "routes -c"),
        ('no command "rotes". Did you mean "routes"?', "-c shop.toml rotes"),
        ('no command "stmp". Did you mean "stamp"?', "-c shop.toml stmp"),
        ("For a command of an addon, say which application", "stamp press"),
        ("--state", "-c shop.toml plan --state lots"),
        ('has "view deriv". Did you mean "view deriver"?', "-c shop.toml plan --kind"),
    ],
)
def test_a_line_that_cannot_be_understood_ends_with_2(run: Run, said: str, line: str) -> None:
    """Usage errors have an exit code of their own."""
    words = [*line.split(), "view deriv"] if line.endswith("--kind") else line.split()

    result = run(*words)

    assert 2 == result.exit_code
    assert said in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('CFW-110  There is no settings file "shp.toml". Did you mean "shop.toml"?', "-c shp.toml routes"),
        ("CFW-101", "-a hello:mak routes"),
        ("CFW-101", "-a helo:make routes"),
        ('CFW-703  "hello:nothing" is no application: it is int.', "-a hello:nothing routes"),
        ("CFW-201", "-a hello:broken routes"),
    ],
)
def test_a_configuration_error_is_its_text_and_ends_with_1(run: Run, said: str, words: str) -> None:
    """No traceback is shown."""
    result = run(*words.split())

    assert 1 == result.exit_code
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_an_error_of_an_imported_module_is_told_with_its_place(run: Run, folder: Path) -> None:
    """The line that raised is what somebody must see."""
    (folder / "faulty.py").write_text("1 / 0\n")

    result = run("-a", "faulty:app", "routes")

    assert 1 == result.exit_code
    assert "ZeroDivisionError" in result.stderr
    assert "faulty.py:1" in result.stderr


def test_addons_add_commands(run: Run) -> None:
    """They are listed in the help and run without starting the application."""
    assert "Stamp things." in run("-c", "shop.toml", "--help").stdout
    for line in ("stamp press -n 3 -c shop.toml", "-c shop.toml stamp press -n 3"):
        result = run(*line.split())

        assert 0 == result.exit_code
        assert result.stdout.startswith("pressed 3 times for ")
        assert result.stdout.endswith("; []\n")


def test_a_misspelt_command_is_told_where_the_application_does_not_work(run: Run) -> None:
    """The nearer cause comes first."""
    result = run("-a", "hello:broken", "rotes")

    assert 2 == result.exit_code
    assert 'Did you mean "routes"?' in result.stderr


def test_the_help_works_where_the_application_does_not(run: Run) -> None:
    """It says that the commands of addons are missing, and why."""
    result = run("-a", "hello:broken", "--help")

    assert 0 == result.exit_code
    assert "routes" in result.stdout
    assert "cannot be loaded" in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ('The command "routes" is there already.', "@click.command('routes')\n"),
        ("has the option -c", "@click.command('x')\n        @click.option('-c')\n"),
    ],
)
def test_a_command_that_would_be_hidden_is_refused(run: Run, folder: Path, said: str, source: str) -> None:
    """The addon and its place are named."""
    addon = folder / "site/cli_stamp/addon.py"
    head, _, rest = addon.read_text().partition('        @click.group("stamp")')
    hidden = f"        {source}        def stamp(**kw):\n            pass\n\n        return [stamp]\n\n"
    addon.write_text(head + hidden + rest[rest.index("    def shell_names") :])

    result = run("-c", "shop.toml", "nonesuch")

    assert 1 == result.exit_code
    assert "CFW-704  The command" in result.stderr
    assert "  To mend it: give " in result.stderr
    assert said in result.stderr
    assert "stamp 0.3" in result.stderr


def test_the_version_is_told(run: Run) -> None:
    """As every command line does it."""
    assert run("--version").stdout.startswith("corefw ")


#: A factory that raises in a function of its own, and one that raises in a library.
RAISING = """
import json


def helper():
    return {}["missing"]


def make():
    return helper()


def parse():
    return json.loads("{")


def includeme(config):
    helper()
"""


@pytest.mark.parametrize("words", ["-a raising:make routes", "-c raising.toml plan", "-c raising.toml check"])
def test_an_exception_of_the_application_s_own_code_is_one_error(run: Run, folder: Path, words: str) -> None:
    """The whole text: the line that raised, and no frame of corefw or of click."""
    (folder / "raising.py").write_text(RAISING)
    (folder / "raising.toml").write_text('[corefw]\ninclude = ["raising"]\n')

    result = run(*words.split())

    assert (
        1,
        "CFW-214  The code that makes the application raised KeyError: 'missing'\n"
        "\n"
        '  raising.py:6   return {}["missing"]\n'
        "\n"
        "  To mend it: mend that line; every call that led there is shown by  --traceback\n",
    ) == (result.exit_code, result.stderr)


def test_the_line_of_a_library_that_raised_stands_below_the_application_s(run: Run, folder: Path) -> None:
    """What was called wrongly is to be mended in the application."""
    (folder / "raising.py").write_text(RAISING)

    said = run("-a", "raising:parse", "routes").stderr

    assert "\n  raising.py:14         " in said
    assert "\n  json/decoder.py:" in said


def test_the_traceback_is_shown_where_it_is_asked_for(run: Run, folder: Path) -> None:
    """Anywhere on the line; below the error."""
    (folder / "raising.py").write_text(RAISING)

    for line in ("-a raising:make routes --traceback", "--traceback -a raising:make routes"):
        said = run(*line.split()).stderr
        assert said.startswith("CFW-214  The code that makes the application raised KeyError: 'missing'\n")
        assert "\n  Traceback (most recent call last):\n" in said
        assert said.endswith("  KeyError: 'missing'\n")
