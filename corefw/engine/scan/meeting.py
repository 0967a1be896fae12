"""Meeting: what was attached in a module, and under which names a scan meets it.

The traps of venusian's own scanner are guarded here: it swallows a ValueError of a callback
(Pylons/venusian#98), and calls a callback once for each alias.  Floor 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import venusian

from corefw.base.places import place_of
from corefw.engine.attachment import Attachment, Decorator, Target, attachments_of, notes_at

__all__ = ["Looking", "Meeting"]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One name in one module under which a decorated object was met."""

    module: ModuleType
    name: str
    object: Any

    @property
    def fullname(self) -> str:
        """The name with that of its module."""
        return f"{self.module.__name__}.{self.name}"


class Looking:
    """Looks at modules, and keeps under which names each attachment was met."""

    def __init__(self, categories: Sequence[str] | None, extra: dict[str, Any]) -> None:
        self.categories = categories
        self.extra = extra
        self.met: dict[Attachment, list[Meeting]] = {}
        self.only_lifted: set[Attachment] = set()
        #: Modules in which something is attached, for whatever category.
        self.busy: set[str] = set()
        self._foreign: dict[int, Attachment] = {}

    def at(self, module: ModuleType) -> None:
        """Look at everything in *module*, as a venusian Scanner does."""
        for attachment in attachments_of(module):
            self.met.setdefault(attachment, [])
            self.busy.add(module.__name__)
        for name, ob in list(vars(module).items()):
            # Some objects answer for every attribute, or raise what they like when they are asked.
            try:
                attached = notes_at(ob)
                lifted = vars(ob).get(venusian.LIFTONLY_ATTR) if isinstance(ob, type) else None
            except Exception:
                continue
            if isinstance(lifted, venusian.Categories):
                callbacks = (callback for rows in lifted.values() for callback, *_ in rows)
                self.only_lifted.update(one for one in callbacks if isinstance(one, Attachment))
            if attached is not None and attached.attached_to(module.__name__, name, ob):
                for category, rows in attached.items():
                    for row in rows:
                        self._meet(category, row, Meeting(module, name, ob))

    def _meet(self, category: str, row: Iterable[Any], meeting: Meeting) -> None:
        attachment, module_name, _, _ = row
        here = meeting.module.__name__
        if not isinstance(attachment, Attachment):
            # What was imported from elsewhere is met where it was decorated.
            if module_name == here:
                self.busy.add(here)
                if self.categories is None or category in self.categories:
                    if id(row) not in self._foreign:
                        self._foreign[id(row)] = self._stranger(attachment, category, meeting)
                    self.met.setdefault(self._foreign[id(row)], []).append(meeting)
            return
        if module_name != here:
            # A function elsewhere that decorates for its caller, as a decorator of decorators does.
            if not attachment.is_local or getattr(meeting.object, "__module__", None) != here:
                return
            attachment.place = place_of(meeting.object)
        elif attachment.place.module == here and attachment.run is not vars(meeting.module).get("__spec__"):
            return
        self.busy.add(here)
        self.met.setdefault(attachment, []).append(meeting)

    def _stranger(self, callback: Any, category: str, meeting: Meeting) -> Attachment:
        """Make an attachment of a venusian callback that is not corefw's."""

        def declare(config: Any, target: Target) -> None:
            callback(venusian.Scanner(**{**self.extra, "config": config}), target.name, target.object)

        return Attachment(
            Decorator("venusian", "venusian callback", declare),
            category,
            place_of(meeting.object),
            meeting.module.__name__,
            getattr(meeting.object, "__name__", meeting.name),
        )
