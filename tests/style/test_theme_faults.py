"""What is wrong with a theme: code, message, place, help."""

from __future__ import annotations

import pytest

from pipeline.style.colors import contrast
from pipeline.style.load import resolve_theme
from pipeline.style.theme import Color
from tests.style.theming import finding, resolved, written


@pytest.mark.parametrize(
    ("lines", "code", "message", "place"),
    [
        ("paper: a7", "theme-value", "'a7' is not a paper", "2:8"),
        ("paper: {width: 5in}", "theme-missing", "the theme does not say 'paper.height'", "2:8"),
        ("paper: {width: 23in, height: 11in}", "theme-value", "'23in' is not a length from 0pt to 1584pt", "2:16"),
        ("margins: {left: wide}", "theme-value", "'wide' is not a length", "2:17"),
        ("margins: {left: -1}", "theme-value", "-1 is not a length from 0pt to 1584pt", "2:17"),
        ("margins: {left: true}", "theme-value", "true is not a length", "2:17"),
        ("fonts: {text: {axes: {wght: 500}}}", "font-axis", "each style sets its weight, not the family", "2:29"),
        ("fonts: {heading: {axes: {opsz: 12}}}", "font-axis", "Public Sans has no axis 'opsz'", "2:32"),
        ("fonts: {text: {axes: {opsz: 5}}}", "theme-value", "5 is not a number from 8 to 60", "2:29"),
        (
            "fonts: {text: {fallback: [Noto Sans Wakandan]}}",
            "missing-font",
            "the font family 'Noto Sans Wakandan' is not installed",
            "2:27",
        ),
        ("fonts: {narrow: {axes: {}}}", "theme-missing", "the theme does not say 'fonts.narrow.family'", "2:17"),
        ("colors: {rust: red}", "theme-value", "'red' is not a colour", "2:16"),
        ("link: nvy", "unknown-color", "'nvy' is no colour of this theme", "2:7"),
        ("strong-weight: fat", "theme-value", "'fat' is not a weight", "2:16"),
        ("strong-weight: 1001", "theme-value", "1001 is not a weight", "2:16"),
        ("styles: {lead: {based-on: bdy}}", "theme-value", "'bdy' is not a style", "2:27"),
        ("styles: {lead: {font: serif}}", "theme-value", "'serif' is not a key of the theme's fonts", "2:23"),
        ("styles: {lead: {size: 3}}", "theme-value", "3 is not a length from 4pt to 400pt", "2:23"),
        (
            "styles: {lead: {weight: 100}}",
            "font-weight",
            "Source Serif 4 has no weight 100, which 'lead' asks for",
            "2:25",
        ),
        ("styles: {lead: {align: middle}}", "theme-value", "'middle' is not an alignment", "2:24"),
        ("styles: {lead: {italic: 1}}", "theme-value", "1 is not true or false", "2:25"),
        ("styles: {lead: {tracking: 3em}}", "theme-value", "'3em' is not a tracking from -0.2em to 1em", "2:27"),
        ("styles: {lead: {features: [kerning]}}", "theme-value", "'kerning' is not an OpenType feature", "2:28"),
        ("styles: {lead: {rule-above: thick}}", "theme-value", "'thick' is not a line", "2:29"),
        ("rule: {width: 13, color: line}", "theme-value", "13 is not a length from 0pt to 12pt", "2:15"),
        ("lists: {numbers: ['{x}.']}", "theme-value", "'{x}.' is not a pattern for numbers", "2:19"),
        ("lists: {bullets: 5}", "theme-value", "5 is not a list of texts", "2:18"),
        ("header: {left: 'of {pags}'}", "unknown-field", "there is no field {pags}", "2:16"),
        ("footer: {right: 'Page {page'}", "theme-value", "'Page {page' is not a pattern", "2:17"),
        (
            "styles: {lead: {size: 12, leading: 10}}",
            "tight-leading",
            "lines 10pt apart would overlap, since the type is 12pt high",
            "2:36",
        ),
        (
            "styles: {lead: {size: 40}}",
            "tight-leading",
            "lines 16.5pt apart would overlap, since the type is 40pt high",
            None,
        ),
        (
            "margins: {left: 5.5in, right: 2in}",
            "margins",
            "the margins leave a text area 72pt wide; it needs 108pt (1.5in)",
            "2:17",
        ),
        (
            "styles: {quote: {indent-left: 300, indent-right: 100}}",
            "margins",
            "the indents of 'quote' leave 32pt for its text; it needs 72pt (1in)",
            "2:31",
        ),
        (
            "styles: {lead: {first-line: -100}}",
            "margins",
            "the first line of 'lead' starts beyond the paper's edge",
            "2:29",
        ),
        (
            "margins: {header: 60}",
            "margins",
            "the header and the marking end 93.5pt from the paper's edge, past the top margin",
            None,
        ),
        (
            "colors: {grey: '#8A8A8A'}\nstyles: {small: {color: ink}}",
            "contrast",
            "text in 'cover-subtitle', 'cover-label', 'tab', 'heading-5', 'heading-6', 'label', 'attribution', "
            "'header', 'footer', 'blank', 'divider-tab', 'line-number' and the scales of charts is too faint: "
            "the least contrast, on the fill of callouts (warning), is 3 to 1, and 4.5 to 1 is needed",
            "2:16",
        ),
        (
            "styles: {table-head: {color: '#FFFFFF'}}",
            "contrast",
            "text in 'table-head' is too faint on white paper: the contrast is 1 to 1, and 4.5 to 1 is needed",
            "2:30",
        ),
        (
            "table: {head-fill: navy}",
            "contrast",
            "text in 'table-head' is too faint on the fill of table heads: the contrast is 1 to 1, "
            "and 4.5 to 1 is needed",
            "2:20",
        ),
        (
            "link: '#2D7FF9'",
            "contrast",
            "text in links is too faint: the least contrast, on the fill of callouts (warning), is 3.3 to 1, "
            "and 4.5 to 1 is needed",
            "2:7",
        ),
    ],
)
def test_a_fault_is_told_where_it_was_written(lines: str, code: str, message: str, place: str | None) -> None:
    text = f"extends: letter\n{lines}"
    if code in ("contrast", "tight-leading", "margins"):  # several styles may be at fault
        theme, diagnostics = resolved(text)
        assert theme is None
        first = diagnostics[0]
        assert (first.code, first.message) == (code, message)
        assert first.place is not None
        assert place is None or f"{first.place.line}:{first.place.column}" == place
        assert bool(first.help)
    else:
        assert finding(text) == (code, message, f"own.yaml:{place}")


