"""Reading bodies."""

from __future__ import annotations

import gc
import io

import pytest

from corefw.web.body.limits import BodyLimits
from corefw.web.body.stream import (
    BodyStream,
    TemporaryFile,
    check_encoding,
    content_length_of,
    spool,
    take,
)
from corefw.web.httpexceptions import (
    HTTPBadRequest,
    HTTPInsufficientStorage,
    HTTPRequestEntityTooLarge,
    HTTPUnsupportedMediaType,
)


def test_a_length_is_digits() -> None:
    """An empty one is none (PEP 3333)."""
    assert [5, 0, None, None] == [
        content_length_of({"CONTENT_LENGTH": "5"}),
        content_length_of({"CONTENT_LENGTH": "0"}),
        content_length_of({"CONTENT_LENGTH": ""}),
        content_length_of({}),
    ]
    with pytest.raises(HTTPBadRequest):
        content_length_of({"CONTENT_LENGTH": "5\n"})


def test_a_stream_stops_at_its_length() -> None:
    """And reads no byte of what follows."""
    source = io.BytesIO(b"abcdef")

    assert b"abc" == BodyStream(source, 3, 0).read()
    assert b"def" == source.read()


def test_a_stream_that_announces_too_much_is_not_even_begun() -> None:
    """The length alone is enough to refuse."""
    with pytest.raises(HTTPRequestEntityTooLarge):
        BodyStream(io.BytesIO(), 5, 4)


def test_a_stream_without_length_is_counted() -> None:
    """Bytes count, not reads."""
    stream = BodyStream(io.BytesIO(b"abcdef"), None, 4)
    assert b"abc" == stream.read(3)
    with pytest.raises(HTTPRequestEntityTooLarge):
        stream.read(3)


def test_a_large_body_is_spooled() -> None:
    """Memory up to the limit, a file above it."""
    limits = BodyLimits(spool=10)
    small, small_length = spool(io.BytesIO(b"x" * 10), limits)
    large, large_length = spool(io.BytesIO(b"x" * 11), limits)

    assert (10, 11) == (small_length, large_length)
    assert (True, False) == (isinstance(small, io.BytesIO), isinstance(large, io.BytesIO))
    assert b"x" * 11 == large.read()


def test_a_temporary_file_goes_without_a_warning() -> None:
    """Nobody closes the body of a request."""
    file = TemporaryFile()
    file.write(b"x")
    del file
    gc.collect()


def test_a_full_disk_is_a_507(monkeypatch: pytest.MonkeyPatch) -> None:
    """And no traceback of the operating system."""

    def full(**kw: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    with pytest.raises(HTTPInsufficientStorage):
        spool(io.BytesIO(b"x" * 11), BodyLimits(spool=10))


def test_only_the_identity_is_accepted_as_an_encoding() -> None:
    """10 GB of zeros are 10 MB of gzip."""
    check_encoding({})
    check_encoding({"HTTP_CONTENT_ENCODING": "identity"})
    with pytest.raises(HTTPUnsupportedMediaType):
        check_encoding({"HTTP_CONTENT_ENCODING": "br"})


class Halting(io.BytesIO):
    """A body of which the server has three bytes at a time."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(3)


def test_a_small_body_of_a_known_length_is_read_at_once() -> None:
    """However the server hands it out, and no further than its length."""
    for source in (io.BytesIO(b"0123456789more"), Halting(b"0123456789")):
        kept, length = take(source, 10, 100)
        assert (b"0123456789"[:length], 10) == (kept.read()[:10], length)

    with pytest.raises(HTTPBadRequest):
        take(io.BytesIO(b"012"), 10, 100)
    with pytest.raises(HTTPRequestEntityTooLarge):
        take(io.BytesIO(b"0123456789"), 10, 9)
