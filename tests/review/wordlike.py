"""What Word does to a file that it saves, without changing what the file says: noise for the reader.

Each of :data:`HABITS` takes the body of a ``document.xml`` and chance, and changes the XML. None changes a word, a look
or the place of a paragraph, so the file is to be read as before. Tracked changes are of a kind that accepting all of
them gives the text that was there.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from random import Random

from pipeline.docx.ooxml import name

from .paper import WHO, Node, xml

Habit = Callable[[Node, Random], None]
_R, _T, _P, _RPR, _PPR = name("w:r"), name("w:t"), name("w:p"), name("w:rPr"), name("w:pPr")
_SPACE = name("xml:space")


def _runs(body: Node, chance: Random, share: float) -> list[Node]:
    """Some of the runs that hold text and nothing else, outside of the contents."""
    found = []
    for run in body.iter(_R):
        held = [child.tag for child in run if child.tag != _RPR]
        if held == [_T] and run.getparent() is not None and chance.random() < share:
            found.append(run)
    return found


def _wrap(node: Node, wrapping: Node, inside: Node) -> None:
    """Put *wrapping* in the place of *node*, and *node* at the end of *inside*."""
    parent = node.getparent()
    assert parent is not None
    parent.replace(node, wrapping)
    inside.append(node)


def splits_runs(body: Node, chance: Random) -> None:
    """Parts of words in runs of their own, as they were typed in different sessions."""
    for run in _runs(body, chance, 0.5):
        text = run.find(_T)
        assert text is not None
        words = text.text or ""
        if len(words) < 2:
            continue
        at = chance.randrange(1, len(words))
        other = deepcopy(run)
        text.text, text.attrib[_SPACE] = words[:at], "preserve"
        second = other.find(_T)
        assert second is not None
        second.text, second.attrib[_SPACE] = words[at:], "preserve"
        other.set(name("w:rsidR"), f"00{chance.randrange(1 << 24):06X}")
        run.addnext(other)


def notes_sessions(body: Node, chance: Random) -> None:
    for node in body.iter(_P, _R):
        if chance.random() < 0.6:
            node.set(name("w:rsidR"), f"00{chance.randrange(1 << 24):06X}")
            node.set(name("w:rsidRPr"), f"00{chance.randrange(1 << 24):06X}")


def checks_spelling(body: Node, chance: Random) -> None:
    for run in _runs(body, chance, 0.3):
        run.addprevious(xml('<w:proofErr w:type="spellStart"/>'))
        run.addnext(xml('<w:proofErr w:type="spellEnd"/>'))
        if chance.random() < 0.3:
            properties = run.find(_RPR)
            at = 0 if properties is None else 1
            run.insert(at, xml("<w:lastRenderedPageBreak/>"))


def tags_words(body: Node, chance: Random) -> None:
    for run in _runs(body, chance, 0.15):
        tag = xml(
            '<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="place">'
            '<w:smartTagPr><w:attr w:name="x" w:val="no text"/></w:smartTagPr></w:smartTag>'
        )
        _wrap(run, tag, tag)
        if chance.random() < 0.3:
            outer = xml('<w:customXml w:uri="urn:a" w:element="b"><w:customXmlPr/></w:customXml>')
            _wrap(tag, outer, outer)


def marks_places(body: Node, chance: Random) -> None:
    """Bookmarks of Word's own, in paragraphs and between them."""
    number = 70_000
    for one in list(body.iter(_P)):
        if chance.random() < 0.2 and one.getparent() is not None:
            number += 1
            one.append(xml(f'<w:bookmarkStart w:id="{number}" w:name="_GoBack{number}"/>'))
            end = xml(f'<w:bookmarkEnd w:id="{number}"/>')
            (one.addnext if chance.random() < 0.5 and one.getparent() is body else one.append)(end)


def counts_bookmarks_anew(body: Node, chance: Random) -> None:
    first = chance.randrange(1000)
    for node in body.iter(name("w:bookmarkStart"), name("w:bookmarkEnd")):
        node.set(name("w:id"), str(int(node.get(name("w:id"), "0")) + first))


def tracks_typing(body: Node, chance: Random) -> None:
    """What is there was inserted with tracking, and something else was deleted."""
    for run in _runs(body, chance, 0.15):
        if run.getparent().tag != _P:  # type: ignore[union-attr]
            continue
        inserted = xml(f"<w:ins {WHO}/>")
        _wrap(run, inserted, inserted)
        inserted.addprevious(xml(f"<w:del {WHO}><w:r><w:delText>gone</w:delText></w:r></w:del>"))
        if chance.random() < 0.4:
            inserted.append(xml(f"<w:del {WHO}><w:r><w:delText>typed and gone</w:delText></w:r></w:del>"))


def tracks_moves(body: Node, chance: Random) -> None:
    for run in _runs(body, chance, 0.1):
        if run.getparent().tag != _P:  # type: ignore[union-attr]
            continue
        moved = xml(f"<w:moveTo {WHO}/>")
        _wrap(run, moved, moved)
        moved.addprevious(xml(f'<w:moveToRangeStart {WHO} w:name="move1"/>'))
        moved.addnext(xml('<w:moveToRangeEnd w:id="9001"/>'))
        moved.addprevious(xml(f"<w:moveFrom {WHO}><w:r><w:t>elsewhere</w:t></w:r></w:moveFrom>"))


