"""A section becomes its dataclass, or every reason why it cannot is told at once."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.base.errors import Fix
from corefw.engine.settings import Secret, Settings, SettingsError, load_settings


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Limits:
    body: Annotated[int, msgspec.Meta(ge=0)] = 100
    fields: int = 1000


@dataclass(frozen=True)
class Shop:
    debug: bool = field(default=False, metadata={"help": "Show what went wrong."})
    port: int = 6543
    rate: float = 1.5
    name: str = ""
    hosts: tuple[str, ...] = ()
    addons: Literal["all"] | list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    tags: frozenset[str] = frozenset()
    folder: Path | None = None
    colour: Colour = Colour.RED
    mode: Literal["a", "b"] = "a"
    pause: timedelta = timedelta(0)
    secret: Secret = field(default_factory=Secret)
    dsn: str = field(default="", metadata={"secret": True})
    limits: Limits = field(default_factory=Limits)
    sites: dict[str, Limits] = field(default_factory=dict)
    mirrors: list[Limits] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)
    made: int = field(default=0, init=False)


@dataclass(frozen=True)
class Needs:
    url: str = field(metadata={"help": "Where the database is."})
    token: str
    from_: int = field(default=1, metadata={"name": "from"})

    def __post_init__(self) -> None:
        if self.from_ < 1:
            raise ValueError("from must be at least 1.")


def from_toml(folder: Path, text: str, environ: Mapping[str, str] | None = None) -> Settings:
    file = folder / "corefw.toml"
    file.write_text(text)
    return load_settings(file, environ or {})


@pytest.mark.parametrize(
    ("expected", "attribute", "text"),
    [
        (True, "debug", " Yes "),
        (False, "debug", "off"),
        (8080, "port", "8080"),
        (-5, "port", "-5"),
        (2.0, "rate", "2"),
        ("007", "name", "007"),
        (" x ", "name", " x "),
        (("a", "b"), "hosts", "a, b"),
        (("a,b", "c"), "hosts", '["a,b", "c"]'),
        ((), "hosts", ""),
        ("all", "addons", "all"),
        (["mako", "x"], "addons", "mako,x"),
        (["mako"], "addons", "mako"),
        ([1, 2], "numbers", "1,2"),
        ([1, 2], "numbers", "[1, 2]"),
        (frozenset({"a"}), "tags", "a"),
        (Path("/x"), "folder", "/x"),
        (Colour.BLUE, "colour", "blue"),
        ("b", "mode", "b"),
        (timedelta(seconds=30), "pause", "PT30S"),
        ("s", "secret", "s"),
        (Limits(5), "limits", "{body = 5}"),
        ({"x": 1}, "options", "{x = 1}"),
    ],
)
def test_a_text_of_the_environment_is_read_by_the_type_of_its_field(
    expected: object, attribute: str, text: str
) -> None:
    """A variable is a text; what it means is said by the schema."""
    settings = load_settings(None, {f"COREFW__SHOP__{attribute.upper()}": text})

    assert expected == getattr(settings.typed("shop", Shop), attribute)


@pytest.mark.parametrize(
    ("attribute", "text"),
    [
        ("debug", "maybe"),
        ("debug", ""),
        ("port", "8080x"),
        ("port", ""),
        ("port", "٣"),
        ("port", "9" * 5000),
        ("numbers", "1,x"),
        ("numbers", "[1"),
        ("numbers", "[1]\nx = 2"),
        ("colour", "green"),
        ("limits", "x"),
        ("limits", "{body = -1}"),
    ],
)
def test_a_text_that_does_not_fit_is_refused(attribute: str, text: str) -> None:
    """No text of the environment becomes something that the field does not take."""
    settings = load_settings(None, {f"COREFW__SHOP__{attribute.upper()}": text})

    with pytest.raises(SettingsError, match="CFW-112"):
        settings.typed("shop", Shop)


@given(st.sampled_from(["DEBUG", "PORT", "RATE", "HOSTS", "ADDONS", "NUMBERS", "LIMITS", "PAUSE"]), st.text())
def test_no_text_raises_anything_but_a_settings_error(name: str, text: str) -> None:
    """Whatever is in a variable is either taken or refused."""
    settings = load_settings(None, {f"COREFW__SHOP__{name}": text})

    codes: set[str] = set()
    try:
        settings.typed("shop", Shop)
    except SettingsError as error:
        codes = {problem.code for problem in error.problems}

    assert {"CFW-112", "CFW-111"} >= codes


def test_a_file_is_taken_strictly_and_nested_tables_are_read(tmp_path: Path) -> None:
    """Tables below a section become their dataclasses, also in tables and lists."""
    settings = from_toml(
        tmp_path,
        "[shop]\nrate = 2\n[shop.limits]\nbody = 1\n[shop.sites.'a.example']\nfields = 3\n"
        "[[shop.mirrors]]\nbody = 7\n[shop.options.deep]\nx = [1]\n",
    )

    assert Shop(
        rate=2.0,
        limits=Limits(1),
        sites={"a.example": Limits(fields=3)},
        mirrors=[Limits(7)],
        options={"deep": {"x": [1]}},
    ) == settings.typed("shop", Shop)


def test_every_problem_of_a_section_is_told_at_once(tmp_path: Path) -> None:
    """Unknown keys, wrong values and broken bounds, each with its place and remedy."""
    settings = from_toml(
        tmp_path,
        '[shop]\ndebug = "maybe"\nport = "80"\ncolor = "red"\nhosts = ["a", 3]\nmirrors = [{ body = true }]\n'
        "[shop.limits]\nbody = -1\n",
        {"COREFW__SHOP__MODE": "c"},
    )
    file = tmp_path / "corefw.toml"

    with pytest.raises(SettingsError) as caught:
        settings.typed("shop", Shop)

    assert f"""\
