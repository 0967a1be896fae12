"""Compatibility: whether an addon fits this corefw and the other addons that are enabled.

Every question is answered from manifests and versions alone; nothing is imported.  Floor 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corefw.addon.discovery import FoundAddon
from corefw.addon.errors import leave_out
from corefw.base.errors import Fix, Problem, Witness
from corefw.base.nearest import did_you_mean
from corefw.contracts.manifest import Manifest, Need, in_range

__all__ = ["core_problems", "need_problems"]


def core_problems(addon: FoundAddon, corefw_version: str) -> Iterator[Problem]:
    """Yield the problem (CFW-407) that *addon* is made for another corefw, if it is."""
    manifest = addon.manifest
    if manifest is None or in_range(corefw_version, manifest.corefw):
        return
    yield Problem(
        "CFW-407",
        f'The addon "{addon.name}" is made for corefw {manifest.corefw}, and this is {corefw_version}.',
        (Witness(manifest.place_of("corefw"), addon.owner),),
        fixes=(
            Fix("a newer addon fits", f"pip install --upgrade {addon.distribution}"),
            Fix("corefw may change", f'pip install "corefw{manifest.corefw}"'),
            leave_out(addon.name),
        ),
    )


def need_problems(
    addon: FoundAddon, enabled: Mapping[str, FoundAddon | None], installed: Mapping[str, FoundAddon]
) -> Iterator[Problem]:
    """Yield a problem (CFW-408) for each addon that *addon* needs and that is not there.

    *enabled* holds None for an addon that is enabled and not installed; that is a problem of
    its own, and said once.
    """
    manifest = addon.manifest
    for need in manifest.needed if manifest else ():
        if need.name not in enabled:
            yield _absent(addon, need, installed)
            continue
        other = enabled[need.name]
        if other is not None and not in_range(other.version, need.range):
            yield _problem(
                addon,
                f'The addon "{addon.name}" needs {need}, and {other.owner} is installed.',
                Fix("the other may change", f'pip install "{other.distribution}{need.range}"'),
            )


def _absent(addon: FoundAddon, need: Need, installed: Mapping[str, FoundAddon]) -> Problem:
    if need.name in installed:
        return _problem(
            addon,
            f'The addon "{addon.name}" needs the addon "{need.name}", which is installed and not enabled.',
            Fix(f"{addon.name} is wanted", f'add "{need.name}" to  addons  in [corefw]'),
        )
    return _problem(
        addon,
        f'The addon "{addon.name}" needs the addon "{need.name}", which is not installed.'
        + did_you_mean(need.name, installed),
        Fix(
            f"{addon.name} is wanted",
            f'pip install what brings {need.name}, and add "{need.name}" to  addons  in [corefw]',
        ),
    )


def _problem(addon: FoundAddon, what: str, fix: Fix) -> Problem:
    manifest = addon.manifest
    assert isinstance(manifest, Manifest)
    return Problem(
        "CFW-408",
        what,
        (Witness(manifest.place_of("needs"), addon.owner),),
        fixes=(fix, leave_out(addon.name)),
    )
