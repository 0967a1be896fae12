"""What the addon brings to an application: default headers, ``request.csp_nonce``, and a check."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from corefw.exceptions import ConfigurationError, Fix, Problem
from corefw.hooks import Check, Configure, Finding, Hooks, RequestEnd
from corefw.request import Request
from corefw_headers.policy import ContentPolicy
from corefw_headers.settings import HeadersSettings

__all__ = ["HeadersAddon"]

#: Where the nonce of a request is kept for its answer.
_KEPT: Final = "corefw_headers.nonce"
#: What the preload list of browsers asks for, in seconds (hstspreload.org).
_PRELOAD: Final = 31_536_000


class HeadersAddon(Hooks):
    """Headers by which browsers protect the users of a site."""

    def configure(self, event: Configure) -> None:
        """Declare the headers that the settings ask for, and what gives a page its nonce."""
        config, settings = event.config, event.settings
        assert isinstance(settings, HeadersSettings)
        problems = [*_problems(settings)]
        if problems:
            # Where each setting was given is known to the configurator only.
            raise ConfigurationError(
                *(
                    replace(problem, witnesses=(config.settings.origin(key).witness(),))
                    for key, problem in problems
                )
            )
        for name, value in _headers_of(settings):
            config.add_default_header(name, value)
        if settings.hsts:
            config.add_default_header("Strict-Transport-Security", _hsts(settings), https_only=True)
        policy = ContentPolicy(settings.csp) if settings.csp else None
        if policy is not None:
            config.add_default_header(_policy_header(settings), _PolicyHeader(policy))
        is_sent = policy is not None and policy.takes_nonce
        config.add_request_method(_nonce_giver(is_sent), "csp_nonce", reify=True)

    def request_end(self, event: RequestEnd) -> None:
        """Have nobody store a page with a nonce, whatever was said of caches before."""
        if _KEPT in event.request.environ:
            event.response.headers["Cache-Control"] = "no-store"

    def check(self, event: Check) -> Iterable[Finding]:
        """Find what leaves a deployed site open."""
        if event.deploy:
            settings = event.registry.settings.typed("headers", HeadersSettings)
            rows = event.registry.introspector.get_category("default headers", ())
            yield from _findings(settings, {row["introspectable"]["name"].lower() for row in rows})


class _PolicyHeader:
    """The policy of an answer: with the nonce of its request, if that has one."""

    def __init__(self, policy: ContentPolicy) -> None:
        self.policy = policy

    def __call__(self, environ: dict[str, Any]) -> str:
        nonce = environ.get(_KEPT)
        return self.policy.plain if nonce is None else self.policy.with_nonce(nonce)

    def __str__(self) -> str:
        return str(self.policy)


def _nonce_giver(is_sent: bool) -> Callable[[Request], str]:
    """Return what is to be ``request.csp_nonce``, in an application whose policy tells it, or does not."""

    def csp_nonce(request: Request) -> str:
        """The nonce of this page: another one for each request, of 128 bits, and in the header of the answer.

        An answer to a request that has one is stored by nobody, since a copy would give it away.  Raises
        RuntimeError when the request is over, as it is while a body is streamed: the header is sent by then.
        """
        if request.is_over:
            raise RuntimeError(
                "request.csp_nonce was asked for when the request was over: its header is sent by then. "
                "Ask for it before the view returns."
            )
        nonce = secrets.token_urlsafe(16)
        if is_sent:
            request.environ[_KEPT] = nonce
        return nonce

    return csp_nonce


def _headers_of(settings: HeadersSettings) -> Iterator[tuple[str, str]]:
    if settings.nosniff:
        yield "X-Content-Type-Options", "nosniff"
    for name, value in (
        ("X-Frame-Options", settings.frame),
        ("Referrer-Policy", settings.referrer),
        ("Cross-Origin-Opener-Policy", settings.opener),
    ):
        if value != "off":
            yield name, value


def _hsts(settings: HeadersSettings) -> str:
    words = [f"max-age={settings.hsts}"]
    words += ["includeSubDomains"] if settings.hsts_subdomains else []
    words += ["preload"] if settings.hsts_preload else []
    return "; ".join(words)


def _policy_header(settings: HeadersSettings) -> str:
    return "Content-Security-Policy" + ("-Report-Only" if settings.csp_report_only else "")


def _problems(settings: HeadersSettings) -> Iterator[tuple[str, Problem]]:
    """Yield what is wrong, each with the setting it is about."""
    if settings.hsts < 0:
        yield (
            "headers.hsts",
            Problem(
                "HEADERS-101",
                f"headers.hsts is {settings.hsts}, and is a number of seconds from 0 on.",
                fixes=(Fix("", "hsts = 3600   in [headers]"),),
            ),
        )
    if settings.hsts == 0 and settings.hsts_subdomains and not settings.hsts_preload:
        yield (
            "headers.hsts_subdomains",
            Problem(
                "HEADERS-104",
                "headers.hsts_subdomains adds to a header that is not sent: headers.hsts is 0.",
                fixes=(Fix("", "hsts = 3600   in [headers]"),),
            ),
        )
    if settings.hsts_preload and not (settings.hsts_subdomains and settings.hsts >= _PRELOAD):
        yield (
            "headers.hsts_preload",
            Problem(
                "HEADERS-102",
                "headers.hsts_preload asks browsers for what they refuse.",
                why=f"A site is preloaded with all its subdomains, and for {_PRELOAD} seconds at least "
                "(hstspreload.org).",
                fixes=(
                    Fix("it is to be preloaded", f"hsts = {_PRELOAD} and hsts_subdomains = true"),
                    Fix("it is not", "hsts_preload = false"),
                ),
            ),
        )
    for fault in ContentPolicy(settings.csp).faults if settings.csp else ():
        yield (
            "headers.csp",
            Problem(
                "HEADERS-103",
                f"headers.csp: {fault}" + ("" if fault.endswith("?") else "."),
                why="Browsers would read it otherwise than it looks, and say nothing.",
                fixes=(Fix("", "csp = \"default-src 'self'; script-src 'self' {nonce}\"   in [headers]"),),
            ),
        )


def _findings(settings: HeadersSettings, declared: Collection[str]) -> Iterator[Finding]:
    policy = ContentPolicy(settings.csp)
    off = [
        name
        for name, is_off in (
            ("nosniff", not settings.nosniff),
            ("frame", settings.frame == "off" and not policy.keeps_out_frames()),
            ("referrer", settings.referrer in ("off", "unsafe-url")),
            ("opener", settings.opener in ("off", "unsafe-none")),
        )
        if is_off
    ]
    if off:
        yield Finding(
            "headers.off",
            f"switched off in [headers]: {', '.join(off)}.",
            hint="leave them at their defaults, and let single views set their own header",
        )
    if not settings.hsts:
        yield Finding(
            "headers.hsts",
            "browsers may still use http for this site: headers.hsts is 0.",
            hint="where https works, hsts = 3600, and a year (31536000) after a while without complaints",
        )
    if not settings.csp:
        if "content-security-policy" not in declared:
            yield Finding(
                "headers.csp",
                "there is no content security policy.",
                hint="csp = \"default-src 'self'; script-src 'self' {nonce}\"   in [headers]",
            )
        return
    open_to = policy.open_to()
    if open_to:
        yield Finding(
            "headers.csp",
            f"the content security policy lets scripts run that somebody else wrote: {', '.join(open_to)}.",
            hint="script-src 'self' {nonce}, and  nonce=\"${request.csp_nonce}\"  at inline scripts",
        )
    if settings.csp_report_only:
        yield Finding(
            "headers.report_only",
            "the content security policy is reported only.",
            hint="csp_report_only = false, once reports have ceased",
        )
