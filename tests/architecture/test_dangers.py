"""What no part may do: run what clients could have written, or compare secrets letter by letter."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import core, outside

#: Modules that run code while they read data (CVE-2013-7489, CVE-2021-33026).
_RUNNING = {"pickle", "cPickle", "dill", "marshal", "shelve", "jsonpickle", "yaml"}
#: The shell of the command line runs what its user types.
_TYPED = {"corefw/operate/cli/shell.py"}
_SECRET_WORDS = ("token", "signature", "password", "digest")
#: Where secrets are compared.
_COMPARING = ("web.security.csrf", "web.security.csrf_storage", "web.security.basic", "web.security.tickets")


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the first part of each module that is imported anywhere."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def called(tree: ast.Module) -> set[str]:
    """Return the plain names that are called."""
    return {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def compared(tree: ast.Module) -> list[str]:
    """Return the comparisons by == and != of two names, one of which tells of a secret."""
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and isinstance(node.ops[0], ast.Eq | ast.NotEq)
        and not any(isinstance(side, ast.Constant) for side in (node.left, *node.comparators))
        and any(word in ast.unparse(node).lower() for word in _SECRET_WORDS)
    ]


def test_nothing_runs_code_while_it_reads_data() -> None:
    """Neither sessions nor caches nor tasks, in the core or in an addon."""
    assert {} == {
        source.shown: found
        for source in (*core(), *outside())
        if (found := _RUNNING.intersection(imported(source.tree)))
    }


def test_nothing_evaluates_text() -> None:
    """But the shell, what its user types."""
    found = {source.shown for source in core() if called(source.tree) & {"eval", "exec"}}

    assert found == _TYPED


def test_secrets_are_compared_in_constant_time() -> None:
    """What ends at the first wrong letter tells where it is (CVE-2021-33880)."""
    sources = [source for source in core() if source.module.removeprefix("corefw.") in _COMPARING]

    assert len(_COMPARING) == len(sources)
    assert [] == [one for source in sources for one in compared(source.tree)]
    assert ["token == given"] == compared(ast.parse("if token == given: pass\nx == token_count_of == 1"))[:1]


def possessive(tree: ast.Module) -> list[str]:
    """Return the texts of expressions with possessive quantifiers or atomic groups."""
    texts = [
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).startswith("re.")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]
    shown = [text.decode("latin-1") if isinstance(text, bytes) else str(text) for text in texts]
    # What stands in brackets is no quantifier, and what a backslash precedes is none.
    plain = [(text, re.sub(r"\[\^?\]?(?:\\.|[^\]\\])*\]", "x", re.sub(r"\\\\", "", text))) for text in shown]
    return [text for text, rest in plain if re.search(r"(?<!\\)[*+?}]\+|\(\?>", rest)]


def test_no_expression_is_possessive() -> None:
    """Python before 3.11.5 finds what they do not match, and corefw supports it."""
    assert {} == {
        source.shown: found for source in (*core(), *outside()) if (found := possessive(source.tree))
    }
    assert ['"(?:[^"]|a)*+"'] == possessive(ast.parse("""re.compile(rb'"(?:[^"]|a)*+"')"""))
