"""The ports that addons fill, and contracts for ports and components of your own."""

from __future__ import annotations

from corefw.contracts.contract import as_interface, port
from corefw.contracts.persistence import Health, Persistence, PersistenceScratch, Savepoint, UnitOfWork
from corefw.contracts.session_store import (
    SessionChange,
    SessionStore,
    SessionStoreRefused,
    SessionStoreScratch,
    SessionStoreUnavailable,
    StoredSession,
)
from corefw.contracts.templating import (
    Template,
    TemplateError,
    TemplateNotFound,
    Templating,
    TemplatingScratch,
)
from corefw.web.rendering.templates import TemplateName, TemplateNames

__all__ = [
    "Health",
    "Persistence",
    "PersistenceScratch",
    "Savepoint",
    "SessionChange",
    "SessionStore",
    "SessionStoreRefused",
    "SessionStoreScratch",
    "SessionStoreUnavailable",
    "StoredSession",
    "Template",
    "TemplateError",
    "TemplateName",
    "TemplateNames",
    "TemplateNotFound",
    "Templating",
    "TemplatingScratch",
    "UnitOfWork",
    "as_interface",
    "port",
]
