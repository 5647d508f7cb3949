"""A theme file to a :class:`~pipeline.style.theme.Theme`.

Enters: the plain values of a theme file, already held against ``schema.yaml``, with the places of those values and a
way to get the theme that it extends. Leaves: the theme with all cascades resolved, or None, and diagnostics.
Guaranteed: a theme comes without errors or not at all; nothing raises on odd values; no font is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.style.cascade import Cascade, read_weight
from pipeline.style.charts import read_charts
from pipeline.style.checks import check_theme
from pipeline.style.choices import read_families
from pipeline.style.fonts import Fonts
from pipeline.style.ownfiles import FileReader, no_files, read_word_template
from pipeline.style.parts import (
    read_callouts,
    read_lists,
    read_other_pages,
    read_page,
    read_rule,
    read_running,
    read_table,
)
from pipeline.style.printing import read_banners, read_printing
from pipeline.style.reading import PlaceOf, Reader, ThemeFile, did_you_mean, place_in
from pipeline.style.theme import Border, Color, FontRequest, ParagraphStyle, Theme, marked

_DEEPEST = 8
_BASE = ThemeFile(
    "",
    {
        "styles": {
            "watermark": {"size": 144, "leading": 144, "color": "#E4E8ED", "align": "center"},
            "blank": {"align": "center"},
            "divider-tab": {"size": 18, "leading": 24, "space-before": 144, "space-after": 6},
            "divider-title": {"size": 28, "leading": 34},
            "ear": {"size": 12, "leading": 16, "color": "#FFFFFF", "align": "center"},
            "line-number": {"size": 7, "leading": 12, "align": "right"},
        }
    },
    lambda _: None,
)
"""What a theme that extends nothing need not say: looks that few packets need, where that of body would not do."""
_GREY = Color(0x80, 0x80, 0x80)


def resolve_theme(
    values: object,
    name: str,
    place_of: PlaceOf,
    parent: Callable[[str], ThemeFile | None] = lambda _: None,
    known: Iterable[str] = (),
    read: FileReader = no_files,
) -> tuple[Theme | None, list[Diagnostic]]:
    """Return the theme, or None when a diagnostic is an error. *values* is a mapping when the file is as it should be.

    *place_of* gives the place of a value by its path, or None (or raises LookupError) for a path that is not there.
    *parent* returns the theme of a name that ``extends:`` holds, or None when there is none or when it is wrong, which
    the caller then reports; *known* are the names of the themes that there are. *read* returns a file of the workspace.
    """
    line = _line(ThemeFile(name, values, place_of), parent)
    reader = Reader([*line, _BASE])
    if not _whole_line(line, reader, tuple(known)):
        return None, reader.diagnostics
    reader.monochrome = reader.get(("print", "monochrome")) is True
    reader.read_palette()
    families = read_families(reader, read)
    cascade = Cascade(reader)
    styles = cascade.resolve([*families, *reader.mapping(("fonts",))] or ["text"])
    ink = styles["body"].color
    strong = read_weight(reader, ("strong-weight",), 700)
    page = read_page(reader)
    headers, footers = (read_other_pages(reader, edge, page.mirrored) for edge in ("header", "footer"))
    theme = Theme(
        name=name,
        page=page,
        styles=styles,
        lists=read_lists(reader),
        table=read_table(reader),
        callouts=read_callouts(reader),
        quote_bar=reader.border(("quote", "bar")),
        rule=read_rule(reader, Border(0.5, _GREY)),
        header=read_running(reader, "header"),
        footer=read_running(reader, "footer"),
        link_color=reader.color(("link",), ink),
        accent=reader.color(("accent",), ink),
        strong_weight=strong,
        fonts=Fonts(families, _requests(styles.values(), strong)),
        printing=read_printing(reader),
        charts=read_charts(reader, ink),
        banners=read_banners(reader, styles["marking"].color),
        docx_template=read_word_template(reader, read),
        headers=headers,
        footers=footers,
    )
    check_theme(theme, families, reader, cascade)
    faulty = any(finding.severity is Severity.ERROR for finding in reader.diagnostics)
    return None if faulty else theme, reader.diagnostics


def _line(first: ThemeFile, parent: Callable[[str], ThemeFile | None]) -> list[ThemeFile]:
    """The theme and those that it extends, nearest first; it ends where a theme is missing or comes again."""
    line = [first]
    while len(line) < _DEEPEST:
        above = _extends(line[-1])
        if not isinstance(above, str) or any(file.name == above for file in line):
            break
        found = parent(above)
        if found is None:
            break
        line.append(found)
    return line


def _extends(file: ThemeFile) -> object:
    return file.values.get("extends") if isinstance(file.values, Mapping) else None


def _whole_line(line: Sequence[ThemeFile], reader: Reader, known: Sequence[str]) -> bool:
    """Whether every theme of the line is there and is a mapping; reports why not."""
    last = line[-1]
    above = _extends(last)
    names = [file.name for file in line]
    if above is None:
        return all(isinstance(file.values, Mapping) for file in line)
    place = place_in(last, ("extends",))
    if above in names:
        reader.report("theme-circle", "themes extend each other: " + " → ".join([*names, str(above)]), place)
    elif len(names) == _DEEPEST:
        reader.report("theme-circle", f"more than {_DEEPEST} themes extend each other", place)
    elif above not in known:
        others = [theme for theme in known if theme not in names]
        reader.report("unknown-theme", f"there is no theme '{above}'", place, did_you_mean(above, others))
    return False


def _requests(styles: Iterable[ParagraphStyle], strong: int) -> Iterable[FontRequest]:
    """The faces that text in *styles* can ask for: the style's own, and those of strong and emphasised words."""
    for style in styles:
        for strong_text in (False, True):
            for emphasis in (False, True):
                yield marked(style.font, strong, strong=strong_text, emphasis=emphasis)
