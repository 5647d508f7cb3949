"""An editor that does to a Word file's XML what Word does when a person edits: the same actions as ``uno_editor.py``.

Bookmarks go where Word leaves them: a paragraph that is split has its bookmark's end in the second part, one that is
typed over whole has none, what is copied has none, what is cut and pasted has it. Where versions of Word differ, or it
depends on where exactly the cursor stood, *chance* decides.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from random import Random
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from pipeline.docx.ooxml import name

from .paper import Node, xml

_R, _T, _P, _RPR, _PPR = name("w:r"), name("w:t"), name("w:p"), name("w:rPr"), name("w:pPr")
_START, _END = name("w:bookmarkStart"), name("w:bookmarkEnd")
_SPACE = name("xml:space")
_WHO = 'w:author="Ann" w:date="2026-01-02T03:04:05Z"'
_DROPPED = frozenset({name("w:del"), name("w:moveFrom")})
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


class WordEditor:
    """A Word file and a person who edits it. *tracked*: changes are tracked."""

    def __init__(self, data: bytes, chance: Random, *, tracked: bool = False) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.files = {entry: archive.read(entry) for entry in archive.namelist()}
        self.root = etree.fromstring(self.files["word/document.xml"])
        self.body: Node = self.root[0]
        self._chance, self._tracked, self._count = chance, tracked, 8000

    def do(self, actions: Sequence[Sequence[Any]]) -> None:
        for called, *arguments in actions:
            getattr(self, called)(*arguments)

    def saved(self) -> bytes:
        self.files["word/document.xml"] = etree.tostring(self.root, encoding="UTF-8", standalone=True)
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in self.files.items():
                archive.writestr(path, content)
        return target.getvalue()

    # Finding

    def paragraph(self, words: str) -> Node:
        for one in self.body.iter(_P):
            controls = (above for above in one.iterancestors(name("w:sdt")))
            if words in _said(one) and not any(
                next(up.iter(name("w:docPartGallery")), None) is not None for up in controls
            ):
                return one
        raise LookupError(words)

    def _cut(self, words: str) -> list[Node]:
        """Return the runs that say *words*, cut out of those around."""
        one = self.paragraph(words)
        start = _said(one).index(words)
        end = start + len(words)
        at, found = 0, []
        for run in list(_runs(one)):
            text = run.find(_T)
            assert text is not None
            said = text.text or ""
            first, last = max(start - at, 0), min(end - at, len(said))
            at += len(said)
            if first >= last:
                continue
            found.append(_split(run, first, last))
        return found

    # Text

    def _typed(self, text: str, like: Node | None) -> Node:
        run = xml(f'<w:r w:rsidR="00AB12CD"><w:t xml:space="preserve">{escape(text)}</w:t></w:r>')
        properties = None if like is None else like.find(_RPR)
        if properties is not None:
            run.insert(0, deepcopy(properties))
        if not self._tracked:
            return run
        change = self._change("ins")
        change.append(run)
        return change

    def _change(self, what: str) -> Node:
        self._count += 1
        return xml(f'<w:{what} w:id="{self._count}" {_WHO}/>')

    def _delete(self, run: Node) -> None:
        parent = run.getparent()
        assert parent is not None
        if not self._tracked:
            parent.remove(run)
            return
        change = self._change("del")
        parent.replace(run, change)
        change.append(run)
        for text in run.iter(_T):
            text.tag = name("w:delText")

    def type_after(self, words: str, text: str) -> None:
        last = self._cut(words)[-1]
        last.addnext(self._typed(text, last))

    def replace(self, words: str, text: str) -> None:
        runs = self._cut(words)
        runs[-1].addnext(self._typed(text, runs[0]))
        for run in runs:
            self._delete(run)

    def rewrite(self, words: str, text: str) -> None:
        """Select the whole paragraph and type over it: Word deletes a bookmark whose text is all gone."""
        one = self.paragraph(words)
        runs = list(_runs(one))
        typed = self._typed(text, runs[0])
        if self._tracked:
            _holder(runs[-1], one).addnext(typed)
            for run in runs:
                self._delete(run)
            return
        for child in list(one):
            if child.tag != _PPR:
                one.remove(child)
        one.append(typed)

    def _look(self, words: str, look: str) -> None:
        for run in self._cut(words):
            properties = run.find(_RPR)
            if properties is None:
                properties = xml("<w:rPr/>")
                run.insert(0, properties)
            before = deepcopy(properties)
            properties.append(xml(f"<w:{look}/>"))
            properties.append(xml(f"<w:{look}Cs/>"))
            if self._tracked:
                change = self._change("rPrChange")
                change.append(before)
                properties.append(change)

    def bold(self, words: str) -> None:
        self._look(words, "b")

    def italic(self, words: str) -> None:
        self._look(words, "i")

    def link(self, words: str, address: str) -> None:
        runs = self._cut(words)
        if self._chance.random() < 0.5:
            self._count += 1
            rels = etree.fromstring(self.files["word/_rels/document.xml.rels"])
            etree.SubElement(
                rels,
                f"{{{etree.QName(rels).namespace}}}Relationship",
                {"Id": f"rId{self._count}", "Type": _LINK, "Target": address, "TargetMode": "External"},
            )
            self.files["word/_rels/document.xml.rels"] = etree.tostring(rels)
            for run in runs:
                link = xml(f'<w:hyperlink r:id="rId{self._count}" w:history="1"/>')
                parent = run.getparent()
                assert parent is not None
                parent.replace(run, link)
                link.append(run)
            return
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            f'<w:instrText xml:space="preserve"> HYPERLINK "{address[:12]}</w:instrText>',
            f'<w:instrText xml:space="preserve">{address[12:]}" </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
        ):
            runs[0].addprevious(xml(f"<w:r>{part}</w:r>"))
        runs[-1].addnext(xml('<w:r><w:fldChar w:fldCharType="end"/></w:r>'))

    def footnote(self, words: str, text: str) -> None:
        self._count += 1
        last = self._cut(words)[-1]
        call = xml(
            f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{self._count}"/></w:r>'
        )
        if self._tracked:
            change = self._change("ins")
            change.append(call)
            call = change
        last.addnext(call)
        notes = etree.fromstring(self.files["word/footnotes.xml"])
        notes.append(
            xml(
                f'<w:footnote w:id="{self._noted(call)}">'
                '<w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:rPr><w:vertAlign w:val="superscript"/>'
                '</w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> '
                f"{escape(text)}</w:t></w:r></w:p></w:footnote>"
            )
        )
        self.files["word/footnotes.xml"] = etree.tostring(notes, encoding="UTF-8", standalone=True)

    @staticmethod
    def _noted(call: Node) -> int:
        return int(next(call.iter(name("w:footnoteReference"))).get(name("w:id"), "0"))

    def comment(self, words: str, text: str, author: str) -> None:
        self._count += 1
        runs = self._cut(words)
        runs[0].addprevious(xml(f'<w:commentRangeStart w:id="{self._count}"/>'))
        end = xml(f'<w:commentRangeEnd w:id="{self._count}"/>')
        runs[-1].addnext(end)
        end.addnext(xml(f'<w:r><w:commentReference w:id="{self._count}"/></w:r>'))
        comments = etree.fromstring(self.files["word/comments.xml"])
        comments.append(
            xml(
                f'<w:comment w:id="{self._count}" w:author="{author}" w:date="2026-01-02T03:04:05Z"><w:p><w:r><w:t>'
                f"{escape(text)}</w:t></w:r></w:p></w:comment>"
            )
        )
        self.files["word/comments.xml"] = etree.tostring(comments, encoding="UTF-8", standalone=True)

    # Paragraphs

    def split_after(self, words: str) -> None:
        last = self._cut(words)[-1]
        one = self.paragraph(words)
        other = self._empty_like(one)
        node = _holder(last, one)
        for following in list(node.itersiblings()):
            other.append(following)
        one.addnext(other)
        self._mark(one, "ins")

    def _empty_like(self, one: Node) -> Node:
        other = xml("<w:p/>")
        properties = one.find(_PPR)
        if properties is not None:
            own = deepcopy(properties)
            for child in list(own):
                if child.tag in (_RPR, name("w:sectPr"), name("w:pPrChange")):
                    own.remove(child)
            other.append(own)
        return other

    def _mark(self, one: Node, what: str) -> None:
        """Track what was done to a paragraph's mark."""
        if not self._tracked:
            return
        properties = one.find(_PPR)
        if properties is None:
            properties = xml("<w:pPr/>")
            one.insert(0, properties)
        run = properties.find(_RPR)
        if run is None:
            run = xml("<w:rPr/>")
            after = next((node for node in properties if node.tag in (name("w:sectPr"), name("w:pPrChange"))), None)
            if after is None:
                properties.append(run)
            else:
                after.addprevious(run)
        run.insert(0, self._change(what))

    def join_next(self, words: str) -> None:
        one = self.paragraph(words)
        if self._tracked:
            self._mark(one, "del")
            return
        other = one.getnext()
        while other is not None and other.tag != _P:
            other = other.getnext()
        assert other is not None
        for child in list(other):
            if child.tag != _PPR:
                one.append(child)
        parent = other.getparent()
        assert parent is not None
        parent.remove(other)

    def new_after(self, words: str, text: str) -> None:
        """Enter at the end of a paragraph, and text."""
        one = self.paragraph(words)
        other = self._empty_like(one)
        other.append(self._typed(text, None))
        one.addnext(other)
        self._mark(one, "ins")
        if self._chance.random() < 0.5:  # the cursor stood before the bookmark's end
            for end in list(one.iterchildren(_END))[-1:]:
                other.append(end)

    def new_before(self, words: str, text: str) -> None:
        """Enter at the start of a paragraph, and text in the empty one before it."""
        one = self.paragraph(words)
        other = self._empty_like(one)
        other.append(self._typed(text, None))
        one.addprevious(other)
        self._mark(other, "ins")
        if self._chance.random() < 0.5:  # the cursor stood behind the bookmark's start
            for start in [
                child for child in one.iterchildren(_START) if str(child.get(name("w:name"))).startswith("_b_")
            ]:
                other.insert(1 if other.find(_PPR) is not None else 0, start)

    def delete_paragraphs(self, first: str, last: str) -> None:
        one, end = self.paragraph(first), self.paragraph(last)
        parent = one.getparent()
        assert parent is not None
        inside = [one]
        while inside[-1] is not end:
            following = inside[-1].getnext()
            assert following is not None
            inside.append(following)
        for node in inside:
            if not self._tracked:
                parent.remove(node)
                continue
            for row in node.iter(name("w:tr")):
                self._row_mark(row, "del")
            for held in node.iter(_P):
                for run in list(_runs(held)):
                    self._delete(run)
                self._mark(held, "del")

    def _row_mark(self, row: Node, what: str) -> None:
        properties = row.find(name("w:trPr"))
        if properties is None:
            properties = xml("<w:trPr/>")
            row.insert(0, properties)
        properties.append(self._change(what))

    # Rows

    def _row(self, words: str) -> Node:
        return next(self.paragraph(words).iterancestors(name("w:tr")))

    def add_row_after(self, words: str) -> None:
        row = self._row(words)
        made = deepcopy(row)
        for one in list(made.iter(_P)):
            keep = one.find(_PPR)
            for child in list(one):
                if child is not keep:
                    one.remove(child)
        if self._tracked:
            self._row_mark(made, "ins")
        row.addnext(made)
        here = self.paragraph(words)
        cell = next(here.iterancestors(name("w:tc")))
        column = list(row.iterchildren(name("w:tc"))).index(cell)
        self._here = next(list(made.iterchildren(name("w:tc")))[column].iter(_P))

    def down(self, text: str) -> None:
        self._here.append(self._typed(text, None))

    def delete_row(self, words: str) -> None:
        row = self._row(words)
        if self._tracked:
            self._row_mark(row, "del")
            for one in row.iter(_P):
                for run in list(_runs(one)):
                    self._delete(run)
            return
        parent = row.getparent()
        assert parent is not None
        parent.remove(row)

    # Moving

    def _moved(self, one: Node, other: Node, *, before: bool) -> None:
        if self._tracked:
            copy = deepcopy(one)
            for node in list(copy.iter(_START, _END)):
                node.getparent().remove(node)  # type: ignore[union-attr]
            for run in list(_runs(one)):
                change = self._change("moveFrom")
                run.getparent().replace(run, change)  # type: ignore[union-attr]
                change.append(run)
            self._mark(one, "moveFrom")
            for run in list(_runs(copy)):
                change = self._change("moveTo")
                run.getparent().replace(run, change)  # type: ignore[union-attr]
                change.append(run)
            self._mark(copy, "moveTo")
            one = copy
        (other.addprevious if before else other.addnext)(one)

    def move_up(self, words: str) -> None:
        one = self.paragraph(words)
        other = one.getprevious()
        if other is not None and other.tag == _P:
            self._moved(one, other, before=True)

    def move_down(self, words: str) -> None:
        one = self.paragraph(words)
        other = one.getnext()
        if other is not None and other.tag == _P:
            self._moved(one, other, before=False)

    def cut_and_paste(self, words: str, before: str) -> None:
        self._moved(self.paragraph(words), self.paragraph(before), before=True)

    def copy_and_paste(self, words: str, before: str) -> None:
        copy = deepcopy(self.paragraph(words))
        keep = self._chance.random() < 0.3
        for node in list(copy.iter(_START, _END)):
            if keep:
                node.set(name("w:id"), str(int(node.get(name("w:id"), "0")) + 50_000))
            else:
                node.getparent().remove(node)  # type: ignore[union-attr]
        if self._tracked:
            for run in list(_runs(copy)):
                change = self._change("ins")
                run.getparent().replace(run, change)  # type: ignore[union-attr]
                change.append(run)
            self._mark(copy, "ins")
        self.paragraph(before).addprevious(copy)


