"""What is scanned in the tests: decorators, and a package ``app`` that a test writes."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent
from typing import Any

import pytest

from corefw.base.errors import ConfigurationError
from corefw.engine.declaration import State
from tests.engine.configurators import Configurator
from tests.modules import Folder

__all__ = ["FROM_MARKS", "MARKS", "Write", "refused", "scanned", "titles", "writing"]

MARKS = """
import functools
from corefw.engine.attachment import decorator

@decorator("word")
def word(config, target, name="", *, weight=0):
    said = name or f"{target.name}.{target.attr}" if target.attr else name or target.name
    config.say(said)

@decorator("keyed")
def keyed(config, target, key):
    config.say(target.name, key)

@decorator("number", category="numbers")
def number(config, target):
    config.say(f"number {target.name}")

@decorator("broken")
def broken(config, target, error=ValueError, text="no"):
    raise error(text)

def hiding(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)
    return wrapper
"""
FROM_MARKS = "from marks import word, keyed, number, broken, hiding\n"

Write = Callable[..., None]


def writing(folder: Folder) -> Write:
    """Return what writes the modules of ``app``; each imports the decorators in its line 1."""

    def write(**modules: str) -> None:
        folder.write("marks.py", MARKS)
        folder.write("app/__init__.py")
        for name, text in modules.items():
            file = f"app/{name.replace('__', '/')}.py" if name != "init" else "app/__init__.py"
            folder.write(file, FROM_MARKS + dedent(text).lstrip("\n"))

    return write


def scanned(config: Configurator, **how: Any) -> list[str]:
    """Scan and commit; return what was performed."""
    config.scan("app", **how)
    config.commit()
    return config.done


def refused(config: Configurator, **how: Any) -> list[str]:
    """Scan and commit, which must fail; return the text of every problem."""
    with pytest.raises(ConfigurationError) as caught:
        scanned(config, **how)
    assert [] == config.done
    assert len(config.plan) == sum(config.plan.counts().values())
    return [str(problem) for problem in caught.value.problems]


def titles(config: Configurator, state: State) -> list[str]:
    return [f"{row.title} ({row.reason})" for row in config.plan.select(state=state)]
