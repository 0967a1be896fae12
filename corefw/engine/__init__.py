"""Floor 2: the configuration engine.

Declarations are made, decided by the plan, performed on the registry through a journal.
Nothing here knows what a route or a view is.
"""
