"""The Jinja2 environment of templates and checks: sandboxed, strict, bounded, and true to where values come from.

Enters: templates through a loader, values of the data. Leaves: filled Markdown in which every printed value is a
placeholder. Guaranteed: a printed value never becomes Markdown, whatever it holds; a template can read what it is given
and call its own macros, the filters and the few methods listed here, and nothing else; it cannot change the data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import BuiltinMethodType
from typing import Any

from jinja2 import BaseLoader, Template, nodes, pass_context
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace

from pipeline.compose.characters import CLOSE, OPEN
from pipeline.compose.filters import FILTERS, GLOBALS, TESTS
from pipeline.compose.generator import ASKED, SEARCHED, TURNS, Generator, mark_lines, prepare
from pipeline.compose.limits import Meter
from pipeline.compose.messages import Messages
from pipeline.compose.misuse import described, unprintable
from pipeline.compose.printed import (
    ChartText,
    PortionText,
    Printed,
    Site,
    TemplateText,
    expanded,
    first_place,
    placed_text,
)
from pipeline.source.portions import Portions
from pipeline.source.values import SourceText

_TEXT_METHODS = frozenset((
    "capitalize", "casefold", "count", "endswith", "find", "isalnum", "isalpha", "isdecimal", "isdigit", "islower",
    "isnumeric", "istitle", "isupper", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "rfind",
    "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "upper",
))  # fmt: skip
_MAPPING_METHODS = frozenset(("get", "items", "keys", "values"))
_LIST_METHODS = frozenset(("count", "index", "grouper", "list"))
_OPEN: tuple[tuple[type, frozenset[str]], ...] = (
    (str, _TEXT_METHODS),
    (dict, _MAPPING_METHODS),
    (list, _LIST_METHODS),
    (tuple, _LIST_METHODS),
)
_INCLUDE, _CALL = 50, 3
"""What an include or import costs, and what a call, in steps."""

_RUNTIME = (LoopContext, Macro, TemplateModule, BlockReference, Cycler, Joiner, Namespace)


class Absence(str):
    """The message about an undefined value, with what was asked (*name*) and of what (*owner*)."""

    __slots__ = ("name", "owner")
    name: str
    owner: object


class Absent(StrictUndefined):
    """An undefined value: an error wherever it is used, except with ``is defined`` and ``default``."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        message = Absence(super()._undefined_message)
        message.name = str(self._undefined_name)
        message.owner = self._undefined_obj
        return message


