"""Who a client is: the parts of which a security policy is made."""

from __future__ import annotations

from corefw.web.security.basic import HTTPBasicCredentials, basic_challenge, extract_http_basic_credentials
from corefw.web.security.login import SessionAuthenticationHelper
from corefw.web.security.tickets import AuthTktCookieHelper

__all__ = [
    "AuthTktCookieHelper",
    "HTTPBasicCredentials",
    "SessionAuthenticationHelper",
    "basic_challenge",
    "extract_http_basic_credentials",
]
