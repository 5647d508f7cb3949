"""What a template may cost: steps and characters, never time, so that the same input always gives the same outcome.

Enters: what a template does. Leaves: nothing, or a :class:`TemplateFault` when it does too much. Guaranteed: filling a
template ends, with memory in proportion to :data:`MOST_CHARACTERS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import cast

MOST_STEPS = 1_000_000
"""How many loop turns, printed values, calls and filtered items one paper may take. A table of 10,000 rows with six
columns takes some 150,000."""

MOST_CHARACTERS = 16_000_000
"""How long a paper may become before it is laid out. A book of a thousand pages is a fifth of this."""

MOST_ITEMS = 100_000
"""How many numbers ``range`` may give."""

_MOST_BITS = 256
_NESTING = (list, dict, tuple)
_SIZED = (list, dict, Sized)  # the frequent ones first: asking for Sized takes longer


class TemplateFault(Exception):  # noqa: N818
    """A template cannot be filled. *value* is what it was working on, *expression* how the template names it."""

    def __init__(self, code: str, message: str, *, help: str = "", value: object = None, expression: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.help = help
        self.value = value
        self.expression = expression


class Meter:
    """Counts what filling one paper costs."""

    __slots__ = ("characters", "steps")

    def __init__(self) -> None:
        self.steps = MOST_STEPS
        self.characters = MOST_CHARACTERS

    def charge(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise endless()

    def write(self, characters: int) -> None:
        self.characters -= characters
        if self.characters < 0:
            raise too_long()

    def size(self, value: object) -> None:
        """Charge for going through *value* once: its items and the lists in them, or a text by the hundred characters.

        What stands in several places counts in each: comparing goes through it as often.
        """
        if isinstance(value, str):
            self.charge(1 + len(value) // 100)
        else:
            self.charge(1 + len(value) if isinstance(value, _SIZED) else 1)
            if isinstance(value, _NESTING):
                self._nested(value)

    def _nested(self, value: object) -> None:
        stack = [value]
        while stack:
            item = stack.pop()
            parts = item.values() if isinstance(item, dict) else cast(Iterable[object], item)
            inner = [part for part in parts if isinstance(part, _NESTING) and part]
            self.charge(len(inner))
            stack += inner

    def turns(self, items: object) -> object:
        """Return *items* for a loop, charged for every turn: at once where their number is known, else one by one."""
        if isinstance(items, _SIZED):
            self.charge(len(items))
            return items
        if hasattr(items, "__iter__"):
            return self._one_by_one(iter(items))
        return items

    def _one_by_one(self, items: Iterator[object]) -> Iterator[object]:
        for item in items:
            self.charge(1)
            yield item

    def join(self, texts: list[str]) -> str:
        """Return *texts* as one, if it is not too long."""
        length = sum(map(len, texts))
        if length > MOST_CHARACTERS:
            raise too_long()
        self.charge(length // 100)
        return "".join(texts)

    def numbers(self, *limits: int) -> range:
        """``range`` for templates."""
        try:
            numbers = range(*limits)
            length = len(numbers)
        except OverflowError:
            length = MOST_ITEMS + 1
        if length > MOST_ITEMS:
            raise TemplateFault(
                "template-limit",
                f"`range` would give more than {MOST_ITEMS:,} numbers",
                help="loop over the data itself, or over fewer numbers",
            )
        self.charge(length)
        return numbers

    def check_operation(self, operator: str, left: object, right: object) -> None:
        """Refuse an operation whose result would be out of all proportion, before it is made."""
        if operator == "%" and isinstance(left, str):
            raise TemplateFault("template-error", "`%` does not format text here", help="join with `~`, or print twice")
        if operator in ("*", "**") and any(isinstance(side, str | list | tuple) for side in (left, right)):
            raise TemplateFault("template-error", "text and lists cannot be multiplied", help="use a loop")
        if operator == "+" and isinstance(left, Sized) and isinstance(right, Sized):
            length = len(left) + len(right)
            if length > MOST_CHARACTERS:
                raise too_long()
            self.charge(length // 100 if isinstance(left, str) else length // 2)
        elif isinstance(left, int) and isinstance(right, int) and _bits(operator, left, right) > _MOST_BITS:
            raise TemplateFault("template-limit", "the number would have more than 77 digits")


def _bits(operator: str, left: int, right: int) -> int:
    """Return about how many binary digits the result has."""
    if operator == "**":
        return left.bit_length() * max(right, 0) if abs(left) > 1 else 1
    if operator == "*":
        return left.bit_length() + right.bit_length()
    return max(left.bit_length(), right.bit_length())


def endless() -> TemplateFault:
    """The fault of a template that does too much."""
    return TemplateFault(
        "template-limit",
        f"the template takes more than {MOST_STEPS:,} steps",
        help="a loop or a macro that calls itself does not come to an end here",
    )


def too_long() -> TemplateFault:
    """The fault of a template that writes too much."""
    return TemplateFault(
        "template-limit",
        f"the template makes a text of more than {MOST_CHARACTERS // 1_000_000} million characters",
        help="a loop prints or joins too much here",
    )
