"""Cache busters: they change the URL of a static file when the file changes.

So a browser may keep what it has for as long as it likes.  Which buster stands for which files is kept
in the registry and asked by the neighbour ``urls``.  Floor 4.
"""

from __future__ import annotations

import json
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zope.interface import implementer

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.contracts.interfaces import ICacheBuster
from corefw.web.quiet_log import quiet_logger
from corefw.web.static.places import asset_of

__all__ = [
    "CacheBuster",
    "CacheBusterRecord",
    "ManifestCacheBuster",
    "QueryStringCacheBuster",
    "QueryStringConstantCacheBuster",
    "busters_in_order",
]

log = quiet_logger("corefw.static")

#: Called with the request, the path below the registered folder, and the keywords of ``static_url`` with
#: ``pathspec`` and ``rawspec``; returns the path and the keywords that make the URL.
CacheBuster = Callable[[Any, str, dict[str, Any]], tuple[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class CacheBusterRecord:
    """The record of a buster: for the files below ``spec``, which ends with ``/`` (or ``:``).

    An explicit one is about the file that is really sent, after overrides.
    """

    spec: str
    buster: CacheBuster
    explicit: bool = False


def busters_in_order(rows: Mapping[Hashable, CacheBusterRecord]) -> tuple[CacheBusterRecord, ...]:
    """Return the busters in the order they are asked: explicit ones first, longer specifications first."""
    return tuple(sorted(rows.values(), key=lambda row: (not row.explicit, -len(row.spec))))


@implementer(ICacheBuster)
class QueryStringCacheBuster(ABC):
    """Adds a token to the query string; a subclass says which, in `tokenize`."""

    def __init__(self, param: str = "x") -> None:
        self.param = param

    @abstractmethod
    def tokenize(self, request: Any, pathspec: str, kw: dict[str, Any]) -> str:
        """Return the token; *pathspec* is the path below the folder, as in ``CacheBuster``."""

    def __call__(self, request: Any, subpath: str, kw: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Return *subpath*, and *kw* with the token in ``_query``."""
        token = self.tokenize(request, subpath, kw)
        query = kw.get("_query")
        if not query:
            made: Any = {self.param: token}
        elif isinstance(query, Mapping):
            made = {**query, self.param: token}
        elif isinstance(query, str):
            made = f"{query}&{self.param}={token}"
        else:
            made = (*query, (self.param, token))
        return subpath, {**kw, "_query": made}


class QueryStringConstantCacheBuster(QueryStringCacheBuster):
    """Adds the same *token* to every URL, such as the version of the application."""

    def __init__(self, token: str, param: str = "x") -> None:
        super().__init__(param)
        self._token = token

    def tokenize(self, request: Any, pathspec: str, kw: dict[str, Any]) -> str:
        """Return the token."""
        return self._token


@implementer(ICacheBuster)
class ManifestCacheBuster:
    """Replaces each path by the one that a manifest has for it; what is not in it stays as it is.

    *manifest_spec* is an asset specification (relative to the caller's package) or an absolute path of a
    JSON document: ``{"css/main.css": "css/main-678b7c80.css"}``, or what Vite writes,
    ``{"main.ts": {"file": "assets/main-678b7c80.js"}}``.  With *reload* it is read again when it changed,
    and may be missing; one that is broken is logged, and the last good one stays.

    Raises `ConfigurationError` (CFW-564) for a manifest that cannot be read.
    """

    def __init__(self, manifest_spec: str, reload: bool = False) -> None:
        names = sys._getframe(1).f_globals
        package = names.get("__package__") or str(names.get("__name__", ""))
        self.manifest_spec = manifest_spec
        self._file = asset_of(manifest_spec, package)
        self.reload = reload and isinstance(self._file, Path)  # what an archive holds does not change
        self._facts: object = None
        self._manifest: Mapping[str, str] = {} if self.reload else self.get_manifest()

    def get_manifest(self) -> Mapping[str, str]:
        """Read the manifest.  Raises `ConfigurationError` (CFW-564)."""
        try:
            if self._file is None:
                raise FileNotFoundError("there is no such package")
            return self.parse_manifest(self._file.read_bytes())
        except (OSError, ValueError) as error:
            raise ConfigurationError(
                Problem(
                    "CFW-564",
                    f'The manifest "{self.manifest_spec}" cannot be read: {type(error).__name__}: {error}',
                    fixes=(
                        Fix("it is made by a build", "run the build first"),
                        Fix(
                            "it may be missing while you develop",
                            f'ManifestCacheBuster("{self.manifest_spec}", reload=True)',
                        ),
                    ),
                )
            ) from error

    def parse_manifest(self, content: bytes) -> Mapping[str, str]:
        """Return the path for each path; a subclass may read another format here.

        Raises ValueError for what it cannot read.
        """
        document = json.loads(content)
        if not isinstance(document, dict):
            raise ValueError("it is not a JSON object")
        return {path: _file_of(path, entry) for path, entry in document.items()}

    @property
    def manifest(self) -> Mapping[str, str]:
        """The path for each path, read again if it has to be."""
        if self.reload:
            self._refresh()
        return self._manifest

    def _refresh(self) -> None:
        assert isinstance(self._file, Path)
        facts = _facts_of(self._file)
        if facts is not None and facts == self._facts:
            return
        self._facts = facts
        if facts is None:
            self._manifest = {}
            return
        try:
            self._manifest = self.get_manifest()
        except ConfigurationError as error:
            log.warning("the last good manifest stays: %s", error)

    def __call__(self, request: Any, subpath: str, kw: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Return the path that the manifest has for *subpath*, and *kw*."""
        return self.manifest.get(subpath, subpath), kw


def _file_of(path: str, entry: Any) -> str:
    found = entry.get("file") if isinstance(entry, dict) else entry
    if not isinstance(found, str):
        raise ValueError(f'the entry of "{path}" is neither a path nor an object with a "file"')
    return found


def _facts_of(file: Path) -> tuple[int, int] | None:
    try:
        facts = file.stat()
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size
