"""The manifest of the static files: under which address each is served, with a part that is its content's.

After a change of a static file ``python -m board.manifest`` writes it anew; `board.statics` uses it.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

__all__ = ["manifest_of"]

FOLDER = Path(__file__).parent / "static"
FILE = FOLDER / "manifest.json"


def manifest_of(folder: Path) -> dict[str, str]:
    """Return the name with a fingerprint for each file in *folder*, but for the manifest itself."""
    found = {}
    for file in sorted(folder.iterdir()):
        if file.suffix != ".json":
            fingerprint = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
            found[file.name] = f"{file.stem}-{fingerprint}{file.suffix}"
    return found


if __name__ == "__main__":
    FILE.write_text(json.dumps(manifest_of(FOLDER), indent=2) + "\n", encoding="utf-8")
