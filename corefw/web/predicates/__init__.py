"""Predicates: conditions under which a route or a view takes a request.  Floor 4."""
