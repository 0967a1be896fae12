"""Where a client may be sent."""

from __future__ import annotations

import pytest

from corefw.web.security.redirects import is_safe_redirect, safe_redirect_target

HERE = "https://good.example"


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/boards?next=//x",
        "/a//b",
        "https://good.example/x",
        "https://good.example:443/",
        "https://GOOD.example",
    ],
)
def test_the_own_site_is_safe(target: str) -> None:
    """As a path from the root or in full."""
    assert is_safe_redirect(target, HERE)


@pytest.mark.parametrize(
    "target",
    [
        "",
        "//evil",
        "///evil",
        "/\\evil",
        "\\\\evil",
        "\t//evil",
        " //evil",
        "\x0b//evil",
        "/\t/evil",
        "/\n/evil",
        "//evil%00",
        "https:/evil",
        "https:evil",
        "https:evil@good",
        "http:///evil",
        "https:///good.example",
        "https://good.example@evil",
        "https://evil@good.example",
        "https://good.example.evil",
        "https://good.example:8443/",
        "http://good.example/",
        "https://evil",
        "https://[::1",
        "https://good.example:x/",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "boards",
        "?a=1",
        "/" + "x" * 5000,
    ],
)
def test_everything_else_is_not(target: str) -> None:
    """CVE-2024-42353, CVE-2017-7233, CVE-2014-3730, CVE-2012-3442."""
    assert not is_safe_redirect(target, HERE)
    assert "/home" == safe_redirect_target(target, HERE, "/home")


def test_a_safe_target_is_kept() -> None:
    """And none is the fallback."""
    assert "/boards" == safe_redirect_target("/boards", HERE)
    assert "/" == safe_redirect_target(None, HERE)
