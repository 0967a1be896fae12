"""The floors: a module imports its own floor, without a circle, and the floors below."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from tests.architecture.sources import Source, core, face, floor_of, outside


def upward(sources: Iterable[Source]) -> list[str]:
    """Return every import of a higher floor, or of the face, by a module that has a floor."""
    return [
        f"{source.shown}:{found.line} (floor {source.floor}) imports {found.module}"
        for source in sources
        if source.floor is not None
        for found in source.imports
        if found.module.split(".")[0] == "corefw" and not _may_import(source.floor, found.module)
    ]


def _may_import(floor: int, module: str) -> bool:
    other = floor_of(module)
    return other is not None and other <= floor


def inside_functions(sources: Iterable[Source]) -> list[str]:
    """Return every import of corefw that a function does, by statement or by a literal name."""
    found = [
        f"{source.shown}:{row.line} imports {row.module} inside a function"
        for source in sources
        for row in source.imports
        if row.in_function and row.module.split(".")[0] == "corefw"
    ]
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
                ("import_module", "__import__")
            ):
                first = node.args[0] if node.args else None
                name = str(first.value) if isinstance(first, ast.Constant) else ""
                if name.split(".")[0] == "corefw":
                    found.append(f"{source.shown}:{node.lineno} imports {name} by name")
    return found


def circles(sources: Iterable[Source]) -> list[str]:
    """Return a path for each module that imports itself by way of others when it is loaded."""
    known = {source.module: source for source in sources}
    graph = {
        name: sorted({row.module for row in source.imports if _at_load(row) and row.module in known} - {name})
        for name, source in known.items()
    }
    paths = (_way_back(name, graph) for name in sorted(graph))
    return [" -> ".join(path) for path in paths if path and path[0] == min(path)]


def _at_load(row: object) -> bool:
    return not (getattr(row, "in_function", False) or getattr(row, "for_typing", False))


def _way_back(start: str, graph: Mapping[str, list[str]]) -> list[str]:
    """Return the shortest path from a module to itself, or []."""
    paths = [[start]]
    seen = {start}
    for path in paths:
        for follower in graph[path[-1]]:
            if follower == start:
                return [*path, start]
            if follower not in seen:
                seen.add(follower)
                paths.append([*path, follower])
    return []


def more_than_reexports(source: Source) -> list[str]:
    """Return what a face module does beyond re-exporting names of the floors."""
    allowed = (ast.Import, ast.ImportFrom)
    found = []
    for number, node in enumerate(source.tree.body):
        docstring = number == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if docstring or isinstance(node, allowed) or _is_list_of_names(node, source):
            continue
        if source.is_package and _is_lazy_part(node):
            continue
        if source.module == "corefw.__main__" and isinstance(node, ast.If | ast.Expr):
            continue
        found.append(f"{source.shown}:{node.lineno} {ast.unparse(node).splitlines()[0]}")
    return found


def _is_list_of_names(node: ast.stmt, source: Source) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else []
    return any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets)


def _is_lazy_part(node: ast.stmt) -> bool:
    """Tell whether PEP 562 needs this: the table of names, `__getattr__`, `__dir__`, typing imports."""
    if isinstance(node, ast.FunctionDef):
        return node.name in ("__getattr__", "__dir__")
    if isinstance(node, ast.If):
        return "TYPE_CHECKING" in ast.unparse(node.test)
    return isinstance(node, ast.Assign | ast.AnnAssign)


def test_no_module_imports_a_floor_above_its_own_or_the_face() -> None:
    """Every import of corefw by corefw goes sideways or down, for typing as well."""
    assert [] == upward(core())


def test_no_function_imports_corefw() -> None:
    """Imports stand at the top of a module, so that the floors can be read from it."""
    lazy = {"corefw"}

    assert [] == inside_functions([source for source in core() if source.module not in lazy])


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Each module can be loaded first."""
    assert [] == circles(core())


def test_every_folder_of_the_core_is_a_floor() -> None:
    """Nothing in corefw lies outside the floors and the face."""
    strays = [source.shown for source in core() if source.floor is None and source not in face()]

    assert [] == strays


