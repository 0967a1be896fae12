"""Catalogues for the tests, compiled as ``pybabel compile`` does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

Messages = Mapping[Any, Any]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a catalogue into a folder of translations, and returns the folder."""

    def write_catalogue(
        locale: str, messages: Messages, domain: str = "messages", folder: str = "locale"
    ) -> Path:
        catalogue = Catalog(locale=locale, domain=domain)
        for msgid, text in messages.items():
            # ("context", where, message) is a message in a context, a pair one with a plural.
            in_context = isinstance(msgid, tuple) and len(msgid) == 3
            context, plain = msgid[1:] if in_context else (None, msgid)
            catalogue.add(plain, text, context=context)
        file = tmp_path / folder / locale / "LC_MESSAGES" / f"{domain}.mo"
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as opened:
            write_mo(opened, catalogue)
        return tmp_path / folder

    return write_catalogue
