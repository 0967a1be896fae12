"""Filling ports, choosing among providers, and relying on what they offer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corefw.app.bootstrap import load_application
from corefw.app.configurator import Configurator
from corefw.base.errors import ConfigurationConflictError, ConfigurationError, Problem
from tests.modules import Folder

PORT = """
from corefw.ports import port


@port("mail", capabilities=("attachments", "receipts"))
class Mail:
    capabilities = frozenset()


class Plain(Mail):
    pass


class Rich(Mail):
    capabilities = frozenset({"attachments", "receipts"})


class Wrong(Mail):
    capabilities = frozenset({"attachment"})
"""


@pytest.fixture
def mail(folder: Folder) -> Any:
    """Install two addons that fill the port mail: letters plainly, pigeons with everything."""
    module = folder.module("mailport", PORT)
    for name, kind, offers in (
        ("letters", "Plain", "mail"),
        ("pigeons", "Rich", "mail:attachments,receipts"),
    ):
        folder.addon(
            name,
            f"def configure(self, event: Configure) -> None:\n    event.config.provide_port(Mail, {kind}())",
            manifest=f'provides = ["{offers}"]',
            imports=f"from mailport import Mail, {kind}",
        )
    return module


def build(*addons: str, ports: dict[str, str] | None = None, **more: Any) -> Configurator:
    settings: dict[str, Any] = {"corefw.addons": [*addons], **more}
    settings |= {f"corefw.ports.{port}": name for port, name in (ports or {}).items()}
    return Configurator(settings=settings, package="tests.modules")


def the_problem(config: Configurator) -> Problem:
    """Build the application, which must fail by one problem alone; return it."""
    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    (problem,) = caught.value.problems
    return problem


def states(config: Configurator, kind: str = "port") -> list[tuple[str, str, str]]:
    return [(row.owner.name, str(row.state), row.reason) for row in config.plan.select(kind=kind)]


def line_of(text: str, *, below: Any = None) -> int:
    """Return the line of this file that holds *text*, in the test that calls."""
    start = below.__code__.co_firstlineno if below is not None else 0
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if n > start and text in line)


# -- providers -------------------------------------------------------------------------


def test_a_port_is_filled(mail: Any) -> None:
    """What fills it is found in the registry."""
    config = build("pigeons")
    config.commit()

    assert isinstance(config.registry.port(mail.Mail), mail.Rich)
    assert [("pigeons", "active", "")] == states(config)


def test_two_providers_without_a_choice_are_an_error_with_the_lines_to_paste(mail: Any) -> None:
    """Both are named, and each has its line."""
    config = build("letters", "pigeons")

    with pytest.raises(ConfigurationConflictError) as caught:
        config.make_wsgi_app()

    assert """\
