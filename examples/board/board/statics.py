"""The static files: each under an address that changes with its content, so that browsers keep it for a year.

The addresses are those of the manifest, which `board.manifest` makes.  The theme is not in it: addons put
theirs in its place, so its address stays and browsers ask again.
"""

from __future__ import annotations

from corefw.config import Configurator
from corefw.static import ManifestCacheBuster

__all__ = ["add_static_files"]

YEAR = 365 * 24 * 60 * 60


def add_static_files(config: Configurator) -> None:
    """Serve the static files under the names of the manifest, and the theme under its own."""
    # Whoever works at the files does without the names, and so without the year.
    is_kept = not config.settings.get("corefw.prevent_cachebust")
    config.add_static_view("static", "board:static", cache_max_age=YEAR if is_kept else 0)
    config.add_static_view("theme", "board:theme", cache_max_age=0)
    buster = ManifestCacheBuster("board:static/manifest.json")
    config.add_cache_buster("board:static/", buster)
    for name, fingerprinted in buster.manifest.items():
        config.override_asset(f"board:static/{fingerprinted}", f"board:static/{name}")
