"""Editions that were built: output folders and the files in them.

Enters: paths. Leaves: :class:`~pipeline.revision.editions.Edition`. Guaranteed: a record is used only when it is as the
build wrote it; a file that is none, or was made by a newer program, is a DataError that says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.diagnostics import DataError, Diagnostic, MachineError, Place, error
from pipeline.edition import manifest
from pipeline.host import Host
from pipeline.model.record import VERSION, Record, RecordError, read_record
from pipeline.results import Options
from pipeline.revision.editions import NOT_AN_EDITION, Edition

_LARGEST = 200 << 20
_NEWER = "newer-edition"
_BUILD_AGAIN = "build the packet again"


def edition_of_file(host: Host, path: Path, name: str) -> Edition:
    """Return the edition that the file *path* is, or belongs to."""
    data = _read(host, path)
    if data.startswith(b"PK") or path.suffix.lower() == ".docx":
        return _of_word(host, path, data, name)
    value = _json(path, data)
    if isinstance(value, dict) and "entries" in value:
        record = _record(data, path)
        return _beside(host, path.parent, record, name)
    if isinstance(value, dict) and "outputs" in value:
        return _of_manifest(host, path.parent, value, path, name)
    raise DataError(_no_edition(path))


def editions_in_folder(host: Host, folder: Path) -> tuple[Edition, ...]:
    """Return the edition of an output folder, or those in the folders of one; none: it is no such folder."""
    found = _in_folder(host, folder)
    if found is not None:
        return (found,)
    try:
        names = host.entries(folder)
    except OSError:
        return ()
    inner = (folder / name for name in names if not name.startswith("."))
    editions = [edition for path in inner if host.is_directory(path) and (edition := _in_folder(host, path))]
    return tuple(sorted(editions, key=lambda one: (one.packet, one.name)))


def _in_folder(host: Host, folder: Path) -> Edition | None:
    path = folder / manifest.NAME
    if host.is_file(path):
        data = _read(host, path)
        return _of_manifest(host, folder, _json(path, data), path, str(folder))
    if host.is_file(folder / manifest.RECORD):
        return edition_of_file(host, folder / manifest.RECORD, str(folder))
    return None


def _of_manifest(host: Host, folder: Path, value: Any, path: Path, name: str) -> Edition:
    if not isinstance(value, dict) or not isinstance(value.get("outputs"), dict):
        raise DataError(_no_edition(path))
    if isinstance(value.get("version"), int) and value["version"] > manifest.VERSION:
        raise DataError(_newer(path, value["version"], manifest.VERSION))
    if value.get("version") != manifest.VERSION or not isinstance(value.get("packet"), str):
        raise DataError(_no_edition(path))
    kept = folder / manifest.RECORD
    if not host.is_file(kept):
        message = f"{path} belongs to an edition whose {manifest.RECORD} is gone"
        raise DataError(error(NOT_AN_EDITION, message, Place(str(path)), help=_BUILD_AGAIN))
    data = _read(host, kept)
    record = _record(data, kept)
    output = value["outputs"].get(manifest.RECORD)
    if isinstance(output, dict) and output.get("sha256") not in (None, manifest.digest(data)):
        message = f"{kept} is not the one that {path.name} tells of: they are of two editions"
        raise DataError(error("changed-edition", message, Place(str(kept)), help=_BUILD_AGAIN))
    return _beside(host, folder, record, name, value)


def _beside(host: Host, folder: Path, record: Record, name: str, value: Mapping[str, Any] | None = None) -> Edition:
    """Return the edition of a record that lies in *folder*, beside its documents; *value*: what its manifest says."""
    if value is None:
        value = _manifest_in(host, folder)
    outputs = _outputs(value)
    documents = [one for one in outputs if one.endswith(".docx") and "/" not in one]
    path = folder / (documents[0] if documents else f"{Path(record.packet).name}.docx")

    def word() -> bytes:
        if not host.is_file(path):
            message = f"the edition in {folder} has no Word file, which a redline is made from"
            help = "build it with `formats: [pdf, docx]` in packet.yaml, or `brief build --formats pdf,docx`"
            raise DataError(error("no-word-file", message, Place(str(folder)), help=help))
        return _read(host, path)

    return Edition(name, record.packet, lambda: record, word, _options(value), digest=outputs.get(path.name, ""))


def _outputs(value: Mapping[str, Any]) -> dict[str, str]:
    """Return the digests of an edition's documents by name."""
    known = value.get("outputs")
    found = known.items() if isinstance(known, dict) else ()
    return {name: str(one.get("sha256", "")) for name, one in found if isinstance(one, dict)}


