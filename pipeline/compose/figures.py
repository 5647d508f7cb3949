"""Pictures: an image alone in its paragraph becomes a figure, several become a row of figures.

Enters: the tokens of a paragraph. Leaves: figures with their pictures read. Guaranteed: no figure without a text
alternative; a picture that cannot be read is reported where its name is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markdown_it.token import Token

from pipeline.compose.attributes import Attributes
from pipeline.compose.inlines import children_of, read_text
from pipeline.compose.naming import chosen_anchor
from pipeline.compose.options import FIGURE, FIGURES, NOTHING, Given, accept, alignment, share
from pipeline.compose.passage import Passage
from pipeline.compose.portions import marked_caption
from pipeline.model.nodes import Block, Figure, FigureRow, Inline
from pipeline.model.walk import plain_text

Pictures = list[tuple[Token, Attributes, int]]
"""Pictures with the attributes behind each, and the line it stands in."""


def picture_tokens(passage: Passage, token: Token) -> Pictures | None:
    """Return the pictures of a paragraph that holds nothing else; None when it holds more."""
    if not token.content.startswith("!["):
        return None
    line = token.map[0] if token.map else 0
    found: Pictures = []
    for child in children_of(passage, token):
        match child.type:
            case "image":
                found.append((child, NOTHING.attributes, line))
            case "attributes" if found:
                picture, before, at = found[-1]
                found[-1] = picture, before.merged(child.meta["attributes"]), at
            case "softbreak":
                line += 1
            case "text" if not child.content.strip():
                pass
            case _:
                return None
    return found or None


def read_figures(passage: Passage, token: Token, pictures: Pictures, given: Given) -> list[Block]:
    """Return the figure, or the row of figures, that a paragraph of pictures is."""
    if len(pictures) == 1:
        picture, behind, line = pictures[0]
        attributes = given.attributes.merged(behind)
        return list(_figure(passage, token, picture, accept(passage, Given(attributes, line), FIGURE), line))
    shared = accept(passage, given, FIGURES)
    figures: list[Figure] = []
    for picture, behind, line in pictures:
        attributes = accept(passage, Given(shared.merged(behind), line), FIGURE)
        figures += _figure(passage, token, picture, attributes, line)
    return [FigureRow(tuple(figures), figures[0].place)] if figures else []


def _figure(passage: Passage, token: Token, picture: Token, attributes: Attributes, line: int) -> list[Figure]:
    """Return the figure, or nothing when its picture or its text alternative is missing, which is reported."""
    alt = plain_text(read_text(passage, picture.content, line))
    source = str(picture.attrs.get("src", ""))
    if not alt.strip():
        help = "say between [ and ] what the picture shows, for readers who cannot see it"
        data = passage.data_place(picture.content)
        message = f"the picture {passage.string(source)} has no text alternative"
        passage.fault("missing-alt", message, line, help=help, text=token.content, data=data)
    image = passage.book.load_image(passage, passage.string(source).strip(), passage.spot(line, source))
    caption = _caption(passage, attributes, str(picture.attrs.get("title", "")), line)
    if image is None or not alt.strip():
        chosen_anchor(passage, attributes.anchor, line)  # so that references to it are no faults of their own
        return []
    place = passage.spot(line, token.content)[0]
    return [shown(passage, Figure(image, alt, caption, place=place), attributes, line)]


def shown(passage: Passage, figure: Figure, attributes: Attributes, line: int) -> Figure:
    """Return a figure with what attributes say of it, and its number when it has a caption."""
    given = Given(attributes, line)
    number = None
    caption = marked_caption(passage, figure.caption, attributes.pairs.get("caption") or "", "figures")
    if caption:
        passage.book.figures += 1
        number = passage.book.figures
    width, align = attributes.pairs.get("width"), attributes.pairs.get("align")
    return replace(
        figure,
        caption=caption,
        width=share(passage, given, "width", width) if width is not None else None,
        align=(alignment(passage, given, align) if align is not None else None) or "left",
        number=number,
        anchor=chosen_anchor(passage, attributes.anchor, line),
    )


def _caption(passage: Passage, attributes: Attributes, title: str, line: int) -> tuple[Inline, ...]:
    return read_text(passage, attributes.pairs.get("caption") or title, line)


def side_by_side(passage: Passage, blocks: Sequence[Block], line: int) -> list[Block]:
    """Return the figures and charts of a fence ``::: figures`` as one row; anything else in it is reported."""
    figures: list[Figure] = []
    for block in blocks:
        if isinstance(block, Figure):
            figures.append(block)
        elif isinstance(block, FigureRow):
            figures += block.figures
        else:
            message = "the fence ::: figures holds more than pictures and charts"
            passage.fault("misplaced-block", message, line, help="write the rest before or behind the fence")
            return list(blocks)
    return [FigureRow(tuple(figures), figures[0].place)] if figures else []
