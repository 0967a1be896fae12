"""The migrations of the table of sessions, run by ``corefw db``."""
