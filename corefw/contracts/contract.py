"""Contracts: a typed ABC that is a zope interface as well.

An interface is only a key for lookups (``verifyObject`` checks arity, no more); the ABC gives
the types, and conformance is proved by the conformance kit of the port.  So that nobody
writes both, the interface is made from the ABC and kept in the ABC's own ``__dict__``:
nothing global, and a reload replaces it.  Floor 1.  Registration and lookup belong to the
engine's registry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from zope.interface import Interface, classImplements
from zope.interface.interface import InterfaceClass

__all__ = ["as_interface", "capabilities_of", "port", "port_name_of"]

C = TypeVar("C", bound=type)

_INTERFACE = "__corefw_interface__"
_PORT = "__corefw_port__"


def as_interface(contract: Any) -> InterfaceClass:
    """Return *contract* if it is a zope interface, else the interface of the class *contract*.

    Every subclass of the class provides the interface from then on, and the interface extends
    those of the contracts that the class is built on.  Raises TypeError for anything that is
    neither, and for a class that is closed, such as a builtin one.
    """
    if isinstance(contract, InterfaceClass):
        return contract
    if not isinstance(contract, type):
        raise TypeError(f"a contract is a zope interface or a class, and this is {contract!r}")
    found = contract.__dict__.get(_INTERFACE)
    if found is None:
        found = InterfaceClass(
            contract.__name__,
            _extended(contract),
            __doc__=contract.__doc__,
            __module__=contract.__module__,
        )
        setattr(contract, _INTERFACE, found)
        classImplements(contract, found)
    result: InterfaceClass = found
    return result


def _extended(contract: type) -> tuple[InterfaceClass, ...]:
    """Return the interfaces of the contracts among the bases of *contract*, the nearest only."""
    found: list[InterfaceClass] = []
    for cls in contract.__mro__[1:]:
        interface = cls.__dict__.get(_INTERFACE)
        if interface is not None and not any(nearer.extends(interface) for nearer in found):
            found.append(interface)
    return tuple(found) or (Interface,)


def port(name: str, *, capabilities: Iterable[str] = ()) -> Callable[[C], C]:
    """Make the decorated ABC the port *name*, whose providers may offer *capabilities*."""
    if isinstance(capabilities, str):
        raise TypeError(f"capabilities are several names, and this is one text: {capabilities!r}")

    def decorate(cls: C) -> C:
        setattr(cls, _PORT, (name, frozenset(capabilities)))
        as_interface(cls)
        return cls

    return decorate


def port_name_of(contract: type) -> str:
    """Return the name of a port; raises TypeError if *contract* is not one."""
    for cls in contract.__mro__:
        if _PORT in cls.__dict__:
            name: str = cls.__dict__[_PORT][0]
            return name
    raise TypeError(f"{contract.__qualname__} is not a port: decorate its ABC with @port(name)")


def capabilities_of(contract: type) -> frozenset[str]:
    """Return every capability that the port knows by name."""
    port_name_of(contract)
    return next(frozenset(cls.__dict__[_PORT][1]) for cls in contract.__mro__ if _PORT in cls.__dict__)
