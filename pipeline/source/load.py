"""YAML 1.2 to plain data, with a place for every key and value.

Enters: the bytes of a file. Leaves: a :class:`~pipeline.source.tree.Source` and findings. Guaranteed: the scalars mean
what the core schema of YAML 1.2 says; no input raises; time and memory are bounded by limits on bytes, values, depth
and what aliases expand to; a Source comes back whenever the file's structure is clear, so that its other faults can be
found in the same run, and a returned Source may therefore come with errors.
"""

from __future__ import annotations

from yaml import YAMLError
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from pipeline.diagnostics import DataError, Diagnostic, Place, Related, Severity, error
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.source.align import escapes
from pipeline.source.extents import block_extent, extent_of, inside, tag_spot, without_properties
from pipeline.source.scalars import Scalar, resolve, same_kind
from pipeline.source.syntax import explain
from pipeline.source.text import (
    CONTROLS,
    MOST_WARNINGS,
    Text,
    control_warning,
    decode,
    more_control_warnings,
    without_controls,
)
from pipeline.source.tree import Node, Source, Spot
from pipeline.source.wording import quoted
from pipeline.values import dataclass

__all__ = ["MAX_ALIASED", "MAX_DEPTH", "MAX_VALUES", "Source", "load"]

MAX_VALUES = 500_000
"""How many values a file may hold, every alias written out."""

MAX_DEPTH = 100
"""How many lists and mappings may stand inside each other."""

MAX_ALIASED = 1_000_000
"""How many characters aliases may add to a file."""

MOST_FAULTS = 100
"""After how many faults reading stops."""

_MOST_TAG_DIRECTIVES = 100
_CORE = "tag:yaml.org,2002:"
_SCALAR_TAGS = {"str": "text", "int": "a whole number", "float": "a number", "bool": "true or false", "null": "null"}


def load(data: bytes, file: str) -> tuple[Source | None, list[Diagnostic]]:
    """Read the YAML file *file*, whose content is *data*. Without a Source there is one error at least."""
    text, found = decode(data, file)
    if text is None:
        return None, found
    builder = _Builder(text, file, found)
    try:
        builder.run()
    except DataError as stop:
        return None, [*found, *stop.diagnostics]
    except YAMLError as problem:
        return None, _instead(found, explain(problem, text, file, builder.last, builder.inner))
    if builder.root is None or (builder.value is None and builder.root.children is None):
        return None, found if any(finding.severity is Severity.ERROR for finding in found) else [*found, _empty(file)]
    return Source(file, text.lines, builder.value, builder.root, text.text, text.stand_ins), found


def _empty(file: str) -> Diagnostic:
    return error("empty-file", "the file is empty", Place(file), help="write `key: value` lines into it")


def _instead(found: list[Diagnostic], finding: Diagnostic) -> list[Diagnostic]:
    """Return *found* and *finding*, without what was said about its position before the reason was known."""
    start = _start(finding)
    return [*(other for other in found if start is None or _start(other) != start), finding]


def _start(finding: Diagnostic) -> tuple[int, int] | None:
    return (finding.place.line, finding.place.column) if finding.place is not None else None


