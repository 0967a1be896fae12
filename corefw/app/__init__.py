"""Floor 5: what people write.

The Configurator (composed of the directives), the decorators, the hooks of addons, and
building an application from settings.
"""
