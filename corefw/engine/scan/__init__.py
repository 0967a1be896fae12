"""The scan: importing the modules of a package and finding what their decorators say.

Floor 2.  The parts: ``walking`` (which modules, and importing them), ``ignoring`` (what is left
out), ``broken`` (what cannot be imported), ``meeting`` (what is found in a module),
``scanning`` (all of it together), ``report`` (what a scan did), ``watching`` and ``effects``
(how long each module took and what it opened, when somebody asks), ``locked`` and ``digests``
(scanning by a lock).
"""