CFW-201  The port mail has 2 providers: letters 0.1 and pigeons 0.1.

  letters 0.1   tiny_letters/addon.py:7   event.config.provide_port(Mail, Plain())
  pigeons 0.1   tiny_pigeons/addon.py:7   event.config.provide_port(Mail, Rich())

  A port has one provider, and the settings do not say which of them.

  Choose one:
    letters is meant   mail = "letters"   in [corefw.ports]
    pigeons is meant   mail = "pigeons"   in [corefw.ports]""" == str(caught.value)


@pytest.mark.parametrize(("chosen", "other"), [("letters", "pigeons"), ("pigeons", "letters")])
def test_the_settings_choose_among_providers(mail: Any, chosen: str, other: str) -> None:
    """The other stays in the plan as disabled, with the reason."""
    config = build("letters", "pigeons", ports={"mail": chosen})
    config.make_wsgi_app()

    assert {
        (chosen, "active", ""),
        (other, "disabled", f'[corefw.ports] chooses "{chosen}" for mail'),
    } == set(states(config))


def test_the_application_overrides_an_addon(mail: Any) -> None:
    """As everywhere, whoever includes wins."""
    config = build("pigeons")
    config.provide_port(mail.Mail, mail.Plain())
    config.make_wsgi_app()

    assert type(config.registry.port(mail.Mail)) is mail.Plain
    assert {("pigeons", "overridden"), ("tests", "active")} == {row[:2] for row in states(config)}


@pytest.mark.parametrize(
    ("chosen", "kind"), [("pigeons", "Rich"), ("application", "Plain"), ("tests", "Plain")]
)
def test_the_settings_choose_between_an_addon_and_the_application(mail: Any, chosen: str, kind: str) -> None:
    """The application has two names, its package and "application"."""
    config = build("pigeons", ports={"mail": chosen})
    config.provide_port(mail.Mail, mail.Plain())
    config.make_wsgi_app()

    assert kind == type(config.registry.port(mail.Mail)).__name__


def test_a_choice_of_nobody_is_an_error_with_the_near_name(mail: Any) -> None:
    """All that could be chosen is listed, each with its line."""
    config = build("letters", "pigeons", ports={"mail": "pigeon"})

    problem = the_problem(config)

    assert "CFW-607" == problem.code
    assert (
        'The settings choose "pigeon" for the port mail, and no such addon provides it. '
        'Did you mean "pigeons"?' == problem.what
    )
    assert "letters and pigeons provide mail." == problem.why
    assert ['mail = "letters"   in [corefw.ports]', 'mail = "pigeons"   in [corefw.ports]'] == [
        fix.do for fix in problem.fixes
    ]


def test_a_choice_is_told_with_its_line_in_the_file(mail: Any, folder: Folder) -> None:
    """The witness is the line of the settings."""
    folder.module("shop", "def includeme(config):\n    pass\n")
    file = folder.write(
        "shop.toml",
        '[corefw]\ninclude = ["shop"]\naddons = ["letters"]\n\n[corefw.ports]\nmail = "doves"\n',
    )

    with pytest.raises(ConfigurationError) as caught:
        load_application(file, environ={})

    (problem,) = caught.value.problems
    assert (6, 'mail = "doves"') == (problem.witnesses[0].place.line, problem.witnesses[0].place.source)
    assert "letters provides mail." == problem.why


def test_a_choice_of_an_addon_that_is_not_enabled_says_how_to_enable_it(mail: Any) -> None:
    """The list of addons can be pasted."""
    config = build("letters", ports={"mail": "pigeons"})

    problem = the_problem(config)

    assert 'The settings choose "pigeons" for the port mail, and that addon is not enabled.' == problem.what
    assert ['addons = ["letters", "pigeons"]   in [corefw]', 'mail = "letters"   in [corefw.ports]'] == [
        fix.do for fix in problem.fixes
    ]


def test_a_choice_for_an_unknown_port_is_an_error_with_the_near_name(mail: Any) -> None:
    """A misspelt port would otherwise choose nothing."""
    config = build("letters", ports={"mial": "letters"})

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    assert ['[corefw.ports] chooses for the port "mial", which nobody knows. Did you mean "mail"?'] == [
        problem.what for problem in caught.value.problems
    ]
    assert "The ports are mail, persistence, session_store and templating." == caught.value.problems[0].why


def test_a_provider_that_claims_an_unknown_capability_is_refused(mail: Any) -> None:
    """With the near one."""
    config = build()

    with pytest.raises(ConfigurationError) as caught:
        config.provide_port(mail.Mail, mail.Wrong())

    assert 'The port mail knows no capability "attachment". Did you mean "attachments"?' == (
        caught.value.problems[0].what
    )
    assert "Its capabilities are attachments, receipts." == caught.value.problems[0].why


# -- requirements ----------------------------------------------------------------------


def test_a_requirement_that_is_met_is_active(mail: Any) -> None:
    """By the port's contract or by its name, before or after the provider."""
    config = build("pigeons")
    config.require_capability("mail", "receipts")
    config.require_capability(mail.Mail, "attachments")
    config.make_wsgi_app()

    assert ["active", "active"] == [str(row.state) for row in config.plan.select(kind="requirement")]
    assert 'capability "receipts" of the port mail for the application' == (
        config.plan.select(kind="requirement")[0].title
    )