class FreshTemplate(Template):
    """A template whose module is made anew for each import, because what it holds belongs to one filling."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        self._module = None
        return super()._get_default_module(ctx)


class Sandbox(ImmutableSandboxedEnvironment):
    """One environment fills one template after the other. *printed* and *meter* belong to the present filling."""

    code_generator_class = Generator
    template_class = FreshTemplate
    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "**", "%"))

    def __init__(self, loader: BaseLoader | None = None) -> None:
        self.printed: list[Printed] = []
        self.meter = Meter()
        self.language = "en-US"
        self.portions: Portions | None = None
        self.messages = Messages(self.language)
        self.asked = -1
        self.untranslated: dict[str, int] = {}
        self.sites: list[Site] = []
        self.template_lines: list[tuple[str, int]] = []
        super().__init__(
            loader=loader,
            undefined=Absent,
            finalize=self.print_value,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            optimized=False,
            auto_reload=True,
            cache_size=-1,
        )
        self.concat = self.template_text  # type: ignore[method-assign]
        self.filters = {name: self._metered(function) for name, function in FILTERS.items()}
        self.filters[TURNS] = self._turns
        self.filters[SEARCHED] = self._searched
        self.filters[ASKED] = self._asks
        self.tests = {name: self._metered(function) for name, function in TESTS.items()}
        self.globals = {**GLOBALS, "range": self._range}

    def begin(self, language: str, portions: Portions | None = None, messages: Messages | None = None) -> None:
        """Start another filling: no value printed, nothing spent. *portions*: the portion marks of what is filled in.

        *messages*: the words of the language; None: English ones.
        """
        self.portions = portions
        self.messages = messages or Messages("en")
        self.untranslated = {}
        self.printed = []
        self.meter = Meter()
        self.language = language

    # What Jinja2 calls while it compiles

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        prepare(source, self, name, filename)
        return super()._generate(source, name, filename, defer_init)

    def marked(self, template: str, line: int, text: str) -> str:
        """Return a template's own *text*, which begins in *line*, with marks for its lines."""
        first = len(self.template_lines)
        self.template_lines.extend((template, line + lines) for lines in range(text.count("\n") + 1))
        return mark_lines(text, first)

    # What compiled templates call

    @pass_context
    def print_value(self, context: Context | None, value: object, site: int) -> str:  # noqa: ARG002
        """Return the placeholder of *value*, or what a template made as it is (Jinja2's ``finalize``)."""
        if isinstance(value, SourceText):
            printed = Printed(value, value.place, value.rich, site)
        elif isinstance(value, TemplateText):
            self.meter.charge(1)
            return value.markdown
        elif isinstance(value, ChartText):
            printed = Printed(str(value), first_place(value.data), False, site, value.data)
        elif isinstance(value, PortionText):
            printed = Printed(str(value), None, False, site, portion=True)
        elif type(value) is Undefined:
            return ""  # the missing `else` of an inline `if`
        else:
            text, place, rich = self._text(value, site)
            printed = Printed(text, place, rich, site)
        meter = self.meter
        meter.charge(1)
        meter.write(len(printed.text))
        self.printed.append(printed)
        return f"{OPEN}{len(self.printed) - 1}{CLOSE}"

    def template_text(self, parts: Iterable[str]) -> TemplateText:
        """Return the output of a macro or block (Jinja2's ``concat``)."""
        markdown = self.meter.join(list(parts))
        text = expanded(markdown, self.printed)
        self.meter.write(len(text))
        return TemplateText(text, markdown)

    def joined(self, parts: tuple[tuple[object, int], ...]) -> str:
        """Return ``a ~ b``: a text that a template made stays what it is, other values lose their place."""
        if any(type(value) is TemplateText for value, _ in parts):
            return self.template_text(self.print_value(None, value, site) for value, site in parts)
        return self.meter.join([str(self._text(value, site)[0]) for value, site in parts])

    def get_template(self, *args: Any, **options: Any) -> Template:
        self.meter.charge(_INCLUDE)
        return super().get_template(*args, **options)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        __self.meter.charge(_CALL)
        if type(__obj) is Macro:
            # The most frequent case, as Jinja2's Context.call has it.
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
            return __obj(__context.eval_ctx, *args, **kwargs)
        if isinstance(__obj, LoopContext) and args:
            args = (__self.meter.turns(args[0]), *args[1:])
        elif isinstance(__obj, BuiltinMethodType) and isinstance(__obj.__self__, str | dict):
            __self.meter.charge(len(__obj.__self__) // 10)
            for argument in args:
                if isinstance(argument, tuple):
                    __self.meter.size(argument)  # `get` works out its hash
        elif isinstance(__obj, BuiltinMethodType) and isinstance(__obj.__self__, list | tuple):
            __self.meter.size(__obj.__self__)
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "+" and (type(left) is TemplateText or type(right) is TemplateText):
            return self.joined(((left, -1), (right, -1)))
        self.meter.check_operation(operator, left, right)
        return super().call_binop(context, operator, left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As Jinja2's, but a mapping's key goes before its method, so that ``day.items`` is the data's."""
        if isinstance(obj, dict):
            if attribute in obj:
                return obj[attribute]
            if attribute not in _MAPPING_METHODS:
                return self.undefined(obj=obj, name=attribute)
        elif isinstance(obj, _RUNTIME) and attribute[:1] != "_":
            try:
                return getattr(obj, attribute)
            except AttributeError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(argument, tuple):
            self.meter.size(argument)  # its hash is worked out
        return super().getitem(obj, argument)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002
        for kind, names in _OPEN:
            if isinstance(obj, kind):
                return attr in names
        return False

    def wrap_str_format(self, value: Any) -> None:
        """``str.format`` is not offered: its widths have no bounds."""

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        message = f"templates cannot use `{attribute}` of {described(obj)}"
        return self.undefined(message, name=attribute, exc=SecurityError)

    def word(self, words: str) -> str:
        """Return a template's fixed words in the language; where there are none, that is noted with its site."""
        found = self.messages.word(words)
        if found is None:
            self.untranslated.setdefault(str(words), self.asked)
            return words
        return words if found == words else found

    # Helpers

    def _asks(self, words: object, site: int) -> object:
        """Note the site of a call of ``t``."""
        self.asked = site
        return words

    def _text(self, value: object, site: int) -> tuple[str, Any, bool]:
        placed = placed_text(value)
        if placed is None:
            raise unprintable(value, self.sites[site].expression if site >= 0 else "")
        return placed

    def _metered(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a filter or test that charges for the value it gets."""
        passes = getattr(function, "jinja_pass_arg", None) is not None

        def bounded(*arguments: Any, **options: Any) -> Any:
            for argument in arguments[passes:]:
                if not isinstance(argument, Undefined):
                    self.meter.size(argument)
            return function(*arguments, **options)

        if passes:
            bounded.jinja_pass_arg = function.jinja_pass_arg  # type: ignore[attr-defined]
        return bounded

    def _turns(self, items: object, expression: str) -> object:
        if items is None or (isinstance(items, int | float) and not isinstance(items, Undefined)):
            raise unprintable(items, expression, use="loop over")
        return self.meter.turns(items)

    def _searched(self, value: object) -> object:
        self.meter.size(value)
        return value

    def _range(self, *limits: int) -> range:
        return self.meter.numbers(*limits)
