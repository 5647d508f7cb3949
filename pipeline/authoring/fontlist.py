"""What fonts there are, and which of them a packet uses.

Enters: nothing, or a packet's folder. Leaves: plain values for the command ``brief fonts``, and findings. Guaranteed:
what is listed of a packet is what a build of it would use; nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.diagnostics import Diagnostic
from pipeline.edition.versions import versions
from pipeline.host import Host, RealHost
from pipeline.values import dataclass

if TYPE_CHECKING:
    from pipeline.layout.shaping import Typesetter
    from pipeline.source.workspace import Workspace
    from pipeline.style.families import Family

EXTRAS = {"intl": ("Arabic", "Khmer", "Ethiopic"), "cjk": ("Chinese", "Japanese", "Korean")}
"""What each extra brings, told by scripts that no other package has."""


@dataclass(frozen=True, slots=True)
class ListedFamily:
    """An installed family. *weights*: the least and the greatest; *package* and *version* are where it comes from."""

    family: str
    package: str
    version: str
    weights: tuple[int, int]
    italic: bool
    characters: int
    scripts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UsedFace:
    """A face that a packet is set in. *styles* are those of the theme that text in it has.

    *reserve*: the theme does not name its family; it was found because characters were missing.
    """

    face: str
    package: str
    version: str
    reserve: bool
    styles: tuple[str, ...]
    scripts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PacketFonts:
    """What a packet is set in, and every finding on the way, characters that no face has among them."""

    packet: str
    theme: str
    faces: tuple[UsedFace, ...]
    diagnostics: tuple[Diagnostic, ...]


def installed() -> tuple[ListedFamily, ...]:
    """Return the families of all installed font packages, by name."""
    from pipeline.style.families import find_package
    from pipeline.style.packages import package_of
    from pipeline.style.reserve import Reserve

    known = versions()
    found: dict[str, Family] = {}
    for name in known:
        family = find_package(name) if name.startswith("fontpkg-") else None
        if family is not None:
            found[family.name] = family
    for family in Reserve().all():
        found.setdefault(family.name, family)
    listed = []
    for family in found.values():
        package = package_of(family.files[0].path)
        listed.append(_listed(family, package, known.get(package, "")))
    return tuple(sorted(listed, key=lambda entry: entry.family))


def lacking_extras(families: Iterable[ListedFamily]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the extras that would bring scripts that none of *families* covers, with these scripts."""
    covered = {script for family in families for script in family.scripts}
    lacking = ((extra, tuple(name for name in names if name not in covered)) for extra, names in EXTRAS.items())
    return tuple((extra, names) for extra, names in lacking if names)


def _listed(family: Family, package: str, version: str) -> ListedFamily:
    from pipeline.style.coverage import scripts_covered
    from pipeline.style.files import FontFile

    upright = next((file for file in family.files if not file.italic), family.files[0])
    coverage = FontFile(upright.path, upright.index).coverage
    limits = [family.weights_of(file) for file in family.files]
    return ListedFamily(
        family=family.name,
        package=package,
        version=version,
        weights=(round(min(least for least, _ in limits)), round(max(greatest for _, greatest in limits))),
        italic=any(file.italic for file in family.files),
        characters=len(coverage),
        scripts=scripts_covered(coverage),
    )


def used(packets: Iterable[Path], root: Path | None, host: Host | None = None) -> Iterator[PacketFonts]:
    """Yield what each packet is set in. Raises UsageError for a workspace or packet that is not there."""
    from pipeline.batch import packet_folders
    from pipeline.source.workspace import Workspace

    host = host or RealHost()
    named = list(packets)
    start = next((path for path in named if host.is_directory(path) or host.is_file(path)), Path())
    workspace = Workspace.find(host, start, root)
    for folder in packet_folders(workspace, named):
        yield _used(Workspace.find(host, workspace.root, workspace.root), folder)


def _used(workspace: Workspace, folder: Path) -> PacketFonts:
    from pipeline.compose import compose
    from pipeline.edition.stages import Loader, has_errors, without_consequences
    from pipeline.layout import lay_out
    from pipeline.layout.shaping import Typesetter

    loader = Loader(workspace)
    loaded = loader.load(folder)
    packet, theme = loaded.packet, loaded.theme
    name = workspace.display(folder)
    if packet is None:
        return PacketFonts(name, "", (), loaded.diagnostics)
    composition = compose(packet, loaded.papers, workspace)
    later = without_consequences(composition.diagnostics, loaded.diagnostics)
    found = (*loaded.diagnostics, *loader.lined(later, packet))
    if composition.document is None or theme is None or has_errors(found):
        return PacketFonts(name, packet.theme, (), found)
    setter = Typesetter(theme)
    layout = lay_out(composition.document, theme, setter)
    return PacketFonts(name, theme.name, _faces(setter), (*found, *loader.lined(layout.diagnostics, packet)))


def _faces(setter: Typesetter) -> tuple[UsedFace, ...]:
    from pipeline.style.coverage import scripts_written
    from pipeline.style.packages import package_of

    known = versions()
    styles: dict[str, dict[str, None]] = {}
    texts: dict[str, list[str]] = {}
    faces = {}
    for style, face, text in setter.set_texts():
        faces[face.name] = face
        styles.setdefault(face.name, {})[style] = None
        texts.setdefault(face.name, []).append(text)
    listed = []
    for name, face in faces.items():
        package = package_of(face.path) or face.path.as_posix()
        scripts = scripts_written(texts[name])
        made = UsedFace(name, package, known.get(package, ""), face.spare, tuple(sorted(styles[name])), scripts)
        listed.append(made)
    return tuple(sorted(listed, key=lambda entry: (entry.reserve, entry.face)))
