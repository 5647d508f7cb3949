"""The edition that a Word file was made as.

Enters: a Word file that people, or other programs, may have changed, or the sidecar ``edition.json``. Leaves: an
:class:`EditionFile`. Guaranteed: nothing raises; a record is given out only when it is as the build wrote it, since its
digest is that of its content; the part is found wherever a program moved it.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from lxml import etree

from pipeline.docx.container import Container, Fault, FaultError, open_container
from pipeline.docx.docprops import CUSTOM, VALUES
from pipeline.docx.fixed import FIXED, PICTURES, RUNNING
from pipeline.docx.identity import NAMESPACE
from pipeline.model.record import Record, RecordError, read_record
from pipeline.values import dataclass

_FAMILY = NAMESPACE.rpartition(":")[0]
"""The namespace without its version."""
_CUSTOM_XML = "/customXml"
_CUSTOM_PROPERTIES = "/custom-properties"
_DIGEST, _PACKET = "digest", "packet"


class Besides(NamedTuple):
    """What the file showed besides its entries when it was built: :mod:`pipeline.docx.fixed` says of which kinds."""

    fixed: tuple[str, ...] = ()
    running: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionFile:
    """A Word file and the edition that it came from.

    *record* None: the file has none, or none that can be trusted; *problem* says why, to stand after "its record of the
    edition". *digest* and *packet* are then those of the file's properties, empty where these are gone too. *besides*
    None: the file does not say.
    """

    container: Container
    record: Record | None
    digest: str
    packet: str
    problem: str = ""
    besides: Besides | None = None


def read_edition(data: bytes) -> EditionFile | Fault:
    """Return the edition that the Word file *data* came from; a Fault when it is no Word file that can be read."""
    container = open_container(data)
    if isinstance(container, Fault):
        return container
    try:
        properties = _properties(container)
        digest, packet = properties.get(_DIGEST, ""), properties.get(_PACKET, "")
        record, found, problem, besides = _record(container)
    except FaultError as broken:
        return broken.fault
    if record is not None:
        return EditionFile(container, record, found, record.packet, besides=besides)
    return EditionFile(container, None, digest, packet, problem)


def read_sidecar(data: bytes) -> tuple[Record, str] | str:
    """Return the record in ``edition.json`` and its digest; or what is wrong with it, as for a file's *problem*."""
    try:
        return read_record(data)
    except RecordError as wrong:
        return str(wrong).replace("it ", "", 1)


def _record(container: Container) -> tuple[Record | None, str, str, Besides | None]:
    """Return the record, its digest, why there is none, and what else the file showed."""
    problem = "is gone"
    for relation in container.relations(container.main):
        if not relation.kind.endswith(_CUSTOM_XML) or relation.external:
            continue
        root = _parsed(container.data(relation.target))
        if root is None:
            continue
        namespace = etree.QName(root).namespace or ""
        if namespace != NAMESPACE:
            if namespace.startswith(f"{_FAMILY}:"):
                problem = f"is of version {namespace.rpartition(':')[2]}, which this program cannot read"
            continue
        found = read_sidecar("".join(map(str, root.itertext())).encode("utf-8", "replace"))
        if not isinstance(found, str):
            return (*found, "", _besides(root))
        problem = found
    return None, "", problem, None


def _besides(root: etree._Element) -> Besides | None:
    """Return what the attributes say; None where one is missing or is no list of texts."""
    lists = []
    for attribute in (FIXED, RUNNING, PICTURES):
        try:
            found = json.loads(str(root.get(attribute)))
        except (ValueError, RecursionError):
            return None
        if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
            return None
        lists.append(tuple(found))
    return Besides(*lists)


def _parsed(data: bytes) -> etree._Element | None:
    """Return a custom part's XML, None where it is no XML. A record is one text, longer than the parser likes."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return tree if etree.ElementTree(tree).docinfo.internalDTD is None else None


def _properties(container: Container) -> dict[str, str]:
    """Return the file's custom properties that are texts."""
    for relation in container.relations(""):
        if relation.kind.endswith(_CUSTOM_PROPERTIES) and not relation.external:
            tree = container.tree(relation.target)
            return {
                str(node.get("name")): "".join(map(str, node.itertext()))
                for node in tree.iter(f"{{{CUSTOM}}}property")
                if node.find(f"{{{VALUES}}}lpwstr") is not None
            }
    return {}
