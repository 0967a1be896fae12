"""When templates are compiled, and where the compiled ones are kept."""

from __future__ import annotations

import os
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from mako.template import Template

from corefw.ports import TemplateError, TemplateNotFound
from corefw_mako import MakoTemplating

Write = Callable[..., Path]
SPEC = "shop:templates/card.mako"


def test_a_template_is_compiled_once(write: Write) -> None:
    """Without reloading a changed file changes nothing."""
    write(card="old")
    provider = MakoTemplating()
    template = provider.template(SPEC, "")

    write(card="something new")

    assert "old" == template.render({})
    assert "old" == provider.template(SPEC, "").render({})


def test_a_changed_template_is_compiled_again_if_the_settings_say_so(write: Write) -> None:
    """Two changes within one second count as well, and so does one of a base."""
    write(base="[${next.body()}]", card='<%inherit file="base.mako"/>1')
    template = MakoTemplating(reload=True).template(SPEC, "")
    assert "[1]" == template.render({})

    write(card='<%inherit file="base.mako"/>22')
    assert "[22]" == template.render({})

    write(base="({${next.body()}})")
    assert "({22})" == template.render({})


def test_a_change_that_cannot_be_compiled_is_told_until_it_is_mended(write: Write) -> None:
    """The application lives on, and the next good version is used."""
    write(card="good")
    template = MakoTemplating(reload=True).template(SPEC, "")

    write(card="% if x:")
    with pytest.raises(TemplateError, match=r"card\.mako:1"):
        template.render({})

    write(card="good again")
    assert "good again" == template.render({})


def test_a_template_that_was_deleted_is_not_found_when_reloading(write: Write) -> None:
    """It is told as missing, not served from memory."""
    folder = write(card="x")
    template = MakoTemplating(reload=True).template(SPEC, "")
    (folder / "card.mako").unlink()

    with pytest.raises(TemplateNotFound):
        template.render({})


def test_nothing_is_written_to_any_folder(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiled templates stay in memory: there is no file that somebody else could replace."""
    folder = write(base="[${next.body()}]", card='<%inherit file="base.mako"/>x')
    temporary = folder.parent.parent / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    before = sorted(folder.parent.rglob("*.mako*"))

    MakoTemplating().template(SPEC, "").render({})

    assert [] == list(temporary.iterdir())
    assert before == sorted(folder.parent.rglob("*.mako*"))


def test_a_template_in_a_zipped_package_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package need not be a folder; reloading has no file to look at, and says nothing."""
    archive = tmp_path / "zipped.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("zipped_mako/__init__.py", "")
        file.writestr("zipped_mako/base.mako", "[${next.body()}]")
        file.writestr("zipped_mako/card.mako", '<%inherit file="base.mako"/>x')
    monkeypatch.syspath_prepend(str(archive))
    provider = MakoTemplating(reload=True)

    assert "[x]" == provider.template("zipped_mako:card.mako", "").render({})
    assert "[x]" == provider.template("zipped_mako:card.mako", "").render({})


def test_the_memory_of_names_that_do_not_exist_is_bounded(write: Write) -> None:
    """A client that makes up names cannot fill the memory."""
    write(card='<%include file="${name}"/>')
    provider = MakoTemplating()
    template = provider.template(SPEC, "")

    for number in range(1500):
        with pytest.raises(TemplateNotFound):
            template.render({"name": f"made-up-{number}.mako"})

    assert 1 == len(provider.lookup.all_compiled())
    assert provider.lookup._resolved.cache_info().currsize <= 1024


@pytest.mark.parametrize(
    "text",
    [
        "<%" * 50_000,
        "${" * 50_000,
        "<%def " * 20_000,
        "<%page a=" + "'" * 100_000,
        "## " * 33_000,
        "% " * 50_000,
        "<%! " * 25_000,
        "<" * 100_000,
        "${'" + "\\" * 100_000,
        "<%a:b " + ' a=""' * 20_000 + ">",
    ],
    ids=lambda text: text[:8],
)
def test_a_hundred_kilobytes_that_were_made_to_be_slow_are_not(text: str) -> None:
    """The lexer is linear (CVE-2022-40023 was not)."""
    start = time.process_time()
    with suppress(Exception):
        Template(text)

    assert time.process_time() - start < 2


def test_a_file_with_the_time_of_the_last_one_but_another_size_is_seen(write: Write) -> None:
    """A copy that keeps times, as deployments make them, is a change too."""
    folder = write(card="a")
    stamp = (folder / "card.mako").stat().st_mtime_ns
    template = MakoTemplating(reload=True).template(SPEC, "")
    assert "a" == template.render({})

    write(card="bb")
    os.utime(folder / "card.mako", ns=(stamp, stamp))

    assert "bb" == template.render({})
