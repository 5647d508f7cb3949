"""Comments on whole paragraphs: ``{comment="…" author="…"}`` on the line before.

Enters: attributes, and the blocks below them. Leaves: the blocks, the first paragraph among them commented. Guaranteed:
a comment is on one paragraph, so that it moves with it when a Word file is edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.compose.attributes import Attributes
from pipeline.compose.options import Given
from pipeline.compose.passage import Passage
from pipeline.compose.spans import Fault, read_remark
from pipeline.model.nodes import Block, Comment, ListBlock, Paragraph, Quote


def commented(passage: Passage, given: Given, attributes: Attributes, blocks: Sequence[Block]) -> list[Block]:
    """Return *blocks* with the comment that *attributes* hold, if they do."""
    found = list(blocks)
    if not attributes.pairs:
        return found

    def report(fault: Fault) -> None:
        text = fault.text or given.attributes.written
        passage.fault(fault.code, fault.message, given.line, help=fault.help, text=text, mark=fault.mark)

    remark = read_remark(passage, attributes, report)
    if remark is not None and found:
        first = _with_remark(found[0], *remark)
        if first is None:
            help = "comment on a paragraph, or write it as text"
            report(Fault("bad-comment", "there is no paragraph that the comment could be on", help, "comment"))
        else:
            found[0] = first
    return found


def _with_remark(block: Block, author: str, text: str) -> Block | None:
    """Return *block* with the comment on its first paragraph; None where it begins with none."""
    match block:
        case Paragraph(children) if children:
            return replace(block, children=(Comment(children, author, text, block.place),))
        case ListBlock() if block.items[0].blocks:
            first, *rest = block.items
            inner = _with_remark(first.blocks[0], author, text)
            item = None if inner is None else replace(first, blocks=(inner, *first.blocks[1:]))
            return None if item is None else replace(block, items=(item, *rest))
        case Quote() if block.blocks:
            inner = _with_remark(block.blocks[0], author, text)
            return None if inner is None else replace(block, blocks=(inner, *block.blocks[1:]))
    return None
