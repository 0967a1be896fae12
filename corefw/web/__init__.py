"""Floor 4: from a request to a response.

One folder per concept: routing, views, predicates, rendering, security, sessions, static.
What runs for each request is compiled from the registry in ``application``.
"""
