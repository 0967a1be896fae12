"""The view that serves a folder of files.  Floor 4.

Names are judged in ``names``, files are opened in ``files``, URLs are made in ``urls``.
"""

from __future__ import annotations

import importlib
import mimetypes
import os
from types import ModuleType
from typing import Any

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.web.assets import overriding
from corefw.web.httpexceptions import HTTPMethodNotAllowed, HTTPMovedPermanently, HTTPNotFound
from corefw.web.response import FileSlice, Response
from corefw.web.static.files import is_folder, open_below
from corefw.web.static.names import is_servable

__all__ = ["StaticView", "folder_of"]

_MORE_TYPES = {
    ".avif": "image/avif",
    ".js": "text/javascript",
    ".map": "application/json",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
_TEXTS = ("application/javascript", "application/manifest+json", "image/svg+xml")


def folder_of(spec: str, package: ModuleType | None = None) -> str:
    """Return the real path of a folder: absolute, ``package:path``, or relative to *package*.

    Raises `ConfigurationError` (CFW-561) if there is no such folder.
    """
    path = spec
    if not os.path.isabs(spec):
        name, colon, inside = spec.partition(":")
        if not colon:
            name, inside = (package.__name__ if package is not None else ""), spec
        path = os.path.join(_package_folder(name, spec), *inside.split("/"))
    real = os.path.realpath(path)
    if not os.path.isdir(real):
        raise ConfigurationError(
            Problem(
                "CFW-561",
                f'The static files "{spec}" are not there: {path} is not a folder.',
                fixes=(Fix("", "name an existing folder, as package:folder or as an absolute path"),),
            )
        )
    return real


def _package_folder(name: str, spec: str) -> str:
    try:
        module = importlib.import_module(name)
        file = module.__file__
    except (ImportError, ValueError):
        file = None
    if file is None:
        raise ConfigurationError(
            Problem(
                "CFW-561",
                f'The static files "{spec}" are not there: no package "{name}".',
                fixes=(Fix("", "name an existing folder, as package:folder or as an absolute path"),),
            )
        )
    return os.path.dirname(file)


class StaticView:
    """A view over a folder: regular files only, no listings, nothing hidden.

    *root_dir* is an absolute path, ``package:path``, or relative to *package*.  The path asked
    for is ``request.matchdict["subpath"]``, or ``request.subpath`` without it.  Raises
    `ConfigurationError` (CFW-561) if there is no such folder.
    """

    def __init__(
        self,
        root_dir: str,
        package: ModuleType | None = None,
        cache_max_age: int | None = 3600,
        index: str = "index.html",
    ) -> None:
        self.root = folder_of(root_dir, package)
        self.spec = root_dir
        relative = package is not None and ":" not in root_dir and not os.path.isabs(root_dir)
        self._asset = f"{package.__name__}:{root_dir}" if package is not None and relative else root_dir
        self.index = index
        # The built-in table only: what the machine has in /etc/mime.types differs.
        self._types = mimetypes.MimeTypes()
        for ending, kind in _MORE_TYPES.items():
            self._types.add_type(kind, ending)
        cache = f"public, max-age={int(cache_max_age)}" if cache_max_age is not None else None
        self._headers = (
            ("X-Content-Type-Options", "nosniff"),
            ("Accept-Ranges", "bytes"),
            *((("Cache-Control", cache),) if cache else ()),
        )

    def __call__(self, context: Any, request: Any) -> Response:
        """Return the file.

        Raises HTTPNotFound for everything that is not a visible, regular file inside, and
        HTTPMethodNotAllowed for a method that would change it.
        """
        if request.method not in ("GET", "HEAD"):
            raise HTTPMethodNotAllowed(allowed=("GET", "HEAD"))
        segments = self._segments(request)
        path: str = request.path_info
        if path.endswith("/") or not segments:
            return self._answer([*segments, self.index], getattr(request, "registry", None))
        if is_folder(self.root, segments):
            return self._to_folder(request, segments)
        return self._answer(segments, getattr(request, "registry", None))

    def _segments(self, request: Any) -> list[str]:
        asked = (request.matchdict or {}).get("subpath", request.subpath)
        segments = asked.split("/") if isinstance(asked, str) else list(asked)
        if segments and segments[-1] == "":
            segments.pop()
        path: str = request.path_info
        climbs = not {"..", "."}.isdisjoint(path.split("/"))
        if climbs or "//" in path or not is_servable(segments):
            raise HTTPNotFound()
        return segments

    def _to_folder(self, request: Any, segments: list[str]) -> Response:
        found = open_below(self.root, [*segments, self.index])
        if found is None:
            raise HTTPNotFound()
        found[0].close()
        query = f"?{request.query_string}" if request.query_string else ""
        return HTTPMovedPermanently(location=f"{request.path}/{query}")

    def _answer(self, segments: list[str], registry: Any) -> Response:
        found = self._open(segments, registry)
        if found is None:
            raise HTTPNotFound()
        file, facts = found
        response = Response(
            conditional_response=True,
            headerlist=[("Content-Type", self.type_of(segments[-1])), *self._headers],
            app_iter=FileSlice(file, 0, facts.st_size),
        )
        response.content_length = facts.st_size
        response.last_modified = int(facts.st_mtime)
        response.etag = f"{facts.st_mtime_ns:x}-{facts.st_size:x}"
        return response

    def _open(self, segments: list[str], registry: Any) -> Any:
        """Open the file in the first place that has it: an override's, or the folder itself."""
        spec = "/".join((self._asset.rstrip("/"), *segments))
        for folder, path in overriding(registry, spec):
            root = _existing(folder)
            found = open_below(root, path.split("/")) if root is not None else None
            if found is not None:
                return found
        return open_below(self.root, segments)

    def type_of(self, name: str) -> str:
        """Return the Content-Type of a file, by its name alone."""
        kind, encoding = self._types.guess_type(name)
        if encoding is not None:
            return {"gzip": "application/gzip"}.get(encoding, "application/octet-stream")
        if kind is None:
            return "application/octet-stream"
        if kind.startswith("text/") or kind in _TEXTS:
            return f"{kind}; charset=UTF-8"
        return kind


def _existing(folder: str) -> str | None:
    """Return the real path of the folder of an override, or None if there is none."""
    try:
        return folder_of(folder)
    except ConfigurationError:
        return None
