"""Where the editions of a packet and of its variants go, and for whom there are variants.

Enters: a workspace's root, a packet's folder, options; for names, the packet's files. Leaves: paths and names.
Guaranteed: each variant has a folder of its own beside the packet's; neither is touched when the other is built.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.release.variant import Variant
from pipeline.results import Options

if TYPE_CHECKING:
    from pipeline.source.workspace import Workspace

ALL = "all"
"""What ``--for`` takes for everybody that a packet names."""


def variant_of(options: Options) -> Variant:
    """Return the variant that *options* ask for."""
    return Variant(options.audience, options.releasable_to)


def stem(folder: Path, options: Options) -> str:
    """Return the name of the edition's folder, and of its documents without their endings."""
    return f"{folder.name}{variant_of(options).suffix}"


def target(root: Path, folder: Path, options: Options) -> Path:
    """Return the folder of the edition of the packet in *folder*."""
    return (options.output or root / "output") / stem(folder, options)


def names_in(workspace: Workspace, folder: Path) -> tuple[str, ...]:
    """Return everybody that something in the packet is for, people and not groups; none for a packet with faults."""
    from pipeline.release.parts import PartReader
    from pipeline.source.load import load
    from pipeline.source.packet import load_packet

    packet, _ = load_packet(workspace, folder)
    if packet is None:
        return ()
    reader = PartReader(packet.source, None, None, packet.audiences)
    files = dict.fromkeys(paper.data for paper in packet.papers if paper.kind == "data")
    loaded = (load(workspace.read(path), workspace.display(path))[0] for path in files)
    for source in (packet.source, *loaded):
        for _ in reader.parts(source) if source is not None else ():
            pass
    return (*packet.audiences.people(), *(name for _, name in sorted(reader.names.items())))
