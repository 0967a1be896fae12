"""Why for components, by their contract, and for whatever else was declared under a name.  Floor 6."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from corefw.engine.declaration import Declaration, Deferred, State
from corefw.engine.registry import Registry
from corefw.operate.inspection.components import ComponentRow, components
from corefw.operate.inspection.rows import Declared, plan_of, shown
from corefw.operate.why.answers import Answer, lost_rows

__all__ = ["component_names", "components_named", "declared_names", "other_declarations"]

#: What has a search of its own.
_ELSEWHERE = frozenset(("route", "view", "adapter", "utility"))


def components_named(registry: Registry, name: str) -> Iterator[Answer]:
    """Yield every component that provides the contract of that name, or is named so itself."""
    declared = Declared(plan_of(registry))
    for row, keys in components(registry):
        if name in _names_of(row):
            facts = (
                ("contract", row.contract),
                ("adapts", ", ".join(row.requires)),
                ("named", row.name),
            )
            yield Answer(
                kind=row.kind,
                name=row.provides,
                says=f"{row.component} provides it" if row.owner else f"{row.component}, registered directly",
                facts=tuple((label, value) for label, value in facts if value),
                owner=row.owner,
                place=row.place,
                lost=lost_rows(declared.beaten(*keys)),
            )


def _names_of(row: ComponentRow) -> tuple[str, ...]:
    module, _, bare = row.contract.rpartition(".")
    return (row.provides, row.contract, f"{module}:{bare}", row.component, *((row.name,) if row.name else ()))


def component_names(registry: Registry) -> Iterator[str]:
    """Yield the names that `components_named` knows."""
    for row, _ in components(registry):
        yield from _names_of(row)


def other_declarations(registry: Registry, name: str) -> Iterator[Answer]:
    """Yield what was declared under that name and has no search of its own, in use or not."""
    groups: dict[Hashable, list[Declaration]] = {}
    for row in plan_of(registry):
        if name in _declared_as(row):
            groups.setdefault(row.key if row.key is not None else id(row), []).append(row)
    for rows in groups.values():
        winner = next((row for row in rows if row.state is State.ACTIVE), None)
        if winner is not None and winner.kind in _ELSEWHERE:
            continue
        lost = lost_rows(row for row in rows if row is not winner)
        if winner is None:
            yield Answer(rows[0].kind, name, "nothing: no declaration of it is in use", lost=lost)
            continue
        yield Answer(
            kind=winner.kind,
            name=name,
            says=f"the {winner.title} is in use",
            facts=(("because", _because(winner, bool(lost))),),
            owner=str(winner.owner),
            place=shown(winner.place),
            lost=lost,
        )


def _because(winner: Declaration, has_rivals: bool) -> str:
    through = f" (by way of {' -> '.join(winner.include_path)})" if winner.include_path else ""
    who = f"{winner.owner} declares it{through}"
    return f"{who}, which comes before what is listed below" if has_rivals else f"{who}, and nobody else does"


def _declared_as(row: Declaration) -> tuple[str, ...]:
    """Return the names of a declaration: the second part of its key, or its kind where there is one only."""
    if isinstance(row.key, tuple):
        second = row.key[1] if len(row.key) > 1 else row.key[0]
        if not isinstance(second, str) or not second:
            return ()
        # What is the same in any case has a key in lower case, and a title as it was written.
        written = row.title.partition('"')[2].rpartition('"')[0]
        return tuple(dict.fromkeys((written, second))) if written.lower() == second else (second,)
    if isinstance(row.key, str):
        return (row.key,)
    return (row.kind,) if row.key is not None and not isinstance(row.key, Deferred) else ()


def declared_names(registry: Registry) -> Iterator[str]:
    """Yield the names that `other_declarations` knows."""
    for row in plan_of(registry):
        yield from _declared_as(row)
