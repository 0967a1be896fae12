"""What is shipped to those who write addons: a conformance kit for each port of corefw.

The face `corefw.testing` offers it.  Nothing here needs pytest, so that the same tests run in
an addon's own suite and, by ``corefw conformance``, in a deployment.  Floor 6.
"""
