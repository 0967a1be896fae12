"""Discovery: what is installed is found without importing it, and what is broken is recorded."""

from __future__ import annotations

import importlib
import os
import sys
import zipfile
from collections.abc import Iterable
from importlib import metadata

import pytest

from corefw.addon.discovery import FoundAddon, find_addons
from tests.addon.conftest import Site


def codes(found: Iterable[FoundAddon]) -> dict[str, list[str]]:
    return {each.name: [problem.code for problem in each.problems] for each in found}


def text_of(found: FoundAddon) -> str:
    (problem,) = found.problems
    return str(problem)


def test_an_addon_is_found_with_its_manifest_and_not_imported(site: Site) -> None:
    """Entry point, distribution, version and manifest are known; no module of the addon is loaded."""
    site.addon("mako", manifest='summary = "Templates."', version="0.3")

    (found,) = site.found()

    assert ("mako", "corefw-mako", "0.3", ()) == (
        found.name,
        found.distribution,
        found.version,
        found.problems,
    )
    assert found.manifest is not None
    assert "Templates." == found.manifest.summary
    assert "tiny_mako/corefw-addon.toml" == str(found.place)
    assert not [name for name in sys.modules if name.startswith("tiny_mako")]


def test_what_is_installed_anywhere_on_the_path_is_found_by_default(site: Site) -> None:
    """Without a list of distributions all that can be imported are looked at."""
    site.addon("mine")

    assert "mine" in {each.name for each in find_addons()}


def test_addons_are_sorted_by_name_whatever_the_order_of_folders(site: Site) -> None:
    """The order is the same on every machine."""
    for name in ("zeta", "alpha", "mid"):
        site.addon(name)
    distributions = [*metadata.distributions(path=[str(site.folder)])]

    forwards = [each.name for each in find_addons(distributions)]
    backwards = [each.name for each in find_addons(distributions[::-1])]

    assert ["alpha", "mid", "zeta"] == forwards == backwards


def test_a_broken_entry_point_spoils_no_other_addon(site: Site) -> None:
    """Each is tried on its own; those that work are found with nothing against them."""
    site.addon("good")
    site.distribution("corefw-lost", "lost = nowhere_at_all.addon:Addon")
    site.distribution("corefw-odd", "odd")
    site.distribution("corefw-bare", "bare = tiny_good.addon")

    assert {"bare": ["CFW-406"], "good": [], "lost": ["CFW-406"], "odd": ["CFW-406"]} == codes(site.found())


def test_a_broken_entry_point_names_the_distribution_and_the_remedy(site: Site) -> None:
    """Who reads the error knows what to install again."""
    site.distribution("corefw-lost", "lost = nowhere_at_all.addon:Addon", version="0.2")

    assert (
        'CFW-406  The entry point of the addon "lost" is broken: '
        'there is no package "nowhere_at_all" to import.\n'
        "\n"
        "  lost 0.2   corefw-lost 0.2: entry_points.txt   lost = nowhere_at_all.addon:Addon\n"
        "\n"
        "  Choose one:\n"
        "    it was installed      pip install --force-reinstall corefw-lost\n"
        "    it is being written   mend  [options.entry_points] corefw.addons  and install it again"
    ) == text_of(site.found()[0])


def test_a_line_that_is_no_entry_point_does_not_stop_the_others(site: Site) -> None:
    """importlib.metadata raises for the whole file; here the one line is reported."""
    site.addon("good")
    site.write(
        "corefw_good-0.1.dist-info/entry_points.txt",
        """
        [console_scripts]
        nonsense

        [corefw.addons]
        # a comment
        what is this
        good = tiny_good.addon:Addon
        """,
    )

    assert {"good": [], "what is this": ["CFW-406"]} == codes(site.found())


def test_a_missing_manifest_is_reported_with_where_it_should_be(site: Site) -> None:
    """The remedy names the file, for an author and for somebody who installed the addon."""
    package = site.addon("mako")
    (site.folder / package / "corefw-addon.toml").unlink()

    assert (
        'CFW-402  The package "tiny_mako" has no corefw-addon.toml.\n'
        "\n"
        "  mako 0.1   tiny_mako/corefw-addon.toml\n"
        "\n"
        "  Choose one:\n"
        "    it is being written   add the file tiny_mako/corefw-addon.toml\n"
        "    it was installed      let its distribution include corefw-addon.toml (package data)"
    ) == text_of(site.found()[0])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_manifest_without_permission_is_reported(site: Site) -> None:
    """A file that cannot be opened is an error of that addon alone."""
    package = site.addon("mako")
    (site.folder / package / "corefw-addon.toml").chmod(0)

    assert "cannot be read: Permission denied." in text_of(site.found()[0])