@pytest.mark.parametrize("source", face(), ids=lambda source: source.module)
def test_a_face_module_only_reexports(source: Source) -> None:
    """The face holds names and no behaviour."""
    assert [] == more_than_reexports(source)


def test_addons_and_examples_import_only_the_face() -> None:
    """What is written by users of corefw, tests included, touches no floor."""
    public = {source.module for source in face()}
    inner = [
        f"{source.shown}:{row.line} imports {row.module}"
        for source in outside()
        for row in source.imports
        if row.module.split(".")[0] == "corefw"
        and row.module not in public
        and (floor_of(row.module) is not None or row.module.rpartition(".")[0] not in public)
    ]

    assert [] == inner


# The rules themselves are shown to bite, on small trees written for it.


def written(folder: Path, files: Mapping[str, str]) -> list[Source]:
    """Write modules below a folder and return them as sources."""
    found: list[Source] = []
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text))
        parts = name.removesuffix(".py").split("/")
        is_package = parts[-1] == "__init__"
        found.append(_Shown(file, ".".join(parts[:-1] if is_package else parts), is_package))
    return found


class _Shown(Source):
    """A source outside the repository, shown by its module name."""

    @property
    def shown(self) -> str:
        return self.module


def test_an_upward_import_is_found_also_when_it_is_for_typing(tmp_path: Path) -> None:
    """Both forms are reported with module and line, and the face counts as above every floor."""
    sources = written(
        tmp_path,
        {
            "corefw/base/a.py": """\
                from typing import TYPE_CHECKING
                if TYPE_CHECKING:
                    from corefw.engine.plan import Plan
                from corefw.config import Configurator
                """,
        },
    )

    assert [
        "corefw.base.a:3 (floor 0) imports corefw.engine.plan",
        "corefw.base.a:3 (floor 0) imports corefw.engine.plan.Plan",
        "corefw.base.a:4 (floor 0) imports corefw.config",
        "corefw.base.a:4 (floor 0) imports corefw.config.Configurator",
    ] == upward(sources)


def test_a_relative_import_is_resolved(tmp_path: Path) -> None:
    """Dots cannot be used to climb unseen."""
    sources = written(tmp_path, {"corefw/base/a.py": "from ..web import views\n"})

    assert [
        "corefw.base.a:1 (floor 0) imports corefw.web",
        "corefw.base.a:1 (floor 0) imports corefw.web.views",
    ] == upward(sources)


def test_a_circle_is_shown_as_a_path(tmp_path: Path) -> None:
    """The path begins and ends with the same module; an import for typing closes no circle."""
    sources = written(
        tmp_path,
        {
            "corefw/base/a.py": "from corefw.base import b\n",
            "corefw/base/b.py": "from corefw.base.c import x\n",
            "corefw/base/c.py": "import corefw.base.a\n",
            "corefw/base/d.py": """\
                from typing import TYPE_CHECKING
                from corefw.base import e
                """,
            "corefw/base/e.py": """\
                from typing import TYPE_CHECKING
                if TYPE_CHECKING:
                    from corefw.base import d
                """,
        },
    )

    assert ["corefw.base.a -> corefw.base.b -> corefw.base.c -> corefw.base.a"] == circles(sources)


def test_an_import_inside_a_function_is_found_in_both_forms(tmp_path: Path) -> None:
    """A statement and a call with a literal name are the same to the floors."""
    sources = written(
        tmp_path,
        {
            "corefw/web/a.py": """\
                def late():
                    from corefw.base import places
                    return import_module("corefw.operate.cli")
                """,
        },
    )

    assert [
        "corefw.web.a:2 imports corefw.base inside a function",
        "corefw.web.a:2 imports corefw.base.places inside a function",
        "corefw.web.a:3 imports corefw.operate.cli by name",
    ] == inside_functions(sources)


def test_behaviour_in_a_face_module_is_found(tmp_path: Path) -> None:
    """A function, a class or an assignment in the face is refused."""
    (source,) = written(
        tmp_path,
        {
            "corefw/view.py": '''\
                """Views."""
                from corefw.app.decorators import view_config
                __all__ = ["view_config"]
                LIMIT = 3
                def helper():
                    pass
                '''
        },
    )

    assert ["corefw.view:4 LIMIT = 3", "corefw.view:5 def helper():"] == more_than_reexports(source)
