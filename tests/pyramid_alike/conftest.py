"""Each test of this folder runs with corefw, and with Pyramid where that is installed."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from tests.pyramid_alike.frameworks import Framework


@pytest.fixture(params=["corefw", "pyramid"])
def framework(request: pytest.FixtureRequest) -> Framework:
    """Return one of the two."""
    if find_spec(request.param) is None:
        pytest.skip("not claimed: Pyramid is not installed (pip install pyramid)")
    return Framework(request.param)
