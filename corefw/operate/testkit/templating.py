"""The conformance kit of the port Templating: what every provider does, and what it claims to do.

The provider brings a small set of templates in its own language; the kit lays them into a
package that is thrown away.  What a language can do beyond that is proved by the provider's
own tests.  Floor 6.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar
from uuid import uuid4

from corefw.contracts.contract import capabilities_of
from corefw.contracts.templating import (
    Template,
    TemplateError,
    TemplateNotFound,
    Templating,
    TemplatingScratch,
)
from corefw.operate.testkit.conformance import expect, proves

__all__ = ["TemplatingConformance"]

#: What stands in a source for the name of the package that the templates are laid into.
PACKAGE = "PACKAGE"
_HOSTILE = "<script>\"'&"
_OUTSIDE = ("../secret", "templates/../../secret", "/secret", "/etc/passwd", "..\\secret", "secret\x00")


@dataclass(frozen=True, slots=True)
class _Area:
    """A package with the templates of the kit in its folder ``templates``."""

    provider: Templating
    reloading: Templating | None
    package: str
    folder: Path
    sources: Mapping[str, str]

    @property
    def suffix(self) -> str:
        return self.provider.suffixes[0]

    def spec(self, name: str) -> str:
        """Return the whole name of a template; it must be among the sources."""
        expect(name in self.sources, f'the sources lack a template "{name}"')
        return f"{self.package}:templates/{name}.html{self.suffix}"

    def render(self, name: str, /, **values: Any) -> str:
        return self.provider.template(self.spec(name), "").render(values)

    def bare(self, name: str, /, **values: Any) -> str:
        """Render, and leave out white space, which each language puts elsewhere."""
        return "".join(self.render(name, **values).split())

    def write(self, name: str, text: str) -> None:
        file = self.folder / f"{name}.html{self.suffix}"
        before = file.stat().st_mtime_ns if file.exists() else 0
        file.write_text(text.replace(PACKAGE, self.package), encoding="utf-8")
        if before:  # two texts of one length within one tick of the clock would look alike
            os.utime(file, ns=(before + 10**9, before + 10**9))

    def fault(self, name: str, /, **values: Any) -> TemplateError:
        try:
            text = self.render(name, **values)
        except TemplateError as error:
            return error
        raise AssertionError(f'the template "{name}" was rendered to {text!r}, where an error was due')


class TemplatingConformance:
    """Inherit it in a test class, and say which provider is meant.

    ::

        class TestConformance(TemplatingConformance):
            def provider(self):
                return MakoTemplating()

    If the provider offers no ``scratch()``, set ``sources`` as well, and define ``reloading`` if
    it claims ``reload``.  ``sources`` holds, in the provider's own language:

    ``greeting``
        ``<p>Hello NAME!</p>`` with the value ``name``
    ``attribute``
        ``<p title="TEXT"></p>`` with the value ``text``
    ``listing``
        ``<li>ITEM</li>`` for each of the value ``items``
    ``part`` and ``including``
        ``<b>TEXT</b>``; and a template that includes it, by its name alone, within ``<i>``
    ``macro``
        a macro or function of the template that makes ``<b>TEXT</b>``, used once within ``<i>``
    ``page``, ``child`` and ``child_by_spec``
        a base that puts ``<main>`` around what its heir fills in; a template that inherits it by
        its name alone and fills in the value ``text``; the same by the whole name
        ``PACKAGE:templates/page.html.SUFFIX``, where the kit puts the package's name
    ``misspelt``
        two lines of text, then ``titel``, which nobody gives, in line 3
    ``asking``
        a condition that asks for ``missing``, which nobody gives
    ``calling``
        the result of calling the value ``call``
    ``unfinished``
        a line of text, then in line 2 something that cannot be compiled

    Each is a file ``NAME.html`` with the first of the provider's suffixes; white space is free.
    """

    #: The templates, by name; empty if the provider's scratch area has them.
    sources: ClassVar[Mapping[str, str]] = MappingProxyType({})

    def provider(self) -> Templating:
        """Return the provider under test."""
        raise NotImplementedError("define provider(self) so that it returns the provider under test")

    def reloading(self) -> Templating:
        """Return such a provider that looks at changed files again."""
        raise NotImplementedError("define reloading(self): the provider claims reload")

    @contextmanager
    def scratch(self) -> Iterator[TemplatingScratch]:
        """Return what to try; from ``sources`` if there are any, else from the provider."""
        provider = self.provider()
        if not self.sources:
            with provider.scratch() as scratch:
                yield scratch
        else:
            reloading = self.reloading() if "reload" in provider.capabilities else None
            yield TemplatingScratch(provider, self.sources, reloading)

    @contextmanager
    def area(self) -> Iterator[_Area]:
        """Give one test a package of its own, with the templates in it."""
        with self.scratch() as scratch, tempfile.TemporaryDirectory() as root:
            package = f"corefw_conformance_{uuid4().hex}"
            folder = Path(root, package, "templates")
            folder.mkdir(parents=True)
            (folder.parent / "__init__.py").touch()
            (Path(root) / f"secret{scratch.provider.suffixes[0]}").write_text("secret", encoding="utf-8")
            area = _Area(scratch.provider, scratch.reloading, package, folder, scratch.sources)
            for name, text in scratch.sources.items():
                area.write(name, text)
            sys.path.insert(0, root)
            importlib.invalidate_caches()
            try:
                yield area
            finally:
                with suppress(ValueError):
                    sys.path.remove(root)
                sys.modules.pop(package, None)

    # -- what every provider does ------------------------------------------------------

    @proves()
    def test_it_claims_only_what_the_port_knows(self, area: _Area) -> None:
        """Every capability it claims has a meaning in the port, and its suffixes are some."""
        unknown = sorted(area.provider.capabilities - capabilities_of(Templating))
        expect(not unknown, f"the port knows no capability {', '.join(unknown)}")
        wrong = [suffix for suffix in area.provider.suffixes if not suffix.startswith(".")]
        expect(area.provider.suffixes and not wrong, f"suffixes is {area.provider.suffixes}")

    @proves()
    def test_a_template_is_found_by_its_whole_name_and_from_a_package(self, area: _Area) -> None:
        """Both give the same text."""
        relative = area.spec("greeting").partition(":")[2]
        for spec, package in ((area.spec("greeting"), ""), (relative, area.package)):
            template = area.provider.template(spec, package)
            expect(isinstance(template, Template), f"template() returned {template!r}, and not a Template")
            text = "".join(template.render({"name": "Ann"}).split())
            expect(text == "<p>HelloAnn!</p>", f'"{spec}" seen from "{package}" was rendered to {text}')

    @proves()
    def test_a_template_says_where_it_came_from(self, area: _Area) -> None:
        """Its file is in ``origin``, for messages."""
        origin = area.provider.template(area.spec("greeting"), "").origin
        expect(f"greeting.html{area.suffix}" in origin, f"origin is {origin!r}, and does not name the file")

    @proves()
    def test_a_template_that_does_not_exist_is_not_found(self, area: _Area) -> None:
        """The error is TemplateNotFound, and names it."""
        name = f"nowhere.html{area.suffix}"
        try:
            area.provider.template(f"{area.package}:templates/{name}", "")
        except TemplateNotFound as error:
            expect(name in str(error), f"the error does not name {name}: {error}")
        else:
            raise AssertionError("a template that does not exist was found")

    @proves()
    def test_no_name_leads_out_of_a_package(self, area: _Area) -> None:
        """Climbing and absolute names are refused as not found."""
        for name in _OUTSIDE:
            for spec in (f"{name}{area.suffix}", f"{area.package}:{name}{area.suffix}"):
                try:
                    area.provider.template(spec, area.package)
                except TemplateNotFound:
                    continue
                raise AssertionError(f"{spec!r} led out of its package")

    @proves()
    def test_values_of_every_kind_are_written(self, area: _Area) -> None:
        """Numbers, and text of every language."""
        text = area.bare("listing", items=[1, 2.5, "caf\u00e9", "\u6f22\u5b57"])
        wanted = "<li>1</li><li>2.5</li><li>caf\u00e9</li><li>\u6f22\u5b57</li>"
        expect(wanted in text, f"1, 2.5 and two words were rendered to {text}")

    @proves()
    def test_the_values_are_left_as_they_were(self, area: _Area) -> None:
        """The mapping belongs to the caller, and may be one that cannot be changed."""
        values = {"name": "Ann", "context": 1, "request": 2}
        area.provider.template(area.spec("greeting"), "").render(MappingProxyType(values))
        expect(values == {"name": "Ann", "context": 1, "request": 2}, f"rendering made them {values}")

    @proves()
    def test_an_exception_of_the_application_passes(self, area: _Area) -> None:
        """What a template calls may raise, and keeps its kind: a redirect is raised so."""

        class Raised(Exception):
            pass

        def call() -> str:
            raise Raised

        try:
            area.render("calling", call=call)
        except Raised:
            return
        raise AssertionError("the exception did not come through")

    @proves()
    def test_a_template_that_cannot_be_compiled_is_told(self, area: _Area) -> None:
        """With its file and line."""
        self._expect_place(area.fault("unfinished"), "unfinished", area, 2)

    @proves()
    def test_threads_can_render_one_template_at_once(self, area: _Area) -> None:
        """Each gets its own text."""
        template = area.provider.template(area.spec("greeting"), "")
        with ThreadPoolExecutor(8) as pool:
            texts = list(pool.map(lambda number: template.render({"name": f"n{number}"}), range(200)))
        wrong = [number for number, text in enumerate(texts) if f"n{number}!" not in text]
        expect(not wrong, f"{len(wrong)} of 200 texts were another thread's")

    # -- autoescape --------------------------------------------------------------------

    @proves("autoescape")
    def test_a_value_is_escaped_between_tags(self, area: _Area) -> None:
        """Nobody has to ask for it."""
        text = area.render("greeting", name=_HOSTILE)
        inner = text.partition("Hello")[2].rpartition("!")[0].strip()
        expect(not set(inner) & set("<>\"'"), f"{_HOSTILE!r} was rendered to {inner!r}")
        expect(unescape(inner) == _HOSTILE, f"{_HOSTILE!r} was rendered to {inner!r}, which reads otherwise")

    @proves("autoescape")
    def test_a_value_is_escaped_in_an_attribute(self, area: _Area) -> None:
        """It cannot end the attribute."""
        text = area.bare("attribute", text="\"'><b>")
        expect(text.count('"') == 2 and "<b>" not in text, f"an attribute was rendered to {text}")

    @proves("autoescape")
    def test_a_value_that_says_it_is_html_is_left_alone(self, area: _Area) -> None:
        """What has ``__html__`` was made safe where it was made."""
        text = area.bare("greeting", name=_Html())
        expect("<b>&amp;</b>" in text, f"a value with __html__ was rendered to {text}")

    @proves("autoescape")
    def test_what_a_macro_makes_is_escaped_once(self, area: _Area) -> None:
        """Its markup is left, and the value in it is escaped."""
        text = area.bare("macro", text="<&")
        expect(text == "<i><b>&lt;&amp;</b></i>", f"a macro made {text}")

    # -- strict_undefined --------------------------------------------------------------

    @proves("strict_undefined")
    def test_a_name_that_was_not_given_is_told(self, area: _Area) -> None:
        """With the file, the line and the name."""
        error = area.fault("misspelt", title="x")
        self._expect_place(error, "misspelt", area, 3)
        expect("titel" in error.message, f"the error does not name titel: {error.message}")

    @proves("strict_undefined")
    def test_a_condition_on_a_name_that_was_not_given_is_told(self, area: _Area) -> None:
        """It is not taken for false."""
        error = area.fault("asking")
        expect("missing" in error.message, f"the error does not name missing: {error.message}")

    # -- inheritance -------------------------------------------------------------------

    @proves("inheritance")
    def test_a_template_inherits_by_the_name_alone_and_by_the_whole_name(self, area: _Area) -> None:
        """The base puts its own around what the heir fills in, escaped once."""
        for name in ("child", "child_by_spec"):
            text = area.bare(name, text="<&")
            expect(text == "<main>&lt;&amp;</main>" or "autoescape" not in area.provider.capabilities, text)
            expect(unescape(text) == "<main><&</main>", f'"{name}" was rendered to {text}')

    @proves("inheritance")
    def test_a_template_includes_another(self, area: _Area) -> None:
        """With the values that it was given itself."""
        text = area.bare("including", text="x")
        expect(text == "<i><b>x</b></i>", f'"including" was rendered to {text}')

    @proves("inheritance")
    def test_a_base_that_does_not_exist_is_told(self, area: _Area) -> None:
        """The error is TemplateNotFound, and names the base."""
        (area.folder / f"page.html{area.suffix}").unlink()
        error = area.fault("child", text="x")
        expect(isinstance(error, TemplateNotFound), f"the error is a {type(error).__name__}")
        expect("page.html" in str(error), f"the error does not name the base: {error}")

    # -- reload ------------------------------------------------------------------------

    @proves("reload")
    def test_a_changed_template_is_seen(self, area: _Area) -> None:
        """By who has it already, and in a base; a mended one works again."""
        expect(area.reloading is not None, "reload is claimed, and nothing that reloads is offered")
        assert area.reloading is not None
        template = area.reloading.template(area.spec("child"), "")
        template.render({"text": "x"})
        area.write("page", area.sources["page"].replace("main", "body"))
        text = "".join(template.render({"text": "x"}).split())
        expect(text == "<body>x</body>", f"the base was changed, and the text is {text}")
        area.write("child", area.sources["unfinished"])
        with suppress(TemplateError):
            template.render({"text": "x"})
            raise AssertionError("a template that was broken is rendered as before")
        area.write("child", area.sources["child"])
        text = "".join(template.render({"text": "x"}).split())
        expect(text == "<body>x</body>", f"the template was mended, and the text is {text}")

    def _expect_place(self, error: TemplateError, name: str, area: _Area, line: int) -> None:
        file = f"{name}.html{area.suffix}"
        expect(file in error.template, f"the error names the template {error.template!r}, and not {file}")
        expect(error.line == line, f"the error names line {error.line}, and it is line {line}: {error}")


class _Html:
    def __html__(self) -> str:
        return "<b>&amp;</b>"
