"""Asset overrides: files and folders of packages that others put in the place of somebody's own.

An override is declared by ``config.override_asset`` and asked for here, by what opens files:
`corefw.web.rendering.resolve` for the templates of views, `corefw.web.rendering.templates` for those that
templates name, and `corefw.web.static.view` for static files.  Of several the one that was declared last
is looked at first, as Pyramid documents it.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["AssetOverride", "absolute_folders", "overrides_of", "overriding", "overriding_templates"]


@dataclass(frozen=True, slots=True)
class AssetOverride:
    """The record of one override: *asset* is ``package:path``, and so is *by*, or an absolute path.

    Both are folders and end with ``/`` (a whole package ends with ``:``), or neither is.
    """

    asset: str
    by: str

    def parts_of(self, spec: str) -> tuple[str, str] | None:
        """Return the folder and the path below it where *spec* may lie; None if it is not about it."""
        if self.asset.endswith(("/", ":")):
            return (self.by, spec[len(self.asset) :]) if spec.startswith(self.asset) else None
        cut = max(self.by.rfind("/"), self.by.find(":")) + 1
        return (self.by[:cut], self.by[cut:]) if spec == self.asset else None


def overrides_of(rows: Mapping[Hashable, AssetOverride]) -> tuple[AssetOverride, ...]:
    """Return the overrides in the order in which they are looked at."""
    return tuple(rows.values())[::-1]


def overriding(registry: Any, spec: str) -> tuple[tuple[str, str], ...]:
    """Return where the file ``package:path`` is looked for before its own place.

    Each is a folder, whose name ends with ``/`` or ``:``, and a path below it.
    """
    derived = getattr(registry, "derived", None)
    rows: tuple[AssetOverride, ...] = derived(AssetOverride, overrides_of) if derived is not None else ()
    return tuple(parts for row in rows if (parts := row.parts_of(spec)) is not None)


def absolute_folders(registry: Any) -> tuple[str, ...]:
    """Return the absolute folders in which something lies that overrides an asset; each ends with ``/``."""
    derived = getattr(registry, "derived", None)
    rows: tuple[AssetOverride, ...] = derived(AssetOverride, overrides_of) if derived is not None else ()
    return tuple(row.by[: row.by.rfind("/") + 1] for row in rows if row.by.startswith("/"))


def overriding_templates(registry: Any, spec: str, suffixes: Iterable[str]) -> list[str]:
    """Return the specifications that are tried before the template *spec*, a whole one.

    Those by the file's own name come first, then those by the neutral name, which lacks the suffix of
    the template language.
    """
    found = ["".join(parts) for parts in overriding(registry, spec)]
    suffix = next((one for one in suffixes if spec.endswith(one)), "")
    if suffix:
        neutral = spec.removesuffix(suffix)
        found += ["".join(parts) + suffix for parts in overriding(registry, neutral)]
    return list(dict.fromkeys(found))