def test_a_requirement_that_is_not_met_says_who_provides_and_who_offers(mail: Any) -> None:
    """The addon that is replaced goes, since it serves nothing else."""
    config = build("letters")
    config.require_capability("mail", "receipts")
    line = line_of(
        '"mail", "receipts"', below=test_a_requirement_that_is_not_met_says_who_provides_and_who_offers
    )

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    place = f"tests/app/directives/test_ports.py:{line}"
    assert (
        f"""\
CFW-606  The application requires the capability "receipts" of the port mail, and letters 0.1, which provides that port, does not offer it.

  tests         {place:<{max(len(place), 25)}}   config.require_capability("mail", "receipts")
  letters 0.1   {"tiny_letters/addon.py:7":<{len(place)}}   provides mail and offers nothing

  pigeons 0.1 offers it, and that addon is not enabled.

  To mend it:
    to use pigeons   addons = ["pigeons"]   in [corefw]"""  # noqa: E501
        == str(caught.value)
    )
    assert ["unmet"] == [str(row.state) for row in config.plan.select(kind="requirement")]


def test_a_requirement_of_an_empty_port_says_which_addon_to_enable(mail: Any) -> None:
    """The list of addons can be pasted."""
    config = build()
    config.require_capability(mail.Mail, "receipts")

    problem = the_problem(config)

    assert (
        'The application requires the capability "receipts" of the port mail, and nothing provides that port.'
        == problem.what
    )
    assert ['addons = ["pigeons"]   in [corefw]'] == [fix.do for fix in problem.fixes]


def test_a_requirement_is_met_by_choosing_another_provider(mail: Any) -> None:
    """The addon that offers it is enabled and not chosen."""
    config = build("letters", "pigeons", ports={"mail": "letters"})
    config.require_capability("mail", "receipts")

    problem = the_problem(config)

    assert "pigeons 0.1 offers it, and that addon is not chosen." == problem.why
    assert ['mail = "pigeons"   in [corefw.ports]'] == [fix.do for fix in problem.fixes]


def test_an_addon_that_serves_something_else_stays_beside_the_new_one(mail: Any, folder: Folder) -> None:
    """Then the settings must choose as well."""
    manifest = folder.path / "tiny_letters" / "corefw-addon.toml"
    manifest.write_text('name = "letters"\nprovides = ["mail", "stamps"]\n')
    config = build("letters")
    config.require_capability("mail", "receipts")

    problem = the_problem(config)

    assert ['addons = ["letters", "pigeons"]   in [corefw], and   mail = "pigeons"   in [corefw.ports]'] == [
        fix.do for fix in problem.fixes
    ]


def test_an_addon_that_was_switched_off_is_named_as_such(mail: Any) -> None:
    """It is enabled, and left out by another setting."""
    more: dict[str, Any] = {"corefw.disable": ["pigeons"]}
    config = build("pigeons", **more)
    config.require_capability(mail.Mail, "receipts")

    problem = the_problem(config)

    assert ['take "pigeons" out of  disable  in [corefw]'] == [fix.do for fix in problem.fixes]


def test_a_provider_whose_settings_take_the_capability_away_is_told(mail: Any, folder: Folder) -> None:
    """Its manifest offers it, and what it provided does not."""
    file = folder.path / "tiny_pigeons" / "addon.py"
    file.write_text(file.read_text().replace("Rich", "Plain"))
    config = build("pigeons")
    config.require_capability("mail", "receipts")

    problem = the_problem(config)

    assert "pigeons 0.1 can offer it, but not with its present settings." == problem.why
    assert ["change its settings in [pigeons]"] == [fix.do for fix in problem.fixes]


def test_what_no_installed_addon_offers_is_told(folder: Folder, mail: Any) -> None:
    """The remedy names the capability."""
    (folder.path / "tiny_pigeons" / "corefw-addon.toml").write_text('name = "pigeons"\nprovides = ["mail"]\n')
    config = build("letters")
    config.require_capability("mail", "receipts")

    problem = the_problem(config)

    assert "No installed addon offers it." == problem.why
    assert ["install an addon that offers mail:receipts and name it in  addons  in [corefw]"] == [
        fix.do for fix in problem.fixes
    ]


