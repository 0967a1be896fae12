"""Traversal: finding a context by walking a tree of resources along a path.  Floor 4."""
