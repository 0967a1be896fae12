"""Exceptions of the code that makes an application: one error with the line that raised.

What is raised in an ``includeme`` or a factory is nobody's mistake but the application's, so
that frames of corefw and click would only hide the line that matters.  Floor 6.
"""

from __future__ import annotations

import sysconfig
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import click

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.places import Place

__all__ = ["explained"]

_CORE = Path(__file__).parents[2]
_NOT_OURS = tuple(
    Path(found)
    for key in ("stdlib", "platstdlib", "purelib", "platlib")
    if (found := sysconfig.get_path(key))
)


@contextmanager
def explained(with_traceback: bool = False) -> Iterator[None]:
    """Turn what the application's own code raises into a `ConfigurationError` (CFW-214)."""
    try:
        yield
    except (ConfigurationError, click.ClickException):
        raise
    except Exception as error:
        made = ConfigurationError(_problem(error, with_traceback))
        if with_traceback:
            made.add_note("".join(traceback.format_exception(error)).rstrip())
        raise made from None


def _problem(error: Exception, with_traceback: bool) -> Problem:
    places = list(_places(error.__traceback__))
    own = [place for place in places if _is_own(Path(place.file))]
    shown = [own[-1]] if own else []
    if places and places[-1] not in shown:
        shown.append(places[-1])
    is_core = not own and bool(places) and Path(places[-1].file).is_relative_to(_CORE)
    fix = "this is a fault of corefw: report it" if is_core else "mend that line"
    more = "" if with_traceback else "; every call that led there is shown by  --traceback"
    return Problem(
        "CFW-214",
        f"The code that makes the application raised {type(error).__name__}: {error}",
        witnesses=tuple(Witness(place) for place in shown),
        fixes=(Fix("", fix + more),) if more or is_core else (),
    )


def _places(found: TracebackType | None) -> Iterator[Place]:
    for frame, line in traceback.walk_tb(found):
        place = Place.of_frame(frame)
        if not place.file.startswith("<"):
            yield Place(place.file, line, place.module)


def _is_own(file: Path) -> bool:
    """Whether *file* is the application's: neither corefw's nor installed."""
    return not file.is_relative_to(_CORE) and not any(file.is_relative_to(folder) for folder in _NOT_OURS)
