"""Specs: what does not fit its hook is refused when it is registered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from corefw.addon.errors import AddonError
from corefw.addon.hookcaller import HookCaller
from tests.addon.conftest import Put, Site


def refused(function: Callable[..., object], *args: Any) -> str:
    with pytest.raises(AddonError) as caught:
        function(*args)
    return str(caught.value)


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (
            "async def begin(self, event: Begin): pass",
            "is async, and the hook is called without await, so it would never run.",
        ),
        ("def fetch(self, event: Begin) -> str: pass", "is a plain function, and the hook is awaited."),
        ("def begin(self, event: Check): pass", "takes Check, and the event of that hook is Begin."),
        ("def begin(self, event: 'Begn'): pass", None),
        ("def begin(self, event: int | Check): pass", "takes int | tinyhooks.Check, and"),
        ("def begin(self): pass", "must take the event and nothing else."),
        ("def begin(self, event: Begin, more: int): pass", "must take the event and nothing else."),
        ("def begin(self, event: Begin, *, more: int): pass", "must take the event and nothing else."),
        ("def begin(self, event: Begin): yield", "is a generator, and the hook returns nothing, so it"),
        (
            "@hookimpl(wrapper=True)\ndef begin(self, event: Begin): pass",
            "is marked as a wrapper and does not yield.",
        ),
        ("begin = 'now'", "is no method."),
        ("begin = property(lambda self: None)", "is no method."),
        ("def begin(self, event): pass", None),
        ("def begin(self, event: object, more: int = 1): pass", None),
        ("def begin(self, event: Begin | Check): pass", None),
        ("def begin(self, *events: Any): pass", None),
        ("@staticmethod\ndef begin(event: Begin): pass", None),
        ("@classmethod\ndef begin(cls, event: Begin): pass", None),
    ],
)
def test_what_does_not_fit_its_spec_is_refused_when_it_is_registered(
    put: Put, hooks: HookCaller, body: str, complaint: str | None
) -> None:
    """pluggy compares argument names only; types, counts, async and generators are compared here."""
    if complaint is None:
        put(hooks, "mako", body)
        hooks.verify()
    else:
        assert complaint in refused(put, hooks, "mako", body)
        assert () == hooks.implementers("begin")


def test_an_async_implementation_is_refused_with_places_and_remedy(put: Put, hooks: HookCaller) -> None:
    """The error names addon, version, hook, both places, and what to write."""
    assert (
        'CFW-411  The hook "begin" of the addon "mako" is async, and the hook is called without await, '
        "so it would never run.\n"
        "\n"
        "  mako 0.1   tiny_mako/addon.py:5   async def begin(self, event: Begin): pass\n"
        "  corefw     tinyhooks.py:33        the hook's spec\n"
        "\n"
        "  To mend it: write  def begin  without async"
    ) == refused(put, hooks, "mako", "async def begin(self, event: Begin): pass")


def test_all_that_does_not_fit_is_reported_together(put: Put, hooks: HookCaller) -> None:
    """Two wrong hooks of one addon are two problems."""
    text = refused(put, hooks, "mako", "def begin(self): pass\ndef check(self): pass")

    assert text.startswith("2 problems were found.")


def test_an_event_that_only_the_type_checker_imports_is_compared_by_name(put: Put, hooks: HookCaller) -> None:
    """A name that is another event's is refused; an unknown one may be an alias and passes."""
    imports = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from tinyhooks import Check as Late"
    put(hooks, "alias", "def begin(self, event: 'Late'): pass", imports=imports)

    text = refused(put, hooks, "wrong", "def begin(self, event: 'other.Check'): pass")

    assert "takes other.Check, and the event of that hook is Begin." in text


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (
            "def seen(self) -> None: ...",
            'The hook spec "seen" must take one event, annotated with its class.',
        ),
        ("def seen(self, event) -> None: ...", 'The hook spec "seen" must take one event'),
        ("def seen(self, event: 'Nothing') -> None: ...", 'The hook spec "seen" must take one event'),
        ("def seen(self, event: Begin, more: int) -> None: ...", 'The hook spec "seen" must take one event'),
        ("def call(self, event: Begin) -> None: ...", 'A hook cannot be called "call"'),
        ("def manager(self, event: Begin) -> None: ...", 'A hook cannot be called "manager"'),
        ("name = 1", "The class One has no public method, so it specifies no hook."),
    ],
)
def test_a_spec_that_is_none_is_refused(hooks: HookCaller, site: Site, line: str, what: str) -> None:
    """A spec takes one event, and its name is free."""
    site.write("one.py", f"from tinyhooks import *\nclass One:\n    {line}")

    assert f"CFW-413  {what}" in refused(hooks.add_hookspecs, site.module("one").One, "one")
