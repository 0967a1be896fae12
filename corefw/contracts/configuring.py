"""The zope interfaces of what takes part in configuration, and of dictionaries.

Names and members are those that Pyramid documents: predicates, view derivers and mappers,
introspection, pregenerators, renderers, the application.  Floor 1.  The interfaces of a request
and its answer are in ``interfaces``.
"""

from __future__ import annotations

from zope.interface import Attribute, Interface, classImplements

from corefw.base.places import Place

__all__ = [
    "IActionInfo",
    "IDict",
    "IIntrospectable",
    "IIntrospector",
    "IMultiDict",
    "IPredicate",
    "IPredicateFactory",
    "IPredicateInfo",
    "IRenderer",
    "IRoutePredicate",
    "IRoutePregenerator",
    "IRouter",
    "ISubscriberPredicate",
    "IViewDeriver",
    "IViewDeriverInfo",
    "IViewMapper",
    "IViewPredicate",
]


class IActionInfo(Interface):
    """Where something was declared."""

    file = Attribute("The file.")
    line = Attribute("The number of the line.")

    def __str__():  # type: ignore[misc, no-untyped-def]
        """Return the place in words."""


class IIntrospectable(Interface):
    """Facts about one thing that was configured: a mapping with an address."""

    category_name = Attribute("The category it is filed under.")
    discriminator = Attribute("What tells it from others of its category.")
    title = Attribute("The thing in words.")
    type_name = Attribute("The kind of thing in words.")
    order = Attribute("The position in which it was filed.")
    action_info = Attribute("Where it was declared.")

    def relate(category_name, discriminator):  # type: ignore[no-untyped-def]
        """Relate it to another when it is filed."""

    def unrelate(category_name, discriminator):  # type: ignore[no-untyped-def]
        """Undo a relation when it is filed."""

    def register(introspector, action_info):  # type: ignore[no-untyped-def]
        """File it."""


class IIntrospector(Interface):
    """The filed introspectables of an application."""

    def add(introspectable):  # type: ignore[no-untyped-def]
        """File one, in place of an earlier one with its address."""

    def get(category_name, discriminator, default=None):  # type: ignore[no-untyped-def]
        """Return the one of that address, or *default*."""

    def get_category(category_name, default=None, sort_key=None):  # type: ignore[no-untyped-def]
        """Return those of a category with what they are related to."""

    def categories():  # type: ignore[misc, no-untyped-def]
        """Return the names of the categories, sorted."""

    def categorized(sort_key=None):  # type: ignore[no-untyped-def]
        """Return every category with what `get_category` returns."""

    def remove(category_name, discriminator):  # type: ignore[no-untyped-def]
        """Take one out, with its relations."""

    def related(introspectable):  # type: ignore[no-untyped-def]
        """Return what one is related to."""

    def relate(*pairs):  # type: ignore[no-untyped-def]
        """Relate all of the addresses to each other."""

    def unrelate(*pairs):  # type: ignore[no-untyped-def]
        """Undo that."""


class IPredicateInfo(Interface):
    """What a predicate factory is told."""

    package = Attribute("The package that the declaration is of.")
    registry = Attribute("The registry of the application.")
    settings = Attribute("Its settings.")

    def maybe_dotted(value):  # type: ignore[no-untyped-def]
        """Return *value*, or what it names if it is a string."""


class IPredicateFactory(Interface):
    """A callable that takes the value of an option and an `IPredicateInfo` and returns a predicate."""

    def __call__(value, info):  # type: ignore[no-untyped-def]
        """Return an `IPredicate`."""


class IPredicate(Interface):
    """Something that agrees or does not."""

    def text():  # type: ignore[misc, no-untyped-def]
        """Return what it asks, in words."""

    def phash():  # type: ignore[misc, no-untyped-def]
        """Return what tells it from another of its kind."""


class IRoutePredicate(IPredicate):
    """A predicate of routes."""

    def __call__(info, request):  # type: ignore[no-untyped-def]
        """Return whether the route is for *request*; *info* has ``match`` and ``route``."""


class IViewPredicate(IPredicate):
    """A predicate of views."""

    def __call__(context, request):  # type: ignore[no-untyped-def]
        """Return whether the view is for *request*."""


