"""The templating kit finds what is wrong: a provider with one fault fails the tests that are about it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

import pytest

from corefw.contracts.templating import (
    Template,
    TemplateError,
    TemplateNotFound,
    Templating,
    TemplatingScratch,
)
from corefw.operate.testkit.conformance import run_conformance
from corefw.operate.testkit.templating import TemplatingConformance
from corefw.testing import TemplatingConformance as FromTheFace

SUFFIX = ".tiny"
#: A language of six signs: $name, $name(), <each $names>, <if $name>, <in file> and <with file>.
SOURCES = {
    "greeting": "<p>Hello $name!</p>",
    "attribute": '<p title="$text"></p>',
    "listing": "<each $items>",
    "part": "<b>$text</b>",
    "including": "<i><with part.html.tiny></i>",
    "macro": "<i><b>$text</b></i>",
    "page": "<main>$inner</main>",
    "child": "<in page.html.tiny>$text",
    "child_by_spec": "<in PACKAGE:templates/page.html.tiny>$text",
    "misspelt": "<h1>\n</h1>\n$titel",
    "asking": "<if $missing>",
    "calling": "$call()",
    "unfinished": "<p>\n<if",
}
_TOKEN = re.compile(r"<(?P<word>each|if|in|with) (?P<what>[^>]*)>|\$(?P<name>\w+)(?P<call>\(\))?")


class Tiny(Templating):
    """A correct little provider, unless it is told to have a fault."""

    capabilities: ClassVar[frozenset[str]] = frozenset(
        {"autoescape", "strict_undefined", "inheritance", "reload"}
    )
    suffixes = (SUFFIX,)

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        self.texts: dict[str, str] = {}
        if "unknown capability" in faults:
            self.capabilities = frozenset({"flight"})  # type: ignore[misc]

    def template(self, spec: str, package: str) -> Template:
        package, _, path = spec.rpartition(":") if ":" in spec else (package, "", spec)
        return TinyTemplate(self, package, path)

    def read(self, package: str, path: str) -> str:
        shown = f"{package}/{path}"
        wrong = path.startswith("/") or ".." in path.split("/") or "\\" in path or "\x00" in path
        if wrong and "climbs" not in self.faults:
            raise TemplateNotFound(f"{path!r} is no name")
        file = Path(str(files(package)), path) if package else Path(path)
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, ValueError):
            if "lost" in self.faults:
                raise LookupError(path) from None
            raise TemplateNotFound(f"there is no {shown}") from None
        if "keeps" in self.faults:
            text = self.texts.setdefault(shown, text)
        return text


class TinyTemplate(Template):
    def __init__(self, provider: Tiny, package: str, path: str) -> None:
        self.provider, self.package, self.path = provider, package, path
        self.origin = "" if "nameless" in provider.faults else f"{package}/{path}"
        self.text = self._source()

    def _source(self) -> str:
        text = self.provider.read(self.package, self.path)
        if text.endswith("<if"):
            self._fail("it has no end", text.count("\n") + 1)
        return text

    def render(self, values: Mapping[str, Any]) -> str:
        faults = self.provider.faults
        if "changes" in faults:
            values.update(changed=True)  # type: ignore[attr-defined]
        text = self._source()

        def put(match: re.Match[str]) -> str:
            line = text.count("\n", 0, match.start()) + 1
            word, what = match["word"], match["what"]
            if word == "with":
                return self._other(what).render(values)
            if word == "in":
                return ""
            name = what.removeprefix("$") if word else match["name"]
            if name not in values:
                if "lenient" in faults or (word == "if" and "lenient conditions" in faults):
                    return ""
                self._fail(f"{name} is not given", line)
            value = values[name]
            if word == "each":
                return "".join(f"<li>{self._shown(one)}</li>" for one in value)
            return "" if word else self._shown(self._called(value) if match["call"] else value)

        made = _TOKEN.sub(put, text)
        base = re.match(r"<in ([^>]*)>", text)
        return self._other(base[1]).render({**values, "inner": _Made(made)}) if base else made

    def _called(self, call: Any) -> Any:
        try:
            return call()
        except Exception as error:
            if "wraps" in self.provider.faults:
                self._fail(str(error), 1)
            raise

    def _shown(self, value: Any) -> str:
        if hasattr(value, "__html__") and "deaf" not in self.provider.faults:
            return str(value.__html__())
        return str(value) if "raw" in self.provider.faults else escape(str(value))

    def _other(self, spec: str) -> Template:
        folder = self.path.rpartition("/")[0]
        return self.provider.template(spec if ":" in spec else f"{self.package}:{folder}/{spec}", "")

    def _fail(self, message: str, line: int) -> None:
        raise TemplateError(
            message, template=self.origin, line=0 if "no lines" in self.provider.faults else line
        )


class _Made(str):
    def __html__(self) -> str:
        return str(self)


class Kit(TemplatingConformance):
    """The kit as an addon's tests would use it, by sources of its own."""

    sources = SOURCES

    def __init__(self, *faults: str) -> None:
        self.faults = faults

    def provider(self) -> Templating:
        return Tiny(*self.faults)

    def reloading(self) -> Templating:
        return Tiny(*self.faults)


