"""The machine behind one object: files, environment and nothing else.

Enters: paths. Leaves: bytes, and :class:`OSError` where the machine says no. Guaranteed: no other module of the
package reads a user's file, reads the environment or asks a clock, so that a build in memory (:class:`MemoryHost`)
behaves like one on disk and the same inputs give the same outputs.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Protocol

_MOST_LINKS = 40
_LEAST_READ = 1 << 16
"""Files of some file systems (/proc) have a size of 0 and still hold something."""


class Host(Protocol):
    """What the package asks of a machine. Every method may raise OSError."""

    @property
    def environ(self) -> Mapping[str, str]: ...

    def read(self, path: Path, limit: int) -> bytes:
        """Return the file's content, at most *limit* + 1 bytes of it, so that a caller sees when there is more."""
        ...

    def is_file(self, path: Path) -> bool: ...

    def is_directory(self, path: Path) -> bool: ...

    def entries(self, path: Path) -> list[str]:
        """Return the names in a directory, sorted by code point."""
        ...

    def real(self, path: Path) -> Path:
        """Return *path* made absolute, with links and ``..`` resolved; it need not exist."""
        ...

    def write(self, path: Path, content: bytes) -> None:
        """Replace one file, or make it and its folders, so that a reader sees it all old or all new."""
        ...

    def replace_together(self, directory: Path, files: Mapping[str, bytes], without: Collection[str] = ()) -> None:
        """Put *files* into *directory* (made if missing) so that a reader sees all of them new or all of them old.

        Names may have folders (``a/b.txt``). Other files of the directory stay, but for those named in *without*.
        """
        ...


class RealHost:
    """The machine that the program runs on, with its environment or, for another machine's sake, the one given."""

    __slots__ = ("environ",)

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self.environ: Mapping[str, str] = os.environ if environ is None else environ

    def read(self, path: Path, limit: int) -> bytes:
        # Not blocking: a pipe or a terminal in a file's place must not hang the build.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as stream:
            status = os.fstat(descriptor)
            mode, size = status.st_mode, status.st_size
            if stat.S_ISDIR(mode):
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
            if not stat.S_ISREG(mode):
                raise OSError(errno.EINVAL, "is no regular file", str(path))
            # With its size for a bound, Python need not make room for the limit first.
            return stream.read(min(limit, max(size, _LEAST_READ)) + 1)

    def is_file(self, path: Path) -> bool:
        return path.is_file()

    def is_directory(self, path: Path) -> bool:
        return path.is_dir()

    def entries(self, path: Path) -> list[str]:
        return sorted(entry.name for entry in path.iterdir())

    def real(self, path: Path) -> Path:
        return Path(os.path.realpath(path))

    def write(self, path: Path, content: bytes) -> None:
        """As :func:`pipeline.swap.replace_one`."""
        from pipeline.swap import replace_one

        replace_one(path, content)

    def replace_together(self, directory: Path, files: Mapping[str, bytes], without: Collection[str] = ()) -> None:
        """As :func:`pipeline.swap.replace_together`."""
        from pipeline.swap import replace_together

        replace_together(directory, files, without)


class MemoryHost:
    """A machine in memory, for tests.

    *files* and *links* have absolute paths, or paths below *current*; a text is stored as UTF-8. Folders exist where
    a file is below them. *links* maps a path to what a symbolic link there points to. *faults* maps a path to the
    error that reading it, or replacing files in it, raises. Real files below the folders in *through* can be read too,
    for example the templates that the package ships.
    """

    def __init__(
        self,
        files: Mapping[str, str | bytes] | None = None,
        *,
        environ: Mapping[str, str] | None = None,
        links: Mapping[str, str] | None = None,
        faults: Mapping[str, OSError] | None = None,
        through: Collection[Path] = (),
        current: str = "/briefs",
    ) -> None:
        self.current = Path(current)
        self.environ: Mapping[str, str] = dict(environ or {})
        self.files: dict[Path, bytes] = {}
        self.links = {self.current / path: Path(to) for path, to in (links or {}).items()}
        self.faults = {self.current / path: fault for path, fault in (faults or {}).items()}
        self.through = tuple(Path(os.path.realpath(folder)) for folder in through)
        for path, content in (files or {}).items():
            self.put(path, content)

    def put(self, path: str | Path, content: str | bytes) -> None:
        """Store a file, as a user's editor would."""
        self.files[self.current / path] = content.encode() if isinstance(content, str) else content

    def read(self, path: Path, limit: int) -> bytes:
        real = self._checked(path)
        if real in self.files:
            return self.files[real][: limit + 1]
        if self.is_directory(real):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if self._is_through(real):
            return RealHost().read(real, limit)
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))

    def is_file(self, path: Path) -> bool:
        real = self.real(path)
        return real in self.files or (self._is_through(real) and real.is_file())

    def is_directory(self, path: Path) -> bool:
        real = self.real(path)
        return any(real in file.parents for file in self.files) or (self._is_through(real) and real.is_dir())

    def entries(self, path: Path) -> list[str]:
        real = self._checked(path)
        if not self.is_directory(real):
            known = real in self.files
            number = errno.ENOTDIR if known else errno.ENOENT
            raise OSError(number, os.strerror(number), str(path))
        names = {file.relative_to(real).parts[0] for file in self.files if real in file.parents}
        names.update(link.name for link in self.links if link.parent == real)
        if self._is_through(real):
            names.update(entry.name for entry in real.iterdir())
        return sorted(names)

    def real(self, path: Path) -> Path:
        left = list(reversed((self.current / path).parts))
        done = Path(left.pop())
        followed = 0
        while left:
            part = left.pop()
            if part == "..":
                done = done.parent
                continue
            done = done / part
            if done in self.links:
                followed += 1
                if followed > _MOST_LINKS:
                    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
                to = done.parent / self.links[done]
                left.extend(reversed(to.parts[1:]))
                done = Path(to.parts[0])
        return done

    def write(self, path: Path, content: bytes) -> None:
        self.files[self._checked(path)] = content

    def replace_together(self, directory: Path, files: Mapping[str, bytes], without: Collection[str] = ()) -> None:
        real = self._checked(directory)
        if real in self.files:
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(directory))
        for name in (*without, *files):
            self.links.pop(real / name, None)
            self.files.pop(real / name, None)
        self.files.update({real / name: content for name, content in files.items()})

    def _checked(self, path: Path) -> Path:
        real = self.real(path)
        for known in (self.current / path, real):
            if known in self.faults:
                raise self.faults[known]
        return real

    def _is_through(self, real: Path) -> bool:
        return any(real == folder or folder in real.parents for folder in self.through)
