"""Outputs are replaced together: never half an edition, whatever happens in the middle."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from pipeline import swap
from pipeline.swap import replace_together

EDITION = {"a.pdf": b"A1", "a.docx": b"B1", "manifest.json": b"C1"}
NEWER = {"a.pdf": b"A2", "a.docx": b"B2", "manifest.json": b"C2"}


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_first_edition_makes_its_folders(tmp_path: Path) -> None:
    replace_together(tmp_path / "output" / "trip", EDITION)
    assert content(tmp_path) == {f"output/trip/{name}": data for name, data in EDITION.items()}


def test_a_newer_edition_replaces_an_older_one_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    replace_together(tmp_path / "trip", EDITION)
    replace_together(tmp_path / "trip", NEWER)
    assert content(tmp_path / "trip") == NEWER
    assert names(tmp_path) == ["trip"]


def test_foreign_files_folders_and_links_stay_the_same_files(tmp_path: Path) -> None:
    trip = tmp_path / "trip"
    replace_together(trip, EDITION)
    (trip / "notes.txt").write_text("mine")
    (trip / "folder/deep").mkdir(parents=True)
    (trip / "folder/deep/x").write_text("mine too")
    (trip / "link").symlink_to("nowhere")
    inode = (trip / "notes.txt").stat().st_ino
    replace_together(trip, NEWER)
    assert (trip / "notes.txt").read_text() == "mine"
    assert (trip / "notes.txt").stat().st_ino == inode
    assert (trip / "folder/deep/x").read_text() == "mine too"
    assert (trip / "link").readlink() == Path("nowhere")


def test_outputs_no_longer_wanted_go_away_with_the_swap(tmp_path: Path) -> None:
    replace_together(tmp_path / "trip", EDITION)
    replace_together(tmp_path / "trip", {"manifest.json": b"C3"}, without=["a.docx", "a.pdf"])
    assert content(tmp_path / "trip") == {"manifest.json": b"C3"}


def test_a_linked_output_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "trip").symlink_to("elsewhere")
    replace_together(tmp_path / "trip", EDITION)
    assert (tmp_path / "trip").is_symlink()
    assert content(tmp_path / "elsewhere") == EDITION


def test_modes_follow_the_users_mask_and_the_old_folder(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        replace_together(tmp_path / "trip", EDITION)
        assert (tmp_path / "trip").stat().st_mode & 0o777 == 0o750
        assert (tmp_path / "trip/a.pdf").stat().st_mode & 0o777 == 0o640
        (tmp_path / "trip").chmod(0o2775)
        replace_together(tmp_path / "trip", NEWER)
        assert (tmp_path / "trip").stat().st_mode & 0o7777 == 0o2775
    finally:
        os.umask(old)


def test_a_full_disk_leaves_the_old_edition_and_no_rubbish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_together(tmp_path / "trip", EDITION)

    def full(path: Path, data: bytes) -> None:
        if path.name == "a.docx":
            raise OSError(28, "No space left on device")
        path.write_bytes(data)

    monkeypatch.setattr(swap, "_write", full)
    with pytest.raises(OSError, match="No space left"):
        replace_together(tmp_path / "trip", NEWER)
    assert content(tmp_path) == {f"trip/{name}": data for name, data in EDITION.items()}


def test_a_file_where_the_folder_should_be_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "trip").write_text("a file")
    with pytest.raises(NotADirectoryError):
        replace_together(tmp_path / "trip", EDITION)
    assert content(tmp_path) == {"trip": b"a file"}


def test_without_a_swap_files_are_replaced_in_the_order_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_together(tmp_path / "trip", EDITION)
    (tmp_path / "trip/notes.txt").write_text("mine")
    monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    replace_together(tmp_path / "trip", {**NEWER, "x/y": b"deep"}, without=["gone"])
    assert content(tmp_path / "trip") == {**NEWER, "x/y": b"deep", "notes.txt": b"mine"}
    assert names(tmp_path) == ["trip"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can drop to another user")
def test_a_folder_whose_parent_is_read_only_can_still_be_built_into(tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == 0 and folder not in (Path("/"), Path("/tmp")):
            folder.chmod(0o755)
    (tmp_path / "output" / "trip").mkdir(parents=True)
    os.chown(tmp_path / "output/trip", 65534, 65534)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setgid(65534)
            os.setuid(65534)
            replace_together(tmp_path / "output/trip", EDITION)
            replace_together(tmp_path / "output/trip", NEWER)
            status = 0
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert content(tmp_path / "output/trip") == NEWER


def test_what_a_killed_build_left_is_removed_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / ".trip.4000000-0.brief-staged"
    left.mkdir()
    (left / "a.pdf").write_bytes(b"half")
    (tmp_path / ".other.1-0.brief-staged").mkdir()
    replace_together(tmp_path / "trip", EDITION)
    assert names(tmp_path) == [".other.1-0.brief-staged", "trip"]


def test_the_staged_folder_of_a_living_build_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "trip").mkdir()
    staged, lock = swap._stage(tmp_path / "trip", tmp_path)
    replace_together(tmp_path / "trip", EDITION)
    assert staged.is_dir()
    os.close(lock)
    replace_together(tmp_path / "trip", NEWER)
    assert not staged.exists()


def test_a_foreign_file_saved_in_the_middle_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trip = tmp_path / "trip"
    replace_together(trip, EDITION)
    (trip / "notes.txt").write_text("early")
    exchange = swap._exchange

    def save_then_exchange(one: Path, other: Path) -> bool:
        (trip / "new.txt").write_text("new")
        (trip / "notes.tmp").write_text("late")
        (trip / "notes.tmp").replace(trip / "notes.txt")
        return exchange(one, other)

    monkeypatch.setattr(swap, "_exchange", save_then_exchange)
    replace_together(trip, NEWER)
    assert content(trip) == {**NEWER, "new.txt": b"new", "notes.txt": b"late"}


KILLED = """
import hashlib, os, sys
from pathlib import Path
from pipeline.swap import replace_together
edition = 0
while True:
    edition += 1
    files = {name: f"{name} {edition} ".encode() * 2000 for name in ("t.pdf", "t.docx")}
    digests = " ".join(hashlib.sha256(data).hexdigest() for data in files.values())
    replace_together(Path(sys.argv[1]), {**files, "manifest.json": digests.encode()})
    print(edition, flush=True)
"""


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="needs a swap of directories")
def test_a_kill_at_any_moment_leaves_a_whole_edition(tmp_path: Path) -> None:
    trip = tmp_path / "trip"
    replace_together(trip, {"notes.txt": b"mine"})
    for moment in range(40):
        child = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(KILLED), str(trip)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[1],
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(moment * 0.00037)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        pdf, docx, manifest = (trip / name for name in ("t.pdf", "t.docx", "manifest.json"))
        digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (pdf, docx)]
        assert manifest.read_text().split() == digests, f"half an edition after {moment} tries"
        assert (trip / "notes.txt").read_bytes() == b"mine"
    replace_together(trip, NEWER)
    assert names(tmp_path) == ["trip"]
