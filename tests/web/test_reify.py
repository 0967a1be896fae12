"""Attributes that are computed once."""

from __future__ import annotations

from corefw.web.reify import reify


class Counter:
    """Counts how often it was asked."""

    asked = 0

    @reify
    def answer(self) -> int:
        """The answer."""
        self.asked += 1
        return self.asked


def test_the_method_is_called_once() -> None:
    """The second reading is an attribute of the instance."""
    counter = Counter()

    assert (1, 1, 1) == (counter.answer, counter.answer, counter.asked)


def test_the_attribute_may_be_assigned() -> None:
    """As Pyramid documents it."""
    counter = Counter()
    counter.answer = 7

    assert (7, 0) == (counter.answer, counter.asked)


def test_on_the_class_it_is_the_descriptor_with_its_docstring() -> None:
    """So that documentation finds it."""
    assert "The answer." == Counter.answer.__doc__
