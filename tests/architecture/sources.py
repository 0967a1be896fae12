"""What the architecture tests look at: the repository's modules and what each of them imports.

The floors are read from the source text by `ast`; nothing of corefw is imported here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {"base": 0, "contracts": 1, "engine": 2, "addon": 3, "web": 4, "app": 5, "operate": 6}
SKIPPED_FOLDERS = {".venv", ".git", "build", "dist", "node_modules", "__pycache__", "data"}


@dataclass(frozen=True)
class Import:
    """One imported name, and how it is imported."""

    module: str
    line: int
    in_function: bool = False
    for_typing: bool = False


@dataclass(frozen=True)
class Source:
    """One Python file, its dotted module name and its syntax tree."""

    file: Path
    module: str
    is_package: bool = field(default=False)

    @cached_property
    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")

    @property
    def tree(self) -> ast.Module:
        """The syntax tree; not kept, since a million nodes make every later search for garbage slow."""
        return ast.parse(self.text, str(self.file))

    @property
    def shown(self) -> str:
        return str(self.file.relative_to(ROOT))

    @property
    def floor(self) -> int | None:
        """The floor of this module; None for the face and for whatever is not the core."""
        return floor_of(self.module)

    @cached_property
    def imports(self) -> list[Import]:
        found: list[Import] = []
        self._collect(self.tree.body, found, in_function=False, for_typing=False)
        return found

    def _collect(
        self, nodes: list[ast.stmt], found: list[Import], in_function: bool, for_typing: bool
    ) -> None:
        for node in nodes:
            if isinstance(node, ast.Import):
                found += [Import(name.name, node.lineno, in_function, for_typing) for name in node.names]
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                found.append(Import(base, node.lineno, in_function, for_typing))
                found += [
                    Import(f"{base}.{name.name}", node.lineno, in_function, for_typing) for name in node.names
                ]
            inside = in_function or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            typing = for_typing or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))
            for block in blocks(node):
                self._collect(block, found, inside, typing)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.module.split(".")
        package = parts[: len(parts) - node.level + (1 if self.is_package else 0)]
        return ".".join([*package, *([node.module] if node.module else [])])


def blocks(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    """Yield the statement lists that lie directly in a statement."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if isinstance(block, list):
            yield block
    for handler in getattr(node, "handlers", []):
        yield handler.body
    for case in getattr(node, "cases", []):
        yield case.body


def floor_of(module: str) -> int | None:
    """Return the floor number of a dotted module name; None for the face and for foreign modules."""
    parts = module.split(".")
    return FLOORS.get(parts[1]) if parts[0] == "corefw" and len(parts) > 1 else None


def sources(folder: str, root: Path = ROOT) -> list[Source]:
    """Return every Python file under a folder of the repository, in sorted order."""
    found = []
    for file in sorted((root / folder).rglob("*.py")):
        relative = file.relative_to(root)
        if SKIPPED_FOLDERS.isdisjoint(relative.parts):
            parts = list(relative.with_suffix("").parts)
            is_package = parts[-1] == "__init__"
            found.append(Source(file, ".".join(parts[:-1] if is_package else parts), is_package))
    return found


def core() -> list[Source]:
    """Return the modules of corefw."""
    return sources("corefw")


def face() -> list[Source]:
    """Return the modules that lie directly in corefw: what the outside may import."""
    return [source for source in core() if source.module.count(".") <= 1 and source.floor is None]


def outside() -> list[Source]:
    """Return everything that is written as a user of corefw would write it."""
    return sources("addons") + sources("examples")
