"""Whoever reads an error can act on it: a problem that is made without a remedy says here why."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from tests.architecture.sources import Source, core

#: Where a problem has no remedy of its own, by module and code.
WITHOUT = {
    ("corefw.base.errors", "CFW-200"): "the message is that of whoever raised it",
    ("corefw.engine.settings.sources", "CFW-110"): "what is no TOML is told by its line and column",
    ("corefw.engine.settings.problems", "CFW-112"): "of a table in a list nobody knows which value is meant",
    ("corefw.engine.settings.problems", "CFW-117"): "the schema's own rule says what it wants",
    ("corefw.engine.commit", "CFW-203"): "the exception is that of the application, and chained",
    ("corefw.engine.scan.problems", "CFW-303"): "the exception is that of the application, and chained",
    ("corefw.addon.discovery", "CFW-402"): "the system says why the file cannot be read",
    ("corefw.contracts.manifest", "CFW-402"): "what is no TOML is told by its line",
    ("corefw.contracts.manifest", "CFW-404"): "the sentence says what the value must be",
    (
        "corefw.web.predicates.compiling",
        "CFW-502",
    ): "the predicate is somebody's own, and so is its exception",
    ("corefw.web.routing.pattern", "CFW-510"): "route_declaration adds the forms, and the place",
    ("corefw.web.views.derivers", "CFW-504"): "the sentence names the forms",
    ("corefw.web.pipeline.application", "CFW-523"): "the sentence below says what a tween factory returns",
    ("corefw.web.rendering.resolve", "CFW-542"): "the template's language says what is wrong in it",
    ("corefw.operate.reloader", "CFW-710"): "one line, with the command to install it",
    ("corefw.operate.server", "CFW-710"): "one line, with the command to install it",
    ("corefw.operate.server", "CFW-711"): "one line, with a port that is free",
}
#: Of ``Problem(code, what, witnesses, why, fixes)``.
FIXES = 4


def without_remedy(sources: Iterable[Source]) -> set[tuple[str, str]]:
    """Return module and code of each problem that is made without fixes."""
    return {
        (source.module, ast.literal_eval(node.args[0]))
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Problem"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and len(node.args) <= FIXES
        and not {keyword.arg for keyword in node.keywords} & {"fixes", None}
    }


def test_every_problem_has_a_remedy_or_a_reason_to_have_none() -> None:
    """A new one gets ``fixes=``; one that got them goes from the list above."""
    assert sorted(WITHOUT) == sorted(without_remedy(core()))
