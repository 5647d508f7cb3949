"""An editor: does to a Word file in LibreOffice what a person would do, and saves it.

Run by a Python that has LibreOffice's bridge (Debian: python3-uno), not by the one that runs the tests:
``python3 uno_editor.py PIPE SCRIPT``, where LibreOffice listens at PIPE and SCRIPT is a JSON list of jobs
``{"source": URI, "target": URI, "tracked": bool, "actions": [[name, argument, …], …]}``.
"""

import contextlib
import json
import sys
import time

import uno
from com.sun.star.beans import PropertyValue


def _value(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def _desktop(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(200):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.1)
        else:
            return context, context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    raise SystemExit("LibreOffice does not answer")


class Editor:
    """A document, and a cursor in it; paragraphs are found by words in them."""

    def __init__(self, document, context):
        self.document = document
        self.controller = document.CurrentController
        self.cursor = self.controller.ViewCursor
        self.frame = self.controller.Frame
        self.dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)

    def _do(self, command, **arguments):
        values = tuple(_value(name, value) for name, value in arguments.items())
        self.dispatcher.executeDispatch(self.frame, f".uno:{command}", "", 0, values)

    def _find(self, words):
        search = self.document.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = words, True
        found = self.document.findFirst(search)
        while found is not None:
            if "Contents" not in found.ParaStyleName:
                return found
            found = self.document.findNext(found.End, search)
        raise SystemExit(f"nothing says '{words}'")

    def _at(self, words, *, end):
        """Put the cursor at the start or end of the paragraph that says *words*."""
        found = self._find(words)
        cursor = found.Text.createTextCursorByRange(found.Start)
        (cursor.gotoEndOfParagraph if end else cursor.gotoStartOfParagraph)(False)
        self.cursor.gotoRange(cursor, False)

    def _select(self, first, last):
        self._at(first, end=False)
        found = self._find(last)
        cursor = found.Text.createTextCursorByRange(found.End)
        cursor.gotoEndOfParagraph(False)
        self.cursor.gotoRange(cursor, True)

    def type_after(self, words, text):
        self.cursor.gotoRange(self._find(words).End, False)
        self._do("InsertText", Text=text)

    def replace(self, words, text):
        self.cursor.gotoRange(self._find(words), False)
        self._do("InsertText", Text=text)

    def rewrite(self, words, text):
        """Select the whole paragraph and type over it."""
        self._select(words, words)
        self._do("InsertText", Text=text)

    def split_after(self, words):
        self.cursor.gotoRange(self._find(words).End, False)
        self._do("InsertPara")

    def join_next(self, words):
        self._at(words, end=True)
        self._do("Delete")

    def new_after(self, words, text):
        self._at(words, end=True)
        self._do("InsertPara")
        self._do("InsertText", Text=text)

    def new_before(self, words, text):
        self._at(words, end=False)
        self._do("InsertPara")
        self._do("GoUp", Count=1, Select=False)
        self._do("InsertText", Text=text)

    def delete_paragraphs(self, first, last):
        """Delete whole paragraphs, from the one that says *first* to the one that says *last*."""
        self._select(first, last)
        self._do("Delete")
        self._do("Delete")

    def add_row_after(self, words):
        self.cursor.gotoRange(self._find(words).Start, False)
        self._do("InsertRowsAfter")

    def delete_row(self, words):
        self.cursor.gotoRange(self._find(words).Start, False)
        self._do("DeleteRows")

    def next_cell(self, text):
        self._do("JumpToNextCell")
        self._do("InsertText", Text=text)

    def down(self, text):
        self._do("GoDown", Count=1, Select=False)
        self._do("InsertText", Text=text)

    def bold(self, words):
        self.cursor.gotoRange(self._find(words), False)
        self._do("Bold")

    def italic(self, words):
        self.cursor.gotoRange(self._find(words), False)
        self._do("Italic")

    def link(self, words, address):
        found = self._find(words)
        found.HyperLinkURL = address

    def move_up(self, words):
        self.cursor.gotoRange(self._find(words).Start, False)
        self._do("MoveUp")

    def move_down(self, words):
        self.cursor.gotoRange(self._find(words).Start, False)
        self._do("MoveDown")

    def cut_and_paste(self, words, before):
        """Cut a whole paragraph, its mark too, and paste it at the start of another."""
        self._at(words, end=False)
        self.cursor.gotoRange(self._past(words), True)
        piece = self.controller.getTransferable()
        self._do("Delete")
        self._at(before, end=False)
        self.controller.insertTransferable(piece)

    def copy_and_paste(self, words, before):
        self._at(words, end=False)
        self.cursor.gotoRange(self._past(words), True)
        piece = self.controller.getTransferable()
        self._at(before, end=False)
        self.controller.insertTransferable(piece)

    def _past(self, words):
        """Return the start of the paragraph behind the one that says *words*."""
        found = self._find(words)
        cursor = found.Text.createTextCursorByRange(found.Start)
        cursor.gotoEndOfParagraph(False)
        cursor.goRight(1, False)
        return cursor

    def header(self, text):
        """Type at the end of the first page style's header that is on."""
        styles = self.document.StyleFamilies.getByName("PageStyles")
        for name in styles.ElementNames:
            style = styles.getByName(name)
            if style.HeaderIsOn and style.isInUse():
                style.HeaderText.insertString(style.HeaderText.End, text, False)
                return

    def text_box(self, words, text):
        found = self._find(words)
        frame = self.document.createInstance("com.sun.star.text.TextFrame")
        frame.Width, frame.Height = 5000, 2000
        found.Text.insertTextContent(found.Start, frame, False)
        frame.insertString(frame.createTextCursor(), text, False)

    def settle(self, command):
        """Accept or reject all tracked changes: ``AcceptAllTrackedChanges``, ``RejectAllTrackedChanges``."""
        self._do(command)

    def indent(self, words):
        self.cursor.gotoRange(self._find(words).Start, False)
        self._do("DecrementLevel")

    def footnote(self, words, text):
        self.cursor.gotoRange(self._find(words).End, False)
        note = self.document.createInstance("com.sun.star.text.Footnote")
        self.document.Text.insertTextContent(self.cursor.getStart(), note, False)
        note.insertString(note.createTextCursor(), text, False)


def main(pipe, script):
    with open(script, encoding="utf-8") as file:
        jobs = json.load(file)
    context, desktop = _desktop(pipe)
    for job in jobs:
        document = desktop.loadComponentFromURL(job["source"], "_blank", 0, (_value("Hidden", True),))
        document.RecordChanges = job["tracked"]
        editor = Editor(document, context)
        for name, *arguments in job["actions"]:
            getattr(editor, name)(*arguments)
        document.storeToURL(job["target"], (_value("FilterName", "MS Word 2007 XML"),))
        document.close(True)
    with contextlib.suppress(Exception):
        desktop.terminate()


main(sys.argv[1], sys.argv[2])
