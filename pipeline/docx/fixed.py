"""What a Word file shows that no entry of its record holds: labels, tabs, running text, pictures.

Enters: the finished body, headers and footers. Leaves: attributes for the element that holds the record, so that who
reads an edited file can tell what somebody added or changed there. Guaranteed: paragraphs with a bookmark of ours and
the contents are left out; text that fields show is left out of running text, since it changes by itself; no line ends,
which an attribute could not keep.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from pipeline.docx.ooxml import Node, P, T, name
from pipeline.model.record import PREFIX

FIXED, RUNNING, PICTURES = "fixed", "running", "pictures"
"""The attributes: JSON lists of texts."""
_START, _NAME = name("w:bookmarkStart"), name("w:name")
_CONTROL, _CONTENTS, _BOX = name("w:sdt"), name("w:docPartGallery"), name("w:txbxContent")
_PICTURE, _FIELD, _KIND, _SIMPLE = name("wp:docPr"), name("w:fldChar"), name("w:fldCharType"), name("w:fldSimple")
_DELETED = name("w:del")


def described(body: Node, running: Iterable[Node]) -> dict[str, str]:
    """Return the attributes for a file with this *body* and these headers and footers."""
    return {
        FIXED: _list(fixed_texts(body)),
        RUNNING: _list(running_texts(running)),
        PICTURES: _list(pictures(body)),
    }


def pictures(body: Node) -> Iterator[str]:
    """Yield what each picture is called: its text alternative, else its name."""
    for node in body.iter(_PICTURE):
        drawing = node.getparent()
        if drawing is None or next(drawing.iter(_BOX), None) is None:
            yield str(node.get("descr") or node.get("name") or "")


def fixed_texts(body: Node) -> Iterator[str]:
    """Yield the texts of paragraphs without a bookmark of ours, in order, and what stands in text boxes."""
    for child in body:
        if child.tag == _CONTROL and next(child.iter(_CONTENTS), None) is not None:
            continue
        for paragraph in (child,) if child.tag == P else child.iter(P):
            if len(paragraph) > 1 and not _is_named(paragraph):
                for box in paragraph.iter(_BOX):
                    yield _plain("".join(text.text or "" for text in box.iter(T)))
                shown = _plain("".join(text.text or "" for text in paragraph.iter(T) if not _in_box(text)))
                if shown:
                    yield shown


def running_texts(roots: Iterable[Node]) -> list[str]:
    """Return the different texts of headers and footers, without what their fields show."""
    return sorted({shown for root in roots for paragraph in root.iter(P) if (shown := _outside_fields(paragraph))})


def _outside_fields(paragraph: Node) -> str:
    found: list[str] = []
    depth = 0
    for node in paragraph.iter(T, _FIELD):
        if node.tag == _FIELD:
            kind = node.get(_KIND)
            depth += (kind == "begin") - (kind == "end")
        elif depth <= 0 and not any(above.tag in (_SIMPLE, _DELETED) for above in node.iterancestors()):
            found.append(node.text or "")
    return _plain("".join(found))


def _is_named(paragraph: Node) -> bool:
    return any(str(node.get(_NAME, "")).startswith(PREFIX) for node in paragraph.iterchildren(_START))


def _in_box(text: Node) -> bool:
    return any(above.tag == _BOX for above in text.iterancestors())


def _plain(text: str) -> str:
    return " ".join(text.split())


def _list(texts: Iterable[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)
