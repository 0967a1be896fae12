"""An error says what, where, why and what to do; its facts are attributes."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

from corefw.base.errors import ConfigurationConflictError, ConfigurationError, Fix, Problem, Witness
from corefw.base.places import Place


def place(tmp_path: Path, name: str, line: int = 1) -> Place:
    file = tmp_path / "shop" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("first()\n    second()\n")
    return Place(str(file), line, f"shop.{file.stem}")


def test_the_text_of_a_problem_is_made_of_its_facts(tmp_path: Path) -> None:
    """Code, what, every place with its source line, why, and what to paste."""
    problem = Problem(
        "CFW-201",
        "Two declarations are about the same view.",
        (
            Witness(place(tmp_path, "views.py"), "shop"),
            Witness(place(tmp_path, "more_views.py", 2), "shop 1.0"),
            Witness(place(tmp_path, "x.py"), "shop", "a note"),
        ),
        "One line.\nAnother.",
        (Fix("both are needed", "name them"), Fix("one is", "remove it")),
    )

    assert (
        "CFW-201  Two declarations are about the same view.\n"
        "\n"
        "  shop       shop/views.py:1        first()\n"
        "  shop 1.0   shop/more_views.py:2   second()\n"
        "  shop       shop/x.py:1            a note\n"
        "\n"
        "  One line.\n"
        "  Another.\n"
        "\n"
        "  Choose one:\n"
        "    both are needed   name them\n"
        "    one is            remove it" == str(problem)
    )


def test_a_single_fix_needs_no_choice() -> None:
    """With a case it is told, without one it is the remedy."""
    assert "X  y.\n\n  To mend it: do this" == str(Problem("X", "y.", fixes=(Fix("", "do this"),)))
    assert "X  y.\n\n  To mend it:\n    if so   do this" == str(
        Problem("X", "y.", fixes=(Fix("if so", "do this"),))
    )


def test_the_facts_serve_machines(tmp_path: Path) -> None:
    """Every fact is there as a JSON type."""
    problem = Problem("X", "y.", (Witness(place(tmp_path, "a.py"), "shop"),), facts={"kind": "view"})

    assert {
        "problems": [
            {
                "code": "X",
                "docs": "reference/errors/X",
                "what": "y.",
                "places": [
                    {
                        "file": "shop/a.py",
                        "line": 1,
                        "module": "shop.a",
                        "source": "first()",
                        "owner": "shop",
                        "note": "",
                    }
                ],
                "why": "",
                "fixes": [],
                "facts": {"kind": "view"},
            }
        ]
    } == json.loads(json.dumps(ConfigurationError(problem).as_dict()))


def test_several_problems_are_counted_and_told_together() -> None:
    """Whoever mends one sees the others, too."""
    error = ConfigurationError(Problem("A", "a."), Problem("B", "b."))

    assert "2 problems were found.\n\nA  a.\n\nB  b." == str(error)


def test_a_plain_message_will_do() -> None:
    """As Pyramid's class of that name takes one."""
    error = ConfigurationError("nothing works")

    assert "CFW-200  nothing works" == str(error)
    assert ["CFW-200"] == [problem.code for problem in error.problems]


def test_an_error_survives_pickling() -> None:
    """A server may hand it to another process."""
    error = pickle.loads(pickle.dumps(ConfigurationConflictError(Problem("A", "a."))))

    assert isinstance(error, ConfigurationConflictError)
    assert "A  a." == str(error)
