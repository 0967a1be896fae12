"""Directives that make the reference from corefw itself, so that it cannot fall behind.

`{face} corefw.view` documents every public name of a face module; `{error-codes}` lists the codes;
`{settings} module:Class section` a settings schema; `{commands}` the command line.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
from collections.abc import Iterator
from typing import Any

import click
from docutils import nodes
from docutils.statemachine import StringList
from plain_docstrings import as_rst
from sphinx.util.docutils import SphinxDirective
from zope.interface.interface import InterfaceClass, Method

__all__ = ["setup"]

AREAS = {
    "1": "Names and settings",
    "2": "Declarations and conflicts",
    "3": "Scanning",
    "4": "Addons and hooks",
    "5": "Routes, views, rendering and static files",
    "6": "Components, ports and persistence",
    "7": "The command line and loading an application",
}


class Generated(SphinxDirective):
    """A directive whose content is computed as lines of reStructuredText or Markdown."""

    required_arguments = 0
    optional_arguments = 2
    language = "rst"

    def lines(self) -> Iterator[str]:
        """Yield the content."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Parse the content in place of the directive."""
        text = list(self.lines())
        if self.language == "rst":
            text = ["``````{eval-rst}", *text, "``````"]
        source, _ = self.get_source_info()
        holder = nodes.section()
        holder.document = self.state.document
        self.state.nested_parse(StringList(text, source), self.content_offset, holder, match_titles=True)
        return holder.children


class Face(Generated):
    """Every public name of one face module."""

    required_arguments = 1

    def lines(self) -> Iterator[str]:
        """Yield the module's own words, then one description for each name, classes first as they come."""
        module = importlib.import_module(self.arguments[0])
        yield f".. py:module:: {module.__name__}"
        yield ""
        yield from as_rst(inspect.cleandoc(module.__doc__ or "").splitlines())
        for name in module.__all__:
            full, thing = f"{module.__name__}.{name}", getattr(module, name)
            first = self._first_name(full, thing)
            yield from _description(full, thing) if first == full else _another_name(full, first)

    def _first_name(self, name: str, thing: Any) -> str:
        """Return the name under which a class or function was met first; the other names refer to it."""
        if not (isinstance(thing, type) or inspect.isroutine(thing)):
            return name
        met: dict[str, str] = self.env.__dict__.setdefault("corefw_names", {})
        return met.setdefault(f"{thing.__module__}:{thing.__qualname__}", name)


def _another_name(name: str, first: str) -> Iterator[str]:
    yield from [f".. py:data:: {name}", "", f"   Another name of :py:obj:`{first}`.", ""]


def _description(name: str, thing: Any) -> Iterator[str]:
    if isinstance(thing, InterfaceClass):
        yield from _interface(name, thing)
    elif isinstance(thing, type):
        yield from _class(name, thing)
    elif inspect.isroutine(thing):
        yield from [f".. autofunction:: {name}", ""]
    elif inspect.ismodule(thing):
        yield from [f".. py:data:: {name}", "", f"   The module ``{thing.__name__}``.", ""]
    else:
        yield from _value(name, thing)


def _class(name: str, thing: type) -> Iterator[str]:
    """Describe a class; directives get their signature, and private bases of corefw's own are folded in."""
    directives = {key: row.function for key, row in vars(thing).items() if type(row).__name__ == "Directive"}
    inherited = sorted(set(_inherited(thing)) - set(directives))
    yield f".. autoclass:: {name}"
    yield f"   :members: {', '.join([*_own(thing), *inherited])}" if inherited else "   :members:"
    if inherited:
        yield "   :inherited-members:"
    if directives:
        yield f"   :exclude-members: {', '.join(directives)}"
    yield ""
    for key, function in directives.items():
        signature = inspect.signature(function)
        parameters = [
            row.replace(annotation=row.empty, default=_Shown.of(row.default))
            for row in list(signature.parameters.values())[1:]
        ]
        plain = signature.replace(parameters=parameters, return_annotation=signature.empty)
        yield from [f"   .. py:method:: {key}{plain}", ""]
        yield from _indented(function.__doc__, 6)


