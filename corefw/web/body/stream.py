"""Reading the body: no more than the limit, no less than was announced.  Floor 4."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from typing import IO, Any

from corefw.web.body.limits import BodyLimits
from corefw.web.httpexceptions import (
    HTTPBadRequest,
    HTTPInsufficientStorage,
    HTTPRequestEntityTooLarge,
    HTTPUnsupportedMediaType,
)

__all__ = ["BodyStream", "TemporaryFile", "check_encoding", "content_length_of", "spool", "take"]

_MOST_DIGITS = 18
_BLOCK = 64 * 1024


def content_length_of(environ: Mapping[str, Any]) -> int | None:
    """Return the Content-Length, or None if there is none.

    Raises HTTPBadRequest for anything but up to 18 digits (RFC 9110, section 8.6).  An empty
    value is none, as PEP 3333 has it.
    """
    raw = environ.get("CONTENT_LENGTH")
    if raw is None or raw == "":
        return None
    if not (raw.isascii() and raw.isdigit() and len(raw) <= _MOST_DIGITS):
        raise HTTPBadRequest("The Content-Length is not a number.")
    return int(raw)


class TemporaryFile(io.BufferedRandom):
    """A private file without a name, which goes as soon as nobody refers to it.

    Python's own warns then that nobody closed it, and a form has no moment to do so.
    """

    def __init__(self) -> None:
        super().__init__(tempfile.TemporaryFile(buffering=0))  # noqa: SIM115 - closed by __del__

    def __del__(self) -> None:
        with suppress(ValueError):  # its making failed, and there is nothing to close
            self.close()


class BodyStream(io.RawIOBase):
    """The body as a raw stream that counts.

    Raises HTTPRequestEntityTooLarge at the first byte over *limit*, and HTTPBadRequest if
    the client stops before *length* or the server cannot read on.
    """

    def __init__(self, source: Any, length: int | None, limit: int) -> None:
        super().__init__()
        if limit and length is not None and length > limit:
            raise HTTPRequestEntityTooLarge()
        self.source = source
        self.length = length
        self.limit = limit
        self.count = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read up to the buffer's length into it and return how many bytes were read."""
        wanted = len(buffer)
        if self.length is not None:
            wanted = min(wanted, self.length - self.count)
        if not wanted:
            return 0
        data = _piece(self.source, wanted)
        self.count += len(data)
        if self.limit and self.count > self.limit:
            raise HTTPRequestEntityTooLarge()
        if not data and self.length is not None:
            raise _too_short()
        buffer[: len(data)] = data
        return len(data)


def _piece(source: Any, wanted: int) -> bytes:
    """Return what the server has of the next bytes, none at the end."""
    try:
        data: bytes = source.read(wanted)
    except Exception as error:
        # Servers raise errors of their own here: gunicorn for a broken chunk, others for
        # a timeout or a client that left.  None of them is the application's fault.
        raise HTTPBadRequest("The body of the request broke off.") from error
    return data


def _too_short() -> HTTPBadRequest:
    return HTTPBadRequest("The body of the request is shorter than its Content-Length.")


def check_encoding(environ: Mapping[str, Any]) -> None:
    """Raise HTTPUnsupportedMediaType for a compressed body: it may be a bomb."""
    encoding = environ.get("HTTP_CONTENT_ENCODING", "")
    if encoding and encoding.strip().lower() != "identity":
        raise HTTPUnsupportedMediaType("A compressed body is not accepted here.")


def spool(source: IO[bytes], limits: BodyLimits) -> tuple[IO[bytes], int]:
    """Copy *source* to memory, or to a private temporary file if it is large; return the length.

    Raises HTTPInsufficientStorage if the disk is full, and what *source* raises.
    """
    kept: Any = io.BytesIO()
    length = 0
    try:
        while block := source.read(_BLOCK):
            length += len(block)
            if length > limits.spool and isinstance(kept, io.BytesIO):
                kept = _to_file(kept)
            _write(kept, block)
    except BaseException:
        kept.close()
        raise
    kept.seek(0)
    return kept, length


def take(source: Any, length: int, limit: int) -> tuple[IO[bytes], int]:
    """Read a small body of a known *length* at once, into memory; return it as `spool` does.

    Raises as a `BodyStream` does.
    """
    if limit and length > limit:
        raise HTTPRequestEntityTooLarge()
    body = _piece(source, length) if length else b""
    while len(body) < length:
        more = _piece(source, length - len(body))
        if not more:
            raise _too_short()
        body += more
    return io.BytesIO(body), length


def _to_file(memory: io.BytesIO) -> IO[bytes]:
    try:
        file = TemporaryFile()
    except OSError as error:
        raise HTTPInsufficientStorage() from error
    _write(file, memory.getvalue())
    return file


def _write(file: Any, block: bytes) -> None:
    try:
        file.write(block)
    except OSError as error:
        raise HTTPInsufficientStorage() from error
