"""Modules that a test writes: a folder on sys.path, forgotten afterwards."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

__all__ = ["Folder", "on_the_path"]


class Folder:
    """A folder on sys.path."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, text: str = "") -> Path:
        """Write a file, with the folders that it needs."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        importlib.invalidate_caches()
        return file

    def module(self, name: str, text: str = "") -> Any:
        """Write a module and import it."""
        self.write(f"{name.replace('.', '/')}.py", text)
        return importlib.import_module(name)

    def distribution(self, name: str, entry_points: str, *, version: str = "0.1") -> None:
        """Install the metadata of a distribution, without any code."""
        info = f"{name.replace('-', '_')}-{version}.dist-info"
        self.write(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        self.write(f"{info}/entry_points.txt", f"[corefw.addons]\n{entry_points}\n")

    def addon(
        self, name: str, body: str = "pass", *, manifest: str = "", imports: str = "", version: str = "0.1"
    ) -> str:
        """Install the addon *name*, a class with *body*; return the name of its package."""
        package = f"tiny_{name}"
        self.write(f"{package}/__init__.py")
        self.write(f"{package}/corefw-addon.toml", f'name = "{name}"\n' + dedent(manifest))
        head = f"from corefw.hooks import *\n{dedent(imports).strip()}\n\n\nclass Addon(Hooks):\n"
        self.write(f"{package}/addon.py", head + indent(dedent(body).strip("\n"), "    ") + "\n")
        self.distribution(f"corefw-{name}", f"{name} = {package}.addon:Addon", version=version)
        return package


@contextmanager
def on_the_path(path: Path) -> Iterator[Folder]:
    """Have *path* on sys.path; what was imported from it is forgotten at the end."""
    sys.path.insert(0, str(path))
    importlib.invalidate_caches()
    try:
        yield Folder(path)
    finally:
        sys.path.remove(str(path))
        for name, module in [*sys.modules.items()]:
            file = getattr(module, "__file__", None) or next(iter(getattr(module, "__path__", ())), "")
            if str(file).startswith(str(path)):
                del sys.modules[name]
