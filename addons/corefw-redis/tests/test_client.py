"""The address and the timeouts of the client."""

from __future__ import annotations

import pytest

from corefw.exceptions import ConfigurationError
from corefw_redis import RedisSettings, open_client, shown


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/0"),
        ("redis://zoe:s3cret@db/1", "redis://zoe:***@db/1"),
        ("rediss://:s3cret@db", "rediss://:***@db"),
        ("redis://zoe@db", "redis://zoe@db"),
        ("redis://zoe:s3@cret@db", "redis://zoe:***@db"),
        ("redis://db?password=s3cret&db=1", "redis://db?password=***&db=1"),
        (
            "unix:///run/redis.sock?db=1&Ssl_Password=s3cret",
            "unix:///run/redis.sock?db=1&Ssl_Password=***",
        ),
    ],
)
def test_a_password_is_never_shown(url: str, expected: str) -> None:
    """The rest of the address is."""
    assert expected == shown(url)


@pytest.mark.parametrize("url", ["", "127.0.0.1:6379", "http://s3cret@db", "redis://db:port/0"])
def test_what_is_no_address_is_told_without_repeating_it(url: str) -> None:
    """It may hold a password."""
    with pytest.raises(ConfigurationError) as caught:
        open_client(RedisSettings(url=url))

    assert (
        "REDIS-101  redis.url is not the address of a Redis server.\n\n"
        "  It has the form redis://user:password@host:port/number, or rediss:// for TLS; a sign such as @ "
        "or / inside a password is written %40 or %2F.\n\n"
        '  To mend it: url = "redis://127.0.0.1:6379/0"   in [redis]'
    ) == str(caught.value)


@pytest.mark.parametrize("timeout", [0.0, -1.0, 1.5])
def test_a_timeout_is_at_most_a_second(timeout: float) -> None:
    """Every request with a session would wait so long."""
    with pytest.raises(ConfigurationError) as caught:
        open_client(RedisSettings(timeout=timeout))

    assert (
        f"REDIS-102  redis.timeout is {timeout:g}, and is to be more than 0 and at most 1 second.\n\n"
        "  Every request with a session would wait so long for a server that does not answer.\n\n"
        "  To mend it: timeout = 0.5   in [redis]"
    ) == str(caught.value)


def test_the_settings_reach_the_client() -> None:
    """Nothing is connected yet."""
    client = open_client(RedisSettings(url="redis://db:1/3", timeout=0.25, connections=7))
    given = client.connection_pool.connection_kwargs

    assert (0.25, 0.25, 3, 7) == (
        given["socket_timeout"],
        given["socket_connect_timeout"],
        given["db"],
        client.connection_pool.max_connections,
    )
    client.close()
