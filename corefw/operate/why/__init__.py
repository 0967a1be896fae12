"""Why: what answers for a name or a request, for which reason, and what lost against it.

``corefw why`` prints what is found here.  Nothing is sent and no view is called.  Floor 6.
"""