class ISubscriberPredicate(IPredicate):
    """A predicate of subscribers."""

    def __call__(*events):  # type: ignore[no-untyped-def]
        """Return whether the subscriber is to be called."""


class IRoutePregenerator(Interface):
    """A callable that changes what the URL of a route is made of."""

    def __call__(request, elements, kw):  # type: ignore[no-untyped-def]
        """Return elements and keywords."""


class IViewDeriverInfo(Interface):
    """What a view deriver is told."""

    registry = Attribute("The registry of the application.")
    package = Attribute("The package that the view is declared for.")
    settings = Attribute("The settings.")
    options = Attribute("The options of the view, by name.")
    predicates = Attribute("Its predicates.")
    original_view = Attribute("The view as it was declared.")
    exception_only = Attribute("Whether it is for exceptions only.")


class IViewDeriver(Interface):
    """A callable that puts something around a view."""

    options = Attribute("The names of the options of views that it takes; it may be left out.")

    def __call__(view, info):  # type: ignore[no-untyped-def]
        """Return a view, ``view(context, request)``, from another and an `IViewDeriverInfo`."""


class IViewMapper(Interface):
    """What an `IViewMapperFactory` returns."""

    def __call__(view):  # type: ignore[no-untyped-def]
        """Return the view object as ``view(context, request)``."""


class IRenderer(Interface):
    """What an `IRendererFactory` returns."""

    def __call__(value, system):  # type: ignore[no-untyped-def]
        """Return text or bytes made of *value*, with the dictionary of system values at hand."""


class IRouter(Interface):
    """An application."""

    registry = Attribute("Everything it was configured with.")

    def request_context(environ):  # type: ignore[no-untyped-def]
        """Return the context of a request for an execution policy."""

    def invoke_request(request):  # type: ignore[no-untyped-def]
        """Return the response to *request*."""


class IDict(Interface):
    """Whatever behaves as a dictionary; for documentation."""

    def __contains__(key):  # type: ignore[no-untyped-def]
        """Return whether there is such a key."""

    def __getitem__(key):  # type: ignore[no-untyped-def]
        """Return the value of a key; raises KeyError."""

    def __setitem__(key, value):  # type: ignore[no-untyped-def]
        """Set a value."""

    def __delitem__(key):  # type: ignore[no-untyped-def]
        """Take a key out; raises KeyError."""

    def __iter__():  # type: ignore[misc, no-untyped-def]
        """Iterate over the keys."""

    def get(key, default=None):  # type: ignore[no-untyped-def]
        """Return the value of a key, or *default*."""

    def setdefault(key, default=None):  # type: ignore[no-untyped-def]
        """Return the value of a key, after setting it to *default* if there is none."""

    def pop(key, default=None):  # type: ignore[no-untyped-def]
        """Take a key out and return its value."""

    def popitem():  # type: ignore[misc, no-untyped-def]
        """Take some pair out and return it."""

    def update(other):  # type: ignore[no-untyped-def]
        """Take over every pair of another dictionary."""

    def keys():  # type: ignore[misc, no-untyped-def]
        """Return the keys."""

    def values():  # type: ignore[misc, no-untyped-def]
        """Return the values."""

    def items():  # type: ignore[misc, no-untyped-def]
        """Return the pairs."""

    def clear():  # type: ignore[misc, no-untyped-def]
        """Take out everything."""


class IMultiDict(IDict):
    """A dictionary in which a key may have several values, such as ``request.POST``; for documentation."""

    def add(key, value):  # type: ignore[no-untyped-def]
        """Add a value and keep those that are there."""

    def getall(key):  # type: ignore[no-untyped-def]
        """Return every value of a key."""

    def getone(key):  # type: ignore[no-untyped-def]
        """Return the only value of a key; raises KeyError for none and for several."""

    def mixed():  # type: ignore[misc, no-untyped-def]
        """Return a dictionary with a list for each key that has several values."""

    def dict_of_lists():  # type: ignore[misc, no-untyped-def]
        """Return a dictionary with a list for each key."""

    def extend(other=None, **kwargs):  # type: ignore[no-untyped-def]
        """Add every value of another."""


# Floor 0 knows no interfaces.
classImplements(Place, IActionInfo)
