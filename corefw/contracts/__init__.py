"""Floor 1: what others implement, and what they are handed.

Ports (persistence, templating, session store), zope interfaces of the web layer, and the addon manifest.
"""
