"""Routing: patterns, the index that finds a route, and URLs made from routes.  Floor 4."""
