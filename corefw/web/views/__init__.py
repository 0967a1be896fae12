"""Views: mapping, deriving, choosing among them, and the views of exceptions.  Floor 4."""
