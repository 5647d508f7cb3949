"""Comparing editions: which belong together, what differs, and the redline of one packet.

Enters: the names of editions. Leaves: :class:`Diffed`; a Word file. Guaranteed: what was built as a variant is compared
with data as the same variant; two packets are never compared with each other; a file that was edited after it was built
is told as such.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.diagnostics import Diagnostic, MachineError, Place, Severity, UsageError, error
from pipeline.host import Host
from pipeline.results import Options
from pipeline.revision.comparison import Comparison, compare
from pipeline.revision.editions import Edition, Opener
from pipeline.revision.summary import summarize
from pipeline.revision.telling import Told
from pipeline.values import dataclass

if TYPE_CHECKING:
    from pipeline.model.record import Record

_HEAD = "HEAD"
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """An edition and the one before; None: there is none."""

    before: Edition | None
    after: Edition | None


@dataclass(frozen=True, slots=True)
class Diffed:
    """What comparing found. *comparison* and *pair*: of the only packet; None: there are several, or none."""

    told: tuple[Told, ...]
    findings: tuple[Diagnostic, ...]
    comparison: Comparison | None = None
    pair: Pair | None = None

    @property
    def differs(self) -> bool:
        return any(one.summary is None or not one.summary.same for one in self.told)


def diff(opener: Opener, first: str, second: str) -> Diffed:
    """Compare the editions that *first* and *second* name. No *second*: with the data as they are now; no *first*: the
    last commit with the data. Raises UsageError and DataError."""
    pairs = _pairs(opener, first, second)
    told: list[Told] = []
    findings: list[Diagnostic] = []
    found: Comparison | None = None
    for pair in pairs:
        before, after = (None if one is None else one.record() for one in (pair.before, pair.after))
        findings += [finding for one in (pair.before, pair.after) if one is not None for finding in edited_since(one)]
        shown = after or before
        assert shown is not None
        found = compare(before, after) if before is not None and after is not None else None
        told.append(
            Told(
                shown.packet or "(unnamed)",
                shown.title,
                "" if pair.before is None else pair.before.name,
                "" if pair.after is None else pair.after.name,
                None if found is None else summarize(found),
            )
        )
    only = pairs[0] if len(pairs) == 1 else None
    return Diffed(tuple(told), tuple(findings), found if only is not None else None, only)


def _pairs(opener: Opener, first: str, second: str) -> list[Pair]:
    if not first:
        return _joined(opener.open(_HEAD), opener.all_data(Options()))
    before = opener.open(first)
    if not second:
        if all(edition.is_data for edition in before):
            packet = before[0].packet
            return [Pair(opener.open(f"{_HEAD}:{packet}")[0], before[0])]
        whole = ":" not in first and any(edition.revision for edition in before)
        if len(before) == 1 and not whole:
            now = opener.data_of(before[0].packet, before[0].options)
            if now is None:
                raise _no_data(opener, before[0])
            return [Pair(before[0], now)]
        here = (opener.data_of(edition.packet, edition.options) for edition in before)
        after = [edition for edition in here if edition is not None]
        if whole:
            known = {edition.packet for edition in after}
            after += [edition for edition in opener.all_data(Options()) if edition.packet not in known]
        return _joined(before, tuple(after))
    after_ = opener.open(second, before[0].options if len(before) == 1 else None)
    if len(before) == len(after_) == 1:
        if before[0].is_composed and not after_[0].is_composed:
            before = opener.open(first, after_[0].options)
        return [_checked(before[0], after_[0])]
    if len(before) == 1 or len(after_) == 1:
        return [_chosen(before, after_, first, second)]
    return _joined(before, after_)


def _key(edition: Edition) -> Key:
    return edition.packet, edition.options.audience, edition.options.releasable_to


def _joined(before: tuple[Edition, ...], after: tuple[Edition, ...]) -> list[Pair]:
    """Pair the editions of the same packets."""
    then, now = {_key(one): one for one in before}, {_key(one): one for one in after}
    return [Pair(then.get(key), now.get(key)) for key in sorted({*then, *now})]


def _chosen(before: tuple[Edition, ...], after: tuple[Edition, ...], first: str, second: str) -> Pair:
    """Pair the one edition of one side with that of the same packet on the other."""
    (one,), many = (before, after) if len(before) == 1 else (after, before)
    fit = next((edition for edition in many if _key(edition) == _key(one)), None)
    fit = fit or next((edition for edition in many if edition.packet == one.packet), None)
    if fit is None:
        where = second if len(before) == 1 else first
        message = f"{where} has no edition of {one.packet}, which {one.name} is of"
        raise UsageError(error("different-packets", message, help="name two editions of one packet"))
    return Pair(one, fit) if len(before) == 1 else Pair(fit, one)


def _checked(before: Edition, after: Edition) -> Pair:
    if before.packet != after.packet:
        message = f"{before.name} is of the packet {before.packet}, {after.name} of {after.packet}"
        raise UsageError(error("different-packets", message, help="name two editions of one packet"))
    return Pair(before, after)


def _no_data(opener: Opener, edition: Edition) -> UsageError:
    message = f"{edition.name} is of the packet {edition.packet}, which the workspace {opener.workspace.root} has not"
    help = "go to the workspace of the packet, say where it is with --root DIR, or name a second edition"
    return UsageError(error("wrong-packet", message, help=help))


# --- Word files ------------------------------------------------------------------------------------------------------


def edited_since(edition: Edition) -> list[Diagnostic]:
    """Return a warning where the Word file that an edition was named by was edited after it was built."""
    if not edition.is_word:
        return []
    return _edited(edition, edition.record(), edition.word())


def _edited(edition: Edition, record: Record, data: bytes) -> list[Diagnostic]:
    from pipeline.edition.manifest import digest
    from pipeline.review.edited import Edited
    from pipeline.review.reading import read_edited

    if edition.digest == digest(data):
        return []
    found = read_edited(data)
    if isinstance(found, Edited):
        now = [one.text for one in found.paragraphs]
        now += [one.text for note in found.notes for one in note.paragraphs]
        if _texts(now) == _texts(entry.text for entry in record.entries):
            return []
    message = f"the Word file of {edition.name} was edited after it was built; what is compared is what was built"
    help = "`brief pull` brings the edits into the YAML"
    return [Diagnostic(Severity.WARNING, "edited-since", message, Place(edition.name), help=help)]


def _texts(texts: Iterable[str]) -> list[str]:
    return sorted(" ".join(text.split()) for text in texts if text.strip())


def write_redline(diffed: Diffed, target: Path, host: Host, *, author: str = "", date: str = "") -> list[Diagnostic]:
    """Write the redline of the only packet; return warnings. Raises UsageError, DataError and MachineError."""
    from pipeline.revision.redline import redline

    pair, comparison = diffed.pair, diffed.comparison
    if pair is None or comparison is None or pair.before is None or pair.after is None:
        one = "there are several packets" if len(diffed.told) > 1 else "only one side has the packet"
        help = "name two editions of one packet, such as HEAD~1:data/NAME data/NAME"
        raise UsageError(error("several-packets", f"a redline is of one packet; {one}", help=help))
    editions = (pair.before, pair.after)
    then, now = pair.before.word(), pair.after.word()
    findings = []
    for edition, content, record in zip(editions, (then, now), (comparison.before, comparison.after), strict=True):
        if not edition.is_composed and not edition.is_word:
            findings += _edited(edition, record, content)
    path = target if target.is_absolute() else host.real(Path()) / target
    for edition in editions:
        if edition.file is not None and host.real(edition.file) == host.real(path):
            message = f"{target} is one of the two editions; the redline would take its place"
            raise UsageError(error("usage", message, help="give the redline another name"))
    made = redline(then, now, comparison, author=author, date=date)
    if host.is_directory(path):
        raise UsageError(error("usage", f"{target} is a folder", help="give the name of a file in it"))
    try:
        host.write(path, made)
    except OSError as problem:
        message = f"the redline cannot be written to {target}: {problem.strerror or problem}"
        raise MachineError(error("cannot-write", message, help="choose another file")) from problem
    return findings