def failed(*faults: str) -> set[str]:
    return {
        row.test.removeprefix("test_") for row in run_conformance(Kit(*faults)) if row.outcome == "failed"
    }


def test_a_correct_provider_passes_every_test() -> None:
    """None is left out, since it claims everything."""
    assert {"passed"} == {row.outcome for row in run_conformance(Kit())}, failed()


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ("unknown capability", "it_claims_only_what_the_port_knows"),
        ("climbs", "no_name_leads_out_of_a_package"),
        ("lost", "a_template_that_does_not_exist_is_not_found"),
        ("lost", "a_base_that_does_not_exist_is_told"),
        ("nameless", "a_template_says_where_it_came_from"),
        ("no lines", "a_template_that_cannot_be_compiled_is_told"),
        ("no lines", "a_name_that_was_not_given_is_told"),
        ("changes", "the_values_are_left_as_they_were"),
        ("wraps", "an_exception_of_the_application_passes"),
        ("raw", "a_value_is_escaped_between_tags"),
        ("raw", "a_value_is_escaped_in_an_attribute"),
        ("raw", "what_a_macro_makes_is_escaped_once"),
        ("deaf", "a_value_that_says_it_is_html_is_left_alone"),
        ("deaf", "a_template_inherits_by_the_name_alone_and_by_the_whole_name"),
        ("lenient", "a_name_that_was_not_given_is_told"),
        ("lenient conditions", "a_condition_on_a_name_that_was_not_given_is_told"),
        ("keeps", "a_changed_template_is_seen"),
    ],
)
def test_a_fault_is_found(fault: str, found: str) -> None:
    """The test that is about it fails."""
    assert found in failed(fault)


def test_a_template_that_is_lacking_is_named() -> None:
    """The sources are a fixed set."""

    class Short(Kit):
        sources: ClassVar = {name: text for name, text in SOURCES.items() if name != "macro"}

    rows = {row.test: row for row in run_conformance(Short())}

    assert 'the sources lack a template "macro"' == rows["test_what_a_macro_makes_is_escaped_once"].detail


def test_nothing_of_the_kits_package_is_left() -> None:
    """Neither on sys.path nor among the modules."""
    before = list(sys.path)
    run_conformance(Kit())

    assert before == sys.path
    assert [] == [name for name in sys.modules if name.startswith("corefw_conformance_")]


def test_a_provider_with_a_scratch_area_needs_no_more_than_its_name() -> None:
    """It brings its templates itself."""

    class WithScratch(Tiny):
        capabilities = frozenset({"autoescape"})

        @contextmanager
        def scratch(self) -> Iterator[TemplatingScratch]:
            yield TemplatingScratch(self, SOURCES)

    class OfScratch(FromTheFace):
        def provider(self) -> Templating:
            return WithScratch()

    rows = run_conformance(OfScratch())

    assert [] == [row for row in rows if row.outcome == "failed"]
    assert {"strict_undefined", "inheritance", "reload"} == {
        row.capability for row in rows if row.outcome == "not claimed"
    }


def test_a_provider_without_a_scratch_area_says_so() -> None:
    """The port's own method is no area."""
    with pytest.raises(NotImplementedError, match="Tiny offers no scratch area"):
        Tiny().scratch()


def test_a_file_is_written_with_another_time_each_time(tmp_path: Path) -> None:
    """So that a provider that looks at the time sees a change within one tick of the clock."""
    with Kit().area() as area:
        file = area.folder / "greeting.html.tiny"
        times = [os.stat(file).st_mtime_ns]
        for text in ("aa", "bb"):
            area.write("greeting", text)
            times.append(os.stat(file).st_mtime_ns)

    assert 3 == len(set(times))
