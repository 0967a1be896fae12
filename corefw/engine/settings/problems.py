"""Problems of settings, in words: the place, the value, what is accepted, what to write.

Nothing is judged here; and no secret leaves: a value is shown only through
`corefw.engine.settings.secrets`.  Floor 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING
from typing import Any, Protocol, TypeAlias

from corefw.base.errors import Fix, Problem, Witness
from corefw.base.nearest import did_you_mean, near_fixes, nearest
from corefw.base.places import place_of
from corefw.engine.settings.accepted import Annotation, example_of, list_of, named_type, table_of
from corefw.engine.settings.conversion import REFUSED, Node, convert_single, plain
from corefw.engine.settings.secrets import MASK, shown
from corefw.engine.settings.sources import Given, Origin, variable_name

__all__ = [
    "Refused",
    "bad_schema",
    "broken_rule",
    "missing_setting",
    "unknown_section",
    "unknown_setting",
    "wrong_value",
]

_MANY = 4

#: Why a value is not accepted, and what to write instead.
Refused: TypeAlias = tuple[str, tuple[Fix, ...]]


class Field(Protocol):
    """What is asked of a field of a schema here."""

    @property
    def default(self) -> Any: ...
    @property
    def help(self) -> str: ...
    @property
    def secret(self) -> bool: ...
    @property
    def annotation(self) -> Annotation: ...
    @property
    def refused(self) -> Mapping[str, Refused]: ...


def wrong_value(path: Sequence[str], node: Node, annotation: Annotation, entry: Field) -> Problem:
    """Return the problem of a value that is not what its type asks for (CFW-112)."""
    key = ".".join(path)
    given = next(iter(_leaves(node)), None)
    value = plain(node)
    is_value = "a table" if isinstance(value, Mapping) else shown(key, value, secret=entry.secret)
    what = f'"{key}" must be {named_type(annotation)}, and is {is_value}.'
    if given is None:
        return Problem("CFW-112", what)
    said = is_value.removeprefix('"').removesuffix('"') if isinstance(value, str) else is_value
    witness = given.origin.witness(said, hide=entry.secret)
    why, fixes = entry.help, _fix_value(path, node, annotation, entry)
    if isinstance(value, str) and value in entry.refused:
        reason, fixes = entry.refused[value]
        why = f"{why}\n{reason}".strip()
    return Problem("CFW-112", what, (witness,), why, fixes, facts={"key": key})


def _fix_value(path: Sequence[str], node: Node, annotation: Annotation, entry: Field) -> tuple[Fix, ...]:
    if not isinstance(node, Given) or entry.secret or "[" in path[-1]:
        return ()
    example = _unquoted(node, annotation) or _default_text(entry) or example_of(annotation)
    if not example:
        return ()
    if node.origin.kind == "environment":
        return (Fix("", f"set  {node.origin.name}={example.strip(chr(34))}"),)
    if node.origin.kind == "file":
        return (Fix("", f"write  {path[-1]} = {example}"),)
    return ()


def _unquoted(given: Given, annotation: Annotation) -> str:
    """Return the value without its quotes, if that is all that is wrong with it."""
    if (
        not isinstance(given.value, str)
        or list_of(annotation) is not None
        or table_of(annotation) is not None
    ):
        return ""
    as_text = Given(given.path, given.value, Origin("environment"))
    value = convert_single(as_text, annotation)
    return "" if value is REFUSED else _toml(value)


def _default_text(entry: Field) -> str:
    return "" if entry.default is MISSING else _toml(entry.default)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, int | float) else ""


def unknown_setting(path: Sequence[str], given: Given | None, known: Mapping[str, Field]) -> Problem:
    """Return the problem of a key that its section does not have (CFW-111)."""
    section, name = ".".join(path[:-1]), path[-1]
    takes = f"[{section}] takes {', '.join(sorted(known))}." if known else f"[{section}] takes no settings."
    if given is not None and given.origin.kind == "environment":
        near = nearest(name, known)
        hint = f" Did you mean {variable_name(f'{section}.{near}')}?" if near else ""
        what = f'{given.origin.name} sets "{section}.{name}", and there is no such setting.{hint}'
        fixes = (
            *near_fixes(name, known, lambda near: f"set  {variable_name(f'{section}.{near}')}"),
            Fix("it is no setting any more", f"unset  {given.origin.name}"),
        )
    else:
        what = f'There is no setting "{section}.{name}".{did_you_mean(name, known)}'
        fixes = (
            *near_fixes(name, known, lambda near: f"write  {near} = ..."),
            Fix("it is no setting any more", f"take  {name}  out of [{section}]"),
        )
    witnesses = () if given is None else (given.origin.witness(hide=True),)
    return Problem("CFW-111", what, witnesses, takes, fixes, facts={"key": f"{section}.{name}"})


def missing_setting(path: Sequence[str], entry: Field, schema: type[Any], near: Given | None) -> Problem:
    """Return the problem of a setting that must be given and is not (CFW-113)."""
    key = ".".join(path)
    example = MASK if entry.secret else example_of(entry.annotation) or "..."
    file = near.origin.name if near is not None and near.origin.kind == "file" else "the settings file"
    return Problem(
        "CFW-113",
        f'"{key}" must be set: {named_type(entry.annotation)}.',
        (Witness(place_of(schema)),),
        entry.help,
        (
            Fix(f"in {file}", f"write  {path[-1]} = {example}  below [{'.'.join(path[:-1])}]"),
            Fix("in the environment", f"set  {variable_name(key)}"),
        ),
        facts={"key": key},
    )


def broken_rule(path: Sequence[str], schema: type[Any], error: Exception, given: Sequence[Given]) -> Problem:
    """Return the problem of values that are refused by the schema itself (CFW-117)."""
    witnesses = [item.origin.witness(hide=True) for item in given[:_MANY]]
    return Problem(
        "CFW-117",
        f"[{'.'.join(path)}] is refused: {error}",
        (*witnesses, Witness(place_of(schema))),
    )


def bad_schema(schema: Any, why: str) -> Problem:
    """Return the problem of a schema that cannot be used (CFW-116)."""
    name = getattr(schema, "__qualname__", repr(schema))
    return Problem(
        "CFW-116",
        f"The settings schema {name} {why}.",
        (Witness(place_of(schema)),),
        fixes=(Fix("", "@dataclass(frozen=True)   above a class whose types can be had in its module"),),
    )


def unknown_section(section: str, given: Sequence[Given], known: Iterable[str]) -> Problem:
    """Return the problem of a section that nothing asked for (CFW-114)."""
    known = sorted(known)
    witnesses = tuple(item.origin.witness(hide=True) for item in given[:_MANY])
    loose = [item for item in given if item.path == (section,)]
    if loose and len(loose) == len(given):
        return Problem(
            "CFW-114",
            f'"{section}" stands in no table.',
            witnesses,
            fixes=(Fix("", "write it below the table that it belongs to, such as [corefw]."),),
        )
    return Problem(
        "CFW-114",
        f"Nothing uses the settings of [{section}].{did_you_mean(section, known)}",
        witnesses,
        f"The sections in use are {', '.join(known)}." if known else "",
        (
            Fix("it belongs to an addon", "name the addon in  addons = [...]  of [corefw]"),
            Fix("it belongs to the application", f'read it with  settings.typed("{section}", ...)'),
        ),
    )


def _leaves(node: Node) -> Iterable[Given]:
    if isinstance(node, Given):
        yield node
    else:
        for item in node.values():
            yield from _leaves(item)
