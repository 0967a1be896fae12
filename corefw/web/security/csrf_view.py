"""The deriver that refuses unsafe requests of other sites' pages, before a view is called.

It is decided at commit what a view is checked for; a view that is not is left as it is.  Floor 4.
"""

from __future__ import annotations

from typing import Any

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.contracts.interfaces import ICSRFStoragePolicy, ISessionFactory
from corefw.web.exceptions import BadCSRFOrigin
from corefw.web.predicates.builtin import as_methods
from corefw.web.predicates.compiling import not_
from corefw.web.quiet_log import quiet_logger
from corefw.web.security.csrf import DefaultCSRFOptions, check_csrf_token, csrf_options_of
from corefw.web.security.csrf_storage import LegacySessionCSRFStoragePolicy, SessionCSRFStoragePolicy
from corefw.web.security.origins import TrustedOrigins, cross_site_reason, says_nothing
from corefw.web.views.mapping import MappedView
from corefw.web.views.record import ViewInfo

__all__ = ["CheckedView", "csrf_view"]

log = quiet_logger("corefw.security")


def csrf_view(view: MappedView, info: ViewInfo) -> MappedView:
    """Refuse unsafe requests that another site's page made with this site's cookies.

    The origin is judged first, which needs nothing of the body; a token is asked of requests
    that have a cookie.
    """
    options = csrf_options_of(info.registry, info.options.get("require_csrf"), info.answers_exceptions)
    if options is None or _takes_only(options.safe_methods, info.options.get("request_method")):
        return view
    if options.asks_for_a_token:
        _check_storage(info)
    return CheckedView(view, options.safe_methods, _check_of(info, options)).checked


class CheckedView:
    """A view whose unsafe requests are checked.

    Where the methods are told apart anyway, those that are not checked lead to the view at once.
    """

    __slots__ = ("check", "safe", "view")

    def __init__(self, view: MappedView, safe: frozenset[str], check: _Check) -> None:
        self.view = view
        self.safe = safe
        self.check = check

    def checked(self, context: Any, request: Any) -> Any:
        """Call the view, if the request passes."""
        if request.environ["REQUEST_METHOD"] not in self.safe:
            self.check.refuse(request)
        view = self.view
        return view(context, request)


csrf_view.options = ("require_csrf",)  # type: ignore[attr-defined]


class _Check:
    """What unsafe requests are checked for, by one object for all views of the same options."""

    def __init__(self, options: DefaultCSRFOptions, trusted: TrustedOrigins) -> None:
        self.options = options
        self.trusted = trusted

    def refuse(self, request: Any) -> None:
        """Raise the HTTP exception of a request that does not pass."""
        options, environ = self.options, request.environ
        if options.callback is not None and not options.callback(request):
            return
        reason = cross_site_reason(environ, self.trusted) if options.check_origin else None
        if reason is not None and not (options.allow_no_origin and says_nothing(environ)):
            # The reason quotes what the client sent, so it is the operator's only.
            log.warning("refused an unsafe request: %s (corefw.trusted_origins)", reason)
            raise BadCSRFOrigin()
        if options.asks_for_a_token and "HTTP_COOKIE" in environ:
            check_csrf_token(request, options.token, options.header)


def _check_of(info: ViewInfo, options: DefaultCSRFOptions) -> _Check:
    origins = info.settings.get("corefw.trusted_origins", ())
    asked = (options, origins if isinstance(origins, str) else tuple(origins))
    made = info.registry.derived(DefaultCSRFOptions, _no_checks)
    if asked not in made:
        made[asked] = _Check(options, TrustedOrigins(origins))
    found: _Check = made[asked]
    return found


def _no_checks(options: object) -> dict[object, _Check]:
    """Return where the checks of an application are kept, by what they check."""
    return {}


def _takes_only(safe: frozenset[str], methods: Any) -> bool:
    """Say whether a view with that ``request_method`` is never asked for anything unsafe."""
    return methods is not None and not isinstance(methods, not_) and safe.issuperset(as_methods(methods))


def _check_storage(info: ViewInfo) -> None:
    """Refuse a view that asks for a token where there is no session to keep one."""
    registry = info.registry
    policy = registry.queryUtility(ICSRFStoragePolicy)
    needs_session = policy is None or isinstance(
        policy, LegacySessionCSRFStoragePolicy | SessionCSRFStoragePolicy
    )
    if needs_session and registry.queryUtility(ISessionFactory) is None:
        raise ConfigurationError(
            Problem(
                "CFW-525",
                f"The view {info.named} asks for a CSRF token, and there is no session to keep it in.",
                witnesses=(Witness(info.place),),
                why="Every unsafe request to the view would fail.",
                fixes=(
                    Fix("with sessions", "config.set_session_factory(SignedCookieSessionFactory(secret))"),
                    Fix(
                        "with a cookie of its own",
                        "config.set_csrf_storage_policy(CookieCSRFStoragePolicy())",
                    ),
                ),
            )
        )
