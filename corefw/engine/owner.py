"""Owners: whose a declaration is (the application, an addon and its version, or corefw).  Floor 2."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Literal

__all__ = ["APPLICATION", "CORE", "Owner", "application_owner"]


@dataclass(frozen=True, slots=True, order=True)
class Owner:
    """Who said something."""

    name: str
    version: str = ""
    kind: Literal["application", "addon", "core"] = "addon"

    def __str__(self) -> str:
        return f"{self.name} {self.version}".rstrip()


#: What corefw itself declares, by the same directives as everybody else.
CORE = Owner("corefw", "", "core")
#: What is declared by the application and by nobody in particular.
APPLICATION = Owner("application", "", "application")


def application_owner(package: ModuleType) -> Owner:
    """Return the owner of what an application declares: its top package, if it has one."""
    name = package.__name__.partition(".")[0]
    return APPLICATION if name in ("__main__", "corefw") else Owner(name, "", "application")
