"""The store passes the conformance kit of its port, on a real server."""

from __future__ import annotations

import pytest

from corefw.testing import SessionStoreConformance
from corefw_redis import RedisSessionStore


class TestConformance(SessionStoreConformance):
    @pytest.fixture(autouse=True)
    def opened(self, store: RedisSessionStore) -> None:
        self.store = store

    def provider(self) -> RedisSessionStore:
        return self.store


def test_nothing_of_the_scratch_area_is_left(store: RedisSessionStore) -> None:
    """Its keys are deleted, whatever happens in it."""
    kit = TestConformance()
    kit.store = store
    kit.test_a_session_may_be_empty()

    assert [] == list(store.client.scan_iter(match=f"{store.prefix}*"))
