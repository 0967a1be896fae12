"""Directives for translation: directories of catalogues, and who chooses the language.  Floor 5."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from corefw.app.directives.callables import callable_of
from corefw.app.directives.utilities import declare_utility
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.contracts.interfaces import ILocaleNegotiator
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import Replaces
from corefw.web.assets import overriding
from corefw.web.i18n.catalogues import TranslationDirectory, read_directory

__all__ = ["add_translation_dirs", "set_locale_negotiator"]


def add_translation_dirs(config: Configuration, /, *specs: str, override: bool = False) -> None:
    """Add folders (``package:locale`` or absolute) that hold ``LOCALE/LC_MESSAGES/DOMAIN.mo``.

    What an earlier call added is asked first, unless this call says *override*; of the folders of
    one call the last is asked first (as Pyramid documents it).  They are read at the commit:
    raises `ConfigurationError` for a folder that is not there (CFW-580) and for catalogues that
    cannot be read (CFW-581).
    """
    rows = [config.absolute_asset_spec(spec).rstrip("/") for spec in specs]
    witness = Witness(config.place, str(config.owner))
    # In the order in which they are asked: a folder goes before the rest of its call.
    for spec in rows if override else reversed(rows):
        intro = config.introspectable("translation directories", spec, spec, "translation directory")
        intro.update(directory=spec, spec=spec)

        def perform(spec: str = spec) -> None:
            found = read_directory(_folder(config, spec, witness))
            record = TranslationDirectory(spec, found, override)
            # One folder may be added twice, to bring it forward: so the key is not the folder alone.
            key = (spec, len(config.registry.all(TranslationDirectory)))
            config.registry.put(TranslationDirectory, key, record)

        config.action(
            None,
            perform,
            introspectables=(intro,),
            kind="translation directory",
            title=f'translations "{spec}"',
        )


def _folder(config: Configuration, spec: str, witness: Witness) -> Traversable:
    replaced = overriding(config.registry, f"{spec}/") if ":" in spec else ()
    for where in (*("".join(parts) for parts in replaced), spec):
        package, colon, path = where.partition(":")
        in_package = bool(colon) and not Path(where).is_absolute()
        try:
            folder: Traversable = resources.files(package).joinpath(path) if in_package else Path(where)
        except ModuleNotFoundError:
            continue
        if folder.is_dir():
            return folder
    raise ConfigurationError(
        Problem(
            "CFW-580",
            f'The directory of translations "{spec}" does not exist.',
            witnesses=(witness,),
            fixes=(
                Fix("a folder of a package", "config.add_translation_dirs('package:locale')"),
                Fix("one elsewhere", "its absolute path"),
            ),
        )
    )


def set_locale_negotiator(config: Configuration, /, negotiator: Any, *, replaces: Replaces = ()) -> None:
    """Have *negotiator*, a callable or its dotted name, choose the locale of each request.

    It is given the request and returns the name of a locale or None; a locale that is not
    available is answered by ``corefw.default_locale_name``.
    """
    found = callable_of(config, "locale negotiator", negotiator)
    intro = config.introspectable("locale negotiator", None, "locale negotiator", "locale negotiator")
    intro["negotiator"] = found
    declare_utility(config, ILocaleNegotiator, found, intro, replaces=replaces)