@pytest.mark.parametrize(
    ("lines", "help"),
    [
        ("paper: leter", "did you mean 'letter'?; or write {width: 5in, height: 8in}"),
        ("paper: [1]", "write one of: letter, legal, a4, a5, a6, card; or write {width: 5in, height: 8in}"),
        ("fonts: {text: {family: Noto Sans Khmer UI}}", "install it with: pip install fontpkg-noto-sans-khmer-ui"),
        ("link: nvy", "did you mean 'navy'?"),
        ("strong-weight: semi-bold", "did you mean 'semibold'?"),
        ("styles: {lead: {based-on: boddy}}", "did you mean 'body'?"),
        ("header: {left: '{pagse}'}", "did you mean 'page'?"),
        ("header: {left: '}'}", "write }} for a brace that is meant to be printed"),
        ("extends: leter", "did you mean 'letter'?"),
        ("margins: {left: 1 inch}", "write a number and a unit: 11pt, 0.5in, 12mm, 1.2cm"),
    ],
)
def test_help_says_what_to_write(lines: str, help: str) -> None:
    text = lines if lines.startswith("extends") else f"extends: letter\n{lines}"
    _, diagnostics = resolved(text)
    assert diagnostics[0].help == help


def test_an_inherited_value_is_at_fault_where_it_was_written() -> None:
    middle = written("middle", "extends: letter\nstyles:\n  label: {color: lemon}\n")
    theme, diagnostics = resolved("extends: middle\n", middle)
    assert theme is None
    (fault,) = diagnostics
    assert fault.place is not None
    assert (fault.place.file, fault.place.line) == ("middle.yaml", 3)


