"""Floor 0: what every other floor may lean on, and what leans on nothing.

Errors, places in source code, ordering by before/after, dotted names and near names.
"""