def _of_word(host: Host, path: Path, data: bytes, name: str) -> Edition:
    from pipeline.docx.container import Fault
    from pipeline.review.edition import read_edition

    found = read_edition(data)
    place = Place(str(path))
    if isinstance(found, Fault):
        raise DataError(error("unreadable-word-file", f"{path} {found.message}", place, help=found.help))
    record = found.record
    if record is None:
        if "version" in found.problem:
            message = f"the record of the edition in {path} {found.problem}; a newer version of this program made it"
            raise DataError(error(_NEWER, message, place, help=f"install that version (this one reads {VERSION})"))
        if not found.problem or not (found.packet or found.digest):
            raise DataError(_no_edition(path))
        message = f"the record of the edition in {path} {found.problem}"
        help = "name the output folder instead, whose edition.json holds the same record"
        raise DataError(error(NOT_AN_EDITION, message, place, help=help))
    value = _manifest_in(host, path.parent)
    known = _outputs(value).get(path.name, "")
    ours = known == manifest.digest(data)
    options = _options(value if ours else {})
    return Edition(name, record.packet, lambda: record, lambda: data, options, path, digest=known if ours else "")


def _manifest_in(host: Host, folder: Path) -> Mapping[str, Any]:
    """Return what the manifest of a folder says; nothing, where there is none that can be read."""
    try:
        value = json.loads(host.read(folder / manifest.NAME, _LARGEST))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _options(value: Mapping[str, Any]) -> Options:
    """Return how an edition was built, so that data are compared with it as the same variant."""
    known = value.get("options")
    if not isinstance(known, dict):
        return Options()

    def text(key: str) -> str:
        found = known.get(key)
        return found if isinstance(found, str) else ""

    return Options(
        theme=text("theme") or None,
        draft=known.get("draft") is True,
        audience=text("for"),
        releasable_to=text("releasable_to"),
    )


def _record(data: bytes, path: Path) -> Record:
    try:
        return read_record(data)[0]
    except RecordError as wrong:
        version = json.loads(data).get("version")
        if isinstance(version, int) and version > VERSION:
            raise DataError(_newer(path, version, VERSION)) from None
        message = f"{path} is no record of an edition that can be used: {wrong}"
        raise DataError(error(NOT_AN_EDITION, message, Place(str(path)), help=_BUILD_AGAIN)) from None


def _json(path: Path, data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        if path.suffix == ".json":
            message = f"{path} is broken: it is no JSON"
            raise DataError(error(NOT_AN_EDITION, message, Place(str(path)), help=_BUILD_AGAIN)) from None
        raise DataError(_no_edition(path)) from None


def _read(host: Host, path: Path) -> bytes:
    try:
        data = host.read(path, _LARGEST)
    except OSError as problem:
        message = f"{path} cannot be read: {problem.strerror or problem}"
        raise MachineError(error("unreadable", message, Place(str(path)), help="see that you may read it")) from problem
    if len(data) > _LARGEST:
        raise DataError(error(NOT_AN_EDITION, f"{path} is larger than {_LARGEST >> 20} MB", Place(str(path))))
    return data


def _no_edition(path: Path) -> Diagnostic:
    help = "name an output folder, its manifest.json or edition.json, or a Word file that `brief build` made"
    return error(NOT_AN_EDITION, f"{path} is no edition of a packet", Place(str(path)), help=help)


def _newer(path: Path, version: int, ours: int) -> Diagnostic:
    message = f"{path} has version {version}; a newer version of this program made it"
    return error(_NEWER, message, Place(str(path)), help=f"install that version (this one reads {ours})")