def _runs(one: Node) -> list[Node]:
    """The runs with text of a paragraph that are there, tracked deletions apart."""
    return [
        run
        for run in one.iter(_R)
        if run.find(_T) is not None and not any(above.tag in _DROPPED for above in run.iterancestors())
    ]


def _said(one: Node) -> str:
    return "".join((run.find(_T).text or "") for run in _runs(one))  # type: ignore[union-attr]


def _holder(node: Node, one: Node) -> Node:
    """The child of a paragraph that *node* is in."""
    while node.getparent() is not one:
        parent = node.getparent()
        assert parent is not None
        node = parent
    return node


def _split(run: Node, first: int, last: int) -> Node:
    """Cut a run in up to three; return the one with the characters from *first* to *last*."""
    text = run.find(_T)
    assert text is not None
    said = text.text or ""
    for part, side in ((said[:first], "before"), (said[last:], "after")):
        if part:
            other = deepcopy(run)
            for child in list(other):
                if child.tag not in (_RPR, _T):
                    other.remove(child)
            held = other.find(_T)
            assert held is not None
            held.text, held.attrib[_SPACE] = part, "preserve"
            (run.addprevious if side == "before" else run.addnext)(other)
    text.text, text.attrib[_SPACE] = said[first:last], "preserve"
    return run
