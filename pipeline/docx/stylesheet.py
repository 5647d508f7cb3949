"""The style sheet: a Word style for every look that a document uses, and ``styles.xml``.

Enters: a theme, and looks as paragraphs ask for them. Leaves: style ids at once, the part at the end. Guaranteed:
every id that was given out is defined; equal looks share a style; a style says only what differs from the one it is
based on.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.docx.charstyles import CharacterStyles
from pipeline.docx.looks import Look, Resolver
from pipeline.docx.names import BUILT_IN, LINKED, Entry, core_entry, core_looks, describe, identifier_of, parent_of
from pipeline.docx.numbering import Numbering
from pipeline.docx.ooxml import Node, name, root, sub
from pipeline.docx.properties import Properties, paragraph_properties, run_properties
from pipeline.docx.tablestyle import add_table_styles
from pipeline.style.theme import Color, Theme

_NORMAL = "Normal"
_VARIANT_PRIORITY = 90
_CUSTOM = name("w:customStyle")
LINE_NUMBER = "line number"
"""Word's built-in character style for the numbers beside lines."""
_BUILT_IN_STYLES = 376
"""How many built-in styles the latent defaults speak for."""


class StyleSheet:
    """Collects paragraph styles, and writes them with the character and table styles of the theme."""

    def __init__(
        self, theme: Theme, numbering: Numbering, lang: str, *, hanging_tabs: bool, banner: Color | None = None
    ) -> None:
        self.theme = theme
        self.resolver = Resolver(theme, hanging_tabs=hanging_tabs, banner=banner)
        self.characters = CharacterStyles(theme)
        self._numbering = numbering
        self._lang = lang
        self._core = frozenset(core_looks(theme))
        self._ids: dict[Look, str] = {}
        self._styles: dict[str, tuple[Look, Entry]] = {}
        self._names: set[str] = set()
        for look in core_looks(theme):
            self._add(look, core_entry(look))

    def is_core(self, look: Look) -> bool:
        """Whether every document has a style for *look*."""
        return look in self._core

    def use(self, look: Look, variant: str = "") -> str:
        """Return the id of the style for *look*, which is made when it is first asked for.

        *variant* names what the look has besides its role, such as ``After Table``.
        """
        found = self._ids.get(look)
        if found is None:
            found = self._ids[look] = self._make(look, variant)
        return found

    def _make(self, look: Look, variant: str) -> str:
        parent = parent_of(look, self.theme, self._core)
        if parent is not None and self._properties(parent) == self._properties(look):
            return self.use(parent)
        stem = describe(look)
        if parent is not None and variant:
            stem = f"{self._styles[self.use(parent)][1].name} {variant}"
        wanted = self._free(stem)
        return self._add(look, Entry(identifier_of(wanted), wanted))

    def _free(self, wanted: str) -> str:
        """Return *wanted*, with a number when another style has that name (Word ignores case and we ignore spaces)."""
        count, free = 1, wanted
        while identifier_of(free).lower() in self._names:
            count += 1
            free = f"{wanted} {count}"
        return free

    def _add(self, look: Look, entry: Entry) -> str:
        parent = parent_of(look, self.theme, self._core)
        if parent is not None:
            self.use(parent)
        self._names.add(entry.identifier.lower())
        self._styles[entry.identifier] = (look, entry)
        self._ids[look] = entry.identifier
        return entry.identifier

    def _properties(self, look: Look) -> Properties:
        """The properties of a look's style; those of list items name their numbering."""
        made = self.resolver.properties(look)
        if look.label not in ("bullet", "number"):
            return made
        return replace(made, number=self._numbering.shared(look))

    def element(self) -> Node:
        """Return the root of ``styles.xml``."""
        styles = root("w:styles")
        normal = self.resolver.normal()
        self._add_defaults(styles, normal)
        sub(
            styles,
            "w:latentStyles",
            defLockedState=0,
            defUIPriority=99,
            defSemiHidden=1,
            defUnhideWhenUsed=1,
            defQFormat=0,
            count=_BUILT_IN_STYLES,
        )
        _add_default(styles, "paragraph", _NORMAL, "Normal", 0)
        _append(styles[-1], paragraph_properties(normal, None))
        _add_default(styles, "character", "DefaultParagraphFont", "Default Paragraph Font", 1)
        _add_default(styles, "numbering", "NoList", "No List", 99)
        for position, (look, entry) in enumerate(tuple(self._styles.values()), start=1):
            self._add_style(styles, look, entry, position, normal)
        for look, entry in self._styles.values():
            if entry.identifier in LINKED:
                self._add_linked(styles, LINKED[entry.identifier], entry.identifier, look, normal)
        self._add_linked(styles, LINE_NUMBER, "", Look("line-number"), normal)
        self.characters.add_to(styles)
        add_table_styles(styles, self.theme)
        return styles

    def _add_defaults(self, styles: Node, normal: Properties) -> None:
        defaults = sub(styles, "w:docDefaults")
        properties = run_properties(normal, None)
        assert properties is not None
        ligatures = properties.find(name("w14:ligatures"))
        language = sub(properties, "w:lang", val=self._lang, eastAsia=self._lang, bidi=self._lang)
        if ligatures is not None:
            ligatures.addprevious(language)
        sub(defaults, "w:rPrDefault").append(properties)
        sub(sub(defaults, "w:pPrDefault"), "w:pPr")

    def _add_style(self, styles: Node, look: Look, entry: Entry, position: int, normal: Properties) -> None:
        parent = parent_of(look, self.theme, self._core)
        core = look in self._core
        made = sub(styles, "w:style", type="paragraph")
        if entry.identifier not in BUILT_IN:
            made.set(_CUSTOM, "1")
        made.set(name("w:styleId"), entry.identifier)
        sub(made, "w:name", val=entry.name)
        sub(made, "w:basedOn", val=_NORMAL if parent is None else self._ids[parent])
        if entry.following:
            sub(made, "w:next", val=entry.following)
        if entry.identifier in LINKED:
            sub(made, "w:link", val=identifier_of(LINKED[entry.identifier]))
        sub(made, "w:uiPriority", val=position if core else _VARIANT_PRIORITY)
        if entry.quick:
            sub(made, "w:qFormat")
        own = self._properties(look)
        base = normal if parent is None else self._properties(parent)
        _append(made, paragraph_properties(own, base))
        _append(made, run_properties(own, base))

    def _add_linked(self, styles: Node, shown: str, linked: str, look: Look, normal: Properties) -> None:
        """Append the character style that has a look's type; *linked*: the paragraph style that it belongs to."""
        made = sub(styles, "w:style", type="character", styleId=identifier_of(shown))
        if linked:
            made.set(_CUSTOM, "1")
        sub(made, "w:name", val=shown)
        sub(made, "w:basedOn", val="DefaultParagraphFont")
        if linked:
            sub(made, "w:link", val=linked)
        sub(made, "w:uiPriority", val=_VARIANT_PRIORITY)
        _append(made, run_properties(self._properties(look), normal))


def _append(style: Node, properties: Node | None) -> None:
    if properties is not None:
        style.append(properties)


def _add_default(styles: Node, kind: str, identifier: str, shown: str, priority: int) -> None:
    """Append one of the styles that Word takes where none is named."""
    made = sub(styles, "w:style", type=kind, default=1, styleId=identifier)
    sub(made, "w:name", val=shown)
    sub(made, "w:uiPriority", val=priority)
    if kind == "paragraph":
        sub(made, "w:qFormat")
    else:
        sub(made, "w:semiHidden")
        sub(made, "w:unhideWhenUsed")