def test_a_faint_heading_is_compared_with_paper_alone_since_no_fill_holds_headings() -> None:
    _, message, place = finding("extends: letter\nstyles: {heading-2: {color: '#5FA88F'}}")
    assert message == (
        "text in 'heading-2' and 'heading-3' is too faint on white paper: the contrast is 2.8 to 1, "
        "and 4.5 to 1 is needed"
    )
    assert place == "own.yaml:2:29"


def test_a_colour_that_the_theme_overrides_is_told_once_there_with_all_that_it_hits() -> None:
    code, message, place = finding("extends: letter\ncolors: {navy: '#5FA88F'}")
    assert (code, place) == ("contrast", "own.yaml:2:16")
    assert message.startswith("text in 'cover-title', 'contents-title', 'toc-1', 'heading-1', 'heading-2', ")
    assert (
        "'callout-title', 'divider-title', 'ear' and links is too faint: the least contrast, on the fill of" in message
    )


def test_a_fill_that_the_theme_overrides_is_at_fault_and_not_the_text_on_it() -> None:
    _, diagnostics = resolved("extends: letter\ncolors: {navy-tint: '#1B365D'}")
    assert {fault.place.file for fault in diagnostics if fault.place} == {"own.yaml"}
    (fault,) = diagnostics
    assert fault.place is not None and (fault.place.line, fault.place.column) == (2, 21)
    assert fault.help == "choose a lighter fill, or another colour for the text"


def test_light_text_on_a_light_fill_is_told_to_have_a_darker_one() -> None:
    middle = written("middle", "extends: letter\ntable: {head-fill: navy}\nstyles: {table-head: {color: '#FFFFFF'}}")
    _, diagnostics = resolved("extends: middle\ntable: {head-fill: line}", middle)
    assert [fault.help for fault in diagnostics] == ["choose a darker fill, or another colour for the text"]


def test_dark_text_of_the_theme_on_a_dark_fill_is_told_to_be_lighter() -> None:
    middle = written("middle", "extends: letter\ntable: {head-fill: navy}\nstyles: {table-head: {color: '#FFFFFF'}}")
    _, diagnostics = resolved("extends: middle\nstyles: {table-head: {color: ink}}", middle)
    assert [fault.help for fault in diagnostics] == ["choose a lighter colour"]


def test_a_missing_family_is_told_once_and_not_for_each_style_that_uses_it() -> None:
    code, message, place = finding("extends: letter\nfonts: {heading: {family: Noto Sans Wakandan}}")
    assert (code, message) == ("missing-font", "the font family 'Noto Sans Wakandan' is not installed")
    assert place == "own.yaml:2:27"


def test_a_circle_of_styles_is_told_at_the_theme_that_closed_it() -> None:
    code, message, place = finding("extends: letter\nstyles: {heading-2: {based-on: heading-3}}")
    assert (code, place) == ("style-circle", "own.yaml:2:32")
    assert message == "styles are based on each other: heading-2 → heading-3 → heading-2"


def test_white_text_in_a_dark_table_head_is_fine() -> None:
    theme, diagnostics = resolved("extends: letter\ntable: {head-fill: navy}\nstyles: {table-head: {color: '#FFFFFF'}}")
    assert theme is not None and diagnostics == []


