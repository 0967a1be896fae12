"""The directives, by domain.  Each is a function whose first argument is the configuration.

They are composed onto the Configurator in ``corefw.app.configurator``; an addon's directives
are written in the same way.  Floor 5.
"""
