"""The Configurator, its decorators, and what directives are written with."""

from __future__ import annotations

from corefw.app.configurator import Configurator
from corefw.app.decorators import adapter_config, route_config, utility_config
from corefw.base.errors import (
    ConfigurationConflictError,
    ConfigurationError,
    ConfigurationExecutionError,
)
from corefw.engine.attachment import Target, decorator
from corefw.engine.declaration import (
    PHASE0_CONFIG,
    PHASE1_CONFIG,
    PHASE2_CONFIG,
    PHASE3_CONFIG,
    Deferred,
    Need,
    State,
)
from corefw.engine.owner import Owner
from corefw.engine.plan import Plan
from corefw.engine.registry import Registry
from corefw.engine.settings.secrets import Secret
from corefw.engine.settings.values import Settings, load_settings
from corefw.web.predicates.compiling import PredicateInfo, not_

__all__ = [
    "PHASE0_CONFIG",
    "PHASE1_CONFIG",
    "PHASE2_CONFIG",
    "PHASE3_CONFIG",
    "ConfigurationConflictError",
    "ConfigurationError",
    "ConfigurationExecutionError",
    "Configurator",
    "Deferred",
    "Need",
    "Owner",
    "Plan",
    "PredicateInfo",
    "Registry",
    "Secret",
    "Settings",
    "State",
    "Target",
    "adapter_config",
    "decorator",
    "load_settings",
    "not_",
    "route_config",
    "utility_config",
]
