"""Secrets: which settings nobody may read over your shoulder, and how they are masked.

Everything that shows a setting goes through here: errors, listings, ``repr``.  Whether a
field is secret by declaration is known to the schema; here names and texts are judged.
Floor 2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["MASK", "Secret", "is_secret_name", "mask_line", "mask_text", "shown"]

#: What stands in place of a secret.  Its length says nothing about the secret's.
MASK = "********"

_NAME = re.compile(r"key|token|secret|pass|signature", re.IGNORECASE)

# The password of a URL ends at the last @, for people do forget to encode theirs.
_URL_PASSWORD = re.compile(r"(?P<lead>[a-z][a-z0-9+.\-]*://[^\s:/?#@\"']*:)[^\s\"']*(?=@)", re.IGNORECASE)
_NAMED_VALUE = re.compile(
    r"(?P<lead>\b[\w.\-]*(?:key|token|secret|pass|signature)[\w.\-]*\s*[=:]\s*)[^\s&;,\"']+", re.IGNORECASE
)


class Secret(str):
    """A text whose ``repr`` tells nothing.

    It is a ``str`` in every other way, so that it can be given to libraries as it is.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Secret('{MASK if self else ''}')"


def is_secret_name(key: str) -> bool:
    """Return whether the name of a setting says that its value is a secret.

    The section is not judged, or the addon ``keycloak`` would be masked whole.
    """
    return any(_NAME.search(part) for part in key.split(".")[1:] or [key])


def mask_text(text: str) -> str:
    """Return *text* with the passwords of URLs and of ``password=...`` parts masked."""
    text = _URL_PASSWORD.sub(rf"\g<lead>{MASK}", text)
    return _NAMED_VALUE.sub(rf"\g<lead>{MASK}", text)


def mask_line(line: str, *, hide: bool) -> str:
    """Return a ``name = value`` line as it may be shown; with *hide* only its name."""
    name, equals, value = line.partition("=")
    if not equals:
        return "..." if hide else mask_text(line)
    gap = " " if value.startswith(" ") else ""
    if is_secret_name(name.strip()):
        return f"{name}{equals}{gap}{MASK}"
    return f"{name}{equals}{gap}..." if hide else f"{name}{equals}{mask_text(value)}"


def shown(key: str, value: Any, *, secret: bool = False) -> str:
    """Return *value* as the text in which a listing or an error may show it."""
    if value is None or isinstance(value, bool):
        return {None: "none", True: "true", False: "false"}[value]
    if isinstance(value, Mapping):
        inner = (f"{name} = {shown(f'{key}.{name}', item, secret=secret)}" for name, item in value.items())
        return "{" + ", ".join(inner) + "}"
    if secret or isinstance(value, Secret) or is_secret_name(key):
        return MASK if value else '""'
    if isinstance(value, str):
        return f'"{mask_text(value)}"'
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, bytes | bytearray):
        return "[" + ", ".join(shown(key, item) for item in value) + "]"
    if isinstance(value, int | float):
        return repr(value)
    return mask_text(str(value)) if type(value).__module__ != "builtins" else type(value).__name__
