"""What the addon brings to an application: default headers, ``request.csp_nonce``, and a check."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from corefw.exceptions import ConfigurationError, Fix, Problem
from corefw.hooks import Check, Configure, Finding, Hooks
from corefw.request import Request
from corefw_headers.policy import ContentPolicy
from corefw_headers.settings import HeadersSettings

__all__ = ["HeadersAddon"]

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
            config.add_default_header(_policy_header(settings), policy.plain)
        config.add_request_method(_nonce_giver(policy, _policy_header(settings)), "csp_nonce", reify=True)

    def check(self, event: Check) -> Iterable[Finding]:
        """Find what leaves a deployed site open."""
        settings = event.registry.settings.typed("headers", HeadersSettings)
        if event.deploy:
            yield from _findings(settings)


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


def _nonce_giver(policy: ContentPolicy | None, header: str) -> Callable[[Request], str]:
    """Return what is to be ``request.csp_nonce``."""

    def csp_nonce(request: Request) -> str:
        """The nonce of this page: another one each time, of 128 bits, also in the header of the answer.

        An answer that has one is stored by nobody, since a copy would give it away.  Raises
        RuntimeError when the request is over, and the header sent.
        """
        if request.is_over:
            raise RuntimeError(
                "request.csp_nonce was asked for when the request was over: its header is sent by then. "
                "Ask for it before the view returns."
            )
        nonce = secrets.token_urlsafe(16)

        def tell(request: Request, response: Any) -> None:
            response.headers["Cache-Control"] = "no-store"
            if header not in response.headers:
                response.headers[header] = told

        if policy is not None and policy.takes_nonce:
            told = policy.with_nonce(nonce)
            request.add_response_callback(tell)
        return nonce

    return csp_nonce


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
                why="Browsers skip what they do not understand without a word: the site would look protected "
                "and not be.",
                fixes=(Fix("", "csp = \"default-src 'self'; script-src 'self' {nonce}\"   in [headers]"),),
            ),
        )


def _findings(settings: HeadersSettings) -> Iterator[Finding]:
    off = [
        name
        for name, is_off in (
            ("nosniff", not settings.nosniff),
            ("frame", settings.frame == "off" and "frame-ancestors" not in settings.csp),
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
        yield Finding(
            "headers.csp",
            "there is no content security policy.",
            hint="csp = \"default-src 'self'; script-src 'self' {nonce}\"; csp_report_only = true to try it",
        )
        return
    open_to = ContentPolicy(settings.csp).runs_inline()
    if open_to:
        yield Finding(
            "headers.csp",
            f"the content security policy lets scripts run that somebody wrote into a page: "
            f"{', '.join(open_to)}.",
            hint="script-src 'self' {nonce}, and  nonce=\"${request.csp_nonce}\"  at inline scripts",
        )
    if settings.csp_report_only:
        yield Finding(
            "headers.report_only",
            "the content security policy is reported only.",
            hint="csp_report_only = false, once reports have ceased",
        )
