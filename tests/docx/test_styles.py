"""The style sheet: every look is a style, named as Word names it, made from the theme and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.docx.names import LINKED, NAMES, identifier_of
from pipeline.model.nodes import Callout, Heading, Paragraph
from pipeline.style.theme import BoxStyle, ParagraphStyle, StyleName, Theme

from .checks import findings
from .plain import plain_theme
from .reading import find_all, outline, part, style, values, written
from .samples import bullets, callouts, everything, one_paper, paragraph, simple_table, words

BUILT_IN = {
    "Normal": "Normal",
    "BodyText": "Body Text",
    "Title": "Title",
    "Subtitle": "Subtitle",
    **{f"Heading{level}": f"heading {level}" for level in range(1, 7)},
    **{f"TOC{level}": f"toc {level}" for level in range(1, 4)},
    "TOCHeading": "TOC Heading",
    "ListBullet": "List Bullet",
    "ListBullet2": "List Bullet 2",
    "ListNumber": "List Number",
    "ListNumber5": "List Number 5",
    "ListContinue3": "List Continue 3",
    "Caption": "caption",
    "Quote": "Quote",
    "Signature": "Signature",
    "FootnoteText": "footnote text",
    "Header": "header",
    "Footer": "footer",
    "Strong": "Strong",
    "Emphasis": "Emphasis",
    "Hyperlink": "Hyperlink",
    "FootnoteReference": "footnote reference",
    "TableNormal": "Normal Table",
    "NoList": "No List",
    "DefaultParagraphFont": "Default Paragraph Font",
}


def changed(base: StyleName, **changes: object) -> Theme:
    theme = plain_theme()
    made: ParagraphStyle = replace(theme.styles[base], **changes)  # type: ignore[arg-type]
    return replace(theme, styles={**theme.styles, base: made})


def rules(data: bytes, identifier: str, path: str) -> list[str]:
    return values(style(data, identifier), path)


@pytest.mark.parametrize("identifier", BUILT_IN)
def test_styles_that_word_knows_have_words_names(identifier: str) -> None:
    node = style(written(one_paper()), identifier)
    assert values(node, "w:name/@w:val") == [BUILT_IN[identifier]]
    assert values(node, "@w:customStyle") == []


@pytest.mark.parametrize("base", NAMES)
def test_every_role_of_a_theme_has_a_style(base: StyleName) -> None:
    names = values(part(written(one_paper()), "word/styles.xml"), "w:style/w:name/@w:val")
    wanted = {"list": "List Bullet"}.get(base, NAMES[base])
    assert wanted in names


def test_every_document_has_the_same_styles_to_begin_with() -> None:
    def core(data: bytes) -> list[str]:
        return values(part(data, "word/styles.xml"), "w:style[not(w:uiPriority/@w:val='90')]/@w:styleId")

    assert core(written(one_paper())) == core(written(everything()))


def test_line_heights_are_exact() -> None:
    data = written(one_paper(), changed("lead", leading=18.75))
    assert rules(data, "Lead", "w:pPr/w:spacing/@w:line") == ["375"]
    assert rules(data, "Lead", "w:pPr/w:spacing/@w:lineRule") == ["exact"]


@pytest.mark.parametrize(
    ("changes", "path", "value"),
    [
        ({"size": 13.5}, "w:rPr/w:sz/@w:val", "27"),
        ({"space_before": 4.5}, "w:pPr/w:spacing/@w:before", "90"),
        ({"space_after": 11.25}, "w:pPr/w:spacing/@w:after", "225"),
        ({"indent_left": 36.0}, "w:pPr/w:ind/@w:left", "720"),
        ({"indent_right": 18.0}, "w:pPr/w:ind/@w:right", "360"),
        ({"first_line": 12.0}, "w:pPr/w:ind/@w:firstLine", "240"),
        ({"first_line": -12.0}, "w:pPr/w:ind/@w:hanging", "240"),
        ({"align": "justify"}, "w:pPr/w:jc/@w:val", "both"),
        ({"tracking": 0.5}, "w:rPr/w:spacing/@w:val", "10"),
        ({"features": ("tnum", "onum")}, "w:rPr/w14:numForm/@w14:val", "oldStyle"),
        ({"features": ("tnum", "onum")}, "w:rPr/w14:numSpacing/@w14:val", "tabular"),
    ],
)
def test_a_themes_measures_become_the_styles(changes: dict[str, object], path: str, value: str) -> None:
    assert rules(written(one_paper(), changed("lead", **changes)), "Lead", path) == [value]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"keep_with_next": True}, "w:pPr/w:keepNext"),
        ({"keep_together": True}, "w:pPr/w:keepLines"),
        ({"uppercase": True}, "w:rPr/w:caps"),
    ],
)
def test_a_themes_switches_become_the_styles(changes: dict[str, object], path: str) -> None:
    data = written(one_paper(), changed("lead", **changes))
    (switched,) = find_all(style(data, "Lead"), path)
    assert not switched.attrib


def test_rules_of_a_role_are_borders() -> None:
    bar = plain_theme().rule
    data = written(one_paper(), changed("lead", rule_above=replace(bar, width=2, gap=3.4), rule_below=bar))
    assert rules(data, "Lead", "w:pPr/w:pBdr/w:top/@w:sz") == ["16"]
    assert rules(data, "Lead", "w:pPr/w:pBdr/w:top/@w:space") == ["3"]
    assert rules(data, "Lead", "w:pPr/w:pBdr/w:bottom/@w:color") == ["999999"]


def test_borders_keep_words_limits() -> None:
    bar = replace(plain_theme().rule, width=40, gap=99)
    data = written(one_paper(), changed("lead", rule_above=bar))
    assert rules(data, "Lead", "w:pPr/w:pBdr/w:top/@w:sz") == ["96"]
    assert rules(data, "Lead", "w:pPr/w:pBdr/w:top/@w:space") == ["31"]


def test_a_style_says_only_what_differs_from_normal() -> None:
    data = written(one_paper())
    assert [child.tag.rpartition("}")[2] for child in find_all(style(data, "BodyText"), "w:pPr/* | w:rPr/*")] == [
        "spacing"
    ]


def test_kerning_widows_and_ligatures_are_on_for_all_text() -> None:
    sheet = part(written(one_paper()), "word/styles.xml")
    assert values(sheet, "w:docDefaults//w:kern/@w:val") == ["1"]
    assert values(sheet, "w:docDefaults//w14:ligatures/@w14:val") == ["standard"]
    assert find_all(sheet, "w:style[@w:styleId='Normal']/w:pPr/w:widowControl")


def test_family_names_are_those_of_the_faces() -> None:
    data = written(one_paper())
    assert rules(data, "Heading1", "w:rPr/w:rFonts/@w:ascii") == ["Public Sans"]
    assert find_all(style(data, "Heading1"), "w:rPr/w:b")
    theme = changed("lead", font=plain_theme().styles["lead"].font._replace(weight=600))
    assert rules(written(one_paper(), theme), "Lead", "w:rPr/w:rFonts/@w:hAnsi") == ["Source Serif 4 SemiBold"]


def test_code_is_not_proofread() -> None:
    data = written(one_paper())
    assert find_all(style(data, "Code"), "w:rPr/w:noProof")
    assert find_all(style(data, "InlineCode"), "w:rPr/w:noProof")


def test_links_have_the_themes_colour_and_a_line() -> None:
    data = written(one_paper())
    assert rules(data, "Hyperlink", "w:rPr/w:color/@w:val | w:rPr/w:u/@w:val") == ["0000CC", "single"]


def test_each_kind_of_callout_has_its_own_fill() -> None:
    data = written(one_paper())
    fills = [rules(data, name, "w:pPr/w:shd/@w:fill") for name in ("Callout", "CalloutImportant", "CalloutWarning")]
    assert fills == [["EEF4FA"], ["FFF6E0"], ["FDECEA"]]


def test_a_callout_without_fill_has_its_bar_alone() -> None:
    theme = plain_theme()
    box = replace(theme.callouts["note"], fill=None)
    data = written(one_paper(*callouts()[:1]), replace(theme, callouts={**theme.callouts, "note": box}))
    assert [child.tag.rpartition("}")[2] for child in find_all(style(data, "Callout"), "w:pPr/w:pBdr/*")] == ["left"]
    assert not find_all(style(data, "Callout"), "w:pPr/w:shd")


def test_a_callout_without_bar_has_its_fill_to_the_edge() -> None:
    theme = plain_theme()
    box = BoxStyle(theme.callouts["note"].fill, None, 8, 0, 0)
    data = written(one_paper(*callouts()[:1]), replace(theme, callouts={**theme.callouts, "note": box}))
    assert rules(data, "Callout", "w:pPr/w:pBdr/w:left/@w:space") == ["8"]
    assert rules(data, "Callout", "w:pPr/w:ind/@w:left") == ["160"]


def test_variants_are_based_on_the_style_that_they_vary() -> None:
    data = written(one_paper(simple_table(), paragraph("x"), bullets("a")))
    assert rules(data, "BodyTextAfterTable", "w:basedOn/@w:val") == ["BodyText"]
    assert rules(data, "ListBulletLast", "w:basedOn/@w:val") == ["ListBullet"]
    assert rules(data, "TableTextRight", "w:basedOn/@w:val") == ["TableText"]


def test_a_variant_that_looks_like_its_style_is_that_style() -> None:
    theme = plain_theme()
    theme = replace(theme, lists=replace(theme.lists, item_gap=theme.styles["list"].space_after))
    assert outline(written(one_paper(bullets("a", "b")), theme))[1:] == [("ListBullet", "a"), ("ListBullet", "b")]


def test_names_of_variants_never_clash() -> None:
    blocks = (
        Callout((Paragraph(words("x"), "small"), bullets("a", "b"), Paragraph(words("y"), "small"))),
        Callout((bullets("c"), Paragraph(words("z"), "small"))),
    )
    assert findings(written(one_paper(*blocks, Heading(2, words("x"), "x")))) == []


def test_the_next_paragraph_has_the_style_that_one_expects() -> None:
    data = written(one_paper())
    following = {
        "Heading2": ["BodyText"],
        "CalloutTitle": ["Callout"],
        "CoverLabel": ["CoverDetail"],
        "Lead": ["BodyText"],
        "ListBullet": [],
    }
    assert {name: rules(data, name, "w:next/@w:val") for name in following} == following


def test_the_gallery_shows_roles_and_hides_what_word_makes_itself() -> None:
    data = written(one_paper())
    shown = {
        name: bool(find_all(style(data, name), "w:qFormat")) for name in ("Lead", "ListBullet", "TOC1", "Separator")
    }
    assert shown == {"Lead": True, "ListBullet": True, "TOC1": False, "Separator": False}


def test_word_offers_the_themes_colours_and_fonts() -> None:
    tree = part(written(one_paper()), "word/theme/theme1.xml")
    colors = {node.tag.rpartition("}")[2]: node[0].get("val") for node in find_all(tree, ".//a:clrScheme/*")}
    assert colors["accent1"] == "003366"
    assert colors["hlink"] == "0000CC"
    assert colors["lt1"] == "FFFFFF"
    assert values(tree, ".//a:fontScheme/*/a:latin/@typeface") == ["Public Sans", "Source Serif 4"]


def test_spaces_add_up_in_word_as_in_layout() -> None:
    settings = part(written(one_paper()), "word/settings.xml")
    assert find_all(settings, "w:compat/w:doNotUseHTMLParagraphAutoSpacing")
    assert values(settings, "w:compat/w:compatSetting[@w:name='compatibilityMode']/@w:val") == ["15"]
    assert not find_all(settings, "w:compat/w:useFELayout")
    assert values(settings, "w:zoom/@w:percent") == ["100"]


def test_headings_have_the_character_style_that_word_pairs_with_them() -> None:
    data = written(one_paper())
    for identifier, shown in LINKED.items():
        pair = identifier_of(shown)
        assert rules(data, identifier, "w:link/@w:val") == [pair]
        assert rules(data, pair, "w:link/@w:val") == [identifier]
        assert rules(data, pair, "w:rPr/w:sz/@w:val") == rules(data, identifier, "w:rPr/w:sz/@w:val")


def test_outline_levels_are_those_of_headings_alone() -> None:
    sheet = part(written(one_paper()), "word/styles.xml")
    found = values(sheet, "w:style[w:pPr/w:outlineLvl]/@w:styleId")
    assert found == [f"Heading{level}" for level in range(1, 7)]


def test_what_word_has_and_we_have_not_stays_out_of_the_panes() -> None:
    sheet = part(written(one_paper()), "word/styles.xml")
    assert values(sheet, "w:latentStyles/@w:defSemiHidden") == ["1"]
    gallery = values(sheet, "w:style[@w:type='paragraph'][w:qFormat]/@w:styleId")
    assert {"Title", "Heading1", "BodyText", "ListBullet", "Callout", "Quote", "Caption"} <= set(gallery)
    assert not {"Header", "Footer", "FootnoteText", "TOC1", "Marking", "BlankPage", "Separator"} & set(gallery)


def test_justified_text_is_ragged_where_the_pdf_has_it_so() -> None:
    """In a list on a narrow card, say; elsewhere the style's own alignment holds."""
    plain = plain_theme()
    narrow = replace(plain.page, right=plain.page.width - plain.page.left - 119)
    styles = {**plain.styles, "body": replace(plain.styles["body"], align="justify")}
    theme = replace(plain, styles=styles)
    for page, aligned in ((plain.page, ["both"]), (narrow, ["both", "left"])):
        data = written(one_paper(paragraph("x")), replace(theme, page=page))
        used = set(values(part(data), ".//w:pStyle/@w:val"))
        found = {name: values(style(data, name), "w:pPr/w:jc/@w:val") for name in used}
        assert any(value == ["left"] for value in found.values()) == ("left" in aligned)
