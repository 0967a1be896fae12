"""Reading a content security policy: what browsers would skip without a word is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw_headers import ContentPolicy
from corefw_headers.policy import NONCE

NO_PLACEHOLDER = "is no placeholder; there is {nonce}, which stands alone and without quotes"
COMMA = "it holds a comma, at which browsers end one policy and begin another"


@pytest.mark.parametrize(
    "text",
    [
        "default-src 'self'",
        "default-src 'self'; script-src 'self' {nonce} 'strict-dynamic'; style-src {nonce}",
        "DEFAULT-SRC 'self';;  img-src * data: https://img.example:443/a ; upgrade-insecure-requests",
        "frame-ancestors 'none'; sandbox allow-scripts; report-to main; trusted-types a 'allow-duplicates'",
        "script-src 'nonce-abc' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
        "form-action\r\n\f 'SELF'",
        "script-src https://*.example.org:*/a/ *.b localhost:8000 [::1]:80 blob: 'report-sha256'",
        "webrtc 'block'; require-trusted-types-for 'script'; fenced-frame-src https:; sandbox",
    ],
)
def test_a_policy_that_browsers_understand_has_no_faults(text: str) -> None:
    """Whatever its directives."""
    assert () == ContentPolicy(text).faults


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("defualt-src 'self'", 'there is no directive "defualt-src". Did you mean default-src?'),
        ("zzz 1", 'there is no directive "zzz"'),
        ("img-src *; img-src a", '"img-src" stands there 2 times, and only the first counts'),
        ("img-src self", "self of img-src is no keyword as it stands; that is written 'self'"),
        ('img-src "self"', "\"self\" of img-src is no keyword as it stands; that is written 'self'"),
        ("img-src 'self", "'self of img-src is no keyword as it stands; that is written 'self'"),
        ("img-src none", "none of img-src is no keyword as it stands; that is written 'none'"),
        ("img-src nonce-a", "nonce-a of img-src is no keyword as it stands; that is written 'nonce-a'"),
        ("script-src 'nonce-'", "'nonce-' is neither a nonce nor a hash"),
        ("script-src 'sha256-!!'", "'sha256-!!' is neither a nonce nor a hash"),
        ("script-src htps//x?", "htps//x? of script-src is no source"),
        (
            "require-trusted-types-for script",
            "require-trusted-types-for knows no script. Did you mean 'script'?",
        ),
        ("sandbox allow-script", "sandbox knows no allow-script. Did you mean allow-scripts?"),
        ("frame-ancestors 'unsafe-inline'", "frame-ancestors knows no 'unsafe-inline'"),
        ("script-src-attr {nonce}", '"script-src-attr" has no use for a nonce'),
        ("report-to {nonce}", '"report-to" has no use for a nonce'),
        ("script-src 'unsafe-inlin'", "'unsafe-inlin' is no keyword. Did you mean 'unsafe-inline'?"),
        ("script-src 'zzz'", "'zzz' is no keyword"),
        ("script-src 'self' 'none'", "'none' of script-src counts for nothing beside other sources"),
        ("script-src '{nonce}'", f"\"'{{nonce}}'\" {NO_PLACEHOLDER}"),
        ("script-src {nounce}", f'"{{nounce}}" {NO_PLACEHOLDER}'),
        ("img-src {nonce}", '"img-src" has no use for a nonce'),
        ("default-src 'self', img-src *", COMMA),
        ("default-src 'self' höst", "it holds a control character, or one that is not ASCII"),
        ("default-src 'self'\0", "it holds a control character, or one that is not ASCII"),
        (" ; ", "it is empty"),
    ],
)
def test_what_browsers_would_skip_is_a_fault(text: str, fault: str) -> None:
    """With the near name where there is one."""
    assert fault in ContentPolicy(text).faults


def test_every_fault_is_told() -> None:
    """And not the first alone."""
    assert 3 == len(ContentPolicy("script-scr self; img-src none 'sefl'").faults)


@pytest.mark.parametrize(
    ("text", "plain", "page"),
    [
        ("script-src 'self' {nonce}", "script-src 'self'", "script-src 'self' 'nonce-N'"),
        ("script-src {nonce}", "script-src 'none'", "script-src 'nonce-N'"),
        (
            "script-src {nonce} 'unsafe-inline' https:; img-src *",
            "script-src https:; img-src *",
            "script-src 'nonce-N' 'unsafe-inline' https:; img-src *",
        ),
        ("style-src 'unsafe-inline'", "style-src 'unsafe-inline'", "style-src 'unsafe-inline'"),
        (
            "script-src {nonce} 'Unsafe-Inline' HTTPS:",
            "script-src https:",
            "script-src 'nonce-N' 'unsafe-inline' https:",
        ),
        ("default-src  'self' ;", "default-src 'self'", "default-src 'self'"),
    ],
)
def test_without_a_nonce_nothing_is_allowed_in_its_place(text: str, plain: str, page: str) -> None:
    """Beside a nonce browsers do not count 'unsafe-inline', so it does not come to count without one."""
    policy = ContentPolicy(text)

    assert (plain, page) == (policy.plain, policy.with_nonce("N"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("default-src 'self'", ()),
        ("default-src 'unsafe-inline'; script-src 'self'", ()),
        ("script-src {nonce} 'unsafe-inline'", ()),
        ("script-src 'unsafe-inline' 'sha256-abc='", ()),
        ("script-src 'unsafe-inline' 'sha256-!'", ("'unsafe-inline'",)),
        ("script-src 'strict-dynamic' {nonce} 'unsafe-inline' https: *", ()),
        ("script-src 'self'; script-src-elem 'unsafe-inline'", ("'unsafe-inline'",)),
        ("script-src 'self'; script-src-attr 'unsafe-inline'", ("'unsafe-inline'",)),
        ("script-src 'self'; script-src 'unsafe-inline'", ()),
        ("script-src 'self' 'nonce-abc'", ("'nonce-abc'",)),
        ("default-src 'self' 'Unsafe-Inline'", ("'unsafe-inline'",)),
        ("script-src * DATA: https://* 'unsafe-eval'", ("'unsafe-eval'", "*", "data:", "https://*")),
        ("img-src 'self'", ("no script-src and no default-src",)),
    ],
)
def test_what_lets_the_scripts_of_others_run_is_found(text: str, found: tuple[str, ...]) -> None:
    """By the directives that count for elements and for attributes."""
    assert found == ContentPolicy(text).open_to()


@pytest.mark.parametrize(
    ("text", "keeps"),
    [
        ("Frame-Ancestors 'self'", True),
        ("frame-ancestors 'none'", True),
        ("frame-ancestors https://a.example", True),
        ("frame-ancestors *", False),
        ("frame-ancestors https:", False),
        ("report-uri /frame-ancestors", False),
    ],
)
def test_a_policy_says_who_may_show_a_page_in_a_frame(text: str, keeps: bool) -> None:
    """By its directive, and not by a word somewhere."""
    assert keeps == ContentPolicy(text).keeps_out_frames()


_SOURCES = st.sampled_from(
    ["'self'", "https:", "*", "data:", NONCE, "'unsafe-inline'", "'Unsafe-INLINE'", "https://a.example"]
)


@given(
    st.dictionaries(
        st.sampled_from(["default-src", "script-src", "style-src"]), st.lists(_SOURCES), min_size=1
    )
)
def test_without_a_nonce_a_policy_allows_no_more_than_with_one(rules: dict[str, list[str]]) -> None:
    """Source by source, as a browser counts them; and no placeholder is ever sent."""
    policy = ContentPolicy("; ".join(" ".join((name, *values)) for name, values in rules.items()))

    def counted(text: str) -> dict[str, set[str]]:
        found = {}
        for part in text.lower().split("; "):
            name, *values = part.split()
            is_bound = any(value.startswith("'nonce-") for value in values)
            found[name] = set(values) - ({"'unsafe-inline'"} if is_bound else set()) - {"'none'"}
        return found

    plain, page = counted(policy.plain), counted(policy.with_nonce("N"))
    assert all(plain[name] <= page[name] for name in rules)
    assert "{" not in policy.plain + policy.with_nonce("N")
