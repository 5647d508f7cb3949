"""What stands in a paragraph: runs, links, fields, notes, bookmarks.

Enters: the children of a ``w:p``. Leaves: inks in a :class:`~pipeline.review.raw.Raw`. Guaranteed: text that the view
shows comes out once and in order, also out of elements that are not known; text that it does not show is kept as a
change that is left out where it might count; what cannot go back is told as a loss; nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.docx.ooxml import ID, R_PR, VAL, XML_SPACE, Node, P, R, T, name
from pipeline.model.record import PREFIX
from pipeline.review.edited import Ink
from pipeline.review.fields import FIELD_CHARACTER, Fields, meaning
from pipeline.review.marks import PLAIN, Shown, shown
from pipeline.review.raw import BOOKMARK, Name, Raw, Remarked, Story
from pipeline.review.styles import ParagraphStyle, Styles
from pipeline.review.symbols import symbol
from pipeline.review.views import ADDED, CHANGES, View, left_out, properties_in
from pipeline.review.xml import local, value_of

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_VML = "{urn:schemas-microsoft-com:vml}"
_EMOJI = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}"
_INSTRUCTION, _DELETED_TEXT = name("w:instrText"), name("w:delText")
_NAME, _ANCHOR, _RELATION = name("w:name"), name("w:anchor"), name("r:id")
_CHOICE, _FALLBACK = name("mc:Choice"), name("mc:Fallback")
SDT_PR, SDT_CONTENT = name("w:sdtPr"), name("w:sdtContent")
_TAG, _GALLERY = name("w:tag"), name("w:docPartGallery")
_TEXT_BOX = name("w:txbxContent")
_ALT = name("wp:docPr")
_OBJECT = name("w:object")
_BASE_OF_RUBY, _OWN_MARK = name("w:rubyBase"), name("w:customMarkFollows")
_SILENT = frozenset(
    {
        *map(name, ("w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:customXmlPr", "w:fldData")),
        *map(name, ("w:proofErr", "w:permStart", "w:permEnd", "w:lastRenderedPageBreak", "w:delInstrText")),
        *map(name, ("w:footnoteRef", "w:endnoteRef", "w:annotationRef", "w:separator", "w:continuationSeparator")),
        *map(name, ("w:rt", "w:pgNum", "w:ffData")),
    }
)
_WORDS = (T, _DELETED_TEXT)
_COPIED = re.compile(r"_Copy_\d+$")
"""What LibreOffice adds to a name that is in the file twice."""
_DUMMY = "\u200d"
"""What LibreOffice puts into an inserted paragraph that is empty."""
_MOST_OPEN, _MOST_MARKED = 20, 1000
"""How many bookmarks of ours can go on in the next paragraph; how much of a comment's words is kept."""
_TO_SPACE = str.maketrans("\t\n\r", "   ")


def words_in(node: Node) -> str:
    """Return all text in *node*, deleted or not."""
    return "".join(one.text or "" for one in node.iter(*_WORDS))


