"""The document's settings and its colour theme.

Enters: the theme. Leaves: ``settings.xml`` and ``theme1.xml``. Guaranteed: Word opens the file in its present mode,
asks nothing and renews nothing by itself.
"""

from __future__ import annotations

from pipeline.docx.looks import face_of
from pipeline.docx.notes import SEPARATORS
from pipeline.docx.ooxml import DRAWING, Node, checked, root, sub, switch
from pipeline.docx.tablestyle import TABLE_STYLE
from pipeline.style.theme import Color, Theme

_WORD_MODE = "http://schemas.microsoft.com/office/word"
_COMPATIBILITY = (
    ("compatibilityMode", 15),
    ("overrideTableStyleFontSizeAndJustification", 1),
    ("enableOpenTypeFeatures", 1),
    ("doNotFlipMirrorIndents", 1),
    ("differentiateMultirowTableHeaders", 1),
)
_SCHEME = (
    ("bg1", "light1"),
    ("t1", "dark1"),
    ("bg2", "light2"),
    ("t2", "dark2"),
    *((f"accent{number}", f"accent{number}") for number in range(1, 7)),
    ("hyperlink", "hyperlink"),
    ("followedHyperlink", "followedHyperlink"),
)


def settings(lang: str, *, embedded: bool, mirrored: bool = False, alternating: bool = False) -> Node:
    """Return the root of ``settings.xml``. *mirrored*: left and right margins change places on even pages.

    *alternating*: even pages have headers and footers of their own.
    """
    made = root("w:settings")
    sub(made, "w:zoom", percent=100)
    if embedded:
        switch(made, "w:embedTrueTypeFonts", True)
    if mirrored:
        switch(made, "w:mirrorMargins", True)
    sub(made, "w:defaultTabStop", val=720)
    switch(made, "w:autoHyphenation", False)
    sub(made, "w:clickAndTypeStyle", val="BodyText")
    sub(made, "w:defaultTableStyle", val=TABLE_STYLE)
    if alternating:
        switch(made, "w:evenAndOddHeaders", True)
    sub(made, "w:characterSpacingControl", val="doNotCompress")
    separators = sub(made, "w:footnotePr")
    for _, number in SEPARATORS:
        sub(separators, "w:footnote", id=number)
    compatibility = sub(made, "w:compat")
    # Without this Word takes the larger of two paragraphs' spaces, with it their sum, as layout does.
    switch(compatibility, "w:doNotUseHTMLParagraphAutoSpacing", True)
    for name, value in _COMPATIBILITY:
        sub(compatibility, "w:compatSetting", name=name, uri=_WORD_MODE, val=value)
    sub(made, "w:themeFontLang", val=lang)
    sub(made, "w:clrSchemeMapping", **dict(_SCHEME))
    sub(made, "w:decimalSymbol", val=".")
    sub(made, "w:listSeparator", val=",")
    return made


def color_theme(theme: Theme) -> bytes:
    """Return ``theme1.xml``: the fonts and colours that Word offers for what staff add.

    The format scheme is the smallest that the standard allows: three fills, lines and effects (part 1, 20.1.4.1.14).
    """
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f"<a:ln>{fill}</a:ln>"
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    families = "".join(
        f'<a:{kind}Font><a:latin typeface="{_attribute(family)}"/><a:ea typeface=""/><a:cs typeface=""/></a:{kind}Font>'
        for kind, family in (
            ("major", face_of(theme.styles["heading-2"].font, theme).family),
            ("minor", face_of(theme.styles["body"].font, theme).family),
        )
    )
    colors = "".join(f'<a:{name}><a:srgbClr val="{color.hex}"/></a:{name}>' for name, color in _palette(theme))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme xmlns:a="{DRAWING}" name="{_attribute(theme.name)}"><a:themeElements>'
        f'<a:clrScheme name="{_attribute(theme.name)}">{colors}</a:clrScheme>'
        f'<a:fontScheme name="{_attribute(theme.name)}">{families}</a:fontScheme>'
        f'<a:fmtScheme name="{_attribute(theme.name)}"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    ).encode()


def _palette(theme: Theme) -> list[tuple[str, Color]]:
    """Word's twelve theme colours from the colours of the theme: text, grounds, then what stands out."""
    styles = theme.styles
    white = Color(255, 255, 255)
    callouts = theme.callouts
    bars = [box.bar.color if box.bar else theme.accent for box in (callouts["important"], callouts["warning"])]
    ground = callouts["note"].fill or white
    accents = [theme.accent, *bars, styles["attribution"].color, theme.rule.color, styles["heading-2"].color]
    return [
        ("dk1", styles["body"].color),
        ("lt1", white),
        ("dk2", styles["heading-2"].color),
        ("lt2", ground),
        *((f"accent{number}", color) for number, color in enumerate(accents, start=1)),
        ("hlink", theme.link_color),
        ("folHlink", theme.link_color),
    ]


def _attribute(text: str) -> str:
    return checked(text).replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
