"""The folder of static files, with what must never be served beside and below it."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

__all__ = ["fill"]


def fill(folder: Path) -> Path:
    """Lay out the folder of static files, with what must never be served beside and below it."""
    root = folder / "static"
    for below in ("inside/deep", ".git", "__pycache__", "empty", "indexed"):
        (root / below).mkdir(parents=True)
    (folder / "static-private").mkdir()
    for path, text in (
        ("static/a.css", "h1 { color: red }"),
        ("static/big.css", "h1 { color: red }" * 200),
        ("static/upload.html", "<script>"),
        ("static/unknown.ending", "?"),
        ("static/inside/b.txt", "b"),
        ("static/indexed/index.html", "<p>index</p>"),
        ("static/.env", "SECRET=evil"),
        ("static/.git/config", "evil"),
        ("static/code.py", "evil = 1"),
        ("static/code.py~", "evil = 1"),
        ("static/__pycache__/code.pyc", "evil"),
        ("static/unreadable.txt", "evil"),
        ("static-private/x", "evil"),
        ("secret.txt", "evil"),
        ("index.html", "evil"),
    ):
        (folder / path).write_text(text)
    (root / "big.css.gz").write_bytes(gzip.compress(b"h1 { color: red }" * 200))
    (root / "link-out.txt").symlink_to(folder / "secret.txt")
    (root / "link-in.txt").symlink_to(root / "inside" / "b.txt")
    (root / "link-folder").symlink_to(folder / "static-private")
    (root / "dangling.txt").symlink_to(root / "nowhere")
    (root / "loop.txt").symlink_to(root / "loop.txt")
    os.mkfifo(root / "fifo.txt")
    (root / "unreadable.txt").chmod(0)
    return folder
