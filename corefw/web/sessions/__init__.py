"""Sessions: what is remembered of a client between its requests.  Floor 4.

``session`` the dictionary with its flash queues and token, ``cookie`` the kind that keeps all
of it in a signed cookie, ``server`` the kind that keeps it in a store, ``flags`` the cookie of
both, ``serializers`` the text of values and of a signed cookie.
"""
