"""``manifest.json``: what an edition was made from, what it is, and with which versions.

Enters: what a build read and made. Leaves: the manifest's bytes, or what an earlier one says. Guaranteed: the shape of
``docs/manifest.schema.json``; no clock and no absolute path, so that the same inputs give the same bytes; an edition
is called up to date only if building it again would give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from pipeline.diagnostics import Diagnostic
from pipeline.diagnostics.as_json import as_object, from_object
from pipeline.edition import pagerecord
from pipeline.edition.versions import with_fonts
from pipeline.host import Host
from pipeline.model.leaves import Leaves
from pipeline.results import Options, Output
from pipeline.source.audiences import name_key
from pipeline.values import dataclass, field

NAME = "manifest.json"
RECORD = "edition.json"
"""What each paragraph of the edition says and where that came from: ``docs/identity.md``."""
VERSION = 1
_LIMIT = 1 << 30
_SHIPPED = "shipped/templates/"
_BESIDE = "shipped/templates/messages/"
"""Catalogues of words: the workspace's are read besides these, not instead of them."""
_DATA = "data/"


@dataclass(frozen=True, slots=True)
class Tree:
    """Where inputs lie: the workspace's *root*, and the folder of *shipped* templates, called ``shipped/templates``.

    *shared* keeps the digests of files that many packets read (templates, themes), for as long as a caller keeps it.
    """

    root: Path
    shipped: Path
    host: Host
    shared: dict[str, str] = field(default_factory=dict)

    def path(self, name: str) -> Path:
        """Return the file that an input's *name* stands for."""
        if name.startswith(_SHIPPED):
            return self.shipped / PurePosixPath(name.removeprefix(_SHIPPED))
        return self.root / PurePosixPath(name)

    def why_other(self, name: str, known: str) -> str:
        """Return why the input *name* is not the file with the digest *known* any more; nothing when it is.

        An empty digest: there was no such file.
        """
        if not known:
            return f"{name} is new" if self.host.is_file(self.path(name)) else ""
        found = self.shared.get(name)
        if found is None:
            found = self._state(name)
            if not name.startswith(_DATA):
                self.shared[name] = found
        return "" if found == known else found if " " in found else f"{name} has changed"

    def _state(self, name: str) -> str:
        """Return an input's digest, or a sentence that says why another file is meant."""
        shadow = self.shadow(name)
        if shadow is not None and self.host.is_file(self.path(shadow)):
            return f"{shadow} is new"
        try:
            return digest(self.host.read(self.path(name), _LIMIT))
        except OSError:
            return f"{name} is not there any more"

    def shadow(self, name: str) -> str | None:
        """Return the name of the workspace's file that, if it existed, would be read instead of a shipped one."""
        if not name.startswith(_SHIPPED) or name.startswith(_BESIDE):
            return None
        return f"templates/{name.removeprefix(_SHIPPED)}"


