"""The style of each element: presentation attributes, style sheets and ``style``, with inheritance (SVG 2, 6).

Enters: the tree of a file. Leaves: for each element a mapping of properties to their text. Guaranteed: the cascade is
CSS's (specificity, order, ``!important``); what a sheet takes from elsewhere is reported; a property that changes what
is seen and that is not supported is reported at its element.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

import cssselect2
import tinycss2

from pipeline.drawings.findings import Findings, name_of

INHERITED = frozenset((
    "clip-rule", "color", "direction", "dominant-baseline", "fill", "fill-opacity", "fill-rule", "font-family",
    "font-size", "font-style", "font-weight", "letter-spacing", "marker-end", "marker-mid", "marker-start",
    "paint-order", "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-anchor", "visibility", "white-space", "word-spacing",
    "writing-mode",
))  # fmt: skip
_OWN = frozenset((
    "alignment-baseline", "backdrop-filter", "baseline-shift", "clip-path", "display", "filter", "mask",
    "mix-blend-mode", "opacity", "overflow", "stop-color", "stop-opacity", "text-decoration", "transform",
    "vector-effect",
))  # fmt: skip
_KNOWN = INHERITED | _OWN
_CSS_ONLY = frozenset(("background", "mix-blend-mode", "backdrop-filter", "white-space"))
_REFUSED = {
    "filter": "a filter such as a shadow or a blur",
    "backdrop-filter": "a filter",
    "mask": "a mask",
    "mix-blend-mode": "a way of blending colours",
}
_PASSED = {
    "letter-spacing": "spaced letters",
    "word-spacing": "spaced words",
    "text-decoration": "underlined or struck text",
    "paint-order": "an outline painted first",
}
_NOTHING = frozenset(("none", "normal", "auto", "0", "0px", "initial", "unset", ""))
_SHORTHAND_MARKERS = ("marker-start", "marker-mid", "marker-end")
_CONVERT = "turn it into shapes in a drawing program, or place a PNG picture"
_SHEET_TYPES = ("", "text/css")

Style = Mapping[str, str]
Declared = list[tuple[str, str, bool]]


class Styles:
    """The styles of one file's elements."""

    def __init__(self, root: Element, findings: Findings) -> None:
        self._findings = findings
        self._rules = self._matched(root)

    def of(self, element: Element, above: Style) -> dict[str, str]:
        """Return the style of *element*, whose parent has the style *above*."""
        style = {name: value for name, value in above.items() if name in INHERITED}
        attributes = element.attrib
        declared: Declared = [
            (name, value.strip(), False)
            for name, value in attributes.items()
            if (name in _KNOWN and name not in _CSS_ONLY) or name in ("font", "marker")
        ]
        rules = [*self._rules.get(element, ()), *self._inline(element)]
        declared += [rule for rule in rules if not rule[2]]
        declared += [rule for rule in rules if rule[2]]
        for name, value, _ in declared:
            for key, text in _single(name, value):
                if key in _KNOWN:
                    self._set(style, key, text, above, element)
        self._check(style, element, above)
        return style

    def _set(self, style: dict[str, str], name: str, value: str, above: Style, element: Element) -> None:
        if "var(" in value:
            message = f"<{name_of(element)}> takes its {name} from a variable"
            self._findings.error("unsupported-drawing", message, element, "save it as plain SVG in a drawing program")
        elif value == "inherit" or (value == "unset" and name in INHERITED):
            if name in above:
                style[name] = above[name]
            else:
                style.pop(name, None)
        elif value in ("initial", "unset", "revert"):
            style.pop(name, None)
        else:
            style[name] = value

    def _check(self, style: Style, element: Element, above: Style) -> None:
        """Report what is asked of this element and cannot be done."""
        for name, what in _REFUSED.items():
            if style.get(name, "none").lower() not in _NOTHING:
                message = f"<{name_of(element)}> has {what}, which is not supported"
                self._findings.error("unsupported-drawing", message, element, _CONVERT)
        for name, what in _PASSED.items():
            value = style.get(name, "none")
            if (
                value.lower() not in _NOTHING
                and value != above.get(name)
                and (name != "paint-order" or value != "fill")
            ):
                message = f"<{name_of(element)}> has {what}, which is left out"
                self._findings.warning("simplified-drawing", message, element, _CONVERT)
        if style.get("writing-mode", "lr").lower() not in ("lr", "lr-tb", "rl", "rl-tb", "horizontal-tb"):
            message = f"<{name_of(element)}> has lines that run from top to bottom"
            self._findings.error("unsupported-drawing", message, element, _CONVERT)

    def _inline(self, element: Element) -> Declared:
        written = element.get("style")
        if not written:
            return []
        return list(self._declarations(tinycss2.parse_blocks_contents(written, skip_comments=True), element))

    def _declarations(self, nodes: list[tinycss2.ast.Node], element: Element) -> Iterator[tuple[str, str, bool]]:
        for node in nodes:
            if node.type == "declaration":
                yield node.lower_name, tinycss2.serialize(node.value).strip(), node.important
            elif node.type == "error":
                message = f"the style of <{name_of(element)}> cannot be read: {node.message}"
                self._findings.warning("bad-style", message, element, "write `name: value;`")

    def _matched(self, root: Element) -> dict[Element, Declared]:
        """Return what the file's own sheets say of each element."""
        matcher = cssselect2.Matcher()
        sheets = [element for element in root.iter() if name_of(element) == "style"]
        count = 0
        for sheet in sheets:
            if sheet.get("type", "") not in _SHEET_TYPES:
                continue
            text = "".join(sheet.itertext())
            rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
            count += self._add_rules(matcher, rules, sheet)
        if not count:
            return {}
        found: dict[Element, Declared] = {}
        for wrapper in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
            payloads: Declared = [rule for match in matcher.match(wrapper) for rule in match[3] if match[2] is None]
            if payloads:
                found[wrapper.etree_element] = payloads
        return found

    def _add_rules(self, matcher: cssselect2.Matcher, rules: list[tinycss2.ast.Node], sheet: Element) -> int:
        count = 0
        for rule in rules:
            if rule.type == "at-rule":
                count += self._at_rule(matcher, rule, sheet)
            elif rule.type == "qualified-rule":
                contents = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
                declared = list(self._declarations(contents, sheet))
                try:
                    selectors = cssselect2.compile_selector_list(rule.prelude)
                except cssselect2.SelectorError as problem:
                    message = f"a selector of <style> cannot be read: {problem}"
                    self._findings.warning("bad-style", message, sheet, "take it out, or write a plain one")
                    continue
                for selector in selectors:
                    matcher.add_selector(selector, declared)
                    count += 1
            elif rule.type == "error":
                self._findings.warning(
                    "bad-style", f"<style> cannot be read: {rule.message}", sheet, "mend it, or take it out"
                )
        return count

    def _at_rule(self, matcher: cssselect2.Matcher, rule: tinycss2.ast.AtRule, sheet: Element) -> int:
        name = rule.lower_at_keyword
        if name == "import":
            message = "<style> imports a style sheet from elsewhere"
            self._findings.error("outside-reference", message, sheet, "copy its rules into the drawing")
        elif name == "font-face":
            message = "<style> brings fonts of its own; text is set in the theme's"
            self._findings.warning("simplified-drawing", message, sheet, "turn text into shapes where its look matters")
        elif name == "media":
            asked = tinycss2.serialize(rule.prelude).strip().lower()
            if asked in ("print", "all", ""):
                inner = tinycss2.parse_blocks_contents(rule.content or [], skip_comments=True, skip_whitespace=True)
                return self._add_rules(matcher, inner, sheet)
        return 0


def _single(name: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield the single properties of a shorthand, or the property itself."""
    if name == "marker":
        yield from ((single, value) for single in _SHORTHAND_MARKERS)
    elif name == "font":
        yield from _font(value)
    else:
        yield name, value


def _font(value: str) -> Iterator[tuple[str, str]]:
    """Yield what ``font: italic bold 12px/1.2 Arial, sans-serif`` says."""
    before, _, family = value.partition(",")
    words = before.split()
    size = next((at for at, word in enumerate(words) if word[:1].isdigit() or word[:1] == "."), None)
    if size is None:
        return
    yield "font-style", next((word for word in words[:size] if word in ("italic", "oblique")), "normal")
    yield "font-weight", next((word for word in words[:size] if word.isdigit() or word.startswith("bold")), "normal")
    yield "font-size", words[size].partition("/")[0]
    yield "font-family", " ".join(words[size + 1 :]) + (f",{family}" if family else "")
