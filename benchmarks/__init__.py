"""The benchmarks of corefw, each beside its peers in one run: ``make bench``.

They are no part of the distribution.  Each module measures one subject and gives a table for the
documentation: ``python -m benchmarks startup`` runs one of them by its name.
"""
