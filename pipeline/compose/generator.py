"""How templates become Python code here: what Jinja2's own code generator does, and four things more.

Enters: a parsed template. Leaves: code in which (1) every printed expression, also the output of call and filter
blocks, goes through the environment's ``finalize`` with the number of its :class:`Site`; (2) ``~`` goes through the
environment's ``joined``; (3) loops and ``in`` go through filters that charge for them; (4) every stretch of a
template's own text carries marks that tell its lines.
"""

# Method names and arguments are Jinja2's.
# ruff: noqa: ARG002, N802, N815
from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from jinja2 import Environment, TemplateAssertionError, nodes
from jinja2.compiler import CodeGenerator, Frame

from pipeline.compose.characters import LINE_CLOSE, LINE_OPEN
from pipeline.compose.printed import Site

if TYPE_CHECKING:
    from pipeline.compose.sandbox import Sandbox

TURNS = "turns of a loop"
"""The name of the filter around what a loop goes through; no template can write it."""

SEARCHED = "what is searched"
"""The name of the filter around what ``in`` and comparisons look at."""

ASKED = "words asked for"
"""The name of the filter around the words that ``t`` gets; it notes where."""

_SYMBOLS = {"eq": "==", "ne": "!=", "gt": ">", "gteq": ">=", "lt": "<", "lteq": "<=", "in": "in", "notin": "not in"}
_LINE_START = re.compile(r"^(?!\Z)", re.MULTILINE)


class _Finalize(NamedTuple):
    """As jinja2.compiler.CodeGenerator._FinalizeInfo: *const* None, nothing is printed while a template is compiled."""

    const: None
    src: str


class Generator(CodeGenerator):
    """Jinja2's code generator with the sandbox's changes."""

    environment: Sandbox

    def _make_finalize(self) -> Any:
        return _Finalize(None, "environment.finalize(context, ")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        assert isinstance(node, nodes.TemplateData), "only a template's own text is known while it is compiled"
        return self.environment.marked(self.name or "", node.lineno, node.data)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(f", {self._site(node)})")

    def visit_CallBlock(self, node: nodes.CallBlock, frame: Frame) -> None:
        call_frame, macro = self.macro_body(node, frame)
        self.writeline("caller = ")
        self.macro_def(macro, call_frame)
        self.start_write(frame, node)
        self.write("environment.finalize(context, ")
        self.visit_Call(node.call, frame, forward_caller=True)
        self.write(f", {self._site(node.call)})")
        self.end_write(frame)

    def visit_FilterBlock(self, node: nodes.FilterBlock, frame: Frame) -> None:
        filter_frame = frame.inner()
        filter_frame.symbols.analyze_node(node)
        self.enter_frame(filter_frame)
        self.buffer(filter_frame)
        self.blockvisit(node.body, filter_frame)
        self.start_write(frame, node)
        self.write("environment.finalize(context, ")
        self.visit_Filter(node.filter, filter_frame)
        self.write(f", {self._site(node.filter)})")
        self.end_write(frame)
        self.leave_frame(filter_frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self.write("environment.joined((")
        for part in node.nodes:
            self.write("(")
            self.visit(part, frame)
            self.write(f", {self._site(part)}), ")
        self.write("))")

    def visit_EvalContextModifier(self, node: nodes.EvalContextModifier, frame: Frame) -> None:
        self.fail("autoescape has no meaning here", node.lineno)

    visit_ScopedEvalContextModifier = visit_EvalContextModifier

    def _site(self, node: nodes.Expr) -> int:
        sites = self.environment.sites
        sites.append(Site(self.name or "", node.lineno, written(node)))
        return len(sites) - 1


def prepare(template: nodes.Template, environment: Environment, name: str | None, file: str | None) -> None:
    """Put the charging filters around what loops, comparisons and slices go through.

    TemplateAssertionError: a filter or test is not there, even if it would be used in some cases only.
    """
    for node in template.find_all(
        (nodes.For, nodes.Compare, nodes.Pair, nodes.Getitem, nodes.Filter, nodes.Test, nodes.Call)
    ):
        match node:
            case nodes.For():
                node.iter = _filtered(cast(nodes.Expr, node.iter), TURNS, nodes.Const(written(node.iter)))
            case nodes.Compare():
                if any(operand.op in ("in", "notin") for operand in node.ops):
                    node.expr = _filtered(node.expr, SEARCHED)  # looked up by its hash
                for operand in node.ops:
                    if operand.op in ("in", "notin") or not isinstance(operand.expr, nodes.Const):
                        operand.expr = _filtered(operand.expr, SEARCHED)
            case nodes.Pair() if not isinstance(node.key, nodes.Const):
                node.key = _filtered(node.key, SEARCHED)
            case nodes.Getitem(arg=nodes.Slice()):
                node.node = _filtered(node.node, SEARCHED)
            case nodes.Call(node=nodes.Name(name="t")) if node.args:
                sites = cast("Sandbox", environment).sites
                sites.append(Site(name or "", node.lineno, written(node.args[0])))
                node.args[0] = _filtered(node.args[0], ASKED, nodes.Const(len(sites) - 1))
            case nodes.Filter() if node.name not in environment.filters:
                raise TemplateAssertionError(f"No filter named {node.name!r}.", node.lineno, name, file)
            case nodes.Test() if node.name not in environment.tests:
                raise TemplateAssertionError(f"No test named {node.name!r}.", node.lineno, name, file)


def _filtered(node: nodes.Expr, name: str, *arguments: nodes.Expr) -> nodes.Filter:
    call = nodes.Filter(node, name, list(arguments), [], None, None, lineno=node.lineno)
    for part in (call, *arguments):
        part.lineno = node.lineno
        part.environment = node.environment
    return call


def mark_lines(text: str, first: int) -> str:
    """Return *text* with marks at the starts of its lines, numbered from *first*."""
    numbers = count(first)
    return _LINE_START.sub(lambda _: f"{LINE_OPEN}{next(numbers)}{LINE_CLOSE}", text)


def written(node: nodes.Node) -> str:
    """Return an expression about as its author wrote it, for messages."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Const():
            return _constant(node.value)
        case nodes.Getattr():
            return f"{written(node.node)}.{node.attr}"
        case nodes.Getitem():
            return f"{written(node.node)}[{written(node.arg)}]"
        case nodes.Filter(node=None):
            return str(node.name)
        case nodes.Filter():
            return f"{written(cast(nodes.Expr, node.node))} | {node.name}{_arguments(node.args)}"
        case nodes.Call():
            return f"{written(node.node)}{_arguments(node.args) or '()'}"
        case nodes.Concat():
            return " ~ ".join(map(written, node.nodes))
        case nodes.CondExpr():
            return f"{written(node.expr1)} if …"
        case nodes.Not():
            return f"not {written(node.node)}"
        case nodes.BinExpr():
            return f"{written(node.left)} {node.operator} {written(node.right)}"
        case nodes.Compare():
            return " ".join((written(node.expr), *(f"{_SYMBOLS[part.op]} {written(part.expr)}" for part in node.ops)))
    return "…"


def _constant(value: object) -> str:
    if value is None or isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _arguments(arguments: list[nodes.Expr]) -> str:
    return f"({', '.join(map(written, arguments))})" if arguments else ""
