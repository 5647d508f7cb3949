"""Work is counted, not timed: a change that makes the program do a twentieth more, or less, is told here.

Calls of functions are the same wherever Python has the same version. Instructions, as valgrind counts them, hold for
one build of the interpreter alone, and counting those of a single start takes half a minute.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
COUNTS = TOP / "benchmarks" / "counts.py"
GOLDEN = Path(__file__).parent / "goldens" / "counts.json"
TOLERANCE = 0.05


def off(counted: dict[str, int], recorded: dict[str, int]) -> list[str]:
    """Return what differs by more than the tolerance."""
    return [
        f"{name}: {recorded.get(name, 0):,} recorded, {counted.get(name, 0):,} counted"
        for name in sorted({*counted, *recorded})
        if abs(counted.get(name, 0) - recorded.get(name, 0)) > TOLERANCE * recorded.get(name, 0)
    ]


def test_no_stage_makes_more_calls_than_recorded() -> None:
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}
    done = subprocess.run([sys.executable, str(COUNTS)], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    counted, version = json.loads(done.stdout), f"{sys.version_info.major}.{sys.version_info.minor}"
    recorded = json.loads(GOLDEN.read_text()) if GOLDEN.is_file() else {}
    if os.environ.get("ACCEPT_GOLDENS") == "1":
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(json.dumps({**recorded, version: counted}, indent=1, sort_keys=True) + "\n")
        return
    if version not in recorded:
        pytest.skip(f"nothing is recorded for Python {version}; `make accept` records it")
    assert off(counted, recorded[version]) == [], "if this is right, run `make accept`"


@pytest.mark.parametrize(("counted", "wrong"), [(100, False), (105, False), (106, True), (94, True), (0, True)])
def test_a_twentieth_more_or_less_is_told(counted: int, wrong: bool) -> None:
    assert bool(off({"layout": counted}, {"layout": 100})) is wrong


def test_a_stage_that_is_new_or_gone_is_told() -> None:
    assert off({"layout": 1}, {}) == ["layout: 0 recorded, 1 counted"]
    assert off({}, {"layout": 1}) == ["layout: 1 recorded, 0 counted"]
