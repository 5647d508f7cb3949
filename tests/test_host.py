"""The two hosts: a machine in memory must answer as the real one does."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.host import Host, MemoryHost, RealHost

FILES = {"data/a.yaml": b"title: A\n", "data/deep/b.yaml": b"", "top.txt": b"0123456789"}


def memory(folder: Path) -> Host:
    return MemoryHost(FILES, links={"data/link.yaml": "../top.txt", "loop": "loop"}, current=str(folder))


def real(folder: Path) -> Host:
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "data/link.yaml").symlink_to("../top.txt")
    (folder / "loop").symlink_to("loop")
    return RealHost()


both = pytest.mark.parametrize("make", [memory, real])


@both
def test_reading_stops_one_byte_past_the_limit(make: Callable[[Path], Host], tmp_path: Path) -> None:
    host = make(tmp_path)
    assert host.read(tmp_path / "top.txt", 100) == b"0123456789"
    assert host.read(tmp_path / "top.txt", 4) == b"01234"


@both
def test_reading_what_is_no_file_is_an_error(make: Callable[[Path], Host], tmp_path: Path) -> None:
    host = make(tmp_path)
    with pytest.raises(FileNotFoundError):
        host.read(tmp_path / "none", 1)
    with pytest.raises(IsADirectoryError):
        host.read(tmp_path / "data", 1)


@both
def test_files_and_directories_are_told_apart(make: Callable[[Path], Host], tmp_path: Path) -> None:
    host = make(tmp_path)
    names = ("data", "data/a.yaml", "data/link.yaml", "none")
    assert [host.is_file(tmp_path / name) for name in names] == [False, True, True, False]
    assert [host.is_directory(tmp_path / name) for name in names] == [True, False, False, False]


@both
def test_entries_are_sorted_names(make: Callable[[Path], Host], tmp_path: Path) -> None:
    host = make(tmp_path)
    assert host.entries(tmp_path / "data") == ["a.yaml", "deep", "link.yaml"]
    with pytest.raises(FileNotFoundError):
        host.entries(tmp_path / "none")
    with pytest.raises(NotADirectoryError):
        host.entries(tmp_path / "top.txt")


@both
def test_real_resolves_links_and_dots(make: Callable[[Path], Host], tmp_path: Path) -> None:
    host = make(tmp_path)
    top = Path(os.path.realpath(tmp_path))
    assert host.real(tmp_path / "data/deep/../link.yaml") == top / "top.txt"
    assert host.real(tmp_path / "not/there") == top / "not/there"


@both
def test_replacing_keeps_other_files_and_drops_the_named(make: Callable[[Path], Host], tmp_path: Path) -> None:
    host = make(tmp_path)
    host.replace_together(tmp_path / "data", {"a.yaml": b"new", "x/y.txt": b"deep"}, without=["link.yaml", "none"])
    assert host.entries(tmp_path / "data") == ["a.yaml", "deep", "x"]
    assert host.read(tmp_path / "data/a.yaml", 9) == b"new"
    assert host.read(tmp_path / "data/x/y.txt", 9) == b"deep"
    assert host.read(tmp_path / "top.txt", 99) == b"0123456789"


@both
def test_replacing_in_a_file_is_an_error(make: Callable[[Path], Host], tmp_path: Path) -> None:
    host = make(tmp_path)
    with pytest.raises(OSError, match="directory"):
        host.replace_together(tmp_path / "top.txt", {"a": b""})
    assert host.read(tmp_path / "top.txt", 99) == b"0123456789"


def test_a_pipe_in_a_files_place_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="no regular file"):
        RealHost().read(tmp_path / "pipe", 10)


def test_an_endless_device_is_no_file() -> None:
    with pytest.raises(OSError, match="no regular file"):
        RealHost().read(Path("/dev/zero"), 10)


def test_a_link_that_leads_to_itself_is_no_file(tmp_path: Path) -> None:
    host = real(tmp_path)
    assert not host.is_file(tmp_path / "loop")
    with pytest.raises(OSError, match="links"):
        host.read(tmp_path / "loop", 1)
    with pytest.raises(OSError, match="links"):
        MemoryHost(links={"loop": "loop"}).read(Path("loop"), 1)


def test_memory_raises_the_faults_it_was_given() -> None:
    host = MemoryHost({"a": "x"}, faults={"a": PermissionError(13, "no"), "output": OSError(28, "full")})
    with pytest.raises(PermissionError):
        host.read(Path("a"), 1)
    with pytest.raises(OSError, match="full"):
        host.replace_together(Path("output"), {"x": b""})


def test_memory_shows_real_files_below_the_named_folders_only(tmp_path: Path) -> None:
    real(tmp_path)
    host = MemoryHost({"a": "x"}, through=[tmp_path / "data"])
    assert host.read(tmp_path / "data/a.yaml", 99) == b"title: A\n"
    assert host.entries(tmp_path / "data") == ["a.yaml", "deep", "link.yaml"]
    assert not host.is_file(tmp_path / "top.txt")


def test_the_environment_is_the_machines() -> None:
    assert RealHost().environ is os.environ
    assert MemoryHost(environ={"A": "b"}).environ == {"A": "b"}
