"""What a request costs inside the process: corefw beside its peers, verified, then timed.

`cases` says what is asked and what a right answer is, `contenders` holds one small application
for each framework, `calling` drives WSGI and ASGI applications, and `measuring` makes the tables.
"""
