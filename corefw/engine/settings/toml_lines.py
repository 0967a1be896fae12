"""Line numbers of the keys of a TOML file, which ``tomllib`` reads but does not tell.

Only the text is scanned, and only a text that ``tomllib`` has accepted; so strings, comments
and brackets are told apart and nothing else is understood.  Floor 2.
"""

from __future__ import annotations

import re

__all__ = ["key_lines", "line_of"]

Names = tuple[str, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)+")
_STRING = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL)
_COMMENT = re.compile(r"#[^\n]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(["\\btnfre]))')
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}


def key_lines(text: str) -> dict[Names, int]:
    """Return the line of every key and table header of *text*, by its path of names.

    The keys inside an inline table stand at the line where that table begins: ask with
    `line_of`.  If the text cannot be followed, what was found up to there is returned.
    """
    lines: dict[Names, int] = {}
    table: Names = ()
    position = 0
    while True:
        position = _skip(_BLANK, text, position)
        if position >= len(text):
            return lines
        line = text.count("\n", 0, position) + 1
        opening = 2 if text.startswith("[[", position) else int(text.startswith("[", position))
        path, position = _key(text, position + opening)
        if not path:
            return lines
        if opening:
            table = path
            position += opening
        else:
            path = (*table, *path)
            position = _value_end(text, position)
        lines.setdefault(path, line)


def line_of(path: Names, lines: dict[Names, int]) -> int:
    """Return the line of *path*, or of the inline table which holds it, or 0."""
    for end in range(len(path), 0, -1):
        if path[:end] in lines:
            return lines[path[:end]]
    return 0


def _key(text: str, position: int) -> tuple[Names, int]:
    """Read a dotted key; the position returned is at what follows it (``=`` or ``]``)."""
    names: list[str] = []
    while True:
        position = _skip(_BLANK, text, position)
        if match := _BARE.match(text, position):
            names.append(match.group())
        elif (match := _STRING.match(text, position)) is not None:
            names.append(_unquoted(match.group()))
        else:
            return (), position
        position = _skip(_BLANK, text, match.end())
        if text[position : position + 1] != ".":
            return tuple(names), position
        position += 1


def _value_end(text: str, position: int) -> int:
    """Return where the value that begins behind the ``=`` at *position* ends."""
    depth = 0
    while position < len(text):
        if match := _STRING.match(text, position):
            position = match.end()
            continue
        character = text[position]
        if character == "#":
            position = _skip(_COMMENT, text, position)
            continue
        depth += (character in "[{") - (character in "]}")
        if character == "\n" and depth == 0:
            return position
        position += 1
    return position


def _skip(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _unquoted(quoted: str) -> str:
    if quoted.startswith("'"):
        return quoted[1:-1]

    def character(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _ESCAPED[match[3]]

    return _ESCAPE.sub(character, quoted[1:-1])
