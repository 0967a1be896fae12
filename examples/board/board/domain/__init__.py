"""What the board is about, without the web and without a database.

Entities, the contracts that a storage must keep, the rules of the work, and passwords.
"""
