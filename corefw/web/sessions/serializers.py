"""The text of a session cookie: JSON, then signed.

Never a pickle: whoever learns the secret could run code.  The signature's key is derived from
the secret and the purpose, so that a text signed for one purpose is refused for another
(CVE-2026-6873).  Floor 4.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any, Protocol

import msgspec
from itsdangerous import BadData, Signer
from itsdangerous.signer import SigningAlgorithm

__all__ = ["JSONSerializer", "Serializer", "SignedSerializer", "signer_of"]

_decode = msgspec.json.Decoder().decode


class Serializer(Protocol):
    """From values to bytes and back; ``loads`` raises ValueError for what it did not write."""

    def dumps(self, value: Any) -> bytes:
        """Return *value* as bytes."""

    def loads(self, data: bytes) -> Any:
        """Return the value of *data*."""


class JSONSerializer:
    """JSON without spaces; NaN is refused."""

    def dumps(self, value: Any) -> bytes:
        """Return *value* as JSON; raises TypeError or ValueError if it is not JSON."""
        try:
            return json.dumps(value, separators=(",", ":"), allow_nan=False).encode("ascii")
        except RecursionError as error:
            raise ValueError("nested too deeply") from error

    def loads(self, data: bytes) -> Any:
        """Return the value of the JSON text *data*; raises ValueError."""
        try:
            return _decode(data)
        except (msgspec.DecodeError, RecursionError):
            pass  # half a character of UTF-16 is written by `dumps`, and this decoder does not read it
        try:
            return json.loads(data.decode())  # of bytes it would guess the encoding first
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def signer_of(secret: str | bytes, salt: str, hashalg: str) -> Signer:
    """Return what signs with a key that is derived from *secret* for the purpose *salt*.

    itsdangerous derives the key anew for each text, which costs more than the signature.
    """
    digest = getattr(hashlib, hashalg)
    key = Signer(secret, salt=salt.encode(), key_derivation="hmac", digest_method=digest).derive_key()
    return Signer(key, key_derivation="none", algorithm=_KeyedHmac(key, digest))


class _KeyedHmac(SigningAlgorithm):
    """HMAC by one key, which was taken in before there is a text."""

    def __init__(self, key: bytes, digest: Any) -> None:
        self._keyed = hmac.new(key, digestmod=digest)

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        """Return the signature of *value*; *key* is always the same."""
        begun = self._keyed.copy()
        begun.update(value)
        return begun.digest()


class SignedSerializer:
    """Another serializer's bytes, signed and made fit for a cookie.

    The first of *secrets* signs; the others are still believed, so that a secret can be
    changed without logging everybody out.
    """

    def __init__(
        self,
        secrets: Sequence[str | bytes],
        salt: str,
        hashalg: str = "sha512",
        serializer: Serializer | None = None,
    ) -> None:
        self.serializer: Serializer = serializer or JSONSerializer()
        self._signers = [signer_of(secret, salt, hashalg) for secret in secrets]

    def dumps(self, value: Any) -> bytes:
        """Return *value* signed with the first secret."""
        plain = base64.urlsafe_b64encode(self.serializer.dumps(value)).rstrip(b"=")
        return self._signers[0].sign(plain)

    def loads(self, data: bytes) -> Any:
        """Return the value that *data* was made of; raises ValueError if the signature is bad."""
        for signer in self._signers:
            try:
                plain = signer.unsign(data)
                break
            except BadData:
                continue
        else:
            raise ValueError("the signature is not right")
        try:
            raw = base64.urlsafe_b64decode(plain + b"=" * (-len(plain) % 4))
        except binascii.Error as error:
            raise ValueError("not base64") from error
        return self.serializer.loads(raw)

    def is_current(self, data: bytes) -> bool:
        """Say whether *data*, which `loads` believed, is signed with the first secret."""
        return len(self._signers) == 1 or self._signers[0].validate(data)