@dataclass(frozen=True, slots=True)
class HeadingEntry:
    """A heading and the page it is on."""

    level: int
    title: str
    anchor: str
    page: int
    tab: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a manifest says.

    *packet* is the packet's folder, relative to the root. *inputs* and *outputs* map names to SHA-256 digests in
    hexadecimal.
    """

    packet: str
    title: str
    pages: int
    papers: int
    options: Mapping[str, object]
    inputs: Mapping[str, str]
    outputs: Mapping[str, tuple[str, int]]
    headings: tuple[HeadingEntry, ...]
    warnings: tuple[Diagnostic, ...]
    versions: Mapping[str, str]
    leaves: Leaves | None = None
    """What is on its pages; None: it was made by a version that did not remember them."""


def options_of(options: Options, host: Host) -> dict[str, object]:
    """Return what besides the inputs decides about the bytes of an edition."""
    return {
        "formats": sorted(options.formats) if options.formats is not None else None,
        "theme": options.theme,
        "draft": options.draft,
        "for": name_key(options.audience) if options.audience else None,
        "releasable_to": name_key(options.releasable_to) if options.releasable_to else None,
        "copies": options.copies,
        "source_date_epoch": host.environ.get("SOURCE_DATE_EPOCH"),
    }


def write(edition: Edition) -> bytes:
    """Return the manifest's bytes."""
    value: dict[str, object] = {
        "version": VERSION,
        "packet": edition.packet,
        "title": edition.title,
        "pages": edition.pages,
        "papers": edition.papers,
        "options": dict(edition.options),
        "inputs": dict(sorted(edition.inputs.items())),
        "outputs": {name: {"sha256": digest, "size": size} for name, (digest, size) in sorted(edition.outputs.items())},
        "headings": [
            {"level": entry.level, "tab": entry.tab, "title": entry.title, "anchor": entry.anchor, "page": entry.page}
            for entry in edition.headings
        ],
        "warnings": [as_object(finding) for finding in edition.warnings],
        "versions": dict(edition.versions),
    }
    if edition.leaves is not None:
        value["leaves"] = pagerecord.as_value(edition.leaves)
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def read(host: Host, folder: Path) -> Edition | None:
    """Return what the manifest in *folder* says; None where there is none that this version understands."""
    try:
        value = json.loads(host.read(folder / NAME, _LIMIT))
        if value["version"] != VERSION:
            return None
        return Edition(
            packet=str(value["packet"]),
            title=str(value["title"]),
            pages=int(value["pages"]),
            papers=int(value["papers"]),
            options=dict(value["options"]),
            inputs={str(name): str(digest) for name, digest in value["inputs"].items()},
            outputs={str(name): (str(entry["sha256"]), int(entry["size"])) for name, entry in value["outputs"].items()},
            headings=tuple(
                HeadingEntry(entry["level"], entry["title"], entry["anchor"], entry["page"], entry["tab"])
                for entry in value["headings"]
            ),
            warnings=tuple(map(from_object, value["warnings"])),
            versions={str(name): str(version) for name, version in value["versions"].items()},
            leaves=pagerecord.from_value(value.get("leaves")),
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # Not there, cut off, or changed by hand: the same as no edition, so the packet is built.
        return None


def edited(host: Host, folder: Path, edition: Edition | None, names: Iterable[str]) -> dict[str, bytes]:
    """Return those of the files *names* in *folder* that are not as *edition* has them: somebody's work."""
    known = edition.outputs if edition is not None else {}
    found = {}
    for name in names:
        if name != RECORD and host.is_file(folder / name):
            data = host.read(folder / name, _LIMIT)
            if name not in known or digest(data) != known[name][0]:
                found[name] = data
    return found


def outputs_of(edition: Edition, folder: Path) -> tuple[Output, ...]:
    """Return the edition's documents as values, the PDF first."""
    files = ((name, output) for name, output in edition.outputs.items() if name != RECORD)
    found = (Output(folder / name, digest, size) for name, (digest, size) in files)
    return tuple(sorted(found, key=_in_order))


def _in_order(output: Output) -> tuple[str, bool, Path]:
    """The packet's own documents before its copies, the PDF before the Word file."""
    folder, stem = output.path.parent, output.path.stem
    return (f"{folder}/{stem}" if folder.name == "copies" else "", output.path.suffix != ".pdf", output.path)


def digest(data: bytes) -> str:
    """Return the SHA-256 digest in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def changes(before: Edition | None, edition: Edition) -> tuple[str, ...]:
    """Return sentences on how *edition* differs from the one *before*: its pages, headings and inputs."""
    if before is None:
        return ("the first edition",)
    found = []
    if edition.pages != before.pages:
        found.append(f"{before.pages} pages have become {edition.pages}")
    for word, one, other in (("new", edition, before), ("gone", before, edition)):
        known = {(entry.level, entry.title) for entry in other.headings}
        titles = [entry.title for entry in one.headings if (entry.level, entry.title) not in known]
        found += [f"{word} heading: {title}" for title in dict.fromkeys(titles)]
    for name in sorted({*before.inputs, *edition.inputs}):
        old, new = before.inputs.get(name), edition.inputs.get(name)
        if old != new:
            found.append(f"{name} is new" if old is None else f"{name} is gone" if new is None else f"{name} changed")
    if dict(before.options) != dict(edition.options):
        found.append("built with other options")
    if dict(before.versions) != dict(edition.versions):
        found.append("built with other versions")
    return tuple(found)


def why_outdated(
    edition: Edition | None,
    packet: str,
    folder: Path,
    tree: Tree,
    options: Mapping[str, object],
    versions: Mapping[str, str],
) -> str:
    """Return why *packet*'s edition in *folder* has to be built (again), or an empty text when it is up to date."""
    if edition is None:
        return "there is no earlier edition"
    if edition.packet != packet:
        return f"it was built from {edition.packet}"
    current = with_fonts(versions, edition.versions)
    if dict(edition.versions) != current:
        changed = sorted({*edition.versions.items()} ^ {*current.items()})
        return f"{changed[0][0]} has another version"
    if dict(edition.options) != dict(options):
        return "it was built with other options"
    for name, known in edition.inputs.items():
        why = tree.why_other(name, known)
        if why:
            return why
    for name, (known, _) in edition.outputs.items():
        try:
            if digest(tree.host.read(folder / name, _LIMIT)) != known:
                return f"{name} is not as it was built"
        except OSError:
            return f"{name} is missing"
    return ""