def test_a_manifest_that_is_a_folder_is_reported(site: Site) -> None:
    """What cannot be read is said with the reason of the operating system."""
    package = site.addon("mako")
    (site.folder / package / "corefw-addon.toml").unlink()
    (site.folder / package / "corefw-addon.toml").mkdir()

    assert (
        "CFW-402  The addon manifest tiny_mako/corefw-addon.toml cannot be read: Is a directory.\n"
        "\n"
        "  mako 0.1   tiny_mako/corefw-addon.toml"
    ) == text_of(site.found()[0])


def test_a_manifest_that_is_not_utf_8_is_reported(site: Site) -> None:
    """Bytes that are no text are no manifest."""
    package = site.addon("mako")
    (site.folder / package / "corefw-addon.toml").write_bytes(b'name = "\xff"')

    assert "cannot be read: it is not UTF-8." in text_of(site.found()[0])


def test_an_invalid_manifest_is_reported_with_its_line_and_owner(site: Site) -> None:
    """The problems of the file are those of the addon, each with its place."""
    site.addon("mako", manifest='before = "x"\nneds = []\n')

    (found,) = site.found()

    assert [("CFW-403", "mako 0.1", 3), ("CFW-404", "mako 0.1", 2)] == [
        (each.code, each.witnesses[0].owner, each.witnesses[0].place.line) for each in found.problems
    ]
    assert found.manifest is None


def test_the_manifest_and_the_entry_point_must_agree_on_the_name(site: Site) -> None:
    """Two names for one addon would be two truths."""
    package = site.addon("mako")
    site.write(f"{package}/corefw-addon.toml", 'summary = ""\nname = "maco"')

    assert (
        'CFW-404  The entry point calls the addon "mako", and its manifest "maco".\n'
        "\n"
        '  mako 0.1   tiny_mako/corefw-addon.toml:2   name = "maco"\n'
        "\n"
        '  To mend it: write  name = "mako"  in tiny_mako/corefw-addon.toml'
    ) == text_of(site.found()[0])


def test_two_distributions_with_one_addon_name_are_both_named(site: Site) -> None:
    """Which of them would win is a matter of folders, so neither does."""
    site.addon("mako")
    site.write("other_mako/corefw-addon.toml", 'name = "mako"')
    site.write("other_mako/__init__.py", "")
    site.distribution("acme-mako", "mako = other_mako.addon:Addon", version="2")

    first, second = site.found()

    assert (
        'CFW-405  Several addons have the name "mako".\n'
        "\n"
        "  acme-mako 2       other_mako/corefw-addon.toml   mako = other_mako.addon:Addon\n"
        "  corefw-mako 0.1   tiny_mako/corefw-addon.toml    mako = tiny_mako.addon:Addon\n"
        "\n"
        "  Choose one:\n"
        "    acme-mako is not wanted     pip uninstall acme-mako\n"
        "    corefw-mako is not wanted   pip uninstall corefw-mako"
    ) == text_of(first)
    assert first.problems == second.problems


def test_a_distribution_that_hides_another_of_its_name_is_no_duplicate(site: Site) -> None:
    """An editable checkout before site-packages is one distribution, as importing sees it."""
    site.addon("mako", version="0.2")
    older = [metadata.PathDistribution(site.folder / "corefw_mako-0.2.dist-info")] * 2

    assert {"mako": []} == codes(find_addons(older))


def test_a_single_module_cannot_be_an_addon(site: Site) -> None:
    """A manifest beside a module would be anybody's."""
    site.write("lonely.py", "")
    site.distribution("corefw-lonely", "lonely = lonely:Addon")

    assert '"lonely" is a module, and only a package can hold a corefw-addon.toml.' in text_of(
        site.found()[0]
    )


def test_a_manifest_is_read_from_a_namespace_package(site: Site) -> None:
    """A package without __init__.py holds its manifest as another does."""
    site.addon("mako")
    (site.folder / "tiny_mako" / "__init__.py").unlink()
    importlib.invalidate_caches()

    assert {"mako": []} == codes(site.found())


def test_a_manifest_is_read_from_a_zip_file(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """An application packed into one file has addons, too."""
    archive = site.folder / "packed.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("zipped/__init__.py", "")
        packed.writestr("zipped/corefw-addon.toml", 'name = "zipped"\nsummary = "Packed."')
        packed.writestr("bare/__init__.py", "")
    monkeypatch.syspath_prepend(archive)
    site.distribution("corefw-zipped", "zipped = zipped.addon:Addon\nbare = bare.addon:Addon")

    found = site.found()

    assert {"bare": ["CFW-402"], "zipped": []} == codes(found)
    assert found[1].manifest is not None
    assert "Packed." == found[1].manifest.summary
