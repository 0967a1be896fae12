"""What a request costs behind a real server, and what an idle process holds.

`applications` has the applications that a server imports by name, `http` asks them by wrk, and
`memory` looks at an idle process.
"""
