"""Text taken out of the PDF is the source's text, in order and word for word, whatever reader takes it out.

Each language gets a document with a heading, paragraphs, a list and a table, in the faces that the shipped theme finds
for it on this machine.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache

import pytest

from pipeline.diagnostics import Severity
from pipeline.layout import lay_out
from pipeline.model.nodes import (
    Cell,
    Column,
    Document,
    Heading,
    ListBlock,
    ListItem,
    Metadata,
    Paper,
    Paragraph,
    Row,
    Table,
    Text,
)
from pipeline.pdf import write_pdf
from tests.pdf.judges import pdfium_text, poppler_text
from tests.style.theming import letter_theme

_MARKS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks of direction: poppler writes some around right-to-left text, and so do we."""
READERS = {"poppler": poppler_text, "pdfium": pdfium_text}

SAMPLES: dict[str, tuple[str, str, str]] = {
    "en": (
        "Affable offices",
        "The first official met “five” envoys at 10:30: 3,200 figures, 12.5%, HIV/AIDS (see p. 4).",
        "AV To Wa fi fl ffi — and an en dash: 3–5 August 2026.",
    ),
    "fr": (
        "L’été à Genève",
        "« Où êtes-vous ? » demande l’envoyé ; Œuvre, façade, naïveté : 12 %.",
        "Le cœur de l’État, à Nîmes.",
    ),
    "vi": (
        "Chuyến thăm Hà Nội",
        "Chủ tịch nước Việt Nam tiếp đoàn đại biểu tại Phủ Chủ tịch.",
        "Thành phố Hồ Chí Minh, ngày 2 tháng 9.",
    ),
    "km": (
        "ព្រះរាជាណាចក្រកម្ពុជា",
        "រដ្ឋមន្ត្រីការបរទេស ភ្នំពេញ ស្ត្រី និងសហប្រតិបត្តិការអន្តរជាតិ ឆ្នាំ២០២៦។",
        "ខ្ញុំ ក្រុង ស្រី ផ្សារ",
    ),
    "th": (
        "กระทรวงการต่างประเทศ",
        "กรุงเทพมหานคร น้ำ ผู้ใหญ่ ที่นี่ กำลังประชุม ปี ๒๕๖๙",
        "น้ำท่วม ผู้แทน เพื่อสันติภาพ",
    ),
    "hi": (
        "विदेश मंत्रालय",
        "नई दिल्ली में हिन्दी, क्षत्रिय और राष्ट्रपति का कार्यक्रम: ३ अगस्त २०२६।",
        "स्त्री विद्यार्थी कर्त्तव्य",
    ),
    "ar": (
        "زيارة وزير الخارجية إلى القاهرة",
        "قال (الوزير) إن «السلام» ممكن: نعم، في 3/8/2026! وصل الوفد إلى ASEAN ثم عاد بين 12 و15 آب.",
        "السلام عليكم والله أكبر",
    ),
    "ar-vowels": ("مُحَمَّدٌ رَسُولُ اللَّهِ", "بِسْمِ اللَّهِ الرَّحْمَنِ الرَّحِيمِ، قَالَ الْوَزِيرُ.", "كِتَابٌ مُفِيدٌ"),
    "fa": (
        "وزارت امور خارجه",
        "جمهوری اسلامی ایران، ۱۴۰۴: گفت‌وگو در تهران.",
        "پیشنهاد چهارم",
    ),
    "ur": ("وزارت خارجہ", "اسلام آباد میں ملاقات ہوئی، ڈھاکہ بھی گئے۔", "پاکستان اور بھارت"),
    "he": (
        "ביקור שר החוץ בירושלים",
        'אמר (השר): "שלום" [כן] ב-2026, 50%. טלפון: 02-555-1234 – 9; ב-ASEAN.',
        "שלום ירושלים",
    ),
    "he-vowels": ("שָׁלוֹם יְרוּשָׁלַיִם", "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם וְאֵת הָאָרֶץ.", "תּוֹדָה רַבָּה"),
    "zh": ("外交部长访问金边", "外交部长访问金边，并与柬埔寨首相会谈（二〇二六年）。", "和平与发展"),
    "ja": ("外務大臣の訪問", "外務大臣はプノンペンを訪問し、カンボジアの首相と会談した。", "平和と発展"),
    "ko": ("외교부 장관의 방문", "외교부 장관은 프놈펜을 방문하여 캄보디아 총리와 회담했다.", "평화와 발전"),
}
"""A title, a sentence, a short phrase."""


