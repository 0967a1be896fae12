"""The interpreter that a page's Python blocks run in: one namespace, one block for each line of input.

A block is plain code, or a session with `>>>` whose answers are compared as doctest does.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import sys
import traceback
from types import ModuleType
from typing import Any

PAGE = "<page>"


def run(source: str, line: int, namespace: dict[str, Any]) -> str:
    """Run one block; return "" or what went wrong."""
    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output):
            if source.lstrip().startswith(">>> "):
                return compare(source, line, namespace)
            exec(compile("\n" * (line - 1) + source, PAGE, "exec", dont_inherit=True), namespace)
    except BaseException:
        return f"{output.getvalue()}{traceback.format_exc()}"
    return ""


def compare(source: str, line: int, namespace: dict[str, Any]) -> str:
    """Run a session; return "" or the differences."""
    found = doctest.DocTestParser().get_doctest(source, namespace, PAGE, PAGE, line - 1)
    report = io.StringIO()
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(found, out=report.write, clear_globs=False)
    namespace.update(found.globs)
    return report.getvalue()


def main() -> None:
    """Answer each block on standard input with one line on standard output."""
    sys.path.insert(0, "")
    answers = sys.stdout
    page = ModuleType("__page__")
    sys.modules[page.__name__] = page  # where dataclasses look for the module of a class
    namespace = vars(page)
    for request in sys.stdin:
        block = json.loads(request)
        print(
            json.dumps({"trouble": run(block["source"], block["line"], namespace)}), file=answers, flush=True
        )


if __name__ == "__main__":
    main()
