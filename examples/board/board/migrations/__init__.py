"""The migrations of the board's tables, run by ``corefw db``."""
