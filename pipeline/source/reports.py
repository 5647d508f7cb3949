"""What every report of a fault needs: the value, its place, and where the schema says so.

Enters: a source, the schema that it was held against. Leaves: diagnostics. Guaranteed: a diagnostic has a place in the
source, and its help names the schema's file and line where a user can look there.
"""

from __future__ import annotations

from pipeline.diagnostics import Diagnostic, Path, Place, Related
from pipeline.source.branches import Leaf
from pipeline.source.keywords import Pointer
from pipeline.source.schema_types import Schema
from pipeline.source.tree import Source
from pipeline.values import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """The context of all findings in one file. *schema* None: JSON Schema itself. *code*: instead of each finding's."""

    source: Source
    schema: Schema | None
    code: str = ""

    def value(self, path: Path) -> object:
        """Return the value at *path*, None when there is none."""
        return self.source.value(path)

    def rule(self, leaf: Leaf, steps: int = 1) -> object:
        """Return the part of the schema that *leaf* fails: the subschema, with *steps* 0 the keyword's value."""
        value: object = self.schema.documents[leaf.uri].data if self._known(leaf) and self.schema else None
        for step in leaf.pointer[: len(leaf.pointer) - steps]:
            if isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
        return value

    def say(self, leaf: Leaf, keyword: str) -> str:
        """Return what the subschema says about itself under *keyword*, such as its ``description``."""
        rule = self.rule(leaf)
        said = rule.get(keyword) if isinstance(rule, dict) else None
        return " ".join(said.split()) if isinstance(said, str) else ""

    def find(
        self,
        code: str,
        message: str,
        place: Place,
        *,
        label: str = "",
        help: str = "",
        related: tuple[Related, ...] = (),
    ) -> Diagnostic:
        return self.source.error(self.code or code, message, place, label=label, help=help, related=related)

    def with_rule(self, help: str, leaf: Leaf, *pointer: str | int) -> str:
        """Return *help* with the schema's file and line: of *pointer* below the failed subschema, if that is there."""
        if self.schema is None or not self.schema.shown or not self._known(leaf):
            return help
        document = self.schema.documents[leaf.uri]
        target: Pointer = (*leaf.pointer[:-1], *pointer) if pointer and self._has(leaf, pointer) else leaf.pointer
        where = f"({document.file}:{document.key_place(target).line})"
        return f"{help} {where}" if help else f"see {where[1:-1]}"

    def _has(self, leaf: Leaf, pointer: Pointer) -> bool:
        value = self.rule(leaf)
        for step in pointer:
            if not isinstance(value, dict) or step not in value:
                return False
            value = value[step]
        return True

    def _known(self, leaf: Leaf) -> bool:
        return self.schema is not None and leaf.uri in self.schema.documents
