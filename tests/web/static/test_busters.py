"""Cache busters, each on its own."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import pytest

from corefw.base.errors import ConfigurationError
from corefw.contracts.interfaces import ICacheBuster
from corefw.web.static.busters import (
    CacheBusterRecord,
    ManifestCacheBuster,
    QueryStringCacheBuster,
    QueryStringConstantCacheBuster,
    busters_in_order,
)
from tests.modules import Folder


@pytest.mark.parametrize(
    ("query", "busted"),
    [
        (None, {"x": "1.0"}),
        ({"a": 1}, {"a": 1, "x": "1.0"}),
        ([("a", 1)], (("a", 1), ("x", "1.0"))),
        ("a=1", "a=1&x=1.0"),
    ],
)
def test_a_token_joins_whatever_query_there_is(query: Any, busted: Any) -> None:
    """And the caller's own query is left alone."""
    kw = {"_query": query, "_anchor": "top"}

    made = QueryStringConstantCacheBuster("1.0")(None, "a.css", kw)

    assert ("a.css", {"_query": busted, "_anchor": "top"}) == made
    assert query is kw["_query"]


def test_a_subclass_says_the_token() -> None:
    """From the file as it was asked for and as it is; the parameter has a name."""

    class ByPath(QueryStringCacheBuster):
        def tokenize(self, request: Any, pathspec: str, kw: dict[str, Any]) -> str:
            return f"{pathspec}-{kw['rawspec']}"

    assert {"_query": {"v": "a-raw:a"}, "rawspec": "raw:a"} == ByPath("v")(None, "a", {"rawspec": "raw:a"})[1]
    assert ICacheBuster.implementedBy(ByPath)


def test_explicit_and_longer_ones_come_first() -> None:
    """The nearest to the file that is sent."""
    rows = [
        CacheBusterRecord(spec, ManifestCacheBuster, explicit)  # type: ignore[arg-type]
        for spec, explicit in (("a:s/", False), ("a:s/", True), ("a:s/css/", False), ("a:s/css/", True))
    ]

    ordered = busters_in_order(dict(enumerate(rows)))

    assert [("a:s/css/", True), ("a:s/", True), ("a:s/css/", False), ("a:s/", False)] == [
        (row.spec, row.explicit) for row in ordered
    ]


class TestManifest:
    """A JSON document from a build."""

    def test_a_path_is_replaced_or_stays(self, tmp_path: Path) -> None:
        """The manifest is read at once, and never again."""
        file = tmp_path / "manifest.json"
        file.write_text('{"css/main.css": "css/main-678b7c80.css"}')
        buster = ManifestCacheBuster(str(file))
        file.unlink()

        assert ("css/main-678b7c80.css", {"_query": "a"}) == buster(None, "css/main.css", {"_query": "a"})
        assert ("other.css", {}) == buster(None, "other.css", {})

    def test_vite_writes_objects(self, tmp_path: Path) -> None:
        """Whose file is what is served."""
        (tmp_path / "manifest.json").write_text('{"main.ts": {"file": "assets/main-1.js", "isEntry": true}}')

        assert (
            "assets/main-1.js" == ManifestCacheBuster(str(tmp_path / "manifest.json"))(None, "main.ts", {})[0]
        )

    def test_a_subclass_may_read_another_format(self, tmp_path: Path) -> None:
        """By one method."""

        class Lines(ManifestCacheBuster):
            def parse_manifest(self, content: bytes) -> dict[str, str]:
                return dict(line.split() for line in content.decode().splitlines())

        (tmp_path / "m.txt").write_text("a.css a-1.css\nb.css b-2.css\n")

        assert "b-2.css" == Lines(str(tmp_path / "m.txt"))(None, "b.css", {})[0]

    def test_it_is_found_beside_the_caller(self, folder: Folder) -> None:
        """As every asset."""
        folder.write("built/__init__.py")
        folder.write("built/static/manifest.json", '{"a": "b"}')
        module = folder.module(
            "built.setup",
            "from corefw.static import ManifestCacheBuster\n"
            "buster = ManifestCacheBuster('static/manifest.json')",
        )

        assert {"a": "b"} == module.buster.manifest
        assert {"a": "b"} == ManifestCacheBuster("built:static/manifest.json").manifest

    @pytest.mark.parametrize(
        ("content", "complaint"),
        [
            ("[]", "ValueError: it is not a JSON object"),
            ('{"a": 1}', 'ValueError: the entry of "a" is neither a path nor an object with a "file"'),
            (None, "FileNotFoundError: [Errno 2] No such file or directory: '{file}'"),
        ],
    )
    def test_one_that_cannot_be_read_stops_the_start(
        self, tmp_path: Path, content: str | None, complaint: str
    ) -> None:
        """With what to do about it."""
        file = tmp_path / "manifest.json"
        if content is not None:
            file.write_text(content)

        with pytest.raises(ConfigurationError) as caught:
            ManifestCacheBuster(str(file))

        assert (
            f'CFW-564  The manifest "{file}" cannot be read: {complaint.replace("{file}", str(file))}\n\n'
            "  Choose one:\n"
            "    it is made by a build                 run the build first\n"
            f'    it may be missing while you develop   ManifestCacheBuster("{file}", reload=True)'
        ) == str(caught.value)

    def test_a_package_that_is_not_there_is_told(self) -> None:
        """As is a file."""
        with pytest.raises(ConfigurationError, match="there is no such package"):
            ManifestCacheBuster("no_such_package:manifest.json", reload=True)

    def test_with_reload_it_is_read_when_it_changes(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        """It may be missing; and of a broken one, half written perhaps, the log tells."""
        file = tmp_path / "manifest.json"
        buster = ManifestCacheBuster(str(file), reload=True)
        said: list[Any] = [dict(buster.manifest)]
        for time, content in ((1, '{"a": "a-1"}'), (2, '{"a": "a-22"}'), (3, '{"a": ')):
            file.write_text(content)
            os.utime(file, (time, time))
            with caplog.at_level(logging.WARNING, "corefw.static"):
                said.append(buster.manifest["a"])
        file.unlink()

        assert [{}, "a-1", "a-22", "a-22"] == said
        assert {} == buster.manifest
        assert "the last good manifest stays" in caplog.text
