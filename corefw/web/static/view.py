"""The view that serves a folder of files.  Floor 4.

Names are judged in ``names``, files are opened in ``places``, compressed forms are chosen in
``encodings``, URLs are made in ``urls``.
"""

from __future__ import annotations

import mimetypes
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from corefw.base.errors import ConfigurationError
from corefw.web.assets import overriding
from corefw.web.httpexceptions import HTTPMethodNotAllowed, HTTPMovedPermanently, HTTPNotFound
from corefw.web.response import FileSlice, Response
from corefw.web.static.encodings import accepted, endings_of
from corefw.web.static.names import is_servable
from corefw.web.static.places import FoundFile, Place, place_of

__all__ = ["StaticView"]

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


class StaticView:
    """A view over a folder: regular files only, no listings, nothing hidden.

    *root_dir* is an absolute path, ``package:path``, or relative to *package_name*, which is the
    caller's package if it is not given.  *cache_max_age* is in seconds, or a timedelta; None sends no
    ``Cache-Control``.  The path asked for is that of the URL, or with *use_subpath* what the route's
    ``*subpath`` matched.  A folder answers with its file *index*.  For each of *content_encodings*
    (``br``, ``gzip``, ``zstd`` ...) a file may have a neighbour that was compressed beforehand
    (``app.js.br``), and the smallest that the client takes is sent.  What is *private* is kept by no
    cache that several people share.  Files are looked for at every request, which Pyramid does with *reload*
    only: it is taken, and nothing more is to be done for it.

    Raises `ConfigurationError`: CFW-561 if there is no such folder, CFW-563 for an unknown encoding.
    """

    def __init__(
        self,
        root_dir: str,
        cache_max_age: float | timedelta | None = 3600,
        package_name: str | None = None,
        use_subpath: bool = False,
        index: str = "index.html",
        reload: bool = False,
        content_encodings: Iterable[str] = (),
        *,
        private: bool = False,
    ) -> None:
        self.spec = root_dir
        self._asset = root_dir
        if ":" not in root_dir and not os.path.isabs(root_dir):
            self._asset = f"{package_name or _caller()}:{root_dir}"
        self._place = place_of(self._asset)
        self._overriding: dict[str, Place] = {}
        self.use_subpath = use_subpath
        self.index = index
        self._encodings = endings_of(content_encodings)
        # The built-in table only: what the machine has in /etc/mime.types differs.
        self._types = mimetypes.MimeTypes()
        for ending, kind in _MORE_TYPES.items():
            self._types.add_type(kind, ending)
        if isinstance(cache_max_age, timedelta):
            cache_max_age = cache_max_age.total_seconds()
        whose = "private" if private else "public"
        cache = f"{whose}, max-age={int(cache_max_age)}" if cache_max_age is not None else None
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
        registry = getattr(request, "registry", None)
        if request.path_info.endswith("/") or not segments:
            response = self._answer([*segments, self.index], request, registry)
        else:
            response = self._answer(segments, request, registry) or self._to_folder(
                segments, request, registry
            )
        if response is None:
            raise HTTPNotFound()
        return response

    def _segments(self, request: Any) -> list[str]:
        path: str = request.path_info
        if self.use_subpath:
            asked = (request.matchdict or {}).get("subpath", request.subpath)
        else:
            asked = path.removeprefix("/")
        segments = asked.split("/") if isinstance(asked, str) else list(asked)
        if segments and segments[-1] == "":
            segments.pop()
        climbs = not {"..", "."}.isdisjoint(path.split("/"))
        if climbs or "//" in path or not is_servable(segments):
            raise HTTPNotFound()
        return segments

    def _places(self, segments: Sequence[str], registry: Any) -> Iterator[tuple[Place, list[str]]]:
        """Yield where the file may lie, what overrides it first, and its path there."""
        spec = "/".join((self._asset.rstrip("/"), *segments)).replace(":/", ":")
        for folder, path in overriding(registry, spec):
            place = self._overriding.get(folder)
            if place is None:
                try:
                    place = self._overriding[folder] = place_of(folder)
                except ConfigurationError:
                    continue
            yield place, path.split("/") if path else []
        yield self._place, list(segments)

    def _to_folder(self, segments: Sequence[str], request: Any, registry: Any) -> Response | None:
        """Lead to the folder of that name, if there is one that has an index."""
        if not any(place.has_folder(inside) for place, inside in self._places(segments, registry)):
            return None
        for place, inside in self._places([*segments, self.index], registry):
            found = place.open(inside)
            if found is not None:
                found.file.close()
                query = f"?{request.query_string}" if request.query_string else ""
                return HTTPMovedPermanently(location=f"{request.path}/{query}")
        return None

    def _answer(self, segments: Sequence[str], request: Any, registry: Any) -> Response | None:
        """Send the file in the best form that the client takes; None if there is none."""
        taken = (
            accepted(request.environ.get("HTTP_ACCEPT_ENCODING"), dict(self._encodings))
            if self._encodings
            else ()
        )
        for place, inside in self._places(segments, registry):
            forms = self._forms(place, inside)
            best = min(
                (form for form in forms if not form[0] or form[0] in taken),
                key=lambda form: form[1].size,
                default=None,
            )
            for form in forms:
                if form is not best:
                    form[1].file.close()
            if best is not None:
                return self._sent(segments[-1], *best, varies=any(name for name, _ in forms))
        return None

    def _forms(self, place: Place, inside: list[str]) -> list[tuple[str, FoundFile]]:
        """Open the file as it is, and in each content encoding that it has in the same place."""
        found = place.open(inside) if inside else None
        forms = [] if found is None else [("", found)]
        if not self._encodings or not inside or (found is None and place.has_folder(inside)):
            return forms
        for name, ending in self._encodings:
            found = place.open([*inside[:-1], inside[-1] + ending])
            if found is not None:
                forms.append((name, found))
        return forms

    def _sent(self, name: str, encoding: str, found: FoundFile, *, varies: bool) -> Response:
        headers = [("Content-Type", self.type_of(name)), *self._headers]
        if varies:
            headers.append(("Vary", "Accept-Encoding"))
        if encoding:
            headers.append(("Content-Encoding", encoding))
        response = Response(
            conditional_response=True,
            headerlist=headers,
            app_iter=FileSlice(found.file, 0, found.size),
        )
        response.content_length = found.size
        if found.modified is not None:
            response.last_modified = found.modified
        response.etag = f"{found.tag}-{encoding}" if encoding else found.tag
        return response

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


def _caller() -> str:
    """Return the package of the code that makes the view."""
    names = sys._getframe(2).f_globals
    return names.get("__package__") or str(names.get("__name__", ""))
