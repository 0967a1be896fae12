"""The settings of the addon: the table ``[headers]``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["HeadersSettings"]

Referrer = Literal[
    "no-referrer",
    "no-referrer-when-downgrade",
    "origin",
    "origin-when-cross-origin",
    "same-origin",
    "strict-origin",
    "strict-origin-when-cross-origin",
    "unsafe-url",
    "off",
]


@dataclass(frozen=True, slots=True)
class HeadersSettings:
    """What a deployment says to browsers; "off" and 0 leave a header out."""

    nosniff: bool = field(
        default=True,
        metadata={"help": "X-Content-Type-Options: nosniff, so that a type is never guessed."},
    )
    frame: Literal["DENY", "SAMEORIGIN", "off"] = field(
        default="DENY",
        metadata={"help": "X-Frame-Options: who may show a page in a frame."},
    )
    referrer: Referrer = field(
        default="same-origin",
        metadata={
            "help": "Referrer-Policy: who is told which page a visitor comes from. With no-referrer browsers "
            "send forms over plain http in a way that is refused."
        },
    )
    opener: Literal[
        "same-origin", "same-origin-allow-popups", "noopener-allow-popups", "unsafe-none", "off"
    ] = field(
        default="same-origin",
        metadata={
            "help": "Cross-Origin-Opener-Policy: whether pages of other sites keep a hold of a window."
        },
    )
    hsts: int = field(
        default=0,
        metadata={
            "help": "Strict-Transport-Security: for how many seconds browsers use https only. 0: not sent."
        },
    )
    hsts_subdomains: bool = field(default=False, metadata={"help": "The same for every subdomain."})
    hsts_preload: bool = field(
        default=False,
        metadata={"help": "Agree to be built into browsers; hard to take back (hstspreload.org)."},
    )
    csp: str = field(
        default="",
        metadata={
            "help": "Content-Security-Policy; {nonce} stands for the nonce of a page (request.csp_nonce)."
        },
    )
    csp_report_only: bool = field(
        default=False, metadata={"help": "Have browsers report what the policy forbids, and allow it."}
    )
