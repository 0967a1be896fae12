"""Forms: fields and files, from a query string, a urlencoded body or a multipart body.

Multipart bodies are parsed by the library ``multipart``, strictly and within the limits;
WebOb's own parser has none.  Floor 4.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from multipart import (  # type: ignore[import-untyped]  # it ships no types
    MultipartError,
    MultipartSegment,
    ParserLimitReached,
    PushMultipartParser,
    parse_options_header,
)
from webob.multidict import MultiDict

from corefw.web.body.limits import BodyLimits
from corefw.web.body.stream import TemporaryFile
from corefw.web.httpexceptions import (
    HTTPBadRequest,
    HTTPInsufficientStorage,
    HTTPRequestEntityTooLarge,
    HTTPUnsupportedMediaType,
)

__all__ = ["UploadedFile", "parse_multipart", "parse_pairs", "safe_filename"]

_CHARSETS = ("utf-8", "utf8", "us-ascii", "ascii")
_PLAIN_ENCODINGS = ("7bit", "8bit", "binary")
_BLOCK = 64 * 1024
_LONGEST_NAME = 255
_LINE_END = re.compile(r"[\r\n\0]")  # the parser takes a line to end at CRLF alone
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))]
)


class UploadedFile:
    """A file of a form: ``filename`` is its bare name, ``file`` its content, ``type`` its type.

    ``raw_filename`` is what the client sent; it is not safe to build a path from.
    """

    def __init__(self, name: str, raw_filename: str, content_type: str, file: IO[bytes]) -> None:
        self.name = name
        self.raw_filename = raw_filename
        self.filename = safe_filename(raw_filename)
        self.type = content_type
        self.file = file
        self.size = 0

    @property
    def value(self) -> bytes:
        """The whole content; the position of ``file`` stays."""
        position = self.file.tell()
        self.file.seek(0)
        content = self.file.read()
        self.file.seek(position)
        return content

    def __repr__(self) -> str:
        return f"<UploadedFile {self.filename!r} of field {self.name!r}, {self.size} bytes>"


def safe_filename(raw: str) -> str:
    """Return the bare name of a file, or ``upload`` where nothing safe is left of it.

    Folders, drives, control and direction marks and the reserved names of Windows go.
    """
    name = raw.replace("\\", "/").rpartition("/")[2].rpartition(":")[2]
    name = "".join(char for char in name if char.isprintable()).strip(" .")
    stem = name.partition(".")[0].rstrip().lower()
    if not name or stem in _RESERVED:
        return "upload"
    if len(name.encode("utf-8", "replace")) > _LONGEST_NAME:
        head, dot, ending = name.rpartition(".")
        ending = dot + ending if dot and len(ending) <= 10 else ""
        keep = _LONGEST_NAME - len(ending.encode())
        return (head or name).encode("utf-8", "replace")[:keep].decode("utf-8", "ignore") + ending
    return name


def parse_pairs(source: str, most: int, where: str) -> list[tuple[str, str]]:
    """Return the fields of a urlencoded text, which is as WSGI has it (PEP 3333); only ``&`` parts them.

    Raises HTTPBadRequest for more than *most* fields (counted before anything is decoded)
    and for what is not UTF-8.
    """
    if not source:
        return []
    # A text shorter than that cannot hold so many.
    if most and len(source) >= most and source.count("&") >= most:
        raise HTTPBadRequest(f"There are more than {most} fields in the {where}.")
    pairs = []
    try:
        text = source if source.isascii() else source.encode("latin-1").decode("utf-8")
        for piece in text.replace("+", " ").split("&"):
            if piece:
                name, _, value = piece.partition("=")
                pairs.append((_unquoted(name), _unquoted(value)) if "%" in piece else (name, value))
    except UnicodeError:
        raise HTTPBadRequest(f"The {where} is not valid UTF-8.") from None
    return pairs


def _unquoted(text: str) -> str:
    return unquote_to_bytes(text).decode("utf-8") if "%" in text else text


def check_charset(content_type: str) -> None:
    """Raise HTTPUnsupportedMediaType unless a form is in UTF-8, or does not say."""
    charset = parse_options_header(content_type)[1].get("charset", "utf-8")
    if charset.strip().lower() not in _CHARSETS:
        raise HTTPUnsupportedMediaType("Forms are read in UTF-8 only.")


def parse_multipart(source: IO[bytes], content_type: str, length: int, limits: BodyLimits) -> Any:
    """Return the fields and files of a multipart body, all of it or nothing.

    Raises HTTPBadRequest for a body that is broken, HTTPRequestEntityTooLarge where a limit
    is passed, HTTPInsufficientStorage if the disk is full.
    """
    boundary = parse_options_header(content_type)[1].get("boundary", "")
    if not boundary or (limits.boundary and len(boundary) > limits.boundary):
        raise HTTPBadRequest("The boundary of the multipart body is missing or too long.")
    form = _Form(limits)
    try:
        parser = PushMultipartParser(
            boundary,
            max_header_size=limits.part_header_size or length,
            max_header_count=limits.part_headers or length,
            max_segment_count=limits.parts or length,
            strict=True,
        )
        for event in _events(parser, source, length):
            form.take(event)
    except BaseException as error:
        form.close()
        if isinstance(error, ParserLimitReached):
            raise HTTPRequestEntityTooLarge("The form has too many parts or headers.") from error
        if isinstance(error, (MultipartError, UnicodeError)):
            raise HTTPBadRequest("The multipart body is broken.") from error
        raise
    return form.found


def _events(parser: PushMultipartParser, source: IO[bytes], length: int) -> Iterator[Any]:
    """Give the last byte on its own, so that the parser sees whether its end came too early."""
    source.seek(max(length - 2, 0))
    left = length - 2 if source.read(2) == b"\r\n" else length
    source.seek(0)
    with parser:
        while left > 0:
            chunk = source.read(min(_BLOCK, left - 1) or 1)
            left -= len(chunk)
            yield from parser.parse(chunk)
            if not chunk:
                break


class _Form:
    """What has been read of a form so far, and how much of it."""

    def __init__(self, limits: BodyLimits) -> None:
        self.limits = limits
        self.found: Any = MultiDict()
        self.fields = self.files = self.disk = 0
        self.upload: UploadedFile | None = None
        self.name = ""
        self.blocks: list[bytes] = []
        self.size = 0

    def take(self, event: Any) -> None:
        if isinstance(event, MultipartSegment):
            self._begin(event)
        elif event is None:
            self._end()
        else:
            self._go_on(event)

    def close(self) -> None:
        """Give back the files, for the form is refused."""
        uploads = [value for value in self.found.values() if isinstance(value, UploadedFile)]
        for upload in [*uploads, *([self.upload] if self.upload else [])]:
            upload.file.close()

    def _begin(self, segment: MultipartSegment) -> None:
        if any(_LINE_END.search(value) for _, value in segment.headerlist):
            raise HTTPBadRequest("A part has a header of several lines.")
        encoding = segment.header("Content-Transfer-Encoding")
        if encoding and encoding.strip().lower() not in _PLAIN_ENCODINGS:
            raise HTTPBadRequest("A part is encoded (RFC 7578, section 4.7, forbids it).")
        if (segment.charset or "utf-8").lower() not in _CHARSETS and segment.filename is None:
            raise HTTPUnsupportedMediaType("Forms are read in UTF-8 only.")
        self.name = segment.name or ""
        self.size = 0
        self.blocks = []
        if segment.filename is None:
            self.fields += 1
            _hold(self.fields, self.limits.fields, "fields")
            return
        self.files += 1
        _hold(self.files, self.limits.files, "files")
        self.upload = UploadedFile(
            self.name, segment.filename, segment.content_type or "application/octet-stream", io.BytesIO()
        )

    def _go_on(self, block: bytes) -> None:
        self.size += len(block)
        if self.upload is None:
            _hold(self.size, self.limits.field_size, "bytes in one field")
            self.blocks.append(block)
            return
        self.disk += len(block)
        _hold(self.disk, self.limits.disk, "bytes of files")
        try:
            if self.size > self.limits.spool and isinstance(self.upload.file, io.BytesIO):
                memory = self.upload.file
                self.upload.file = TemporaryFile()
                self.upload.file.write(memory.getvalue())
            self.upload.file.write(block)
        except OSError as error:
            raise HTTPInsufficientStorage() from error

    def _end(self) -> None:
        if self.upload is None:
            self.found.add(self.name, b"".join(self.blocks).decode("utf-8"))
            return
        upload, self.upload = self.upload, None
        upload.size = self.size
        upload.file.seek(0)
        if upload.raw_filename or upload.size:
            self.found.add(self.name, upload)
        else:  # a file field that was left empty: WebOb gives the empty bytes
            upload.file.close()
            self.found.add(self.name, b"")


def _hold(count: int, most: int, what: str) -> None:
    if most and count > most:
        raise HTTPRequestEntityTooLarge(f"The form holds more than {most} {what}.")
