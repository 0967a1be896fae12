"""What is installed is told, and versions and requirements are read as `packaging` reads them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from corefw.base.installed import (
    canonical_name,
    distributions,
    entry_point_parts,
    installed_version,
    range_of,
    requirement_of,
    version_of,
)


def test_what_is_installed_is_found_by_its_name() -> None:
    """With its version; what is not there has none."""
    found = next(iter(distributions("webob")))

    assert found.version == installed_version("WebOb")
    assert installed_version("no-such-distribution") is None


def test_a_name_is_compared_in_its_canonical_form() -> None:
    """As PyPI does it."""
    assert "zope-interface" == canonical_name("Zope.Interface")


def test_an_entry_point_has_parts() -> None:
    """Or none, if its value is not one."""
    parts = entry_point_parts("package.module:Class")

    assert parts is not None
    assert ("package.module", "Class") == (parts["module"], parts["attr"])
    assert entry_point_parts("!") is None


@pytest.mark.parametrize("read", [range_of, requirement_of, version_of])
def test_what_is_none_is_a_value_error(read: Callable[[str], object]) -> None:
    """Whoever reads one need not know `packaging`."""
    with pytest.raises(ValueError, match=r"\?"):
        read("?")


def test_importing_corefw_imports_nothing_that_only_addons_or_commands_need() -> None:
    """An application without addons does not pay for them."""
    unneeded = ["asyncio", "click", "importlib.metadata", "packaging.requirements", "rich"]
    code = f"import sys, corefw.config, corefw.view; print([n for n in {unneeded} if n in sys.modules])"

    # Without site: what is installed in editable mode imports at the start what it likes.
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:] = {sys.path!r}; {code}"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "[]" == done.stdout.strip()
