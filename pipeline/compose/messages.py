"""The words that templates and the program print by themselves, in a document's language.

Enters: a workspace, a BCP 47 language tag. Leaves: :class:`Messages`. Guaranteed: the workspace's words come before the
shipped ones, those of a region before those of the language (``fr-CA``, ``fr``; by CLDR also ``en-GB``, ``en-001``),
the English ones last; each file that has a say, and each that could have one, is among the packet's inputs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.diagnostics import DataError, Diagnostic, Place, warning
from pipeline.model.check import is_language
from pipeline.source.messages import FOLDER, Catalogue, read_catalogue
from pipeline.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from pipeline.source.workspace import Workspace

_ENGLISH, _AMERICAN = "en", "en-US"
_MOST_LINEAGES = 64


@dataclass(frozen=True, slots=True)
class Messages:
    """The catalogues for *language*, the one that is asked first in front."""

    language: str
    catalogues: tuple[Catalogue, ...] = ()

    def word(self, english: str) -> str | None:
        """Return a template's words in the language; None: no catalogue has them."""
        found = next((one.words[english] for one in self.catalogues if english in one.words), None)
        return english if found is None and self._english else found

    def own(self, english: str) -> str | None:
        """Return the program's words in the language; None: no catalogue has them."""
        found = next((one.program[english] for one in self.catalogues if english in one.program), None)
        return english if found is None and self._english else found

    def missing(self, english: str, place: Place | None, language: Place | None, key: str = "words") -> Diagnostic:
        """Return the warning that *english*, asked for at *place*, has no translation.

        Without a catalogue that means to have all words there is one warning for all, at the place of the *language*.
        """
        primary = subtags(self.language)[0]
        file = f"templates/{FOLDER}/{primary}.yaml"
        whole = next((one for one in self.catalogues if not one.partial), None)
        if whole is None:
            message = f"no catalogue has the words of templates in {self.language!r}; some stand in English"
            help = f"write {file} as docs/languages.md says"
            return warning("untranslated", message, language, help=help)
        message = f"{english!r} has no translation into {whole.language}; it stands in English"
        help = f"add it to `{key}` in {file}"
        return warning("untranslated", message, place, help=help)

    @property
    def _english(self) -> bool:
        return subtags(self.language)[0] == _ENGLISH


class Catalogues:
    """The catalogues of a workspace; a file is read once for a packet, and checked again only when it has changed."""

    __slots__ = ("_found", "_known", "_own", "_workspace")

    def __init__(self, workspace: Workspace, own: Collection[str]) -> None:
        self._workspace = workspace
        self._own = own
        self._known: dict[str, tuple[bytes, Catalogue | None, list[Diagnostic]]] = {}
        self._found: dict[str, tuple[Messages, list[Diagnostic]]] = {}

    def begin(self, workspace: Workspace) -> None:
        """Start another packet, whose *workspace* notes what is read."""
        self._workspace = workspace
        self._found.clear()

    def of(self, language: str) -> tuple[Messages, list[Diagnostic]]:
        """Return the messages of *language*, and what is wrong with its catalogues."""
        if language not in self._found:
            self._found[language] = self._load(language)
        return self._found[language]

    def _load(self, language: str) -> tuple[Messages, list[Diagnostic]]:
        if not is_language(language):
            return Messages(_ENGLISH), []  # told elsewhere
        catalogues: list[Catalogue] = []
        found: list[Diagnostic] = []
        space = self._workspace
        for tag in lineage(language):
            for folder in space.template_folders():
                path = folder / FOLDER / f"{tag}.yaml"
                if not space.host.is_file(path):
                    if folder == space.root / "templates":
                        space.reads.add_missing(space.display(path))
                    continue
                catalogue, faults = self._read(space.display(path), path)
                found += faults
                catalogues += [catalogue] if catalogue is not None else []
        return Messages(language, tuple(catalogues)), found

    def _read(self, file: str, path: Path) -> tuple[Catalogue | None, list[Diagnostic]]:
        try:
            content = self._workspace.read(path)
        except DataError as problem:
            return None, list(problem.diagnostics)
        known = self._known.get(file)
        if known is None or known[0] != content:
            known = self._known[file] = (content, *read_catalogue(content, file, self._own))
        return known[1], known[2]


def subtags(language: str) -> list[str]:
    """Return the parts of a language tag, written as RFC 5646, 2.1.1 recommends: ``fr-ca`` is ``fr``, ``CA``."""
    first, *rest = language.split("-")
    return [first.lower(), *({2: part.upper(), 4: part.title()}.get(len(part), part.lower()) for part in rest)]


@lru_cache(maxsize=_MOST_LINEAGES)
def lineage(language: str) -> tuple[str, ...]:
    """Return the tags whose words stand for *language*, itself first: its parents in CLDR, else without its last part.

    Private and extending parts (``-x-…``, ``-u-…``) say nothing about words.
    """
    parts = subtags(language)
    single = next((index for index, part in enumerate(parts) if index and len(part) == 1), len(parts))
    tag = "-".join(parts[:single])
    found = [tag]
    parents = _parents() if "-" in tag and tag != _AMERICAN else {}
    while "-" in tag:
        parent, _, last = tag.rpartition("-")
        tag = parents.get(tag, "root" if len(last) == 4 and last.isalpha() else parent)
        if tag == "root":
            break  # without its script, such as Hant, a language is written otherwise
        found.append(tag)
    return tuple(found)


def _parents() -> dict[str, str]:
    from babel.core import get_global

    return {tag.replace("_", "-"): parent.replace("_", "-") for tag, parent in get_global("parent_exceptions").items()}
