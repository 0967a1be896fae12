"""Problems of a scan, in words: what is lost, what raised, what cannot be scanned.  Floor 2."""

from __future__ import annotations

from typing import Any

from corefw.base.errors import Fix, Problem, Witness
from corefw.engine.attachment import Attachment

__all__ = ["lost_problem", "not_a_module", "raised_problem"]


def lost_problem(attachment: Attachment) -> Problem:
    """Return the problem of a decorator that no scan can reach."""
    via, name = attachment.via, attachment.name
    if attachment.is_nested:
        it = "Its class" if attachment.attr else "It"
        why = f"{it} stands inside another class, and a scan looks only at the top of a module."
        fixes: tuple[Fix, ...] = (Fix("", f"move the class {name} to the top of its module"),)
    else:
        why = (
            f'Another decorator above it returned a new object, or the name "{name}" was\n'
            "bound to something else or deleted, so that nothing in the module carries it any more."
        )
        fixes = (
            Fix("it is hidden by a decorator", f"move {via} to the top, above the others"),
            Fix("two things have one name", "give each a name of its own"),
        )
    return Problem(
        "CFW-302",
        f"The {via} on {attachment.target_name} is lost: the scan cannot reach it.",
        witnesses=(Witness(attachment.place),),
        why=why,
        fixes=fixes,
    )


def raised_problem(title: str, error: Exception, witness: Witness) -> Problem:
    """Return the problem of a decorator that raised when it was declared."""
    return Problem("CFW-303", f"{title} raised {type(error).__name__}: {error}", witnesses=(witness,))


def not_a_module(root: Any, witness: Witness) -> Problem:
    """Return the problem of a scan of something that is no module."""
    return Problem(
        "CFW-305",
        f"A scan needs a package or a module, and was given {root!r}.",
        witnesses=(witness,),
        fixes=(Fix("", 'name the module: config.scan("package.module")'),),
    )
