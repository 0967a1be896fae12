"""Translation strings: text that is written now and translated when a reader is known.

What translates them is the neighbour ``localizer``.  Floor 4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Self

__all__ = ["TranslationString", "TranslationStringFactory"]

_MARKER = re.compile(r"\$(?:(?P<bare>[A-Za-z_]\w*)|\{(?P<braced>[A-Za-z_]\w*)\})", re.ASCII)


class TranslationString(str):
    """A message id that carries what is needed to translate it.

    *domain* names the catalogue, *default* is the text where there is no translation (the id
    itself if not given), *mapping* holds the values of ``${name}`` markers, and *context*
    tells apart equal ids (gettext's ``msgctxt``).  Made of another translation string, it
    takes over what is not given.  Immutable, so that one may be shared by all requests.
    """

    __slots__ = ("context", "default", "domain", "mapping")

    domain: str | None
    default: str
    mapping: Mapping[str, Any]
    context: str | None

    def __new__(  # noqa: D102  (the class says it)
        cls,
        msgid: str,
        domain: str | None = None,
        default: str | None = None,
        mapping: Mapping[str, Any] | None = None,
        context: str | None = None,
    ) -> Self:
        self = super().__new__(cls, msgid)
        if isinstance(msgid, TranslationString):
            domain = domain or msgid.domain
            default = msgid.default if default is None else default
            context = context or msgid.context
            mapping = {**msgid.mapping, **(mapping or {})}
        # Straight to the object: assigning is refused below.
        for name, value in (
            ("domain", domain),
            ("default", str(msgid) if default is None else default),
            ("mapping", dict(mapping or {})),
            ("context", context),
        ):
            object.__setattr__(self, name, value)
        return self

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"A translation string cannot be changed; make another ({name}).")

    def __mod__(self, values: Any) -> TranslationString:
        """Return one with more *values* for its markers; they are filled in when it is translated."""
        if not isinstance(values, Mapping):
            raise ValueError(f"The markers of a translation string have names: give a dict, not {values!r}.")
        return TranslationString(self, mapping=values)

    def interpolate(self, translated: str | None = None) -> str:
        """Return *translated*, or the default text, with the markers that have values filled in."""
        text = self.default if translated is None else translated
        if not self.mapping or "$" not in text:
            return text
        return _MARKER.sub(self._value, text)

    def _value(self, found: re.Match[str]) -> str:
        name = found["bare"] or found["braced"]
        return str(self.mapping[name]) if name in self.mapping else found[0]

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.domain, self.default, dict(self.mapping), self.context)


def TranslationStringFactory(factory_domain: str) -> Callable[..., TranslationString]:
    """Return a function that makes translation strings of one domain; it is usually called ``_``.

    It takes ``msgid``, and optionally ``mapping``, ``default`` and ``context``.
    """

    def create(
        msgid: str,
        mapping: Mapping[str, Any] | None = None,
        default: str | None = None,
        context: str | None = None,
    ) -> TranslationString:
        domain = getattr(msgid, "domain", None) or factory_domain
        return TranslationString(msgid, domain, default, mapping, context)

    return create
