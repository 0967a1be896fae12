"""The directive for overriding the files of a package.  Floor 5."""

from __future__ import annotations

from importlib.util import find_spec

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import PHASE1_CONFIG, Replaces
from corefw.web.assets import AssetOverride

__all__ = ["override_asset"]


def override_asset(
    config: Configuration, /, to_override: str, override_with: str, *, replaces: Replaces = ()
) -> None:
    """Put a file, or a folder, in the place of one of a package, for templates and static files.

    Both are asset specifications relative to the calling package, such as ``board:static/board.css``
    or, with a slash at the end, the folder ``board:templates/``; ``board:`` is a whole package.
    *override_with* may be an absolute path.  What an overriding folder lacks is taken
    from the overridden one.  Of several overrides of one file the last one counts.  A neutral name
    (``board:templates/card.html``) overrides a template in whatever language the application has.
    Raises `ConfigurationError` (CFW-562) for a file in the place of a folder or the other way
    round, for a package that does not exist, and for an override by itself.
    """
    asset, by = _whole(config, to_override), _whole(config, override_with)
    complaint = ""
    if asset.startswith("/"):
        complaint = "only files of packages can be overridden"
    elif asset.endswith(("/", ":")) != by.endswith(("/", ":")):
        complaint = "a folder is overridden by a folder (with a slash at its end), and a file by a file"
    elif asset == by:
        complaint = "nothing overrides itself"
    else:
        missing = [one for one in (asset, by) if not _has_package(one)]
        if missing:
            complaint = f'there is no package "{missing[0].partition(":")[0]}"'
    if complaint:
        raise ConfigurationError(
            Problem(
                "CFW-562",
                f'The asset "{to_override}" cannot be overridden with "{override_with}": {complaint}.',
                witnesses=(Witness(config.place, str(config.owner)),),
                fixes=(Fix("", 'config.override_asset("package:folder/", "mine:folder/")'),),
            )
        )
    title = f'asset "{asset}" by "{by}"'
    intro = config.introspectable("asset overrides", (asset, by), title, "asset override")
    intro.update(to_override=asset, override_with=by)
    config.action(
        ("asset override", asset, by),
        lambda: config.registry.put(AssetOverride, (asset, by), AssetOverride(asset, by)),
        order=PHASE1_CONFIG,
        introspectables=(intro,),
        kind="asset override",
        title=title,
        replaces=replaces,
    )


def _whole(config: Configuration, spec: str) -> str:
    """Return the specification with its package; one of a whole package ends with a colon."""
    if ":" in spec or spec.startswith("/"):
        return spec
    if "/" not in spec and find_spec(spec.partition(".")[0]) is not None:
        return f"{spec}:"
    return config.absolute_asset_spec(spec)


def _has_package(spec: str) -> bool:
    if spec.startswith("/"):
        return True
    try:
        return find_spec(spec.partition(":")[0]) is not None
    except (ImportError, ValueError):
        return False
