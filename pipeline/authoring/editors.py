"""Settings for editors that complete and check YAML while one types.

Enters: a workspace. Leaves: the schemas of packets, themes and papers as files, and settings that say which schema is
for which file. Guaranteed: what else the settings file says is kept; a file that cannot be read as JSON is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.authoring.catalog import open_workspace, write_schemas
from pipeline.diagnostics import UsageError, error
from pipeline.host import Host

if TYPE_CHECKING:
    from pipeline.source.workspace import Workspace

FOLDER = ".vscode"
_KEY = "yaml.schemas"
_LIMIT = 1 << 20


def write_settings(root: Path | None, host: Host | None = None) -> tuple[Path, ...]:
    """Write ``.vscode/settings.json`` for the YAML language server, and the schemas it names; return the files.

    Raises UsageError when there is a settings file that is not plain JSON.
    """
    workspace = open_workspace(root, host)
    folder = workspace.root / FOLDER
    known = _known(workspace, folder / "settings.json")
    made = write_schemas(workspace.root, None, folder / "schemas", workspace.host)
    kept = known.get(_KEY)
    others = {name: files for name, files in (kept.items() if isinstance(kept, dict) else ()) if not _ours(name)}
    settings = {**known, _KEY: {**others, **_mapping(workspace)}}
    text = json.dumps(settings, indent=2, ensure_ascii=False)
    workspace.host.write(folder / "settings.json", f"{text}\n".encode())
    return (folder / "settings.json", *made)


def _mapping(workspace: Workspace) -> dict[str, list[str]]:
    """Return for each schema the files that it is for; a paper's data are found through the packets."""
    files: dict[str, list[str]] = {
        "packet": ["data/*/packet.yaml"],
        "theme": ["templates/themes/*.yaml"],
        "rules": ["templates/rules/*.yaml"],
        "marking": ["templates/markings/*.yaml"],
        "messages": ["templates/messages/*.yaml"],
    }
    for name in workspace.templates():
        files[name] = [f"templates/{name}/example.yaml", *_data_of(workspace, name)]
    return {f"./{FOLDER}/schemas/{name}.schema.json": paths for name, paths in files.items()}


def _data_of(workspace: Workspace, template: str) -> list[str]:
    from pipeline.source.packet import load_packet

    found: dict[str, None] = {}
    for folder in workspace.packets():
        packet, _ = load_packet(workspace, folder)
        for paper in packet.papers if packet is not None else ():
            if paper.template == template and paper.data.is_relative_to(workspace.root):
                found[paper.data.relative_to(workspace.root).as_posix()] = None
    return sorted(found)


def _ours(name: str) -> bool:
    return name.startswith(f"./{FOLDER}/schemas/")


def _known(workspace: Workspace, path: Path) -> Mapping[str, object]:
    if not workspace.host.is_file(path):
        return {}
    try:
        known = json.loads(workspace.host.read(path, _LIMIT))
    except ValueError:
        known = None
    if not isinstance(known, dict):
        hint = f"take the comments out of it, or move it away and add what it held to the new one: {_KEY} is ours"
        raise UsageError(error("usage", f"{FOLDER}/settings.json is not plain JSON; it stays as it is", help=hint))
    return known
