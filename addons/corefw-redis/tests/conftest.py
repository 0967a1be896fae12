"""Redis for the tests: a server that answers, and servers of a test's own that it may stop."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError

from corefw_redis import RedisSessionStore, RedisSettings, open_client

SERVER = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/0")


@pytest.fixture(scope="session")
def redis_url() -> str:
    """The address of a Redis server that answers."""
    try:
        with Redis.from_url(SERVER, socket_timeout=3, socket_connect_timeout=3) as client:
            client.ping()
    except RedisError:
        pytest.skip(
            f"no Redis answers at {SERVER.rpartition('@')[2]}; start one with\n"
            "  docker run --rm -p 6379:6379 redis:7\n"
            "or name another in TEST_REDIS_URL"
        )
    return SERVER


@pytest.fixture
def prefix(redis_url: str) -> Iterator[str]:
    """A prefix of this test alone, whose keys are deleted afterwards."""
    made = f"corefw-test:{uuid.uuid4().hex[:12]}:"
    yield made
    with Redis.from_url(redis_url) as client:
        for name in client.scan_iter(match=f"{made}*"):
            client.delete(name)


@pytest.fixture
def store(redis_url: str, prefix: str) -> Iterator[RedisSessionStore]:
    """A store on the server."""
    made = RedisSessionStore(open_client(RedisSettings(url=redis_url)), prefix)
    yield made
    made.close()


class Server:
    """A Redis server of a test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> None:
        """Start it, and wait until it answers."""
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        quiet = ["--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            [*command, *quiet, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        with self.client() as client:
            for _ in range(200):
                try:
                    client.ping()
                    return
                except RedisError:
                    time.sleep(0.05)
        raise RuntimeError(f"redis-server did not answer at port {self.port}")

    def client(self) -> Redis:
        """Return a client for looking at it and setting it up."""
        return Redis.from_url(self.url, socket_timeout=5)

    def pause(self) -> None:
        """Let it go silent, without closing anything."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """End a pause."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own, started; it may be killed, paused and started again."""
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed; get it with\n  apt-get install -y redis-server")
    made = Server(tmp_path)
    made.start()
    yield made
    made.kill()
