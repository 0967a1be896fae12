"""Rules for every test folder of the repository: the core's, each addon's and each example's.

A skipped test is a test that nobody ran.  With ``COREFW_TESTS_REQUIRE_SERVERS=1``, as
``.ci/run`` sets it, whatever would be skipped fails instead and says what it lacks, but for
what no installation can change.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

REQUIRED = os.environ.get("COREFW_TESTS_REQUIRE_SERVERS", "") not in ("", "0")
#: How the reasons begin that are about the machine itself and not about something missing on it, and
#: the reason of a conformance kit for leaving out what a provider does not claim.
ACCEPTED = ("root may ", "not on this platform", "not claimed: ")


def _refuse_a_skip(report: Any) -> None:
    """Turn the report of a skip into that of a failure; an expected failure is not a skip."""
    if REQUIRED and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if reason.removeprefix("Skipped: ").startswith(ACCEPTED):
            return
        report.outcome = "failed"
        report.longrepr = f"{reason}\nNothing may be skipped here (COREFW_TESTS_REQUIRE_SERVERS is set)."


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Refuse a test's own skip; write half a character, which some tests log, so that it can be sent on."""
    report = yield
    _refuse_a_skip(report)
    report.sections = [
        (title, text.encode("utf-8", "backslashreplace").decode()) for title, text in report.sections
    ]
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    """Refuse a module's skip (``importorskip``)."""
    report = yield
    _refuse_a_skip(report)
    return report
