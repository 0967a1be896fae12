"""Stand-ins for unit tests: requests, resources, sessions, a policy and a renderer.

Named as Pyramid documents them.  A stand-in for a request is a request, so that code under
test can ask it everything; it has a session and answers without an application.  Floor 6.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zope.interface import alsoProvides, implementer

from corefw.contracts.interfaces import ISecurityPolicy, ISession
from corefw.web.current import CURRENT_REGISTRY
from corefw.web.request import Request

__all__ = ["DummyRequest", "DummyResource", "DummySecurityPolicy", "DummySession", "DummyTemplateRenderer"]

_ABSENT: Any = object()


@implementer(ISession)
class DummySession(dict[str, Any]):
    """A session that is a dictionary and is stored nowhere."""

    created: int | None = None
    new = True

    def changed(self) -> None:
        """Do nothing: nothing is stored."""

    def invalidate(self) -> None:
        """Forget everything."""
        self.clear()

    def renew(self) -> None:
        """Forget the token, as a session with a new id does."""
        self.pop("_csrft_", None)

    def flash(self, msg: Any, queue: str = "", allow_duplicate: bool = True) -> None:
        """Keep a message; once only, unless *allow_duplicate*."""
        waiting = self.setdefault("_f_" + queue, [])
        if allow_duplicate or msg not in waiting:
            waiting.append(msg)

    def pop_flash(self, queue: str = "") -> list[Any]:
        """Return the messages of a queue and forget them."""
        return list(self.pop("_f_" + queue, ()))

    def peek_flash(self, queue: str = "") -> list[Any]:
        """Return the messages of a queue."""
        return list(self.get("_f_" + queue, ()))

    def new_csrf_token(self) -> str:
        """Return the token that every dummy session has."""
        self["_csrft_"] = "0123456789012345678901234567890123456789"
        return str(self["_csrft_"])

    def get_csrf_token(self) -> str:
        """Return the token, which is made if there is none."""
        return str(self.get("_csrft_") or self.new_csrf_token())


class DummyRequest(Request):
    """A request for a unit test, made of what the code under test asks for.

    *params*, *headers*, *cookies* and *environ* are those of the request; *post* makes it a POST
    and is its body's fields, and not among ``params``.  Values may be of any type and are handed
    out as they are given.  Other keywords are set as attributes.  Its ``registry`` is the one of
    `setUp` unless another is assigned.
    """

    # As they are given, where a real request would parse them.
    GET: Any = None
    POST: Any = None
    params: Any = None
    cookies: Any = None

    def __init__(
        self,
        params: Mapping[str, Any] | None = None,
        environ: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        path: str = "/",
        cookies: Mapping[str, str] | None = None,
        post: Mapping[str, Any] | None = None,
        accept: str | None = None,
        **kw: Any,
    ) -> None:
        asked = Request.blank(path, base_url="http://example.com", environ=dict(environ or {}))
        super().__init__(asked.environ)
        self.headers.update(headers or {})
        if accept is not None:
            self.accept = accept
        own = self.__dict__
        own["params"] = own["GET"] = {} if params is None else params
        own["POST"] = own["params"] if post is None else post
        own["cookies"] = {} if cookies is None else cookies
        own["session"] = DummySession()
        own["matchdict"] = {}
        if post is not None:
            self.method = "POST"
        for name, value in kw.items():
            setattr(self, name, value)

    @property
    def registry(self) -> Any:
        """The registry: the one that was assigned, else the current one."""
        return self.__dict__.get("registry") or CURRENT_REGISTRY.get()

    @registry.setter
    def registry(self, registry: Any) -> None:
        self.__dict__["registry"] = registry

    @registry.deleter
    def registry(self) -> None:
        self.__dict__.pop("registry", None)


class DummyResource:
    """A resource with a name, a parent, children and whatever attributes a test needs."""

    __name__: str | None

    def __init__(
        self,
        __name__: str | None = None,
        __parent__: Any = None,
        __provides__: Any = None,
        **kw: Any,
    ) -> None:
        self.__name__ = __name__
        self.__parent__ = __parent__
        if __provides__ is not None:
            alsoProvides(self, *(__provides__ if isinstance(__provides__, tuple) else (__provides__,)))
        self.kw = kw
        self.__dict__.update(kw)
        self.subs: dict[str, Any] = {}

    def __setitem__(self, name: str, child: Any) -> None:
        """Put *child* below this resource, and tell it its name and parent."""
        child.__name__ = name
        child.__parent__ = self
        self.subs[name] = child

    def __getitem__(self, name: str) -> Any:
        return self.subs[name]

    def __delitem__(self, name: str) -> None:
        del self.subs[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Return the child of that name."""
        return self.subs.get(name, default)

    def keys(self) -> Iterable[str]:
        """Return the names of the children."""
        return self.subs.keys()

    def values(self) -> Iterable[Any]:
        """Return the children."""
        return self.subs.values()

    def items(self) -> Iterable[tuple[str, Any]]:
        """Return the children with their names."""
        return self.subs.items()

    def __iter__(self) -> Iterator[str]:
        return iter(self.subs)

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        return len(self.subs)

    def __contains__(self, name: object) -> bool:
        return name in self.subs

    def clone(self, __name__: Any = _ABSENT, __parent__: Any = _ABSENT, **kw: Any) -> DummyResource:
        """Return a copy, with its children copied, and with what is given in place of its own."""
        name = self.__name__ if __name__ is _ABSENT else __name__
        parent = self.__parent__ if __parent__ is _ABSENT else __parent__
        made = type(self)(name, parent, **{**self.kw, **kw})
        made.subs = copy.deepcopy(self.subs)
        return made


