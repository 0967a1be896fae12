"""What stands around the handling of a request: the execution policy."""

from __future__ import annotations

from corefw.web.pipeline.execution import default_execution_policy

__all__ = [
    "default_execution_policy",
]
