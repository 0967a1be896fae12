"""The version of corefw, against which addons declare what they fit.  Floor 5."""

from __future__ import annotations

__all__ = ["VERSION"]

VERSION = "0.1.0"
