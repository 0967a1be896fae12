"""The pages of the board, one module for each thing they are about.

A page works at the `Desk` and never sees a storage; the JSON API in `board.api` works at the same desk.
"""
