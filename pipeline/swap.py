"""Replacing the files of a directory all at once.

Enters: a directory and the files it shall hold. Leaves: the directory with the new files, its other files untouched;
or :class:`OSError` and the directory as it was. Guaranteed on Linux and macOS: at every moment, also after the process
was killed or the power failed, the directory holds all the old files or all the new ones. The new edition is written
into a hidden directory beside the old one, then the two change names in one system call. Where the file system has no
such call, or forbids it here, files are replaced one by one in the order given, so that a caller puts last the file
that vouches for the others.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

_SUFFIX = ".brief-staged"
_NO_SWAP = frozenset(
    {errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EBUSY, errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP}
)
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # sys/stdio.h of macOS


def replace_together(directory: Path, files: Mapping[str, bytes], without: Collection[str] = ()) -> None:
    """Make *directory* hold *files* (names may have folders: ``a/b.txt``) and what it held besides, less *without*.

    Raises OSError, and then has changed nothing.
    """
    target = Path(os.path.realpath(directory))
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        staged, lock = _stage(target, target.parent)
    except PermissionError:
        if not target.is_dir():
            raise
        staged, lock = _stage(target, target)
    try:
        for name, content in files.items():
            _write(staged / name, content)
        _sync_directory(staged)
        _install(staged, target, files, without)
    finally:
        os.close(lock)
        shutil.rmtree(staged, ignore_errors=True)


def replace_one(path: Path, content: bytes) -> None:
    """Make *path* hold *content*; a link stays a link, an existing file's mode stays. Raises OSError."""
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    staged = target.with_name(f".{target.name[:40]}.{os.getpid()}{_SUFFIX}")
    staged.unlink(missing_ok=True)
    try:
        _write(staged, content)
        if target.is_file():
            shutil.copymode(target, staged)
        staged.replace(target)
    finally:
        staged.unlink(missing_ok=True)
    _sync_directory(target.parent)


def _install(staged: Path, target: Path, files: Mapping[str, bytes], without: Collection[str]) -> None:
    """Move the staged files to *target*; afterwards *staged* holds what is no longer wanted."""
    gone = {*files, *without}
    if staged.parent == target:
        _one_by_one(staged, target, files, without)
        return
    if not os.path.lexists(target) and _renamed(staged, target):
        _sync_directory(target.parent)
        return
    _carry_over(target, staged, gone)
    shutil.copymode(target, staged)
    _sync_directory(staged)
    if _exchange(staged, target):
        _bring_late(staged, target, gone)
        _sync_directory(target.parent)
    else:
        _one_by_one(staged, target, files, without)


def _one_by_one(staged: Path, target: Path, files: Mapping[str, bytes], without: Collection[str]) -> None:
    for name in files:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (staged / name).replace(target / name)
    for name in without:
        (target / name).unlink(missing_ok=True)
    _sync_directory(target)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(descriptor)


def _foreign(top: Path, gone: Collection[str], folder: str = "") -> Iterator[tuple[str, bool]]:
    """Yield what *top* holds besides *gone*: names from the top, and whether it is a folder (before its content)."""
    for entry in os.scandir(top / folder):
        name = f"{folder}{entry.name}"
        if name in gone or entry.name.endswith(_SUFFIX):
            continue
        is_folder = entry.is_dir(follow_symlinks=False)
        yield name, is_folder
        if is_folder:
            yield from _foreign(top, gone, f"{name}/")


def _carry_over(old: Path, new: Path, gone: Collection[str]) -> None:
    """Link every foreign file of *old* into *new*, or copy it where links do not work."""
    for name, is_folder in _foreign(old, gone):
        if is_folder:
            (new / name).mkdir(exist_ok=True)
            continue
        with contextlib.suppress(FileNotFoundError):
            try:
                os.link(old / name, new / name, follow_symlinks=False)
            except FileNotFoundError:
                raise
            except OSError:
                shutil.copy2(old / name, new / name, follow_symlinks=False)


def _bring_late(old: Path, new: Path, gone: Collection[str]) -> None:
    """Move to *new* the foreign files that somebody saved in *old* after they had been carried over."""
    for name, is_folder in _foreign(old, gone):
        if is_folder:
            (new / name).mkdir(exist_ok=True)
        elif not (os.path.lexists(new / name) and _same(old / name, new / name)):
            (old / name).replace(new / name)


def _same(one: Path, other: Path) -> bool:
    first, second = one.lstat(), other.lstat()
    return (first.st_dev, first.st_ino) == (second.st_dev, second.st_ino)


def _renamed(staged: Path, target: Path) -> bool:
    """Rename *staged* to *target*; False when somebody made *target* meanwhile."""
    try:
        staged.rename(target)
    except OSError as problem:
        if problem.errno in (errno.EEXIST, errno.ENOTEMPTY):
            return False
        raise
    return True


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        # Some file systems cannot sync a directory; the rename itself is as atomic there as they make it.
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _stage(target: Path, parent: Path) -> tuple[Path, int]:
    """Make an empty staged directory in *parent*, locked while this process lives, and remove those of dead ones."""
    prefix = f".{target.name[:40]}."
    with _locked(parent) as exclusive:
        if exclusive:
            for entry in os.scandir(parent):
                if entry.name.startswith(prefix) and entry.name.endswith(_SUFFIX):
                    _remove_if_dead(Path(entry.path))
        number = 0
        while True:
            staged = parent / f"{prefix}{os.getpid()}-{number}{_SUFFIX}"
            try:
                staged.mkdir()
            except FileExistsError:
                number += 1
                continue
            descriptor = os.open(staged, os.O_RDONLY | os.O_CLOEXEC)
            _lock(descriptor, wait=False)
            return staged, descriptor


def _remove_if_dead(staged: Path) -> None:
    try:
        descriptor = os.open(staged, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if _lock(descriptor, wait=False):
            shutil.rmtree(staged, ignore_errors=True)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _locked(directory: Path) -> Iterator[bool]:
    """Hold a lock on *directory* so that nobody takes a directory just made for one left behind."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield _lock(descriptor, wait=True)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, wait: bool) -> bool:
    """Lock an open directory until it is closed; False where another process has it or locks do not work."""
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except (ImportError, OSError):
        return False
    return True


def _exchange(one: Path, other: Path) -> bool:
    """Let two directories change names in one step; False where that is impossible here."""
    import ctypes

    first, second = os.fsencode(one), os.fsencode(other)
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        call, arguments = "renamex_np", (first, second, ctypes.c_uint(_RENAME_SWAP))
    else:
        call, arguments = "renameat2", (_AT_FDCWD, first, _AT_FDCWD, second, ctypes.c_uint(_RENAME_EXCHANGE))
    function = getattr(library, call, None)
    if function is None:
        return False
    if function(*arguments) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_SWAP:
        return False
    raise OSError(number, os.strerror(number), str(other))
