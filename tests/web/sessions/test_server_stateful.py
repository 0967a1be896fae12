"""Whatever a client does in whatever order, its session is what a dictionary would be."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from corefw.web.sessions.server import key_of
from tests.web.sessions.browsing import Browser

NAMES = st.sampled_from(["a", "b", "user", "\ud800", ""])
VALUES = st.none() | st.integers() | st.text(max_size=5) | st.lists(st.booleans(), max_size=3)


class ASession(RuleBasedStateMachine):
    """One client, the copies that somebody made of its cookies, and what it should have."""

    def __init__(self) -> None:
        super().__init__()
        self.browser = Browser()
        self.expected: dict[str, Any] = {}
        self.dead: set[str] = set()

    def visit(self, use: Any, *, ends: bool = False) -> None:
        before = self.browser.cookie
        self.browser.visit(use)
        if ends and before is not None:
            self.dead.add(before)

    @rule(name=NAMES, value=VALUES)
    def set(self, name: str, value: Any) -> None:
        self.visit(lambda session: session.__setitem__(name, value))
        self.expected[name] = value

    @rule(name=NAMES)
    def pop(self, name: str) -> None:
        self.visit(lambda session: session.pop(name, None))
        self.expected.pop(name, None)

    @rule(message=st.text(max_size=3), queue=st.sampled_from(["", "q"]), twice=st.booleans())
    def flash(self, message: str, queue: str, twice: bool) -> None:
        self.visit(lambda session: session.flash(message, queue, twice))
        waiting = self.expected.get(f"_f_{queue}", [])
        if twice or message not in waiting:
            self.expected[f"_f_{queue}"] = [*waiting, message]

    @rule(queue=st.sampled_from(["", "q"]))
    def pop_flash(self, queue: str) -> None:
        found = self.browser.visit(lambda session: session.pop_flash(queue))
        assert self.expected.pop(f"_f_{queue}", []) == found

    @rule(name=NAMES, value=VALUES)
    def log_in(self, name: str, value: Any) -> None:
        self.visit(lambda session: (session.renew(), session.__setitem__(name, value)), ends=True)
        self.expected[name] = value

    @rule()
    def log_out(self) -> None:
        self.visit(lambda session: session.invalidate(), ends=True)
        self.expected.clear()

    @rule(name=NAMES, value=VALUES)
    def begin_anew(self, name: str, value: Any) -> None:
        self.visit(lambda session: (session.invalidate(), session.__setitem__(name, value)), ends=True)
        self.expected = {name: value}

    @rule()
    def fail(self) -> None:
        browser = Browser(self.browser.store, set_on_exception=False)
        browser.cookie = self.browser.cookie
        browser.visit(lambda session: session.update(a="lost"), exception=ValueError())
        assert browser.cookie == self.browser.cookie

    @invariant()
    def the_session_is_as_expected(self) -> None:
        assert self.expected == self.browser.visit(dict)

    @invariant()
    def only_the_cookie_that_the_client_has_is_worth_anything(self) -> None:
        other = Browser(self.browser.store)
        for cookie in self.dead - {self.browser.cookie}:
            other.cookie = cookie
            assert {} == other.visit(dict)
        kept = list(self.browser.store.kept)
        assert kept == ([] if self.browser.cookie is None else [key_of(self.browser.cookie)])


ASession.TestCase.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
TestASession = ASession.TestCase
