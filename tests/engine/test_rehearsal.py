"""A configuration may be built only to be looked at."""

from __future__ import annotations

import contextvars
from concurrent.futures import ThreadPoolExecutor

from corefw.engine.rehearsal import is_rehearsing, rehearsal
from tests.engine.configurators import failing


def test_it_holds_inside_the_block_only() -> None:
    """Also if the block raises, and also if blocks are nested."""
    assert not is_rehearsing()

    with failing(rehearsal()):
        with rehearsal():
            assert is_rehearsing()
        assert is_rehearsing()

    assert not is_rehearsing()


def test_another_thread_does_not_rehearse() -> None:
    """It belongs to a context, so two threads may do different things."""
    with rehearsal(), ThreadPoolExecutor(1) as threads:
        assert not threads.submit(is_rehearsing).result()
        assert threads.submit(contextvars.copy_context().run, is_rehearsing).result()
