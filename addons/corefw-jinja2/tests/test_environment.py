"""When templates are compiled, and where the compiled ones are kept."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from corefw.ports import TemplateError, TemplateNotFound
from corefw_jinja2 import Jinja2Templating

Write = Callable[..., Path]
SPEC = "shop:templates/card.jinja2"


def test_a_template_is_compiled_once(write: Write) -> None:
    """Without reloading a changed file changes nothing."""
    write(card="old")
    provider = Jinja2Templating()
    template = provider.template(SPEC, "")

    write(card="something new")

    assert "old" == template.render({})
    assert "old" == provider.template(SPEC, "").render({})


def test_a_changed_template_is_compiled_again_if_the_settings_say_so(write: Write) -> None:
    """By who has it already, and in a base or an include."""
    write(
        base="[{% block body %}{% endblock %}]",
        card='{% extends "base.jinja2" %}{% block body %}x{% endblock %}',
    )
    template = Jinja2Templating(reload=True).template(SPEC, "")
    assert "[x]" == template.render({})

    write(base="<<{% block body %}{% endblock %}>>")

    assert "<<x>>" == template.render({})


def test_a_template_that_was_broken_and_mended_works_again(write: Write) -> None:
    """While it is broken, its fault is told."""
    write(card="old")
    template = Jinja2Templating(reload=True).template(SPEC, "")

    write(card="{% broken %}")
    with pytest.raises(TemplateError, match="unknown tag 'broken'"):
        template.render({})
    write(card="mended text")

    assert "mended text" == template.render({})


def test_a_template_that_was_deleted_is_not_found_when_reloading(write: Write) -> None:
    """It is told as missing, not served from memory."""
    folder = write(card="x")
    template = Jinja2Templating(reload=True).template(SPEC, "")
    (folder / "card.jinja2").unlink()

    with pytest.raises(TemplateNotFound):
        template.render({})


def test_nothing_is_written_to_any_folder(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiled templates stay in memory: there is no file that somebody else could replace."""
    folder = write(base="[{% block b %}{% endblock %}]", card='{% extends "base.jinja2" %}')
    temporary = folder.parent.parent / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    before = sorted(folder.parent.rglob("*.jinja2*"))

    Jinja2Templating().template(SPEC, "").render({})

    assert [] == list(temporary.iterdir())
    assert before == sorted(folder.parent.rglob("*.jinja2*"))


def test_a_template_in_a_zipped_package_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package need not be a folder; reloading has no file to look at, and says nothing."""
    archive = tmp_path / "zipped.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("zipped_jinja/__init__.py", "")
        file.writestr("zipped_jinja/base.jinja2", "[{% block b %}{% endblock %}]")
        file.writestr("zipped_jinja/card.jinja2", '{% extends "base.jinja2" %}{% block b %}x{% endblock %}')
    monkeypatch.syspath_prepend(str(archive))
    provider = Jinja2Templating(reload=True)

    assert "[x]" == provider.template("zipped_jinja:card.jinja2", "").render({})
    assert "[x]" == provider.template("zipped_jinja:card.jinja2", "").render({})


def test_no_more_templates_are_kept_than_the_settings_say(write: Write) -> None:
    """Those that were not used for longest go, and work when they are asked for again."""
    write(card="{% include name %}", **{f"part{number}": str(number) for number in range(10)})
    provider = Jinja2Templating(cache_size=3)
    template = provider.template(SPEC, "")

    texts = [template.render({"name": f"part{number % 10}.jinja2"}) for number in range(30)]

    assert [str(number % 10) for number in range(30)] == texts
    assert provider.environment.cache is not None
    assert 3 == len(provider.environment.cache)


def test_the_memory_of_names_that_do_not_exist_is_bounded(write: Write) -> None:
    """A client that makes up names cannot fill the memory."""
    write(card="{% include name %}")
    provider = Jinja2Templating()
    template = provider.template(SPEC, "")

    for number in range(500):
        with pytest.raises(TemplateNotFound):
            template.render({"name": f"made-up-{number}.jinja2"})

    assert provider.environment.cache is not None
    assert 1 == len(provider.environment.cache) == len(provider.environment.files)


def test_a_file_with_the_time_of_the_last_one_but_another_size_is_seen(write: Write) -> None:
    """A copy that keeps times, as deployments make them, is a change too."""
    folder = write(card="a")
    stamp = (folder / "card.jinja2").stat().st_mtime_ns
    template = Jinja2Templating(reload=True).template(SPEC, "")
    assert "a" == template.render({})

    write(card="bb")
    os.utime(folder / "card.jinja2", ns=(stamp, stamp))

    assert "bb" == template.render({})
