"""Count the calls that a small fixed job makes: a number that the machine's other work does not change.

Enters: nothing. Leaves: as JSON the calls of functions, Python's and C's, that ``start`` takes (importing everything
and building one copy of the sample fact sheet for the first time) and that each stage makes for ten copies once all is
warm. Guaranteed: the same program on the same versions gives the same numbers; importing is not in them, only what
modules do when they are imported, so that it does not matter whether they are compiled already.

    python benchmarks/counts.py
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

TOP = Path(__file__).parents[1]
sys.path.insert(0, str(TOP))

from benchmarks.many_copies import make_workspace  # noqa: E402

_COPIES = 10
_COUNTED = frozenset({"call", "c_call"})


class _Counter:
    """Counts calls, stage by stage."""

    def __init__(self) -> None:
        self.calls: dict[str, int] = {}
        self._stage = "start"

    def stage(self, name: str) -> None:
        self._stage = name
        self.calls[name] = 0

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        if event in _COUNTED and not frame.f_code.co_filename.startswith("<frozen importlib"):
            self.calls[self._stage] += 1


def count(folder: Path) -> dict[str, int]:
    """Return the calls of starting, of each stage with both documents, and of leaving alone what is up to date."""
    counter = _Counter()
    make_workspace(folder / "one", 1)
    make_workspace(folder / "ten", _COPIES)
    _profiled(lambda: _start(folder / "one"), counter, "start")

    from pipeline.batch import Work
    from pipeline.edition.versions import versions
    from pipeline.host import RealHost
    from pipeline.results import Options

    packet, known = folder / "ten" / "data" / "many", versions()
    forced = Work(folder / "ten", RealHost({}), Options(force=True, aside=False), known)
    calm = Work(folder / "ten", RealHost({}), Options(aside=False), known, forced.shelf)
    for work in (forced, forced, calm):
        assert work(packet).exit_code == 0
    _profiled(lambda: forced(packet, counter.stage), counter, "before")
    _profiled(lambda: calm(packet), counter, "unchanged")
    return counter.calls


def _start(root: Path) -> None:
    from pipeline.batch import Work
    from pipeline.host import RealHost
    from pipeline.results import Options

    # How many versions are found depends on what else is installed.
    made = Work(root, RealHost({}), Options(aside=False), {})(root / "data" / "many")
    assert made.state == "built", made.diagnostics


def _profiled(work: Callable[[], object], counter: _Counter, stage: str) -> None:
    counter.stage(stage)
    sys.setprofile(counter)
    try:
        work()
    finally:
        sys.setprofile(None)


def main() -> None:
    """Count and print."""
    with TemporaryDirectory() as folder:
        print(json.dumps(count(Path(folder)), indent=1))


if __name__ == "__main__":
    main()
