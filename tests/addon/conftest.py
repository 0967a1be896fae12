"""Real, tiny distributions on disk: a package, a manifest and a dist-info folder on sys.path."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from textwrap import dedent, indent
from typing import Any, Protocol

import pytest

from corefw.addon.discovery import FoundAddon, find_addons
from corefw.addon.health import LoadedAddon
from corefw.addon.hookcaller import HookCaller
from corefw.addon.importing import make_addon

HOOKS = '''
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from corefw.addon.marks import hookimpl, hookspecs


@dataclass(frozen=True, slots=True)
class Configure:
    seen: list[Any]


@dataclass(frozen=True, slots=True)
class Check:
    seen: list[Any]


@dataclass(frozen=True, slots=True)
class Begin:
    seen: list[Any]


class Hooks:
    def configure(self, event: Configure) -> None:
        """Declare."""

    def check(self, event: Check) -> Iterable[str]:
        """Find what is not as it should be."""
        return ()

    def begin(self, event: Begin) -> None:
        """See a request begin."""

    async def fetch(self, event: Begin) -> str:
        """Be awaited."""
        return ""
'''


class Site:
    """A folder on sys.path, and what is installed in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, path: str, text: str) -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        importlib.invalidate_caches()
        return file

    def distribution(
        self, name: str, entry_points: str, *, version: str = "0.1", requires: tuple[str, ...] = ()
    ) -> None:
        """Install the metadata of a distribution, without any code."""
        info = f"{name.replace('-', '_')}-{version}.dist-info"
        lines = [f"Requires-Dist: {each}" for each in requires]
        said = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *lines]
        self.write(f"{info}/METADATA", "\n".join([*said, ""]))
        self.write(f"{info}/entry_points.txt", "[corefw.addons]\n" + entry_points + "\n")

    def addon(
        self,
        name: str,
        body: str = "pass",
        *,
        manifest: str = "",
        imports: str = "",
        version: str = "0.1",
        requires: tuple[str, ...] = (),
    ) -> str:
        """Install the addon *name* with one class; return the name of its package."""
        package = f"tiny_{name}"
        self.write(f"{package}/__init__.py", "")
        self.write(f"{package}/corefw-addon.toml", f'name = "{name}"\n' + dedent(manifest))
        head = f"from tinyhooks import *\n{imports}\n\nclass Addon(Hooks):\n"
        self.write(f"{package}/addon.py", head + indent(dedent(body).strip("\n"), "    ") + "\n")
        self.distribution(
            f"corefw-{name}", f"{name} = {package}.addon:Addon", version=version, requires=requires
        )
        return package

    def found(self) -> tuple[FoundAddon, ...]:
        """Return the addons of this folder and of no other."""
        return find_addons(metadata.distributions(path=[str(self.folder)]))

    def hooks(self) -> HookCaller:
        """Return a new hook caller for the hooks that the tiny addons are written for."""
        return HookCaller(self.module("tinyhooks").Hooks)

    def module(self, name: str) -> Any:
        return importlib.import_module(name)


class Put(Protocol):
    """Installs an addon, makes it, and registers it with a hook caller."""

    def __call__(self, hooks: HookCaller, name: str, body: str, **how: Any) -> LoadedAddon: ...


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Return an empty folder on sys.path; what was imported from it is forgotten afterwards."""
    site = Site(tmp_path)
    site.write("tinyhooks.py", HOOKS)
    monkeypatch.syspath_prepend(tmp_path)
    yield site
    for name, module in [*sys.modules.items()]:
        file = getattr(module, "__file__", None) or next(iter(getattr(module, "__path__", ())), "")
        if file.startswith(str(tmp_path)):
            del sys.modules[name]


@pytest.fixture
def put(site: Site) -> Put:
    """Return a function that installs an addon, makes it, and registers it with a hook caller."""

    def put(hooks: HookCaller, name: str, body: str, **how: Any) -> LoadedAddon:
        site.addon(name, body, **how)
        found = next(each for each in site.found() if each.name == name)
        loaded = make_addon(found, hooks.spec_class)
        hooks.register(loaded.addon, loaded.manifest)
        return loaded

    return put


@pytest.fixture
def hooks(site: Site) -> HookCaller:
    """Return an empty hook caller."""
    return site.hooks()


@pytest.fixture
def begin(site: Site) -> Callable[[], Any]:
    """Return a function that makes an event of the hook "begin"."""
    return lambda: site.module("tinyhooks").Begin([])
