"""Random packets for tests: fact sheets with all that a fact sheet can have, in every style of YAML."""

from __future__ import annotations

import json
from random import Random

from pipeline.source.scalars import resolve

WORDS = [
    "clocks",
    "grain",
    "treaty",
    "rails",
    "mountain",
    "river",
    "yes",
    "no",
    "12",
    "2026-03-02",
    "0x1f",
    "it's",
    "“so”",
    "Ruritania",
    "¾",
    "île",
    "Ж",
    "国家",
]
RICH = ["*{}*", "**{}**", "[{}](https://example.org/a)", "~~{}~~", "`{}`", "{}^2^", "***{}***", "[{}]{{lang=fr}}"]


class Maker:
    """Makes the YAML of one packet. Each word occurs once, so that a text tells where it comes from."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.count = 0
        self.hidden: list[str] = []

    def word(self) -> str:
        self.count += 1
        return f"{self.random.choice(WORDS)}-{self.count}"

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def words(self, most: int = 9) -> str:
        return " ".join(self.word() for _ in range(self.random.randint(1, most)))

    def plain(self) -> str:
        text = self.words(4)
        return self.random.choice(
            [text, text, f"{text}: {self.word()}", f"# {text}", f"{text} #1", f"- {text}", f"'{text}"]
        )

    def inline(self) -> str:
        parts = [self.words(4) for _ in range(self.random.randint(1, 3))]
        if self.chance(0.5):
            parts.insert(self.random.randint(0, len(parts)), self.random.choice(RICH).format(self.words(2)))
        return (" " if self.chance(0.7) else "\n").join(parts)

    def rich(self, *, blocks: bool = True) -> str:
        """Markdown of one paragraph or several, with lists, a quotation, a table, definitions, footnotes."""
        parts = [self.inline()]
        notes: list[str] = []
        while blocks and self.chance(0.45):
            parts.append(
                self.random.choice([self.inline, self.inline, self.bullets, self.quote, self.table, self.terms])()
            )
        if blocks and self.chance(0.3):
            parts[0] += "[^n1]"
            notes.append(f"[^n1]: {self.words(4)}")
            if self.chance(0.3):
                notes[-1] += f"\n\n    {self.words(4)}"
            if self.chance(0.4):
                parts[0] += f" {self.word()}[^n2]"
                notes.append(f"[^n2]: {self.inline().replace(chr(10), ' ')}")
        return "\n\n".join([*parts, *notes])

    def bullets(self) -> str:
        sign = self.random.choice(["- ", "* ", "1. "])
        lines: list[str] = []
        for _ in range(self.random.randint(1, 3)):
            lines.append(sign + self.words(4))
            if self.chance(0.3):
                lines.append(" " * len(sign) + "- " + self.words(3))
        return "\n".join(lines)

    def quote(self) -> str:
        return f"> {self.words()}"

    def table(self) -> str:
        return f"| {self.word()} | {self.word()} |\n| --- | --- |\n| {self.words(2)} | {self.words(2)} |"

    def terms(self) -> str:
        return f"{self.word()}\n: {self.words(4)}"

    # YAML

    def scalar(self, text: str, indent: int) -> str:
        """Write a text in some style; lines below the first have *indent* spaces."""
        ways = ["'", '"', "block"]
        if "\n" not in text:
            ways += ["plain", "plain", "folded"]
        elif all(not line.startswith((" ", "-", "*", "1", "|", ">", ":", "[^")) for line in text.split("\n")):
            ways += ["folded"]
        way = self.random.choice(ways)
        pad = "\n" + " " * indent
        if way == "block":
            header = self.random.choice(["|", "|-", "|+"])
            return header + "".join(pad + line if line else "\n" for line in text.split("\n"))
        if way == "folded":
            parts = [part.split(" ") for part in text.replace("\n\n", "\0").replace("\n", " ").split("\0")]
            lines = []
            for number, words in enumerate(parts):
                lines += [""] if number else []
                cut = self.random.randint(1, len(words))
                lines += [" ".join(words[:cut]), *([" ".join(words[cut:])] if words[cut:] else [])]
            if any(line.startswith((" ", "\t")) for line in lines):
                return json.dumps(text, ensure_ascii=False)
            return self.random.choice([">-", ">"]) + "".join(pad + line if line else "\n" for line in lines)
        if way == "'" and "\n" not in text:
            return "'" + text.replace("'", "''") + "'"
        if way == "plain" and _may_be_plain(text):
            return text
        return json.dumps(text, ensure_ascii=False)

    def comment(self, indent: int) -> list[str]:
        if self.chance(0.2):
            return [" " * indent + f"# comment {self.word()}"]
        return [""] if self.chance(0.1) else []

    def hide(self) -> str:
        """A word that Word does not show."""
        self.hidden.append(self.word().replace("yes", "ja").replace("#", ""))
        return f"h{self.hidden[-1]}"

    def points(self, indent: int, depth: int = 0) -> list[str]:
        pad = " " * indent
        if self.chance(0.15):
            return [f"{pad}- {json.dumps(self.words(3), ensure_ascii=False)}" for _ in range(2)]
        lines = []
        for _ in range(self.random.randint(1, 4)):
            lines += self.comment(indent)
            if depth < 2 and self.chance(0.25):
                lines.append(f"{pad}- text: {self.scalar(self.rich(blocks=False), indent + 4)}")
                if self.chance(0.3):
                    lines.append(f"{pad}  comment: {self.hide()}   # {self.hide()}")
                if self.chance(0.3):
                    continue
                if self.chance(0.2):
                    flow = ", ".join(json.dumps(self.words(2), ensure_ascii=False) for _ in range(2))
                    lines.append(f"{pad}  points: [{flow}]")
                else:
                    lines.append(f"{pad}  points:")
                    lines += self.points(indent + 4, depth + 1)
            elif self.chance(0.1):
                # An anchor, and its alias in the next point: one text that is shown twice.
                name, text = f"a{self.count}", json.dumps(self.words(3), ensure_ascii=False)
                lines += [f"{pad}- &{name} {text}", f"{pad}- *{name}"]
            else:
                lines.append(f"{pad}- {self.scalar(self.rich(blocks=False), indent + 2)}")
        return lines

    def facts(self) -> str:
        lines = [f"title: {self.scalar(self.plain(), 2)}"]
        if self.chance(0.5):
            lines.append(f"issuer: {self.scalar(self.plain(), 2)}   " + ("# who" if self.chance(0.5) else ""))
            lines[-1] = lines[-1].rstrip() if lines[-1].split(": ", 1)[1][:1] in "|>" else lines[-1]
        if self.chance(0.7):
            lines.append(f"summary: {self.scalar(self.rich(), 2)}")
        lines.append("sections:")
        for _ in range(self.random.randint(1, 4)):
            lines += self.comment(2)
            lines.append(f"  - heading: {self.scalar(self.plain(), 6)}")
            if self.chance(0.7):
                lines.append(f"    text: {self.scalar(self.rich(), 6)}")
            if self.chance(0.6):
                lines.append("    points:")
                lines += self.points(6)
            if self.chance(0.35):
                lines += self.rows()
        if self.chance(0.5):
            lines.append("sources:")
            for _ in range(self.random.randint(1, 3)):
                url = ', url: "https://example.org/"' if self.chance(0.5) else ""
                lines.append(f"  - {{title: {json.dumps(self.words(3), ensure_ascii=False)}{url}}}")
        return "\n".join(lines) + "\n"

    def rows(self) -> list[str]:
        lines = ["    table:"]
        if self.chance(0.5):
            lines.append(f"      caption: {self.scalar(self.plain(), 8)}")
        columns = self.random.randint(2, 3)
        names = [json.dumps(self.word(), ensure_ascii=False) for _ in range(columns)]
        lines += [f"      columns: [{', '.join(names)}]", "      rows:"]
        for _ in range(self.random.randint(1, 3)):
            cells = [json.dumps(self.words(2), ensure_ascii=False) for _ in range(columns)]
            lines += self.comment(8)
            if self.chance(0.3):
                lines.append(f"        - - {cells[0]}")
                lines += [f"          - {cell}" for cell in cells[1:]]
            else:
                lines.append(f"        - [{', '.join(cells)}]")
        return lines


def _may_be_plain(text: str) -> bool:
    if text[:1] in "-?:,[]{}#&*!|>'\"%@`~" or ": " in text or " #" in text or text.endswith(":") or "\n" in text:
        return False
    return isinstance(resolve(text), str)
