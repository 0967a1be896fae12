"""What a scan leaves out: by name, by a callable, and tests unless they are asked for.

venusian takes a string as a prefix, so ``pkg.mod`` also drops ``pkg.module2``; here a name means
itself and what is below it.  Floor 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from corefw.base.errors import ConfigurationError, Fix, Problem

__all__ = ["Ignore", "Ignored", "is_test"]

Ignore = str | Callable[[str], Any]

IGNORED = "it is ignored by the scan"
_TEST = "its name is that of tests; config.scan(..., tests=True) scans them"
_PROGRAM = "it is a program, and importing it would run it"
#: Names of modules and packages that hold tests, as pytest and unittest look for them.
_TEST_NAMES = frozenset(("test", "tests", "conftest"))


class Ignored:
    """What one scan leaves out.

    Raises `ConfigurationError` (CFW-306) for a row that is neither a name nor callable.
    """

    def __init__(
        self,
        root: str,
        ignore: Ignore | Iterable[Ignore] | None,
        tests: bool | None = None,
    ) -> None:
        rows = _rows(ignore)
        wrong = [row for row in rows if not isinstance(row, str) and not callable(row)]
        if wrong:
            raise ConfigurationError(_wrong_problem(wrong[0]))
        self._names = [root + row if row.startswith(".") else row for row in rows if isinstance(row, str)]
        self._callables = [row for row in rows if not isinstance(row, str)]
        # Who scans a package of tests by its name wants what is in it.
        self._with_tests = any(map(is_test, root.split("."))) if tests is None else tests

    def names(self, fullname: str) -> bool:
        """Whether the module or object *fullname* is left out by the caller's wish."""
        if not self._names and not self._callables:
            return False
        return any(fullname == name or fullname.startswith(name + ".") for name in self._names) or any(
            one(fullname) for one in self._callables
        )

    def reason(self, module_name: str) -> str:
        """Return why a module is not imported, or "" if it is."""
        last = module_name.rpartition(".")[2]
        if last == "__main__":
            return _PROGRAM
        if self.names(module_name):
            return IGNORED
        return _TEST if not self._with_tests and is_test(last) else ""


def is_test(name: str) -> bool:
    """Whether a module or package of that (last) name holds tests.

    ``test``, ``tests``, ``conftest``, ``test_*`` and ``*_test``: what pytest collects by
    default (its ``python_files``), and where it and unittest expect them.
    """
    return name in _TEST_NAMES or name.startswith("test_") or name.endswith("_test")


def _rows(ignore: Ignore | Iterable[Ignore] | None) -> list[Ignore]:
    if ignore is None:
        return []
    if isinstance(ignore, str) or callable(ignore):
        return [ignore]
    return list(ignore) if isinstance(ignore, Iterable) else [ignore]


def _wrong_problem(row: Any) -> Problem:
    return Problem(
        "CFW-306",
        f"A scan cannot ignore {row!r}: it is neither a name nor callable.",
        fixes=(
            Fix("a module or a package", 'ignore="package.module", or ignore=".module" below the package'),
            Fix("by a rule", "ignore=function, given each full name; or re.compile(...).search"),
        ),
    )
