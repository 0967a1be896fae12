"""Security headers for corefw: what browsers are told with every answer.

`corefw_headers.settings` is what a deployment may say, `corefw_headers.policy` reads a content
security policy, and `corefw_headers.addon` joins them to corefw.
"""

from corefw_headers.policy import ContentPolicy
from corefw_headers.settings import HeadersSettings

__all__ = ["ContentPolicy", "HeadersSettings"]
