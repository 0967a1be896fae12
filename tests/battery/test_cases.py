"""Every case of the battery against every application it is for, and a good request after each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.battery import (
    cases_bodies,
    cases_csrf,
    cases_errors,
    cases_headers,
    cases_hosts,
    cases_http,
    cases_paths,
    cases_static,
)
from tests.battery.case import Case, complaints, send
from tests.battery.demo import GOOD, VARIANTS, Demo, build
from tests.battery.folder import fill

CASES = [
    case
    for module in (
        cases_hosts,
        cases_paths,
        cases_static,
        cases_headers,
        cases_csrf,
        cases_bodies,
        cases_http,
        cases_errors,
    )
    for case in module.CASES
]
GOOD_REQUEST = Case(0, "good", 200, text=GOOD)


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Demo]:
    """Return the applications by name; they live as long as the file, as a server's would."""
    folder = fill(tmp_path_factory.mktemp("battery"))
    return {variant: build(variant, folder) for variant in VARIANTS}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_case_holds(demos: dict[str, Demo], case: Case) -> None:
    """The answer is the expected one, tells nothing, floods no log, and the next request is fine."""
    found = {}
    for variant in case.on:
        app = demos[variant].app
        wrong = complaints(case, send(app, case)) + complaints(GOOD_REQUEST, send(app, GOOD_REQUEST))
        if wrong:
            found[variant] = wrong

    assert {} == found


def test_every_case_has_a_name_of_its_own() -> None:
    """So that a case can be run alone."""
    assert len(CASES) == len({str(case) for case in CASES})


def test_an_unreadable_file_is_not_there(demos: dict[str, Demo]) -> None:
    """Row 38: 404 and no failure."""
    path = Path("/proc/self/status")
    is_root = path.exists() and "\nUid:\t0" in path.read_text()
    case = Case(38, "unreadable", 200 if is_root else 404, "/static/unreadable.txt", may_tell=is_root)

    assert [] == complaints(case, send(demos["cookie"].app, case))