def tracks_looks(body: Node, chance: Random) -> None:
    for run in _runs(body, chance, 0.1):
        properties = run.find(_RPR)
        if properties is None:
            properties = xml("<w:rPr/>")
            run.insert(0, properties)
        properties.append(xml(f"<w:rPrChange {WHO}><w:rPr><w:b/><w:strike/></w:rPr></w:rPrChange>"))
    for one in body.iter(_P):
        properties = one.find(_PPR)
        if properties is not None and chance.random() < 0.1:
            properties.append(xml(f'<w:pPrChange {WHO}><w:pPr><w:pStyle w:val="Quote"/></w:pPr></w:pPrChange>'))


def tracks_new_paragraphs(body: Node, chance: Random) -> None:
    for one in body.iter(_P):
        properties = one.find(_PPR)
        if properties is not None and properties.find(_RPR) is None and chance.random() < 0.15:
            mark = xml(f"<w:rPr><w:ins {WHO}/></w:rPr>")
            after = next((node for node in properties if node.tag in (name("w:sectPr"), name("w:pPrChange"))), None)
            if after is None:
                properties.append(mark)
            else:
                after.addprevious(mark)


def writes_fields_in_runs(body: Node, chance: Random) -> None:
    """Links as fields, their instruction over several runs."""
    links = [link for link in body.iter(name("w:hyperlink")) if link.get(name("w:anchor"))]
    for link in links:
        if chance.random() < 0.5:
            continue
        anchor = link.get(name("w:anchor"))
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> HYPER</w:instrText>',
            '<w:instrText xml:space="preserve">LINK </w:instrText>',
            f'<w:instrText xml:space="preserve"> \\l "{anchor}" \\h </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
        ):
            link.addprevious(xml(f"<w:r>{part}</w:r>"))
        for child in list(link):
            link.addprevious(child)
        link.addprevious(xml('<w:r><w:fldChar w:fldCharType="end"/></w:r>'))
        parent = link.getparent()
        assert parent is not None
        parent.remove(link)


def wraps_in_controls(body: Node, chance: Random) -> None:
    """Content controls without a name around runs, paragraphs, tables and rows."""
    wanted = [node for node in body.iter(_P, name("w:tbl"), name("w:tr")) if chance.random() < 0.08]
    wanted += _runs(body, chance, 0.05)
    for node in wanted:
        parent = node.getparent()
        if parent is None or any(above.tag == name("w:sdt") for above in node.iterancestors()):
            continue
        if node.tag == _P and parent.tag not in (name("w:body"), name("w:tc")):
            continue
        if node.tag == _P and node.find(f"{_PPR}/{name('w:sectPr')}") is not None:
            continue
        control = xml('<w:sdt><w:sdtPr><w:id w:val="77"/></w:sdtPr><w:sdtContent/></w:sdt>')
        _wrap(node, control, control[1])


def offers_alternatives(body: Node, chance: Random) -> None:
    for run in _runs(body, chance, 0.08):
        both = xml(
            '<mc:AlternateContent><mc:Choice Requires="w14"/><mc:Fallback><w:r><w:t>old</w:t></w:r></mc:Fallback>'
            "</mc:AlternateContent>"
        )
        _wrap(run, both, both[0])


def notes_the_keyboard(body: Node, chance: Random) -> None:
    for run in _runs(body, chance, 0.2):
        properties = run.find(_RPR)
        if properties is None:
            properties = xml("<w:rPr/>")
            run.insert(0, properties)
        if properties.find(name("w:lang")) is None:
            properties.append(xml('<w:lang w:val="de-AT"/>'))
        if properties.find(name("w:rFonts")) is None:
            properties.insert(0, xml('<w:rFonts w:hint="eastAsia"/>'))


def writes_hyphens(body: Node, chance: Random) -> None:
    """Hyphens that do not break, and such as only show at a line's end, as elements."""
    signs = {"\u2011": "w:noBreakHyphen", "\u00ad": "w:softHyphen"}
    for text in list(body.iter(_T)):
        words = text.text or ""
        at = next((place for place, sign in enumerate(words) if sign in signs), None)
        if at is not None and chance.random() < 0.9:
            rest = deepcopy(text)
            text.text, rest.text = words[:at], words[at + 1 :]
            text.attrib[_SPACE] = rest.attrib[_SPACE] = "preserve"
            sign = xml(f"<{signs[words[at]]}/>")
            text.addnext(sign)
            sign.addnext(rest)


def leaves_empty_runs(body: Node, chance: Random) -> None:
    for run in _runs(body, chance, 0.2):
        run.addnext(xml("<w:r><w:rPr><w:b/><w:i/></w:rPr></w:r>"))
        run.addprevious(xml("<w:r><w:rPr><w:strike/></w:rPr><w:t></w:t></w:r>"))


HABITS: dict[str, Habit] = {
    habit.__name__.replace("_", " "): habit
    for habit in (
        splits_runs,
        notes_sessions,
        checks_spelling,
        tags_words,
        marks_places,
        counts_bookmarks_anew,
        tracks_typing,
        tracks_moves,
        tracks_looks,
        tracks_new_paragraphs,
        writes_fields_in_runs,
        wraps_in_controls,
        offers_alternatives,
        notes_the_keyboard,
        writes_hyphens,
        leaves_empty_runs,
    )
}
