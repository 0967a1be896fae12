"""`reify`: an attribute that is computed once, on first use.

Floor 4.  It is a non-data descriptor, so that the second reading costs a plain lookup in the
instance's dictionary and assigning to the attribute needs no setter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

__all__ = ["reify"]

T = TypeVar("T")


class reify(Generic[T]):
    """Call the decorated method on first use and keep its result on the instance."""

    def __init__(self, wrapped: Callable[[Any], T]) -> None:
        self.wrapped = wrapped
        self.name = wrapped.__name__
        self.__doc__ = wrapped.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> reify[T]: ...

    @overload
    def __get__(self, instance: Any, owner: type) -> T: ...

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        value = self.wrapped(instance)
        instance.__dict__[self.name] = value
        return value
