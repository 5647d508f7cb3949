"""Pictures: an image alone in its paragraph becomes a figure.

Enters: the tokens of a paragraph. Leaves: a Figure with its picture read. Guaranteed: no figure without a text
alternative; a picture that cannot be read is reported where its name is written.
"""

from __future__ import annotations

from markdown_it.token import Token

from pipeline.compose.attributes import Attributes
from pipeline.compose.inlines import children_of, read_text
from pipeline.compose.options import FIGURE, Given, accept, alignment, share
from pipeline.compose.passage import Passage
from pipeline.model.nodes import Block, Figure, Inline
from pipeline.model.walk import plain_text


def picture_tokens(passage: Passage, token: Token) -> list[Token] | None:
    """Return the inline tokens of a paragraph that is a picture, with attributes behind it or not; else None."""
    if not token.content.startswith("!["):
        return None
    children = [child for child in children_of(passage, token) if child.type != "softbreak"]
    if not children or children[0].type != "image" or any(child.type != "attributes" for child in children[1:]):
        return None
    return children


def read_figure(passage: Passage, token: Token, tokens: list[Token], given: Given) -> list[Block]:
    """Return the figure, or nothing when its picture or its text alternative is missing, which is reported."""
    line = token.map[0] if token.map else 0
    attributes = given.attributes
    for child in tokens[1:]:
        attributes = attributes.merged(child.meta["attributes"])
    given = Given(attributes, line)
    attributes = accept(passage, given, FIGURE)
    picture = tokens[0]
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
        return []
    number = None
    if caption:
        passage.book.figures += 1
        number = passage.book.figures
    width, align = attributes.pairs.get("width"), attributes.pairs.get("align")
    place = passage.spot(line, token.content)[0]
    return [
        Figure(
            image,
            alt,
            caption,
            share(passage, given, "width", width) if width is not None else None,
            (alignment(passage, given, align) if align is not None else None) or "left",
            number,
            place,
        )
    ]


def _caption(passage: Passage, attributes: Attributes, title: str, line: int) -> tuple[Inline, ...]:
    return read_text(passage, attributes.pairs.get("caption") or title, line)
