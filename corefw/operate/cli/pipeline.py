"""``corefw pipeline``: the order of a request, and what is configured at each step.  Floor 6."""

from __future__ import annotations

from corefw.engine.registry import Registry
from corefw.operate.cli.listing import listing
from corefw.operate.inspection.pipeline import PipelineRow, pipeline_rows

__all__ = ["pipeline"]

_COLUMNS = {"#": "step", "Step": "name", "What": "what", "Owner": "owner", "Place": "place"}


@listing(by=("name", "what"), columns=_COLUMNS, empty="")
def pipeline(registry: Registry) -> list[PipelineRow]:
    """Show what a request goes through, in the order in which it does.

    A step where nothing is configured is shown with what happens then.  PATTERN is a glob for
    the name of a step, such as 'tweens', or for what is configured there.
    """
    return pipeline_rows(registry)
