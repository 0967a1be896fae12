"""The contenders of the benchmarks answer as their cases ask, so that they do not rot between two runs."""

from __future__ import annotations

import sys

import pytest

from benchmarks.requests import extras
from benchmarks.requests.calling import cookie_of
from benchmarks.requests.cases import CASES, Answer, Case, WrongAnswer
from benchmarks.requests.contenders import NAMES, caller_of

pytestmark = [
    pytest.mark.slow,
    # The peers' own; corefw's warnings are errors in every other test.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_corefw_answers_each_case(case: Case) -> None:
    """Status, content type and body are what the case asks for, the second time as the first."""
    caller = caller_of("corefw", case.name)
    assert caller is not None
    cookie = cookie_of(caller, case)

    answers = [caller.ask(case.environ(cookie)) for _ in range(2)]

    for answer in answers:
        case.verify("corefw", answer)


@pytest.mark.parametrize("name", NAMES[1:])
def test_each_peer_that_is_here_answers_its_cases(name: str) -> None:
    """Peers that are not installed take no part; those that are answer like corefw."""
    answered = []
    for case in CASES.values():
        try:
            caller = caller_of(name, case.name)
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
            break
        if caller is not None:
            case.verify(name, caller.ask(case.environ(cookie_of(caller, case))))
            answered.append(case.name)
    assert "plaintext" in answered or name not in ("raw", "webob")


@pytest.mark.parametrize("feature", ["", *extras.FEATURES])
def test_one_feature_more_changes_no_answer(feature: str) -> None:
    """A request with five properties, tweens or hooks more is answered as without them."""
    caller = extras.application_with("corefw", feature)
    assert caller is not None

    answer = caller.ask(CASES["plaintext"].environ())

    CASES["plaintext"].verify("corefw", answer)


def test_the_parts_of_a_request_are_read_and_its_urls_made() -> None:
    """What is compared with WebOb and with Pyramid has the right values."""
    burst = extras.parts_burst("corefw")

    urls = extras.urls("corefw").ask(CASES["plaintext"].environ())

    assert all(burst(part, 1) >= 0 for part in extras.PARTS)
    assert 10 == urls.body.count(b"http://localhost:8000/target/")


def test_a_wrong_answer_is_refused() -> None:
    """A contender that answers something else is not timed."""
    wrong = Answer(200, {"content-type": "text/plain; charset=utf-8"}, b"Hello, world!")

    with pytest.raises(WrongAnswer, match="somebody answers the case plaintext with"):
        CASES["plaintext"].verify("somebody", wrong)
