"""Words with their looks as Markdown, and back.

Enters: the runs of a paragraph as a Word file has them, or the Markdown of a paragraph. Leaves: Markdown of the dialect
of rich text, or runs. Guaranteed: what is written reads as the same words; where a look cannot be written (emphasis
that begins within punctuation, say) the caller is told, since reading gives other runs than were asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from pipeline.compose.grammar import Grammar, rich_grammar
from pipeline.model.nodes import Mark
from pipeline.review.edited import Ink
from pipeline.review.threeway import merged

_SPECIAL = re.compile(r"[\\`*\[<~^]|_(?!(?<=\w_)\w)|&(?=#?\w+;)")
_START = re.compile(r"(?:[-+](?=[\s-]|$)|#{1,6}(?=\s|$)|>|=+(?=\s*$)|[0-9]{1,9}[.)](?=\s|$))")
_FENCES = {
    Mark.STRONG: "**",
    Mark.EMPHASIS: "*",
    Mark.STRIKE: "~~",
    Mark.SUPERSCRIPT: "^",
    Mark.SUBSCRIPT: "~",
}
_CLASSES = {Mark.UNDERLINE: ".underline", Mark.SMALL_CAPS: ".smallcaps"}
_MARKS = (*_CLASSES, *_FENCES, Mark.CODE)
_MARK_OF = {
    "strong": Mark.STRONG,
    "em": Mark.EMPHASIS,
    "s": Mark.STRIKE,
    "sup": Mark.SUPERSCRIPT,
    "sub": Mark.SUBSCRIPT,
}


def as_markdown(runs: Sequence[Ink], labels: Mapping[int, str], *, cell: bool = False) -> str:
    """Return a paragraph's Markdown. *labels*: of footnotes by number. *cell*: it is in a table of the Markdown."""
    text = _written(_joined(runs), labels, frozenset()).strip(" ")
    if cell:
        return re.sub(r"(?<!\\)\|", r"\\|", text.replace("\\\n", " "))
    return _with_starts(text)


def spliced(
    before: Sequence[Ink], after: Sequence[Ink], source: str, labels: Mapping[int, str], *, cell: bool = False
) -> tuple[str, bool]:
    """Return *source*, the Markdown of *before*, changed into that of *after*; and whether it reads as *after*.

    How the author wrote what was not changed (line ends, signs for emphasis, links) stays, where that can be.
    """
    canonical = as_markdown(after, labels, cell=cell)
    kept = merged(as_markdown(before, labels, cell=cell), canonical, source)
    for text in (kept, canonical):
        if text is not None and reads_as(text, after, labels, cell=cell):
            return text, True
    plain = as_markdown([run._replace(marks=run.marks & Mark.CODE) for run in after], labels, cell=cell)
    return plain, False


def reads_as(text: str, runs: Sequence[Ink], labels: Mapping[int, str], *, cell: bool = False) -> bool:
    """Whether *text* is one paragraph that says what *runs* say and looks so."""
    found = read_runs(text.replace("\\|", "|") if cell else text, labels, inline=cell)
    return found is not None and looks(found) == looks(runs)


def looks(runs: Sequence[Ink]) -> list[tuple[str, object]]:
    """Return each character with its look, white space as readers see it, so that equal texts are equal."""
    found: list[tuple[str, object]] = []
    for run in runs:
        if run.note:
            found.append(("", run.note))
        elif run.reference:
            if not found or found[-1] != ("", run.reference):
                found.append(("", run.reference))
        else:
            for char in run.text:
                if char in " \t":
                    if found and found[-1][0] not in (" ", "\n"):
                        found.append((" ", None))
                elif char == "\n":
                    if found and found[-1][0] == " ":
                        found.pop()
                    found.append(("\n", None))
                else:
                    found.append((char, (run.marks, run.link, run.lang, run.placeholder)))
    while found and found[-1][0] in (" ", "\n"):
        found.pop()
    return found


