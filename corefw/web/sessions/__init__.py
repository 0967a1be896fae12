"""Sessions: what is remembered of a client between its requests.  Floor 4.

``session`` the dictionary with its flash queues and token, ``cookie`` the factory that
keeps all of it in a signed cookie, ``serializers`` the text of that cookie.
"""
