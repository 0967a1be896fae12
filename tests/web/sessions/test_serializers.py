"""The text of a session cookie."""

from __future__ import annotations

import contextlib
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import Signer

from corefw.web.sessions.serializers import JSONSerializer, SignedSerializer, signer_of


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.lists(st.booleans())))
def test_values_come_back(value: object) -> None:
    """Signed and fit for a cookie."""
    serializer = SignedSerializer(["secret"], "salt")
    data = serializer.dumps(value)

    assert value == serializer.loads(data)
    assert data.replace(b".", b"").replace(b"-", b"").replace(b"_", b"").isalnum()


_LETTERS = st.text(st.characters(exclude_categories=()))  # halves of characters, too
_PLAIN = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _LETTERS
)


@given(st.recursive(_PLAIN, lambda some: st.lists(some) | st.dictionaries(_LETTERS, some)))
def test_json_comes_back_as_pythons_own_reads_it(value: object) -> None:
    """Whatever the size of a number, and whatever a text is made of."""
    serializer = JSONSerializer()
    data = serializer.dumps(value)

    assert repr(json.loads(data)) == repr(serializer.loads(data))


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_a_value_error(data: bytes) -> None:
    """Of the plain and of the signed one."""
    for serializer in (JSONSerializer(), SignedSerializer(["secret"], "salt")):
        with contextlib.suppress(ValueError):
            serializer.loads(data)


def test_deep_json_is_a_value_error() -> None:
    """And not a crash of the interpreter."""
    with pytest.raises(ValueError, match=r"deeply|Expecting"):
        JSONSerializer().loads(b"[" * 100_000)


def test_the_first_secret_signs_and_all_are_believed() -> None:
    """So that secrets can be rotated."""
    old, both = SignedSerializer(["old"], "salt"), SignedSerializer(["new", "old"], "salt")

    assert 1 == both.loads(old.dumps(1))
    assert (False, True) == (both.is_current(old.dumps(1)), both.is_current(both.dumps(1)))
    assert old.is_current(old.dumps(1))
    with pytest.raises(ValueError, match="signature"):
        old.loads(both.dumps(1))


@pytest.mark.parametrize("secret", ["secret", b"\xff", "long " * 50])
@pytest.mark.parametrize("hashalg", ["sha256", "sha512", "sha3_256", "blake2b"])
def test_it_signs_as_itsdangerous_does(secret: str | bytes, hashalg: str) -> None:
    """With a key that is derived by HMAC; so other programs can sign and believe the same."""
    plain = Signer(secret, salt=b"salt", key_derivation="hmac", digest_method=getattr(hashlib, hashalg))
    own = signer_of(secret, "salt", hashalg)

    for text in (b"a", b"b" * 1000, b"a"):
        assert plain.sign(text) == own.sign(text)
    assert b"a" == own.unsign(plain.sign(b"a"))
    assert not own.validate(Signer(secret, salt=b"other", key_derivation="hmac").sign(b"a"))


def test_threads_sign_with_one_signer() -> None:
    """What is signed in one is not mixed with what is signed in another."""
    serializer = SignedSerializer(["secret"], "salt")
    texts = [str(number) * 100 for number in range(300)]

    with ThreadPoolExecutor(8) as pool:
        assert texts == list(pool.map(lambda text: serializer.loads(serializer.dumps(text)), texts))


def test_what_is_signed_and_not_base64_is_a_value_error() -> None:
    """Somebody signed it by other means."""
    signed = Signer("secret", salt=b"salt", key_derivation="hmac", digest_method=hashlib.sha512).sign(b"a")

    with pytest.raises(ValueError, match="base64"):
        SignedSerializer(["secret"], "salt").loads(signed)


def test_a_value_nested_too_deeply_is_a_value_error() -> None:
    """When it is written."""
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]

    with pytest.raises(ValueError, match="nested too deeply"):
        JSONSerializer().dumps(deep)