def test_an_unknown_port_is_told_with_the_near_one(mail: Any) -> None:
    """The ports of installed addons are known, and corefw's own."""
    config = build()
    config.require_capability("persistance", "savepoints")

    with pytest.raises(
        ConfigurationError, match=r'nothing provides that port\. Did you mean "persistence"\?'
    ):
        config.make_wsgi_app()


def test_an_unknown_capability_is_refused_where_it_is_required() -> None:
    """Of a port of corefw's own it is known before anybody fills it."""
    config = build()

    with pytest.raises(ConfigurationError) as caught:
        config.require_capability("persistence", "savepoint")

    assert (
        'CFW-605  The port persistence knows no capability "savepoint". Did you mean "savepoints"?'
        == (str(caught.value).splitlines()[0])
    )


def test_a_route_requires_a_capability(mail: Any) -> None:
    """The message names the route; the route itself is as ever."""
    config = build("letters")
    config.add_route("post", "/post", requires=("mail:receipts",))

    problem = the_problem(config)

    assert problem.what.startswith('The route "post" requires the capability "receipts"')
    assert ["active"] == [str(row.state) for row in config.plan.select(kind="route")]


def test_several_requirements_are_reported_together(mail: Any) -> None:
    """The same one twice is two declarations and no conflict."""
    config = build("letters")
    config.add_route("post", "/post", requires=["mail:receipts", "mail:attachments"])
    config.require_capability("mail", "receipts")
    config.require_capability("mail", "receipts")

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    assert ["CFW-606"] * 4 == [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize("text", ["mail", "mail:", ":receipts", "mail:receipts,attachments", "mail receipts"])
def test_a_requirement_of_a_route_that_cannot_be_read_is_refused(text: str) -> None:
    """It is written port:capability."""
    config = build()

    with pytest.raises(ConfigurationError) as caught:
        config.add_route("post", "/post", requires=[text])

    assert f'"{text}" does not say a port and a capability.' == caught.value.problems[0].what


def test_the_manifest_of_an_addon_requires_a_capability(mail: Any, folder: Folder) -> None:
    """The place is its line in the manifest."""
    folder.addon("flock", manifest='corefw = ">=0.1"\nneeds = ["pigeons", "mail:receipts"]')
    config = build("flock", "letters", "pigeons", ports={"mail": "letters"})

    problem = the_problem(config)

    assert problem.what.startswith('The addon flock 0.1 requires the capability "receipts" of the port mail')
    assert "tiny_flock/corefw-addon.toml:3" == str(problem.witnesses[0].place)
    assert build("flock", "pigeons").make_wsgi_app()


def test_an_optional_addon_whose_requirement_is_not_met_is_left_out(mail: Any, folder: Folder) -> None:
    """The application goes on without it, and the report says why."""
    folder.addon(
        "flock",
        'def configure(self, event: Configure) -> None:\n    event.config.add_route("flock", "/flock")',
        manifest='needs = ["mail:receipts"]',
    )
    more: dict[str, Any] = {"corefw.optional_addons": ["flock"]}
    config = build("flock", "letters", **more)
    config.make_wsgi_app()

    assert {"disabled"} == {str(row.state) for row in config.plan if row.owner.name == "flock"}


def test_a_requirement_is_silent_while_providers_are_in_conflict(mail: Any) -> None:
    """Nobody knows yet who it will be: the conflict alone is told."""
    config = build("letters", "pigeons")
    config.require_capability("mail", "receipts")

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    assert ["CFW-201"] == [problem.code for problem in caught.value.problems]


def test_a_later_provider_must_offer_what_was_required_before(mail: Any) -> None:
    """A second commit cannot take a capability away."""
    config = build("pigeons")
    config.require_capability("mail", "receipts")
    config.commit()
    config.provide_port(mail.Mail, mail.Plain())

    with pytest.raises(ConfigurationError, match='requires the capability "receipts" of the port mail'):
        config.make_wsgi_app()

    assert isinstance(config.registry.port(mail.Mail), mail.Rich)