7 problems were found.

CFW-111  There is no setting "shop.color". Did you mean "colour"?

  {file}:4   color = ...

  [shop] takes addons, colour, debug, dsn, folder, hosts, limits, mirrors, mode, name, numbers, options, \
pause, port, rate, secret, sites, tags.

  Choose one:
    colour was meant            write  colour = ...
    it is no setting any more   take  color  out of [shop]

CFW-112  "shop.debug" must be true or false, and is "maybe".

  {file}:2   debug = "maybe"

  Show what went wrong.

  To mend it: write  debug = false

CFW-112  "shop.port" must be a whole number, and is "80".

  {file}:3   port = "80"

  To mend it: write  port = 80

CFW-112  "shop.hosts[1]" must be text, and is 3.

  {file}:5   hosts = ["a", 3]

CFW-112  "shop.mode" must be one of "a", "b", and is "c".

  environment   COREFW__SHOP__MODE=c

  To mend it: set  COREFW__SHOP__MODE=a

CFW-112  "shop.limits.body" must be a whole number, at least 0, and is -1.

  {file}:8   body = -1

  To mend it: write  body = 100

CFW-112  "shop.mirrors[0].body" must be a whole number, at least 0, and is true.

  {file}:6   mirrors = [{{ body = true }}]

  To mend it: write  body = 100""" == str(caught.value)


@dataclass(frozen=True)
class Paint:
    colour: Literal["red", "blue"] = field(
        default="red",
        metadata={"refused": {"green": ("The frogs like it too much.", (Fix("", 'colour = "blue"'),))}},
    )


@pytest.mark.parametrize(
    ("value", "why", "fixes"),
    [
        ("green", "The frogs like it too much.", ['colour = "blue"']),
        ("grey", "", ['write  colour = "red"']),
    ],
)
def test_a_value_that_somebody_may_expect_is_refused_with_its_own_reason(
    tmp_path: Path, value: str, why: str, fixes: list[str]
) -> None:
    """The field says which, why, and what to write instead; other values are refused as ever."""
    settings = from_toml(tmp_path, f'[paint]\ncolour = "{value}"\n')

    with pytest.raises(SettingsError) as caught:
        settings.typed("paint", Paint)

    (problem,) = caught.value.problems
    assert f'"paint.colour" must be one of "red", "blue", and is "{value}".' == problem.what
    assert (why, fixes) == (problem.why, [fix.do for fix in problem.fixes])


def test_what_is_missing_is_told_with_both_ways_to_give_it(tmp_path: Path) -> None:
    """The help of the field says what it is for, and no example is made of a secret."""
    settings = from_toml(tmp_path, "[db]\nfrom = 2\n")

    with pytest.raises(SettingsError) as caught:
        settings.typed("db", Needs)

    url, token = caught.value.problems
    text = str(url)
    assert text.startswith('CFW-113  "db.url" must be set: text.\n\n')
    assert text.endswith(
        "\n\n  Where the database is.\n\n  Choose one:\n"
        f'    in {tmp_path / "corefw.toml"}   write  url = "text"  below [db]\n'
        + "    in the environment".ljust(len(f"    in {tmp_path / 'corefw.toml'}"))
        + "   set  COREFW__DB__URL"
    )
    assert token.fixes[0].do == "write  token = ********  below [db]"


def test_an_unknown_variable_is_told_with_the_one_that_was_meant() -> None:
    """Whoever misspells a variable sees the right spelling."""
    settings = load_settings(None, {"COREFW__SHOP__PROT": "1"})

    with pytest.raises(SettingsError, match=r"COREFW__SHOP__PROT .* Did you mean COREFW__SHOP__PORT\?"):
        settings.typed("shop", Shop)


def test_a_rule_of_the_schema_is_told_with_the_places_of_the_values(tmp_path: Path) -> None:
    """A ValueError of ``__post_init__`` is a problem like the others."""
    settings = from_toml(tmp_path, '[db]\nurl = "x"\ntoken = "t"\nfrom = 0\n')

    with pytest.raises(SettingsError) as caught:
        settings.typed("db", Needs)

    text = str(caught.value)
    assert text.startswith("CFW-117  [db] is refused: from must be at least 1.\n")
    assert "corefw.toml:4" in text
    assert "corefw.toml:3   token = ********" in " ".join(text.split(" "))


@pytest.mark.parametrize(
    "text",
    [
        "[shop]\nsecret = 77345\n",
        "[shop]\ndsn = 77345\n",
        '[shop]\nscret = "77345"\n',
        "[shop.secret]\na = 77345\n",
    ],
)
def test_no_error_shows_a_secret(tmp_path: Path, text: str) -> None:
    """Neither the text of the error nor its facts hold the value, even if the name is misspelt."""
    settings = from_toml(tmp_path, text)

    with pytest.raises(SettingsError) as caught:
        settings.typed("shop", Shop)

    assert "77345" not in str(caught.value)
    assert "77345" not in repr(caught.value.as_dict())


def test_a_schema_must_be_a_dataclass() -> None:
    """The programmer who gives something else is told so."""
    with pytest.raises(SettingsError, match=r"CFW-116  The settings schema int is not a dataclass\."):
        Settings().typed("x", int)


def test_a_schema_with_an_unknown_type_is_refused() -> None:
    """A type that cannot be resolved is named."""

    @dataclass
    class Broken:
        x: Nowhere  # type: ignore[name-defined]  # noqa: F821

    with pytest.raises(SettingsError, match=r"CFW-116 .*Broken has a type that cannot be resolved"):
        Settings().typed("x", Broken)


def test_code_may_give_tables_and_finished_objects() -> None:
    """A value that already is what the schema wants is taken as it is."""
    limits = Limits(3)

    assert limits is Settings.from_mapping({"shop": {"limits": limits}}).typed("shop", Shop).limits
    assert Limits(4) == Settings.from_mapping({"shop.limits": {"body": 4}}).typed("shop", Shop).limits