class Inlines:
    """Reads the paragraphs of one story, in order. *part*: whose relationships its links are."""

    def __init__(self, story: Story, view: View, styles: Styles, links: dict[str, str], fields: Fields) -> None:
        self._story, self._view, self._styles, self._links, self._fields = story, view, styles, links, fields
        self._raw = Raw(0)
        self._base = styles.default
        self._length = 0
        self._link, self._placeholder = "", ""
        self._shown: Shown = PLAIN
        self._dropped, self._added, self._muted = 0, 0, False
        self._numbers: dict[tuple[str, str], int] = {}
        self._names: dict[str, Name] = {}
        self._marks: dict[str, str] = {}
        self._ends: frozenset[str] = frozenset()
        self._handlers: dict[str, Callable[[Node], None]] = {
            R: self._run,
            T: self._text,
            _DELETED_TEXT: self._text,
            FIELD_CHARACTER: self._field_character,
            _INSTRUCTION: self._instruction,
            name("w:bookmarkStart"): self.bookmark_start,
            name("w:bookmarkEnd"): self.bookmark_end,
            name("w:commentRangeStart"): self.comment_start,
            name("w:commentRangeEnd"): self.comment_end,
            name("w:commentReference"): self._comment,
            name("w:hyperlink"): self._hyperlink,
            name("w:fldSimple"): self._simple_field,
            name("w:sdt"): self._control,
            name("w:tab"): self._space,
            name("w:ptab"): self._space,
            name("w:br"): self._break,
            name("w:cr"): self._line,
            name("w:noBreakHyphen"): self._no_break_hyphen,
            name("w:softHyphen"): self._soft_hyphen,
            name("w:sym"): self._symbol,
            f"{_EMOJI}symEx": self._emoji,
            name("w:footnoteReference"): self._note,
            name("w:endnoteReference"): self._note,
            name("w:drawing"): self._drawing,
            name("w:pict"): self._drawing,
            _OBJECT: self._drawing,
            name("w:contentPart"): self._drawing,
            name("w:altChunk"): self._chunk,
            name("w:ruby"): self._ruby,
            name("mc:AlternateContent"): self.alternatives,
            f"{_MATH}oMath": self._equation,
            f"{_MATH}oMathPara": self._equation,
            **dict.fromkeys(CHANGES, self.change),
        }

    def expect(self, ends: frozenset[str]) -> None:
        """Tell the ids of the bookmarks that end somewhere in the story."""
        self._ends = ends

    def enter(self, raw: Raw, base: ParagraphStyle, *, fresh: bool) -> None:
        """Go on in *raw*; *fresh*: it is another paragraph than the last."""
        self._base = base
        if fresh:
            self._raw, self._length = raw, 0
            for identifier, one in list(self._names.items()):
                carried = Name(one.id, 0, carried=True)
                self._names[identifier] = carried
                raw.names.append(carried)

    def leave(self) -> None:
        """End the paragraph."""
        raw = self._raw
        raw.names = [one for one in raw.names if not (one.carried and one.end == 0)]
        raw.text = "".join(ink.text for ink in raw.inks)
        self._story.said.append("\n")

    def read(self, node: Node) -> None:
        """Read what stands in *node*."""
        for child in node:
            tag = child.tag
            handler = self._handlers.get(tag)
            if handler is not None:
                handler(child)
            elif tag not in _SILENT:
                self.read(child)

    # Text

    def _run(self, run: Node) -> None:
        properties = run.find(R_PR)
        if properties is None:
            self._shown = PLAIN
        else:
            now, change = properties_in(properties, self._view)
            self._shown = shown(now, self._base, self._styles, in_link=bool(self._link or self._fields.link))
            if change is not None and not self._dropped:
                self._raw.changes.append(left_out(change, words_in(run)))
        self.read(run)
        self._shown, self._muted = PLAIN, False

    def _text(self, node: Node) -> None:
        text = node.text or ""
        if text[:1].isspace() or text[-1:].isspace():
            if not _preserves(node):
                text = text.strip(" \t\r\n")
            text = text.translate(_TO_SPACE)
        elif "\n" in text or "\t" in text:
            text = text.translate(_TO_SPACE)
        self._add(text)

    def _add(self, text: str) -> None:
        if not text or self._dropped or self._muted or self._fields.hidden:
            return
        if self._added and not self._length:
            text = text.removeprefix(_DUMMY)
            if not text:
                return
        marks, lang, hidden, _ = self._shown
        if hidden:
            self._raw.losses.append(("hidden text", text))
            return
        fields = self._fields
        ink = Ink(text, marks, self._link or fields.link, lang, 0, fields.reference, self._placeholder)
        inks = self._raw.inks
        if inks and inks[-1][1:] == ink[1:]:
            inks[-1] = ink._replace(text=inks[-1].text + text)
        else:
            inks.append(ink)
        self._length += len(text)
        self._story.said.append(text)

    def _space(self, node: Node) -> None:
        parent = node.getparent()
        if parent is not None and parent.tag == R:
            self._add(" ")

    def _line(self, _: Node) -> None:
        self._add("\n")

    def _break(self, node: Node) -> None:
        if str(node.get(name("w:type"), "textWrapping")) == "textWrapping":
            self._add("\n")

    def _no_break_hyphen(self, _: Node) -> None:
        self._add("\u2011")

    def _soft_hyphen(self, _: Node) -> None:
        self._add("\u00ad")

    def _symbol(self, node: Node) -> None:
        found = symbol(str(node.get(name("w:font"), "")), str(node.get(name("w:char"), "")))
        self._add(found)
        if not found and not self._dropped:
            self._raw.losses.append(
                ("symbol", f"{node.get(name('w:font'), '')} {node.get(name('w:char'), '')}".strip())
            )

    def _emoji(self, node: Node) -> None:
        self._add(symbol("", str(node.get(f"{_EMOJI}char", ""))))

    def _ruby(self, node: Node) -> None:
        base = node.find(_BASE_OF_RUBY)
        if base is not None:
            self.read(base)

    # Changes, fields, links

    def change(self, node: Node) -> None:
        """Read what a tracked change holds, if it is there."""
        there = self._view.keeps(node)
        if not self._dropped and not self._view.counts(node):
            self._raw.changes.append(left_out(node, words_in(node)))
        added = node.tag in ADDED
        self._dropped, self._added = self._dropped + (not there), self._added + added
        self.read(node)
        self._dropped, self._added = self._dropped - (not there), self._added - added

    def _field_character(self, node: Node) -> None:
        if self._dropped:
            return
        ended = self._fields.at(node)
        if ended is not None:
            self._end_field(ended.note, counts=ended.counts)

    def _end_field(self, note: str, *, counts: bool) -> None:
        if note and not self._fields.hidden:
            self._raw.inks.append(Ink("", reference=BOOKMARK + note, note=-1))
        if counts:
            self._raw.label, self._raw.captioned = self._length, True

    def _instruction(self, node: Node) -> None:
        if not self._dropped:
            self._fields.instruct(node.text or "")

    def _simple_field(self, node: Node) -> None:
        meant = meaning(str(node.get(name("w:instr"), "")))
        if meant.hides:
            self._end_field(meant.note, counts=False)
            return
        before = self._link
        self._link = meant.link or before
        start = len(self._raw.inks)
        self.read(node)
        self._link = before
        if meant.reference:
            self._raw.inks[start:] = [ink._replace(reference=meant.reference) for ink in self._raw.inks[start:]]
        self._end_field("", counts=meant.counts)

    def _hyperlink(self, node: Node) -> None:
        target = self._links.get(str(node.get(_RELATION, "")), "")
        anchor = str(node.get(_ANCHOR, ""))
        before = self._link
        if target:
            self._link = f"{target}#{anchor}" if anchor and "#" not in target else target
        elif anchor:
            self._link = BOOKMARK + anchor
        self.read(node)
        self._link = before

    def _control(self, node: Node) -> None:
        properties, content = node.find(SDT_PR), node.find(SDT_CONTENT)
        if content is None:
            return
        if is_contents(node):
            return
        before = self._placeholder
        self._placeholder = value_of(properties, _TAG) or before
        self.read(content)
        self._placeholder = before

    # Notes, bookmarks, comments

    def _note(self, node: Node) -> None:
        if self._dropped or self._fields.hidden:
            return
        key = ("footnotes" if local(node).startswith("foot") else "endnotes", str(node.get(ID, "")))
        if key not in self._numbers:
            self._story.notes.append(key)
            self._numbers[key] = len(self._story.notes)
        self._raw.inks.append(Ink("", note=self._numbers[key]))
        for called in self._marks.values():
            self._story.called.setdefault(called, self._numbers[key])
        self._muted = str(node.get(_OWN_MARK, "0")).casefold() in ("1", "true", "on")  # it follows in this run

    def bookmark_start(self, node: Node) -> None:
        called, identifier = str(node.get(_NAME, "")), str(node.get(ID, ""))
        if not called.startswith(PREFIX):
            self._story.bookmarks.setdefault(called, self._raw)
            self._marks[identifier] = called
            return
        one = Name(_COPIED.sub("", called.removeprefix(PREFIX)), self._length)
        self._raw.names.append(one)
        if identifier in self._ends:
            if len(self._names) >= _MOST_OPEN:
                del self._names[next(iter(self._names))]
            self._names[identifier] = one

    def bookmark_end(self, node: Node) -> None:
        identifier = str(node.get(ID, ""))
        self._marks.pop(identifier, None)
        one = self._names.pop(identifier, None)
        if one is not None:
            one.end = self._length

    def comment_start(self, node: Node) -> None:
        identifier = str(node.get(ID, ""))
        self._story.comments.setdefault(identifier, Remarked(self._raw, start=len(self._story.said), open=True))

    def comment_end(self, node: Node) -> None:
        remarked = self._story.comments.get(str(node.get(ID, "")))
        if remarked is not None and remarked.open:
            self._close(remarked)

    def _close(self, remarked: Remarked) -> None:
        said = self._story.said[remarked.start : remarked.start + _MOST_MARKED]
        remarked.words, remarked.open = "".join(said)[:_MOST_MARKED], False

    def _comment(self, node: Node) -> None:
        remarked = self._story.comments.setdefault(str(node.get(ID, "")), Remarked(self._raw))
        if remarked.open:
            self._close(remarked)

    # What cannot go back

    def alternatives(self, node: Node) -> None:
        """Read one of the alternatives that a program wrote: the first with something that we can read."""
        choices = [child for child in node if child.tag in (_CHOICE, _FALLBACK)]
        for choice in choices:
            if choice is choices[-1] or any(str(one.tag) in self._handlers for one in choice.iter()):
                self.read(choice)
                return

    def _equation(self, node: Node) -> None:
        if not self._dropped:
            words = "".join(one.text or "" for one in node.iter(f"{_MATH}t"))
            self._raw.losses.append(("equation", words))

    def _chunk(self, _: Node) -> None:
        self._raw.losses.append(("embedded object", ""))

    def _drawing(self, node: Node) -> None:
        """Note a picture or an object; the text of text boxes is lost."""
        if self._dropped or self._fields.hidden:
            return
        boxes = [
            box for box in node.iter(_TEXT_BOX) if not any(above.tag == _TEXT_BOX for above in box.iterancestors())
        ]
        words = "\n".join("\n".join(words_in(line) for line in box.iter(P)) for box in boxes).strip()
        if boxes:
            self._raw.losses.append(("text box", words))
            return
        if node.tag == _OBJECT or next(node.iter(f"{_OFFICE}OLEObject"), None) is not None:
            self._raw.losses.append(("embedded object", _described(node)))
            return
        if next(node.iter(f"{_VML}textpath"), None) is not None:
            return  # word art: a watermark
        self._raw.pictures.append(_described(node))


def is_contents(control: Node) -> bool:
    """Whether a content control holds a table of contents."""
    properties = control.find(SDT_PR)
    gallery = None if properties is None else next(properties.iter(_GALLERY), None)
    return gallery is not None and "contents" in str(gallery.get(VAL, "")).casefold()


def _described(drawing: Node) -> str:
    """Return the text alternative of a picture, else its name."""
    for node in drawing.iter(_ALT):
        return str(node.get("descr") or node.get("name") or "")
    for node in drawing.iter():
        if node.get("alt"):
            return str(node.get("alt"))
    return ""


def _preserves(node: Node) -> bool:
    """Whether spaces at the ends of a text count (XML 1.0, 2.10)."""
    here: Node | None = node
    while here is not None:
        said = here.get(XML_SPACE)
        if said is not None:
            return said == "preserve"
        here = here.getparent()
    return False
