"""Bootstrap: an application from a settings file and from a Python object."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import ConfigurationError, Configurator
from corefw.paster import get_app, get_appsettings
from corefw.response import Response
from corefw.scripting import load_application
from tests.modules import Folder
from tests.wsgi import ask

SHOP = """
from corefw.config import Configurator
from corefw.response import Response

calls = []


def front(request):
    return Response(request.registry.settings.get("shop.title", "untitled"))


def includeme(config):
    config.settings.claim("shop")
    config.add_route("front", "/")
    config.add_view(front, route_name="front")


def configurator():
    config = Configurator()
    config.include(includeme)
    return config


def application():
    return configurator().make_wsgi_app()


def with_settings(settings):
    config = Configurator(settings=settings)
    config.include(includeme)
    return config


def number():
    return 42


app = application()
"""


@pytest.fixture
def shop(folder: Folder) -> Folder:
    """Return the folder with a small application in it."""
    folder.write("shop/__init__.py", SHOP)
    folder.write("shop/empty.py")
    return folder


def said(folder: Folder, text: str) -> str:
    """Return what is said when the application of this settings file is loaded."""
    file = folder.write("site.toml", text)
    with pytest.raises(ConfigurationError) as caught:
        load_application(file, environ={})
    return str(caught.value).replace(str(folder.path), "FOLDER")


# -- from a settings file --------------------------------------------------------------------------


def test_an_application_is_what_its_settings_include(shop: Folder) -> None:
    """With the values of the file, and those of the environment over them."""
    file = shop.write("site.toml", '[corefw]\ninclude = ["shop"]\n\n[shop]\ntitle = "of the file"\n')

    app = load_application(file, environ={})
    other = load_application(str(file), environ={"COREFW__SHOP__TITLE": "of the environment"})

    assert ["of the file", "of the environment"] == [ask(app).text, ask(other).text]
    assert "shop" == app.registry.package_name
    owners = {(row.kind, str(row.owner)) for row in app.registry.plan if row.owner.kind != "core"}
    assert {("include", "shop"), ("route", "shop"), ("view", "shop")} == owners


def test_the_names_that_pyramid_documents_load_the_same(shop: Folder) -> None:
    """``get_app`` gives the application of a file, ``get_appsettings`` its settings and builds nothing."""
    file = shop.write("site.toml", '[corefw]\ninclude = ["shop"]\n\n[shop]\ntitle = "of the file"\n')

    assert "of the file" == ask(get_app(file)).text
    assert "of the file" == get_appsettings(str(file))["shop.title"]


def test_what_is_included_is_said_by_the_settings_file(shop: Folder) -> None:
    """The place of the include is the line of the file."""
    file = shop.write("site.toml", '[corefw]\ninclude = ["shop"]\n')
    app = load_application(file, environ={})

    assert [f"{file}:2"] == [str(row.place) for row in app.registry.plan.select(kind="include")]


def test_a_factory_is_given_the_settings(shop: Folder) -> None:
    """It returns a configurator or an application."""
    file = shop.write("site.toml", '[corefw]\napp = "shop:with_settings"\n\n[shop]\ntitle = "ours"\n')

    assert (200, "ours") == ask(load_application(file, environ={})).said


def test_a_settings_file_that_says_nothing_is_an_error(shop: Folder) -> None:
    """With the line to write."""
    assert (
        "CFW-702  FOLDER/site.toml does not say what the application is made of.\n"
        "\n"
        '  To mend it: include = ["your_package"]   in [corefw]'
    ) == said(shop, "[corefw]\n")


def test_a_settings_file_that_says_it_twice_is_an_error(shop: Folder) -> None:
    """One of the two would be ignored."""
    assert (
        "CFW-702  FOLDER/site.toml says twice what the application is made of.\n"
        "\n"
        '  FOLDER/site.toml:3   app = "shop:with_settings"\n'
        '  FOLDER/site.toml:2   include = ["shop"]\n'
        "\n"
        "  Choose one:\n"
        "    the factory includes everything   take  include  out of [corefw]\n"
        "    it is made of what is included    take  app  out of [corefw]"
    ) == said(shop, '[corefw]\ninclude = ["shop"]\napp = "shop:with_settings"\n')


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('include = ["shopp"]', 'CFW-101  "shopp" cannot be found: there is no module "shopp".'),
        (
            'include = ["shop", "shop.emty"]',
            'CFW-101  "shop.emty" cannot be found: the module shop has no "emty". Did you mean "empty"?',
        ),
        ('include = [""]', "CFW-101  A dotted name is wanted, and it is empty."),
        (
            'include = ["shop.empty"]',
            "CFW-209  The module shop.empty cannot be included: it has no function includeme.",
        ),
        (
            'app = "shop:nothing"',
            'CFW-101  "shop:nothing" cannot be found: the module shop has no "nothing".',
        ),
        (
            'app = "shop:number"',
            'CFW-703  "shop:number" is no factory of an application: it cannot be called with the settings.',
        ),
        (
            'app = "shop"',
            'CFW-703  "shop" is no factory of an application: it cannot be called with the settings.',
        ),
        ('app = "builtins:repr"', 'CFW-703  "builtins:repr" is no application: it is str.'),
    ],
)
def test_a_wrong_name_in_the_settings_is_told_with_its_line(shop: Folder, line: str, what: str) -> None:
    """The file and the line are what has to be mended."""
    text = said(shop, f"[corefw]\n\n{line}\n")

    assert text.startswith(what)
    assert f"FOLDER/site.toml:3   {line}" in text


def test_a_file_that_is_not_there_is_an_error(shop: Folder) -> None:
    """With the names of those that are."""
    with pytest.raises(ConfigurationError, match=r"CFW-110  There is no settings file"):
        load_application(shop.path / "nothing.toml", environ={})


# -- from a Python object ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["app", "application", "configurator"])
def test_an_application_is_named_by_what_it_is_or_what_makes_it(shop: Folder, name: str) -> None:
    """By its dotted name, or itself."""
    app = load_application(target=f"shop:{name}")
    same = load_application(target=getattr(shop.module("shop"), name)) if name != "configurator" else app

    assert [(200, "untitled")] * 2 == [ask(app).said, ask(same).said]


def test_a_configurator_is_an_application_to_be(shop: Folder) -> None:
    """It is built."""
    config = Configurator()
    config.add_route("it", "/")
    config.add_view(lambda request: Response("built"), route_name="it")

    assert "built" == ask(load_application(target=config)).text


def test_nothing_named_is_an_error() -> None:
    """With both ways to name it."""
    with pytest.raises(ConfigurationError) as caught:
        load_application()

    assert (
        "CFW-701  It is not said which application is meant.\n"
        "\n"
        "  Choose one:\n"
        "    it has a settings file   -c FILE.toml\n"
        "    it is plain Python       -a package:factory"
    ) == str(caught.value)


def needs_two(environ: Any, start_response: Any) -> Any:
    """Be a WSGI application of somebody else's."""


@pytest.mark.parametrize(
    ("target", "shown", "kind"),
    [
        ("shop:number", "shop:number", "int"),
        ("shop:calls", "shop:calls", "list"),
        (needs_two, "needs_two", "function"),
        (7, "int", "int"),
    ],
)
def test_what_is_no_application_is_an_error(shop: Folder, target: Any, shown: str, kind: str) -> None:
    """Which says what it is, and never where it lies in memory."""
    with pytest.raises(ConfigurationError) as caught:
        load_application(target=target)

    assert (
        f'CFW-703  "{shown}" is no application: it is {kind}.\n'
        "\n"
        "  An application is what make_wsgi_app returns, a Configurator, or a function without\n"
        "  required arguments that returns one of them.\n"
        "\n"
        "  To mend it: name a function that ends with  return config.make_wsgi_app()"
    ) == str(caught.value)
