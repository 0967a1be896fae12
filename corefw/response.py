"""The response."""

from __future__ import annotations

from corefw.app.decorators import response_adapter
from corefw.web.disposition import content_disposition
from corefw.web.response import FileIter, FileResponse, Response

__all__ = [
    "FileIter",
    "FileResponse",
    "Response",
    "content_disposition",
    "response_adapter",
]
