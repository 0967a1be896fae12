"""Importing: from an entry point to an addon object, with an error that says what to do.

Only what was chosen is imported.  Registering its hooks and configuring it belongs to
`loading`.  Floor 3.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from types import ModuleType

from corefw.addon.discovery import FoundAddon
from corefw.addon.errors import AddonError, leave_out, raised_at, raised_problem
from corefw.addon.health import LoadedAddon
from corefw.base.errors import Fix, Problem, Witness
from corefw.base.installed import canonical_name, installed_version, requirement_of
from corefw.base.nearest import did_you_mean
from corefw.base.places import Place, place_of

__all__ = ["make_addon"]


def make_addon(found: FoundAddon, spec_class: type) -> LoadedAddon:
    """Import what the entry point of *found* names and make the addon.

    Raises `AddonError`: CFW-406 if it cannot be imported, is not a subclass of *spec_class*
    or cannot be made; CFW-415, with a line to paste, if a package that it needs is missing.
    """
    assert found.manifest is not None
    module_name, _, path = found.value.partition(" ")[0].partition(":")
    module = _import(found, module_name)
    cls = _descend(found, module, path)
    if not (isinstance(cls, type) and issubclass(cls, spec_class)):
        raise AddonError(
            Problem(
                "CFW-406",
                f'The entry point of the addon "{found.name}" names {found.value}, '
                f"which is no subclass of {spec_class.__name__}.",
                (Witness(place_of(cls), found.owner),),
                fixes=(Fix("", f"write  class {path.rpartition('.')[2]}({spec_class.__name__}):"),),
            )
        )
    place = place_of(cls)
    try:
        addon = cls()
    except (Exception, SystemExit) as error:
        what = f'Making the addon "{found.name}" by calling {cls.__qualname__}() raised'
        raise AddonError(raised_problem("CFW-406", what, error, found.owner, found.name, place)) from error
    return LoadedAddon(found, found.manifest, addon, place)


def _import(found: FoundAddon, module_name: str) -> ModuleType:
    try:
        return importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if missing and missing.partition(".")[0] != found.package:
            raise AddonError(_missing_dependency(found, missing, error)) from error
        raise AddonError(_not_importable(found, error)) from error
    except (Exception, SystemExit) as error:
        raise AddonError(_not_importable(found, error)) from error


def _not_importable(found: FoundAddon, error: BaseException) -> Problem:
    what = f'The addon "{found.name}" cannot be imported: {found.value} raised'
    inner = raised_at(error, found.package)
    return raised_problem("CFW-406", what, error, found.owner, found.name, inner or found.place)


def _missing_dependency(found: FoundAddon, module: str, error: BaseException) -> Problem:
    place = raised_at(error, found.package) or found.place
    requirements = [*_unmet(found.requires)] or [module.partition(".")[0]]
    pasted = " ".join(f'"{each}"' if set(each) & set("<>=!~;[ ") else each for each in requirements)
    return Problem(
        "CFW-415",
        f'The addon "{found.name}" needs the module "{module}", which is not installed.',
        (Witness(place, found.owner),),
        fixes=(Fix(f"{found.name} is wanted", f"pip install {pasted}"), leave_out(found.name)),
    )


def _unmet(requires: tuple[str, ...]) -> Iterator[str]:
    """Yield what the addon's distribution requires and is not installed, as pip would be given it."""
    for text in requires:
        try:
            requirement = requirement_of(text)
            if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
                continue
        except ValueError:
            continue
        extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
        shown = f"{requirement.name}{extras}{requirement.specifier}"
        version = installed_version(canonical_name(requirement.name))
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            yield shown


def _descend(found: FoundAddon, module: ModuleType, path: str) -> object:
    thing: object = module
    for step in path.split("."):
        try:
            thing = getattr(thing, step)
        except AttributeError:
            classes = [name for name, value in vars(thing).items() if isinstance(value, type)]
            raise AddonError(
                Problem(
                    "CFW-406",
                    f'The entry point of the addon "{found.name}" names {found.value}, '
                    f'and {module.__name__} has no "{step}".' + did_you_mean(step, classes),
                    (Witness(Place(module.__file__ or "", 0, module.__name__), found.owner),),
                    fixes=(
                        Fix("it was installed", f"pip install --force-reinstall {found.distribution}"),
                        Fix("it is being written", f"define  class {step}  there, or mend the entry point"),
                    ),
                )
            ) from None
    return thing