def read_runs(text: str, labels: Mapping[int, str], *, inline: bool = False) -> list[Ink] | None:
    """Return the runs of Markdown that is one paragraph; None when it is anything else.

    *inline*: it stands where there are no blocks (a cell, a heading), so that no sign begins one.
    """
    parsed = _grammar().blocks("x" if inline else text)
    content = text.strip() if inline else parsed.tokens[1].content if len(parsed.tokens) > 1 else ""
    if [token.type for token in parsed.tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return [] if not text.strip() else None
    numbers = {label: number for number, label in labels.items()}
    runs: list[Ink] = []
    looks: list[Ink] = [Ink("")]
    for token in _grammar().inlines(content, parsed.environment):
        now = looks[-1]
        name, _, end = token.type.rpartition("_")
        if token.type in ("text", "text_special"):
            runs.append(now._replace(text=token.content))
        elif token.type == "softbreak":
            runs.append(now._replace(text=" "))
        elif token.type == "hardbreak":
            runs.append(Ink("\n"))
        elif token.type == "code_inline":
            runs.append(now._replace(text=token.content, marks=now.marks | Mark.CODE))
        elif token.type == "footnote_ref":
            label = token.meta["label"]
            if label not in numbers:
                return None
            runs.append(Ink("", note=numbers[label]))
        elif end == "open" and name in _MARK_OF:
            looks.append(now._replace(marks=now.marks | _MARK_OF[name]))
        elif token.type == "link_open":
            looks.append(now._replace(link=str(token.attrs.get("href", ""))))
            runs.append(looks[-1])
        elif token.type == "span_open":
            looks.append(_spanned(now, token.meta["attributes"]))
        elif end == "close":
            closed = looks.pop()
            if name == "link" and runs[-1] == closed and closed.link.startswith("#"):
                runs[-1] = Ink("", reference=closed.link[1:])
        else:
            return None
    return runs


def _spanned(now: Ink, attributes: object) -> Ink:
    classes, pairs = attributes.classes, attributes.pairs  # type: ignore[attr-defined]
    marks = now.marks
    for mark, name in _CLASSES.items():
        if name[1:] in classes:
            marks |= mark
    return now._replace(
        marks=marks, lang=pairs.get("lang") or now.lang, placeholder=pairs.get("placeholder") or now.placeholder
    )


@cache
def _grammar() -> Grammar:
    return rich_grammar()


# --- writing ---------------------------------------------------------------------------------------------------------


def _joined(runs: Sequence[Ink]) -> list[Ink]:
    """Return *runs* with neighbours that look alike as one; a space at the edge of a look goes outside it."""
    parts: list[Ink] = []
    for run in runs:
        if run.note or run.reference:
            parts.append(run)
            continue
        core = run.text.strip(" \n")
        if not core:
            parts.append(Ink(run.text))
            continue
        start = run.text.index(core)
        parts += [Ink(run.text[:start]), run._replace(text=core), Ink(run.text[start + len(core) :])]
    found: list[Ink] = []
    for part in parts:
        if not (part.text or part.note or part.reference):
            continue
        last = found[-1] if found else None
        if last is not None and not part.note and last._replace(text="") == part._replace(text=""):
            found[-1] = last if part.reference else last._replace(text=last.text + part.text)
            continue
        found.append(part)
    return _with_spaces(found)


def _with_spaces(runs: list[Ink]) -> list[Ink]:
    """Give a space between two runs the look that both have in common, so that it need not end and begin again."""
    for at in range(1, len(runs) - 1):
        before, space, after = runs[at - 1 : at + 2]
        if space.text and not space.text.strip(" \n") and not (before.note or after.note):
            marks = before.marks & after.marks & ~Mark.CODE
            if before.marks == after.marks:
                marks = before.marks
            runs[at] = Ink(
                space.text,
                marks,
                before.link if before.link == after.link else "",
                before.lang if before.lang == after.lang else "",
                placeholder=before.placeholder if before.placeholder == after.placeholder else "",
            )
    found: list[Ink] = []
    for run in runs:
        last = found[-1] if found else None
        if last is not None and not run.note and last._replace(text="") == run._replace(text="") and not run.reference:
            found[-1] = last._replace(text=last.text + run.text)
        else:
            found.append(run)
    return found


def _features(run: Ink) -> list[tuple[str, object]]:
    """Return what a run has, from the outermost in."""
    found: list[tuple[str, object]] = []
    found += [("link", run.link)] if run.link else []
    found += [("placeholder", run.placeholder)] if run.placeholder else []
    found += [("lang", run.lang)] if run.lang else []
    return found + [("mark", mark) for mark in _MARKS if mark in run.marks]


def _written(runs: list[Ink], labels: Mapping[int, str], around: frozenset[tuple[str, object]]) -> str:
    parts: list[str] = []
    at = 0
    while at < len(runs):
        run = runs[at]
        open_features = [feature for feature in _features(run) if feature not in around]
        if run.note:
            parts.append(f"[^{labels.get(run.note, run.note)}]")
            at += 1
        elif run.reference:
            parts.append(f"[](#{run.reference})")
            at += 1
        elif not open_features or run.text.isspace():
            parts.append(_escaped(run.text))
            at += 1
        else:
            reach = {feature: _reach(runs, at, feature) for feature in open_features}
            feature = max(open_features, key=lambda one: (one[0] != "mark", one[1] is not Mark.CODE, reach[one]))
            group = runs[at : reach[feature]]
            at = reach[feature]
            tail = group.pop().text if group[-1].text.isspace() else ""
            parts += [_wrapped(feature, group, labels, around | {feature}), tail]
    return "".join(parts)


def _reach(runs: list[Ink], at: int, feature: tuple[str, object]) -> int:
    while at < len(runs) and not runs[at].note and not runs[at].reference and feature in _features(runs[at]):
        at += 1
    return at


def _wrapped(
    feature: tuple[str, object], runs: list[Ink], labels: Mapping[int, str], around: frozenset[tuple[str, object]]
) -> str:
    kind, what = feature
    if kind == "mark" and what is Mark.CODE:
        return _code("".join(run.text for run in runs))
    inner = _written(runs, labels, around)
    if kind == "link":
        target = str(what)
        if inner == target and re.fullmatch(r"[a-z][a-z0-9+.-]+:[^\s<>]+", target, re.IGNORECASE):
            return f"<{target}>"
        return f"[{_closed(inner)}]({_target(target)})"
    if kind == "placeholder":
        return f'[{_closed(inner)}]{{placeholder="{what}"}}'
    if kind == "lang":
        return f"[{_closed(inner)}]{{lang={what}}}"
    if what in _CLASSES:
        return f"[{_closed(inner)}]{{{_CLASSES[what]}}}"  # type: ignore[index]
    fence = _FENCES[what]  # type: ignore[index]
    if what in (Mark.SUPERSCRIPT, Mark.SUBSCRIPT):
        inner = inner.replace(" ", "\\ ")
    return f"{fence}{inner}{fence}"


def _closed(inner: str) -> str:
    """Return the text of a link or span, in which a bracket of its own must not end it."""
    depth = 0
    parts: list[str] = []
    at = 0
    while at < len(inner):
        char = inner[at]
        if char == "\\":
            parts.append(inner[at : at + 2])
            at += 2
            continue
        depth += char == "["
        if char == "]" and depth == 0:
            parts.append("\\]")
        else:
            depth -= char == "]"
            parts.append(char)
        at += 1
    return "".join(parts)


def _target(target: str) -> str:
    return f"<{target}>" if re.search(r"[\s()]", target) else target


def _code(text: str) -> str:
    fence = "`"
    while fence in text:
        fence += "`"
    space = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{space}{text}{space}{fence}"


def _escaped(text: str) -> str:
    lines = [_SPECIAL.sub(r"\\\g<0>", line) for line in text.split("\n")]
    return "\\\n".join(line.rstrip(" ") if at < len(lines) - 1 else line for at, line in enumerate(lines))


def _with_starts(text: str) -> str:
    """Escape what would begin a list, a quotation or a heading, in each line."""
    return "\n".join(_START.sub(_start, line, count=1) if _START.match(line) else line for line in text.split("\n"))


def _start(found: re.Match[str]) -> str:
    sign = found[0]
    return f"\\{sign}" if not sign[0].isdigit() else f"{sign[:-1]}\\{sign[-1]}"
