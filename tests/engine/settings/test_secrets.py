"""Secrets never leave in a text that somebody may read."""

from __future__ import annotations

import pytest

from corefw.engine.settings.secrets import MASK, Secret, is_secret_name, mask_line, mask_text, shown


@pytest.mark.parametrize(
    "key", ["corefw.secret", "aws.api_key", "mail.password", "x.TOKEN", "a.signature", "passphrase"]
)
def test_a_name_can_say_that_a_setting_is_a_secret(key: str) -> None:
    """Names with key, token, secret, pass or signature in them are secrets."""
    assert is_secret_name(key)


@pytest.mark.parametrize("key", ["keycloak.url", "corefw.debug", "server.port"])
def test_the_name_of_a_section_makes_no_secrets(key: str) -> None:
    """Only the part behind the section is judged."""
    assert not is_secret_name(key)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (f"postgresql://me:{MASK}@h/db", "postgresql://me:p@ss/w@h/db"),
        (f"redis://:{MASK}@h", "redis://:x@h"),
        ("http://localhost:80/a", "http://localhost:80/a"),
        (f"host=h password={MASK} user=u", "host=h password=pw user=u"),
        (f"x?token={MASK}&a=1", "x?token=abc&a=1"),
    ],
)
def test_passwords_inside_a_text_are_masked(expected: str, text: str) -> None:
    """The rest of a URL or of a connection string stays readable."""
    assert expected == mask_text(text)


@pytest.mark.parametrize(
    ("expected", "line", "hide"),
    [
        ("debug = maybe", "debug = maybe", False),
        ("debug = ...", "debug = maybe", True),
        (f"secret = {MASK}", 'secret = "x"', False),
        (f"secret={MASK}", 'secret="x"', True),
        (f'url = "a://b:{MASK}@c"', 'url = "a://b:x@c"', False),
        ("...", "what a line", True),
    ],
)
def test_a_source_line_is_shown_without_its_secret(expected: str, line: str, hide: bool) -> None:
    """The name on the line is always shown."""
    assert expected == mask_line(line, hide=hide)


def test_a_secret_is_a_text_that_does_not_represent_itself() -> None:
    """A Secret can be used as the text it is, and its repr says nothing."""
    secret = Secret("hunter2")

    assert f"{secret}" == "hunter2"
    assert repr(secret) == "Secret('********')"
    assert repr(Secret("")) == "Secret('')"


@pytest.mark.parametrize(
    ("expected", "key", "value"),
    [
        ("true", "a.b", True),
        ("none", "a.b", None),
        ('"x"', "a.b", "x"),
        (MASK, "a.secret", "x"),
        ('""', "a.secret", ""),
        (MASK, "a.b", Secret("x")),
        ('["x", 1]', "a.b", ["x", 1]),
        (f'{{user = "u", password = {MASK}}}', "a.b", {"user": "u", "password": "x"}),
        ("object", "a.b", object()),
    ],
)
def test_a_value_is_shown_as_in_toml_and_masked(expected: str, key: str, value: object) -> None:
    """Tables are masked by the names inside them."""
    assert expected == shown(key, value)