@implementer(ISecurityPolicy)
class DummySecurityPolicy:
    """A policy that knows one user and allows everything, or nothing."""

    def __init__(
        self,
        userid: Any = None,
        identity: Any = None,
        permissive: Any = True,
        remember_result: Any = None,
        forget_result: Any = None,
    ) -> None:
        self.userid = userid
        self.permissive = permissive
        self.remember_result = [] if remember_result is None else remember_result
        self.forget_result = [] if forget_result is None else forget_result
        #: Whom `remember` was last asked to remember, and whether `forget` was asked.
        self.remembered: Any = None
        self.forgotten = False
        self._identity = identity

    def identity(self, request: Any) -> Any:
        """Return the identity that was given."""
        return self._identity

    def authenticated_userid(self, request: Any) -> Any:
        """Return the user id that was given."""
        return self.userid

    def permits(self, request: Any, context: Any, permission: str) -> Any:
        """Return what *permissive* says."""
        return self.permissive

    def remember(self, request: Any, userid: Any, **kw: Any) -> Any:
        """Note the user, and return the headers that were given."""
        self.remembered = userid
        return self.remember_result

    def forget(self, request: Any, **kw: Any) -> Any:
        """Note it, and return the headers that were given."""
        self.forgotten = True
        return self.forget_result


class DummyTemplateRenderer:
    """A renderer that keeps what it is given: its values are attributes, and `assert_` compares them."""

    def __init__(self, string_response: str = "") -> None:
        self.string_response = string_response
        self._received: dict[str, Any] = {}

    def __call__(self, value: Mapping[str, Any] | None, system: Mapping[str, Any] | None = None) -> str:
        """Keep the values, and return the text that was given."""
        self._received.update(system or {})
        self._received.update(value or {})
        return self.string_response

    def __getattr__(self, name: str) -> Any:
        received = self.__dict__.get("_received", {})
        if name not in received:
            raise AttributeError(name)
        return received[name]

    def assert_(self, **kw: Any) -> bool:
        """Raise AssertionError for each value that the renderer was not given, or was given otherwise."""
        wrong = [
            f"{name}: expected {value!r}, got "
            + (repr(self._received[name]) if name in self._received else "nothing")
            for name, value in kw.items()
            if self._received.get(name, _ABSENT) != value
        ]
        if wrong:
            raise AssertionError("the renderer was given other values:\n" + "\n".join(wrong))
        return True
