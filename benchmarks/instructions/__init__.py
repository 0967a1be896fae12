"""Counts the instructions of a request by valgrind: the guard against becoming slower unnoticed.

Seconds differ from run to run and from machine to machine; instructions hardly do.  What is kept in
``held.toml`` is a ratio to raw WSGI's count, so that how Python was compiled matters little, too.
`probe` is what valgrind runs.
"""
