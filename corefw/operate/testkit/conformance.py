"""What the conformance kits have in common: tests that name a capability, and running them.

A kit is a plain class whose tests are methods; pytest and unittest find them in a subclass,
`run_conformance` needs neither.  What each port must do is in the kit of the port.  Floor 6.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar
from unittest import SkipTest

__all__ = ["ConformanceRow", "NotClaimed", "expect", "proves", "run_conformance"]

K = TypeVar("K", bound="_Kit[Any]")
A = TypeVar("A", covariant=True)

_CAPABILITY = "__corefw_capability__"


class _Kit(Protocol[A]):
    """A kit gives every test an area of its own."""

    def area(self) -> AbstractContextManager[A]: ...


class NotClaimed(SkipTest):
    """A test was left out because the provider does not claim the capability that it proves."""


@dataclass(frozen=True, slots=True)
class ConformanceRow:
    """One test of a kit, the capability it proves ("" for what every provider must do), and its outcome."""

    test: str
    capability: str
    outcome: Literal["passed", "failed", "not claimed"]
    says: str
    detail: str = ""


def proves(capability: str = "") -> Callable[[Callable[[Any, Any], None]], Callable[[Any], None]]:
    """Make the decorated method a test in an area of its own, left out unless *capability* is claimed."""

    def decorate(function: Callable[[Any, Any], None]) -> Callable[[Any], None]:
        def test(self: Any) -> None:
            with self.area() as area:
                if capability and capability not in area.provider.capabilities:
                    name = type(area.provider).__qualname__
                    raise NotClaimed(f"not claimed: {name} does not claim the capability {capability}")
                function(self, area)

        # Not functools.wraps: pytest would follow it and take the area for a fixture.
        for name in ("__name__", "__qualname__", "__module__", "__doc__"):
            setattr(test, name, getattr(function, name))
        setattr(test, _CAPABILITY, capability)
        return test

    return decorate


def expect(condition: object, complaint: str) -> None:
    """Raise AssertionError with *complaint* unless *condition* is true; ``python -O`` leaves it in."""
    if not condition:
        raise AssertionError(complaint)


def run_conformance(kit: Any) -> list[ConformanceRow]:
    """Run every test of *kit*, in the order they stand in, and return what came of each."""
    names = [
        name
        for cls in reversed(type(kit).__mro__)
        for name, value in vars(cls).items()
        if hasattr(value, _CAPABILITY)
    ]
    return [_run(kit, name) for name in dict.fromkeys(names)]


def _run(kit: Any, name: str) -> ConformanceRow:
    test = getattr(kit, name)
    capability: str = getattr(test, _CAPABILITY, "")
    says = (test.__doc__ or "").strip().splitlines()[0]
    try:
        test()
    except NotClaimed as skipped:
        return ConformanceRow(name, capability, "not claimed", says, str(skipped))
    except AssertionError as error:
        return ConformanceRow(name, capability, "failed", says, str(error) or "an assertion failed")
    except Exception as error:
        return ConformanceRow(name, capability, "failed", says, f"{type(error).__name__}: {error}")
    return ConformanceRow(name, capability, "passed", says)
