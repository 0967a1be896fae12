"""Translation: strings that know how to be translated, catalogues, localizers, negotiation.

Catalogues are gettext's ``.mo`` files; the names are those that Pyramid documents.  How
directories are declared is floor 5's ``directives/i18n``.  Floor 4.
"""