def paragraph(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def cell(text: str, header: bool = False) -> Cell:
    return Cell((paragraph(text),), header=header)


def document(title: str, sentence: str, phrase: str, lang: str) -> Document:
    head = Row((cell(phrase, header=True), cell(title, header=True)))
    blocks = (
        paragraph(sentence),
        Heading(2, (Text(phrase),), "part"),
        ListBlock((ListItem((paragraph(phrase),)), ListItem((paragraph(sentence),)))),
        Table((Column(), Column()), (head,), (Row((cell(title), cell(phrase))),)),
        paragraph(sentence),
    )
    return Document(Metadata(title, lang=lang.partition("-")[0]), (Paper((Text(title),), "paper", blocks),))


def texts(title: str, sentence: str, phrase: str) -> list[str]:
    """The texts of :func:`document` in the order of reading."""
    return [title, sentence, phrase, phrase, sentence, phrase, title, title, phrase, sentence]


@cache
def written(lang: str) -> bytes:
    made = document(*SAMPLES[lang], lang)
    layout = lay_out(made, letter_theme())
    assert not [finding.message for finding in layout.diagnostics if finding.severity is Severity.ERROR]
    return write_pdf(layout, made.metadata)


def plain(text: str) -> str:
    """Words parted by single spaces, without marks of direction; letters that are made of parts are composed."""
    return unicodedata.normalize("NFC", " ".join(_MARKS.sub("", text).replace("\x02", "\u00ad").split()))


def missing(found: str, wanted: list[str]) -> list[str]:
    """The texts that do not stand in *found*, each behind the one before."""
    at, lost = 0, []
    for text in wanted:
        place = found.find(plain(text), at)
        if place < 0:
            lost.append(text)
        else:
            at = place + len(plain(text))
    return lost


@pytest.mark.judges
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("lang", SAMPLES)
def test_words_come_out_as_they_were_written_and_in_order(lang: str, reader: str) -> None:
    found = plain(READERS[reader](written(lang)))
    lost = missing(found, texts(*SAMPLES[lang]))
    if lang in ("zh", "ja"):  # lines end between characters, and there are no spaces to lose
        lost = missing(found.replace(" ", ""), [text.replace(" ", "") for text in texts(*SAMPLES[lang])])
    assert not lost, found


@pytest.mark.judges
@pytest.mark.parametrize("lang", SAMPLES)
def test_nothing_but_the_text_comes_out(lang: str) -> None:
    """No character that was not written, but for the page number; running text repeats the title."""
    for reader in READERS.values():
        found = plain(reader(written(lang)))
        wanted = plain("".join(texts(*SAMPLES[lang]))).replace(" ", "")
        extra = {word for word in found.split() if word not in wanted and word.strip("•–")}
        assert extra <= {"Page", "1", "of"}, extra


def test_a_lost_word_would_be_noticed() -> None:
    assert missing("one two three", ["one", "three"]) == []
    assert missing("one two three", ["three", "one"]) == ["one"]
    assert missing("one two", ["two", "two"]) == ["two"]


MIXED = "The word שלום means peace, and السلام too (2026)."
PHRASE = "وصل الوفد إلى Phnom Penh ثم عاد."


def mixed(text: str, lang: str) -> bytes:
    title = {"ar": "زيارة وزير الخارجية", "he": "ביקור שר החוץ"}.get(lang, "A title in English")
    made = Document(Metadata(title, lang=lang), (Paper((Text(title),), "p", (paragraph(text), paragraph(title))),))
    return write_pdf(lay_out(made, letter_theme()), made.metadata)


@pytest.mark.judges
@pytest.mark.parametrize("reader", READERS)
def test_right_to_left_words_in_a_line_from_left_to_right_keep_their_places(reader: str) -> None:
    assert MIXED in plain(READERS[reader](mixed(MIXED, "en")))


WITH_LATIN = {
    "ar": (
        PHRASE,
        "التقى Secretary of State Antony Blinken بالوزير في القاهرة ثم سافر الوفد كله إلى المدينة.",
        "وصل U.S. Air Force One في 12:30 يوم 3 August 2026 إلى المطار مع الوفد.",
    ),
    "he": (
        "השר פגש את Antony Blinken בירושלים.",
        "הטיסה UN 714 הגיעה ב-10 במרץ 2027 בשעה 12:30, והשר נסע אל Tel Aviv.",
        "ראו עמוד 4, 12 ו-15; הסכום 1,200 עד 3,400 דולר.",
    ),
}


@pytest.mark.judges
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("lang", "phrase"), [(lang, phrase) for lang, found in WITH_LATIN.items() for phrase in found])
def test_latin_words_in_a_line_from_right_to_left_keep_their_order(lang: str, phrase: str, reader: str) -> None:
    found = plain(READERS[reader](mixed(phrase, lang)))
    # pdfium makes a space before a full stop that touches two Latin words.
    assert phrase in (found.replace(" .", ".") if reader == "pdfium" else found)


@pytest.mark.judges
@pytest.mark.parametrize("reader", READERS)
def test_two_right_to_left_words_in_a_line_from_left_to_right_keep_their_order(reader: str) -> None:
    text = "They said שלום רב and السلام عليكم to all."
    assert text in plain(READERS[reader](mixed(text, "en")))


@pytest.mark.judges
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("lang", ["he", "ar"])
def test_numbers_and_latin_words_at_the_ends_of_lines_keep_their_order(lang: str, reader: str) -> None:
    """Every word of the sentence ends a line once, in narrow and wider lines."""
    words = {
        "he": "ביום 3 במרץ 2027 נסע השר אל Tel Aviv עם 12 אנשי צוות, 1,200 דולר ו-50% מחיר",
        "ar": "في يوم 3 آذار 2027 سافر الوزير إلى Tel Aviv مع 12 من أعضاء الوفد و1,200 دولار",
    }
    for measure in range(130, 300, 14):
        made = Document(
            Metadata(words[lang], lang=lang), (Paper((Text(words[lang][:8]),), "p", (paragraph(words[lang]),)),)
        )
        theme = letter_theme()
        page = replace(theme.page, right=theme.page.width - theme.page.left - measure)
        found = READERS[reader](write_pdf(lay_out(made, replace(theme, page=page)), made.metadata))
        assert words[lang] in plain(found), (measure, found)