class _Open:
    """A list or mapping whose end has not been seen. *key* None: a key comes next (in a mapping)."""

    __slots__ = ("anchor", "before", "characters", "height", "items", "kept", "key", "mapping", "node")

    def __init__(self, node: Node, mapping: bool, anchor: str | None, before: int, characters: int) -> None:
        self.node = node
        self.mapping = mapping
        self.anchor = anchor
        self.before = before
        self.characters = characters
        self.height = 1
        self.items: dict[str, object] | list[object] = {} if mapping else []
        self.key: str | None = None
        self.kept = True


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A value with an anchor, and what an alias to it adds. *node* None: it is not finished."""

    node: Node | None
    value: object = None
    values: int = 0
    characters: int = 0
    height: int = 0


class _Builder:
    """Builds data and nodes from the parser's events. No recursion: the stack is a list."""

    def __init__(self, text: Text, file: str, found: list[Diagnostic]) -> None:
        self.text = text.text
        self.lines = text.lines
        self.stand_ins = text.stand_ins
        self.file = file
        self.found = found
        self.root: Node | None = None
        self.value: object = None
        self.last: Node | None = None
        self._stack: list[_Open] = []
        self._anchors: dict[str, _Anchored] = {}
        self._values = 0
        self._characters = 0
        self._aliased = 0
        self._end = (1, 1, 0)
        self._escaped = 0
        self._faults = 0

    def run(self) -> None:
        """Read the first document. DataError: a limit is passed. YAMLError: the text is no YAML."""
        if self.text.count("\n%TAG") > _MOST_TAG_DIRECTIVES:
            # The parser compares each with all before it: a file of nothing else would keep it busy for minutes.
            message = "the file has too many %TAG directives"
            raise DataError(error("yaml-syntax", message, Place(self.file), help="take them out; data need none"))
        parser = CParser(self.text)
        documents = 0
        while (event := parser.get_event()) is not None:
            if isinstance(event, ScalarEvent):
                self._scalar(event)
            elif isinstance(event, MappingStartEvent | SequenceStartEvent):
                self._open(event)
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                self._close(event)
            elif isinstance(event, AliasEvent):
                self._alias(event)
            elif isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    help = "put it into a file of its own, or delete the '---'"
                    message = "a second document begins here; a file holds one"
                    self._fault("several-documents", message, extent_of(event).spot, help=help)
                    # What stands below is missing from the first document: nothing can be said about its fields.
                    raise DataError(self.found.pop())

    @property
    def inner(self) -> Node | None:
        """The innermost list or mapping whose end has not been seen."""
        return self._stack[-1].node if self._stack else None

    # --- scalars -----------------------------------------------------------------------------------------------------

    def _scalar(self, event: ScalarEvent) -> None:
        text, style = str(event.value), event.style or ""
        node = self.last = self._scalar_node(event, text, style)
        self._count(node.spot)
        self._characters += len(text)
        for stand_in, meant in self.stand_ins.items():
            text = text.replace(stand_in, meant)
        if not style:
            text = text.strip(" ")  # a stand-in may have become a space
        if style == '"' and CONTROLS.search(text) is not None:
            text = self._without_controls(text, node)
        value: Scalar = text
        if not style or event.tag is not None:
            value = self._meaning(event, text, node)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(node, value, 1, len(text), 0)
        top = self._stack[-1] if self._stack else None
        if top is not None and top.mapping and top.key is None:
            self._key(top, value if isinstance(value, str) else None, text, node, merge=not style and text == "<<")
        else:
            self._put(value, node)

    def _scalar_node(self, event: ScalarEvent, text: str, style: str) -> Node:
        extent = inside(extent_of(event), self.lines)
        if event.anchor is not None or event.tag is not None:
            extent = without_properties(self.text, extent, extent.end)
        if style in ("|", ">"):
            extent = block_extent(self.lines, extent, text, style)
        spot, start, end = extent
        self._end = (spot[2], spot[3], end)
        return Node(spot, start, end, style)

    def _meaning(self, event: ScalarEvent, text: str, node: Node) -> Scalar:
        """Return what a plain or tagged scalar means."""
        tag = event.tag
        kind = tag.removeprefix(_CORE) if tag is not None else ""
        if tag is not None and (not tag.startswith(_CORE) or kind not in _SCALAR_TAGS):
            self._unknown_tag(event)
            return text
        if kind == "str":
            return text
        try:
            value = resolve(text)
        except OverflowError:
            help = f"put quotes around it if it is a text: {quoted(text)}"
            self._fault("number-out-of-range", "this number is too large", node.spot, help=help)
            return text
        if not kind:
            return value
        if not same_kind(kind, value):
            self._fault("wrong-tag", f"this is not {_SCALAR_TAGS[kind]}, as its tag !!{kind} says", node.spot)
            return text
        return float(value) if kind == "float" and isinstance(value, int) else value

    def _without_controls(self, text: str, node: Node) -> str:
        """Return *text* without the forbidden characters that escapes put into it, and warn of each."""
        for start, end, meaning in escapes(self.text, node.start, node.end):
            if CONTROLS.fullmatch(meaning) is None:
                continue
            self._escaped += 1
            if self._escaped > MOST_WARNINGS:
                self.found += [more_control_warnings(self.file)] if self._escaped == MOST_WARNINGS + 1 else []
                break
            line = node.spot[0] + self.text.count("\n", node.start, start)
            column = start - self.text.rfind("\n", 0, start)
            place = Place(self.file, line, column, line, column + end - start)
            self.found.append(control_warning(meaning, place, self.lines[line - 1]))
        return without_controls(text)

    # --- collections -------------------------------------------------------------------------------------------------

    def _open(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        mapping = isinstance(event, MappingStartEvent)
        extent = extent_of(event)
        if event.anchor is not None or event.tag is not None:
            extent = without_properties(self.text, extent, len(self.text))
        node = Node(extent.spot, extent.start, extent.start)
        self._count(node.spot)
        self._check_depth(1, node.spot)
        if event.tag is not None and event.tag != _CORE + ("map" if mapping else "seq"):
            self._unknown_tag(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(None)
        if mapping:
            node.children, node.keys = {}, {}
        else:
            node.children = []
        self._stack.append(_Open(node, mapping, event.anchor, self._values, self._characters))

    def _close(self, event: MappingEndEvent | SequenceEndEvent) -> None:
        closed = self._stack.pop()
        node = closed.node
        spot, start, end = extent_of(event)
        if end > start:
            # A bracket. The parser sees the end of a block only at what follows it: there the last child's end counts.
            self._end = (spot[2], spot[3], end)
        end_line, end_column, node.end = self._end
        node.spot = (node.spot[0], node.spot[1], end_line, end_column)
        if closed.anchor is not None:
            values, characters = self._values - closed.before + 1, self._characters - closed.characters
            self._anchors[closed.anchor] = _Anchored(node, closed.items, values, characters, closed.height)
        self._hand_over(closed.items, node, closed.height, None, self.text[node.start : node.end])

    def _hand_over(self, value: object, node: Node, height: int, key: str | None, text: str) -> None:
        """Give a finished collection or alias to what it stands in, where it may be a key."""
        top = self._stack[-1] if self._stack else None
        if top is not None:
            top.height = max(top.height, height + 1)
        if top is not None and top.mapping and top.key is None:
            self._key(top, key, text, node)
        else:
            self._put(value, node)

    def _alias(self, event: AliasEvent) -> None:
        name = event.anchor or ""
        spot, start, end = extent_of(event)
        self._end = (spot[2], spot[3], end)
        self._count(spot)
        target = self._anchors.get(name)
        if target is None:
            guess = did_you_mean("*" + name, ["*" + known for known in self._anchors])
            help = guess or "put quotes around a text that begins with '*'"
            self._fault("unknown-alias", f"no anchor '&{name}' stands before the alias '*{name}'", spot, help=help)
        elif target.node is None:
            self._fault("recursive-alias", f"the alias '*{name}' stands inside the value it means", spot)
        else:
            self._expand(target, spot)
        if target is None or target.node is None:
            self._hand_over(None, Node(spot, start, end), 0, None, f"*{name}")
        else:
            key = target.value if isinstance(target.value, str) else None
            self._hand_over(target.value, target.node, target.height, key, key or f"*{name}")

    def _expand(self, target: _Anchored, spot: Spot) -> None:
        """Count what an alias adds to the file."""
        self._values += target.values - 1
        self._characters += target.characters
        self._aliased += target.characters
        if self._values > MAX_VALUES or self._aliased > MAX_ALIASED:
            self._stop("alias-bomb", "with every alias written out this file would be too large", spot)
        self._check_depth(target.height, spot)

    def _key(self, top: _Open, key: str | None, text: str, node: Node, *, merge: bool = False) -> None:
        """Take a mapping's key; *key* None: it is no text, *text* is how it is written."""
        keys = top.node.keys if top.node.keys is not None else {}
        top.key = text if key is None else key
        top.kept = top.key not in keys and not merge
        if merge:
            self._fault("merge-key", "'<<' merges nothing here", node.spot, help="write the keys out")
        elif key is None:
            message = f"a key must be text, but this is {_kind_of_key(text, node)}"
            self._fault("key-not-text", message, node.spot, help=_key_help(text))
        elif not top.kept:
            self._fault(
                "duplicate-key",
                f"the key {quoted(top.key)} stands here a second time",
                node.spot,
                label="again",
                help="keep one of them",
                related=(Related("the first one", Place(self.file, *keys[top.key])),),
            )
        if top.kept:
            keys[top.key] = node.spot

    def _put(self, value: object, node: Node) -> None:
        """Put a finished value where it belongs."""
        if not self._stack:
            self.root, self.value = node, value
            return
        top = self._stack[-1]
        children = top.node.children
        if isinstance(top.items, list) and isinstance(children, list):
            top.items.append(value)
            children.append(node)
        elif isinstance(top.items, dict) and isinstance(children, dict) and top.key is not None:
            if top.kept:
                top.items[top.key] = value
                children[top.key] = node
            top.key = None

    # --- findings ----------------------------------------------------------------------------------------------------

    def _count(self, spot: Spot) -> None:
        self._values += 1
        if self._values > MAX_VALUES:
            self._stop("too-many-values", f"the file holds more than {MAX_VALUES:,} values", spot)

    def _check_depth(self, height: int, spot: Spot) -> None:
        if len(self._stack) + height > MAX_DEPTH:
            self._stop("too-deep", f"more than {MAX_DEPTH} lists and mappings stand inside each other", spot)

    def _stop(self, code: str, message: str, spot: Spot) -> None:
        self._fault(code, message, spot)
        raise DataError(self.found.pop())

    def _fault(
        self, code: str, message: str, spot: Spot, *, label: str = "", help: str = "", related: tuple[Related, ...] = ()
    ) -> None:
        line = self.lines[spot[0] - 1] if spot[0] <= len(self.lines) else ""
        place = Place(self.file, *spot)
        self.found.append(error(code, message, place, label=label, help=help, source_line=line, related=related))
        self._faults += 1
        if self._faults == MOST_FAULTS:
            raise DataError(error("too-many-faults", "reading stops here", place, help="mend these faults first"))

    def _unknown_tag(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent) -> None:
        if event.tag is None or event.tag == "!":
            return
        shown = "!!" + event.tag.removeprefix(_CORE) if event.tag.startswith(_CORE) else event.tag
        help = "leave it out; put quotes around a text that begins with '!'"
        self._fault("unknown-tag", f"the tag {quoted(shown)} is not known here", tag_spot(self.text, event), help=help)


def _kind_of_key(text: str, node: Node) -> str:
    if node.children is not None:
        return "a list" if isinstance(node.children, list) else "a mapping"
    if text in ("", "~") or text.casefold() == "null":
        return "nothing"
    return f"the number {quoted(text)[1:-1]}" if text[0] in "+-.0123456789" else quoted(text)


def _key_help(text: str) -> str:
    if text[:1] in ("{", "["):
        return f"put quotes around a text that begins with {text[0]}"
    return (
        f'put quotes around it: "{text}":' if text and len(text) <= 40 and '"' not in text else "write a text before it"
    )
