"""What is public is documented: names, error codes, settings, the closed vocabulary."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

import pytest
from zope.interface.interface import InterfaceClass

from corefw.base.codes import CODES
from tests.architecture.sources import ROOT, Source, core, face, outside

REFERENCE = ROOT / "docs" / "reference"
CODE = re.compile(r"\bCFW-\d{3}\b")
FACE_DIRECTIVE = re.compile(r"^(?:```|:::)\{face\} (\S+)$", re.MULTILINE)
#: `corefw` itself offers names of the others, and `python -m corefw` is the command.
WITHOUT_A_PAGE = {"corefw", "corefw.__main__"}
VOCABULARY = [
    "declaration",
    "place",
    "owner",
    "key",
    "plan",
    "state",
    "active",
    "overridden",
    "failed",
    "lost",
    "aliased",
    "disabled",
    "unmet",
    "port",
    "capability",
    "addon",
    "hook",
    "component",
    "directive",
    "floor",
    "face",
    "manifest",
]


def documented_modules() -> list[str]:
    """Return the face modules that a page of the reference documents, name by name."""
    return [
        name for page in sorted(REFERENCE.rglob("*.md")) for name in FACE_DIRECTIVE.findall(page.read_text())
    ]


def pages_of_the_face() -> list[Source]:
    """Return the face modules that need a page."""
    return [source for source in face() if source.module not in WITHOUT_A_PAGE]


def used_codes() -> dict[str, list[str]]:
    """Return the codes that appear in the sources of the core and the addons, with their files."""
    found: dict[str, list[str]] = {}
    for source in [*core(), *outside()]:
        if source.module != "corefw.base.codes" and "tests" not in Path(source.shown).parts:
            for code in set(CODE.findall(source.text)):
                found.setdefault(code, []).append(source.shown)
    return found


def undocumented(module: str) -> list[str]:
    """Return the public names of a face module that say nothing of themselves."""
    found = []
    face_module = importlib.import_module(module)
    for name in face_module.__all__:
        thing = getattr(face_module, name)
        speaks = isinstance(thing, type | InterfaceClass) or inspect.isroutine(thing)
        if speaks and not (
            inspect.getdoc(thing) if not isinstance(thing, InterfaceClass) else thing.getDoc()
        ):
            found.append(f"{module}.{name}")
    return found


def test_every_face_module_has_a_place_in_the_reference() -> None:
    """The reference shows each face module once; what it shows is each of its public names."""
    assert sorted(source.module for source in pages_of_the_face()) == sorted(documented_modules())


@pytest.mark.parametrize("source", pages_of_the_face(), ids=lambda source: source.module)
def test_every_public_name_has_a_docstring(source: Source) -> None:
    """A name in `__all__` that is a class, a function or an interface says what it is for."""
    assert [] == undocumented(source.module)


def test_the_package_itself_offers_only_names_of_its_face_modules() -> None:
    """Whoever looks up a name of `corefw` finds it in the reference under its module."""
    package = importlib.import_module("corefw")
    documented = [
        thing
        for source in pages_of_the_face()
        for thing in vars(importlib.import_module(source.module)).values()
    ]
    strays = [
        name
        for name in package.__all__
        if not name.startswith("__") and not any(getattr(package, name) is thing for thing in documented)
    ]

    assert [] == strays


def test_every_error_code_in_use_has_a_title() -> None:
    """The table of codes is complete."""
    assert {} == {code: files for code, files in sorted(used_codes().items()) if code not in CODES}


def test_every_title_belongs_to_a_code_in_use() -> None:
    """The table of codes holds nothing that can no longer happen."""
    assert [] == sorted(set(CODES) - set(used_codes()))


def test_the_reference_lists_the_error_codes() -> None:
    """The page of error codes is made from the table itself."""
    assert "```{error-codes}\n```" in (REFERENCE / "errors.md").read_text()


def test_every_code_and_title_is_well_formed() -> None:
    """A code has an area from 1 to 7, a title is one sentence on one line."""
    wrong = [
        code
        for code, title in CODES.items()
        if not re.fullmatch(r"CFW-[1-7]\d\d", code) or not title.endswith(".") or "\n" in title
    ]

    assert [] == wrong


def test_the_codes_that_the_docs_mention_exist() -> None:
    """No page tells of an error that corefw does not raise."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    mentioned = {page.name: sorted(set(CODE.findall(page.read_text())) - set(CODES)) for page in pages}

    assert {} == {page: codes for page, codes in mentioned.items() if codes}


@pytest.mark.parametrize("word", VOCABULARY)
def test_the_vocabulary_is_in_the_glossary(word: str) -> None:
    """Each word that corefw uses in its own sense is explained once."""
    terms = re.findall(
        r"^(\S[^\n]*)\n(?:\S[^\n]*\n)*:   ", (REFERENCE / "glossary.md").read_text(), re.MULTILINE
    )

    assert 1 == terms.count(word)