def test_styles_based_on_each_other_are_told_once() -> None:
    code, message, place = finding("extends: letter\nstyles: {lead: {based-on: small}, small: {based-on: lead}}")
    assert code == "style-circle"
    assert message == "styles are based on each other: lead → small → lead"
    assert place == "own.yaml:2:53"


def test_a_style_based_on_itself_is_a_circle() -> None:
    assert finding("extends: letter\nstyles: {lead: {based-on: lead}}")[0] == "style-circle"


def test_body_is_based_on_nothing() -> None:
    theme, diagnostics = resolved("extends: letter\nstyles: {body: {based-on: lead}}")
    assert theme is not None and diagnostics == []


def test_themes_that_extend_each_other_are_told_at_the_place_that_closes_the_circle() -> None:
    theme, diagnostics = resolved("extends: other", written("other", "# a comment\nextends: own"))
    assert theme is None
    fault = diagnostics[0]
    assert fault.message == "themes extend each other: own → other → own"
    assert fault.place is not None and (fault.place.file, fault.place.line) == ("other.yaml", 2)


def test_a_theme_that_is_not_there_is_the_only_finding() -> None:
    assert finding("extends: letter2") == ("unknown-theme", "there is no theme 'letter2'", "own.yaml:1:10")


def test_a_long_line_of_themes_ends() -> None:
    others = [written(f"t{number}", f"extends: t{number + 1}") for number in range(20)]
    _, diagnostics = resolved("extends: t0", *others)
    assert diagnostics[0].message == "more than 8 themes extend each other"


def test_a_parent_that_is_there_but_wrong_is_the_callers_to_report() -> None:
    file = written("own", "extends: letter")
    assert resolve_theme(file.values, "own", file.place_of, lambda _: None, ["letter", "own"]) == (None, [])


def test_an_empty_theme_says_what_every_theme_must_say() -> None:
    theme, diagnostics = resolved("{}")
    assert theme is None
    assert [fault.message for fault in diagnostics] == [
        "the theme does not say 'fonts.text'",
        "the theme does not say 'styles.body.font'",
        "the theme does not say 'styles.body.size'",
        "the theme does not say 'styles.body.leading'",
        "the theme does not say 'styles.body.color'",
        "the theme does not say 'paper'",
    ]


@pytest.mark.parametrize("text", ["", "- 1", "letter", "5", "null"])
def test_a_theme_that_is_no_mapping_is_one_error(text: str) -> None:
    theme, diagnostics = resolved(text)
    assert theme is None
    assert [fault.code for fault in diagnostics] == ["theme-value"]


def test_all_faults_are_told_together() -> None:
    _, diagnostics = resolved(
        "extends: letter\npaper: a9\nlink: pink\nheader: {left: '{x}'}\nrule: {width: 99, color: x}"
    )
    assert sorted((fault.code, fault.place.column if fault.place else 0) for fault in diagnostics) == [
        ("theme-value", 8),
        ("theme-value", 15),
        ("unknown-color", 7),
        ("unknown-color", 26),
        ("unknown-field", 16),
    ]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("000000", "FFFFFF", 21.0), ("FFFFFF", "FFFFFF", 1.0), ("767676", "FFFFFF", 4.54), ("777777", "FFFFFF", 4.48)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    first, second = (Color(*bytes.fromhex(text)) for text in (one, other))
    assert contrast(first, second) == pytest.approx(ratio, abs=0.005)
    assert contrast(second, first) == contrast(first, second)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("styles: {body: {indent-left: 3.2in, indent-right: 3.2in}}", "the indents of 'body' leave 0pt for its text"),
        ("styles: {body: {first-line: -3in}}", "the first line of 'body' starts beyond the paper's edge"),
    ],
)
def test_an_indent_that_many_styles_follow_is_told_once(lines: str, message: str) -> None:
    _, diagnostics = resolved(f"extends: letter\n{lines}")
    (fault,) = diagnostics
    assert fault.code == "margins"
    assert fault.message.startswith(message)