class _Shown:
    """A default value as the signature shows it: a function or class by its name."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text

    @classmethod
    def of(cls, value: Any) -> Any:
        named = (isinstance(value, type) or inspect.isroutine(value)) and value is not inspect.Parameter.empty
        return cls(value.__name__) if named else value


def _own(thing: type) -> list[str]:
    return [name for name, value in vars(thing).items() if not name.startswith("_") and inspect.getdoc(value)]


def _inherited(thing: type) -> Iterator[str]:
    """Yield what a class has from bases of corefw that are not public themselves."""
    for base in thing.__mro__[1:]:
        if base.__module__.startswith("corefw.") and base.__module__ == "corefw.engine.configuration":
            yield from _own(base)


def _interface(name: str, interface: InterfaceClass) -> Iterator[str]:
    yield from [f".. py:class:: {name}", ""]
    yield from _indented(interface.getDoc(), 3)
    for member in sorted(interface.names()):
        described = interface[member]
        if isinstance(described, Method):
            yield from [f"   .. py:method:: {member}{described.getSignatureString()}", ""]
        else:
            yield from [f"   .. py:attribute:: {member}", ""]
        yield from _indented(described.getDoc(), 6)


def _value(name: str, thing: Any) -> Iterator[str]:
    yield f".. py:data:: {name}"
    if isinstance(thing, str | int | float | bool | tuple | None):
        yield f"   :value: {thing!r}"
    yield ""
    own = getattr(thing, "__doc__", None)
    yield from _indented("" if own == type(thing).__doc__ else own, 3)


def _indented(text: str | None, width: int) -> Iterator[str]:
    for line in as_rst(inspect.cleandoc(text or "").splitlines()):
        yield " " * width + line if line else ""
    yield ""


class ErrorCodes(Generated):
    """The table of codes, one for each area, each code with its page."""

    language = "markdown"

    def lines(self) -> Iterator[str]:
        """Yield a table for each area that has codes."""
        codes = importlib.import_module("corefw.base.codes").CODES
        for digit, area in AREAS.items():
            rows = sorted((code, title) for code, title in codes.items() if code.startswith(f"CFW-{digit}"))
            if rows:
                yield from [f"**{area}**", "", "| code | what it says |", "| --- | --- |"]
                yield from (f"| [`{code}`](errors/{code}.md) | {_cell(title)} |" for code, title in rows)
                yield ""


class Settings(Generated):
    """The fields of one settings schema: `{settings} package.module:Class section`."""

    required_arguments = 2
    optional_arguments = 0
    language = "markdown"

    def lines(self) -> Iterator[str]:
        """Yield one row for each field: key, environment variable, type, default, help."""
        dotted, section = self.arguments
        module, _, name = dotted.partition(":")
        schema = getattr(importlib.import_module(module), name)
        yield from ["| key | environment | type | default | meaning |", "| --- | --- | --- | --- | --- |"]
        for field in dataclasses.fields(schema):
            variable = f"{section}__{field.name}" if section != "corefw" else field.name
            prefix = "COREFW_" if section == "corefw" else "COREFW__"
            cells = [
                f"`{section}.{field.name}`",
                f"`{prefix}{variable.upper()}`",
                f"`{_type_name(field.type)}`",
                f"`{_default(field)}`",
                field.metadata.get("help", ""),
            ]
            yield "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _type_name(annotation: Any) -> str:
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))


def _default(field: dataclasses.Field[Any]) -> str:
    if field.default_factory is not dataclasses.MISSING:
        return repr(field.default_factory())
    return "required" if field.default is dataclasses.MISSING else repr(field.default)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


class Commands(Generated):
    """Every command of `corefw`, with its options, as the command itself tells it."""

    language = "markdown"

    def lines(self) -> Iterator[str]:
        """Yield the help of the group and of each command."""
        yield from _commands(_root_command(), "corefw")


def _root_command() -> click.Command:
    cli = importlib.import_module("corefw.operate.cli")
    found = next((value for value in vars(cli).values() if isinstance(value, click.Group)), None)
    if found is None:
        raise LookupError("corefw.operate.cli offers no click group")
    return found


def _commands(command: click.Command, name: str, depth: int = 2) -> Iterator[str]:
    context = click.Context(command, info_name=name, terminal_width=90)
    yield from ["#" * depth + f" `{name}`", "", "```text", *command.get_help(context).splitlines(), "```", ""]
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found is not None and not found.hidden:
                yield from _commands(found, f"{name} {inner}", depth + 1)


def setup(app: Any) -> dict[str, bool]:
    """Add the directives."""
    app.add_directive("face", Face)
    app.add_directive("error-codes", ErrorCodes)
    app.add_directive("settings", Settings)
    app.add_directive("commands", Commands)
    return {"parallel_read_safe": True}
