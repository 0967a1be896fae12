"""A digest for the board: what is due soon, and how much was done, as an addon from outside.

`board_digest.addon` joins it to corefw and the board, `board_digest.contract` says what a storage of
it keeps, and ``sql`` and ``memory`` are two of them.  Nothing of the board is changed.
"""

__all__: list[str] = []
