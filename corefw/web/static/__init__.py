"""Static files: serving them, and the URLs that lead to them.  Floor 4."""
