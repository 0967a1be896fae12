"""Checks are all run, whatever one of them does, and give a status."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from corefw.app.addons import hooks_of, put_hook_caller
from corefw.app.hooks import Check, Finding, Hooks
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.places import Place
from corefw.contracts.manifest import Manifest
from corefw.engine.registry import Registry
from corefw.engine.settings.values import Settings
from corefw.operate.checks import CheckReport, CheckRow, check, exit_code, rows_of_error


class Sound(Hooks):
    def check(self, event: Check) -> Iterable[Finding]:
        return [Finding("sound.one", "One.", place=Place("a.py", 3))]


class HalfWay(Hooks):
    def check(self, event: Check) -> Iterable[Finding]:
        yield Finding("half.way", "Half way.")
        raise RuntimeError("broken")


class Silent(Hooks):
    def check(self, event: Check) -> Iterable[Finding]:
        return ()


class Refusing(Hooks):
    def check(self, event: Check) -> Iterable[Finding]:
        raise ConfigurationError(Problem("CFW-601", "Nothing there.", fixes=(Fix("", "put it there"),)))


def registry_with(**addons: Hooks) -> Registry:
    registry = Registry("tests")
    put_hook_caller(registry)
    for name, addon in addons.items():
        hooks_of(registry).register(addon, Manifest(name, "1.0"))
    return registry


def test_a_raising_check_does_not_stop_the_others() -> None:
    """Its error comes first, and the findings of the others are there."""
    rows = check(registry_with(refusing=Refusing(), half=HalfWay(), silent=Silent(), sound=Sound())).rows

    assert {"refusing 1.0", "half 1.0", "sound 1.0"} == {row.owner for row in rows}
    assert CheckRow("warning", "sound.one", "One.", "", "sound 1.0", "a.py:3") == rows[-1]
    assert ["error", "error", "warning"] == [row.level for row in rows]
    assert any("RuntimeError: broken" in row.message for row in rows)


def test_an_application_without_addons_has_nothing_to_check() -> None:
    """No finding is success."""
    assert CheckReport([], []) == check(registry_with())
    assert 0 == exit_code([])


@pytest.mark.parametrize(
    ("code", "level", "strict"),
    [(0, "warning", False), (1, "warning", True), (1, "error", False), (1, "error", True)],
)
def test_the_exit_code_tells_errors_from_warnings(code: int, level: str, strict: bool) -> None:
    """With strict, warnings count as well."""
    row = CheckRow("error" if level == "error" else "warning", "x", "X.", "", "", "")

    assert code == exit_code([row], strict=strict)


def test_each_problem_of_an_error_is_a_finding() -> None:
    """With its first place and its remedies."""
    problem = Problem(
        "CFW-112", "Wrong.", (Witness(Place("a.toml", 3), "shop"),), fixes=(Fix("", "mend it"),)
    )

    rows = rows_of_error(ConfigurationError(problem, problem))

    assert [CheckRow("error", "CFW-112", "Wrong.", "mend it", "shop", "a.toml:3")] * 2 == rows


def silencing(*ids: str) -> Registry:
    registry = registry_with(sound=Sound(), wary=Wary())
    registry.settings = Settings.from_mapping({"corefw.silence": list(ids)}, Place("a.toml", 4))
    return registry


class Wary(Hooks):
    def check(self, event: Check) -> Iterable[Finding]:
        if event.deploy:
            yield Finding("wary.deploy", "Fit for home only.")


def never_wrong(registry: Registry) -> Iterable[Finding]:
    return ()


def broken(registry: Registry) -> Iterable[Finding]:
    raise RuntimeError("broken")


def test_a_silenced_finding_is_kept_apart() -> None:
    """It does not count for the exit code, and is not forgotten."""
    report = check(silencing("sound.one"))

    assert ([], ["sound.one"]) == (report.rows, [row.id for row in report.silenced])


def test_a_silenced_id_that_nothing_reports_is_reported() -> None:
    """With its place and a near name."""
    report = check(silencing("sound.won", "sound.one"))

    (row,) = report.rows
    assert ("warning", "core.silence", "corefw", "a.toml:4") == (row.level, row.id, row.owner, row.place)
    assert '"sound.won" is silenced, and nothing reports it. Did you mean "sound.one"?' == row.message


def test_what_only_a_deployment_is_checked_for_may_stay_silenced() -> None:
    """Without --deploy nothing reports it, and yet it is not silenced for nothing."""
    registry = silencing("sound.one", "wary.deploy")

    assert [] == check(registry, core=[never_wrong]).rows
    assert ["sound.one", "wary.deploy"] == [
        row.id for row in check(registry, deploy=True, core=[never_wrong]).silenced
    ]


def test_a_finding_about_silence_can_be_silenced_as_well() -> None:
    """Whoever wants to keep a list for several deployments."""
    assert [] == check(silencing("sound.one", "core.silence", "gone")).rows


def test_a_check_of_the_core_that_raises_does_not_stop_the_others() -> None:
    """It is a finding, and ids which it may have reported are not judged."""
    report = check(silencing("sound.one", "other.id"), deploy=True, core=[broken, never_wrong])

    assert [("error", "CFW-412"), ("warning", "wary.deploy")] == [(row.level, row.id) for row in report.rows]
    assert "The check raised RuntimeError: broken" == report.rows[0].message
    assert "test_checks.py:" in report.rows[0].place
