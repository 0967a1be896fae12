"""The migrations of the addon's table, run by ``corefw db``."""
