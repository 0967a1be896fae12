"""Catalogues: what translation directories hold, and how several become one for each locale.

A directory holds ``LOCALE/LC_MESSAGES/DOMAIN.mo``, as gettext has it.  They are read when
they are declared, so that a broken one is an error of the configuration.  Floor 4.
"""

from __future__ import annotations

import copy
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from gettext import GNUTranslations, NullTranslations
from importlib.resources.abc import Traversable
from pathlib import Path

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.web.i18n.localizer import DEFAULT_DOMAIN, Localizer

__all__ = ["TranslationDirectory", "localizers", "make_localizer", "read_directory"]

#: The translations of one directory, by locale and domain.
Catalogues = Mapping[str, Mapping[str, GNUTranslations]]


@dataclass(frozen=True, slots=True)
class TranslationDirectory:
    """The record of a directory of translations, with what it holds."""

    spec: str
    catalogues: Catalogues
    #: Whether it goes before what was declared earlier, instead of behind it.
    override: bool = False


class _Untranslated(NullTranslations):
    """The end of a chain of catalogues: it says nothing, so that the caller takes the default."""

    def gettext(self, message: str) -> str:
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return ""

    def pgettext(self, context: str, message: str) -> str:
        return ""


def read_directory(folder: Traversable) -> Catalogues:
    """Return the translations in *folder*.

    Raises `ConfigurationError` (CFW-581) with every catalogue that cannot be read.
    """
    found: dict[str, dict[str, GNUTranslations]] = {}
    problems: list[Problem] = []
    for locale, file in _catalogue_files(folder):
        try:
            with file.open("rb") as opened:
                # gettext reads the whole file here; what it is missing shows as any of these.
                found.setdefault(locale, {})[file.name.removesuffix(".mo")] = GNUTranslations(opened)
        except Exception as error:
            problems.append(
                Problem(
                    "CFW-581",
                    f"The catalogue {file} cannot be read: {type(error).__name__}: {error}",
                    why="It is made by  pybabel compile  or  msgfmt.",
                    fixes=(Fix("", f"make it anew:  pybabel compile -f -d {folder}"),),
                )
            )
    if problems:
        raise ConfigurationError(*problems)
    return found


def _catalogue_files(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for locale in sorted(folder.iterdir(), key=lambda entry: entry.name):
        messages = locale.joinpath("LC_MESSAGES")
        if messages.is_dir():
            for file in sorted(messages.iterdir(), key=lambda entry: entry.name):
                if file.name.endswith(".mo") and file.is_file():
                    yield locale.name, file


def localizers(rows: Mapping[Hashable, TranslationDirectory]) -> dict[str, Localizer]:
    """Return a localizer for every locale that the directories know."""
    directories = [row.catalogues for row in _by_precedence(rows.values())]
    names = {locale for catalogues in directories for locale in catalogues}
    return {name: Localizer(name, _domains(name, directories)) for name in sorted(names)}


def make_localizer(current_locale_name: str, translation_directories: Iterable[str | Path]) -> Localizer:
    """Return a localizer of the translations in some folders; a later one goes before the earlier."""
    directories = [read_directory(Path(folder)) for folder in translation_directories]
    return Localizer(current_locale_name, _domains(current_locale_name, directories[::-1]))


def _by_precedence(rows: Iterable[TranslationDirectory]) -> list[TranslationDirectory]:
    """Order directories, the first to be asked first; of one call the last goes first (as documented)."""
    ordered: list[TranslationDirectory] = []
    for row in rows:
        ordered.insert(0, row) if row.override else ordered.append(row)
    return ordered


def _domains(locale: str, directories: Iterable[Catalogues]) -> dict[str, NullTranslations]:
    """Chain what the directories have for *locale*, then for its language, domain by domain.

    A message that its own domain does not have is looked for in the domain ``messages``.
    """
    wanted = dict.fromkeys((locale, locale.partition("_")[0]))
    layers = [catalogues[name] for name in wanted for catalogues in directories if name in catalogues]
    names = {domain for layer in layers for domain in layer}
    general = _chain([layer[DEFAULT_DOMAIN] for layer in layers if DEFAULT_DOMAIN in layer], _Untranslated())
    chains: dict[str, NullTranslations] = {DEFAULT_DOMAIN: general}
    for name in names - {DEFAULT_DOMAIN}:
        chains[name] = _chain([layer[name] for layer in layers if name in layer], general)
    return chains


def _chain(catalogues: list[GNUTranslations], end: NullTranslations) -> NullTranslations:
    for catalogue in reversed(catalogues):
        # A copy, since one catalogue stands in several chains: that of ``de`` also in that of ``de_AT``.
        link = copy.copy(catalogue)
        link.add_fallback(end)
        end = link
    return end
