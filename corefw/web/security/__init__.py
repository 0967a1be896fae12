"""Security: who may do what, and which requests are believed.

``permissions`` answers of a policy, ``acl`` access control lists, ``login`` remembering a user,
``csrf`` requests of other sites, ``hosts`` the name the client used, ``redirects`` where a
client may be sent.  No policy ships: an application registers its own.  Floor 4.
"""
