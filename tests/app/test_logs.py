"""Logging from the settings."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corefw.config import ConfigurationError
from corefw.scripting import load_application, setup_logging
from tests.modules import Folder


@pytest.fixture(autouse=True)
def kept() -> Iterator[None]:
    """Put Python's logging back as it was: a test process has one for all."""
    root = logging.getLogger()
    names = ("corefw", "shop", "shop.orders")
    before = (root.level, list(root.handlers), {name: logging.getLogger(name).level for name in names})
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    for name, level in before[2].items():
        logging.getLogger(name).setLevel(level)
        logging.getLogger(name).handlers.clear()


def test_without_settings_corefw_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    """And everybody else what is wrong."""
    setup_logging()

    logging.getLogger("corefw").info("serving")
    logging.getLogger("shop").info("quiet")
    logging.getLogger("shop").warning("broken")

    assert ["INFO corefw: serving", "WARNING shop: broken"] == capsys.readouterr().err.splitlines()


def test_a_settings_file_says_how_loud_each_logger_is(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    """And what a line looks like."""
    file = folder.write(
        "site.toml",
        """
        [logging]
        level = "ERROR"
        format = "%(name)s|%(message)s"
        loggers = {"shop.orders" = "DEBUG"}
        """,
    )
    setup_logging(file, environ={})

    logging.getLogger("shop").warning("quiet")
    logging.getLogger("shop.orders").debug("one")

    assert ["shop.orders|one"] == capsys.readouterr().err.splitlines()


def test_values_of_the_caller_come_before_the_file(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    """As for a script with an option of its own."""
    file = folder.write("site.toml", '[logging]\nlevel = "ERROR"\n')
    setup_logging(file, {"level": "DEBUG"}, environ={})

    logging.getLogger("shop").debug("loud")

    assert ["DEBUG shop: loud"] == capsys.readouterr().err.splitlines()


def test_the_environment_comes_before_the_file(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    """As everywhere."""
    file = folder.write("site.toml", '[logging]\nlevel = "ERROR"\n')
    setup_logging(file, environ={"COREFW__LOGGING__LEVEL": "INFO"})

    logging.getLogger("shop").info("loud")

    assert ["INFO shop: loud"] == capsys.readouterr().err.splitlines()


def test_the_whole_dictionary_of_python_can_be_given(folder: Folder, tmp_path: Path) -> None:
    """For a file, a queue or a formatter of one's own."""
    file = folder.write(
        "site.toml",
        f"""
        [logging.config.handlers.file]
        class = "logging.FileHandler"
        filename = "{tmp_path / "shop.log"}"
        delay = true

        [logging.config.loggers.shop]
        level = "INFO"
        handlers = ["file"]
        """,
    )
    setup_logging(file, environ={})

    logging.getLogger("shop").info("kept")
    for handler in logging.getLogger("shop").handlers:
        handler.close()

    assert "kept\n" == (tmp_path / "shop.log").read_text()


def test_loggers_that_exist_keep_working(capsys: pytest.CaptureFixture[str]) -> None:
    """What nobody mentions is not silenced."""
    logger = logging.getLogger("shop")

    setup_logging(global_conf={"config": {"handlers": {"h": {"class": "logging.StreamHandler"}}}})

    assert not logger.disabled


def test_a_logging_that_cannot_be_set_up_is_an_error_of_the_settings(folder: Folder) -> None:
    """With what is wrong and where it was said."""
    file = folder.write(
        "site.toml",
        """
        [logging.config.handlers.file]
        class = "logging.NoSuchHandler"
        """,
    )

    with pytest.raises(ConfigurationError) as caught:
        setup_logging(file, environ={})

    problem = caught.value.problems[0]
    assert "CFW-118" == problem.code
    assert re.match(
        "The logging that the settings ask for cannot be set up: "
        "Unable to configure handler 'file': .*NoSuchHandler",
        problem.what,
    )


def test_a_misspelt_level_stops_the_start(folder: Folder) -> None:
    """Also where nobody sets up logging yet."""
    folder.write("shop.py", "def includeme(config): pass")
    file = folder.write("site.toml", '[corefw]\ninclude = ["shop"]\n[logging]\nlevel = "WARN"\n')

    with pytest.raises(ConfigurationError, match=r"logging\.level") as caught:
        load_application(file, environ={})

    assert ["CFW-112"] == [problem.code for problem in caught.value.problems]
