"""Work in a second process, on a second core.

Enters: what to do. Leaves: bytes. Guaranteed: the result is the same as without the second process, whatever happens to
it: where a fork is not safe (threads, or not Linux), where there is one core only, and where the process is killed, the
work is done here.

The process is forked early, while there is little in memory that the two would each have to keep, and waits for the one
thing that it lacks.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_CHUNK = 1 << 20
_LENGTH = 8

Work = Callable[[bytes], bytes]


def possible() -> bool:
    """Whether a second process can help: Linux, one thread, two cores."""
    return sys.platform == "linux" and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1


@contextmanager
def started(prepare: Callable[[], None], work: Work) -> Iterator[Aside]:
    """Yield a process that has begun with *prepare* and will do *work*; it ends with the block."""
    aside = Aside(prepare, work)
    try:
        yield aside
    finally:
        aside.stop()


class Aside:
    """A forked process that does one piece of work."""

    def __init__(self, prepare: Callable[[], None], work: Work) -> None:
        self._work = work
        self._message = b""
        asking, self._ask = os.pipe()
        self._answer, answering = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            os.close(self._ask)
            os.close(self._answer)
            _live(prepare, work, asking, answering)
        os.close(asking)
        os.close(answering)

    def begin(self, message: bytes) -> None:
        """Let the process work on *message*."""
        self._message = message
        try:
            _send(self._ask, message)
        except BrokenPipeError:  # it is dead; the answer will be made here
            pass
        finally:
            os.close(self._ask)
            self._ask = -1

    def answer(self) -> bytes:
        """Return what the work made of the message; raises what the work raises."""
        data = _drain(self._answer)
        _, status = os.waitpid(self._process, 0)
        self._process = 0
        # A process that failed says nothing: done again here, the work fails with its own exception, or succeeds.
        return data if status == 0 else self._work(self._message)

    def stop(self) -> None:
        """End the process if it has not ended."""
        if self._process:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            self._process = 0
        for descriptor in (self._ask, self._answer):
            if descriptor >= 0:
                os.close(descriptor)
        self._ask = self._answer = -1


def joined(first: bytes, second: bytes) -> bytes:
    """Return two answers as one."""
    return len(first).to_bytes(_LENGTH, "big") + first + second


def parted(answer: bytes) -> tuple[bytes, bytes]:
    """Return the two answers that :func:`joined` made one."""
    end = _LENGTH + int.from_bytes(answer[:_LENGTH], "big")
    return answer[_LENGTH:end], answer[end:]


def _live(prepare: Callable[[], None], work: Work, asking: int, answering: int) -> None:
    """Run in the child: never returns."""
    status = 1
    try:
        # A collection would write to every object, and so copy the memory that the two processes share.
        gc.disable()
        prepare()
        _send(answering, work(_drain(asking)))
        status = 0
    finally:
        # Neither exit handlers nor buffered output of the parent may run here a second time.
        os._exit(status)


def _send(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view[:_CHUNK]) :]


def _drain(descriptor: int) -> bytes:
    parts = []
    while part := os.read(descriptor, _CHUNK):
        parts.append(part)
    return b"".join(parts)
