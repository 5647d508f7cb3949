"""What all tests start from."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """Hear Ctrl-C, also where the tests were started in the background by a shell that has it ignored.

    A signal that is ignored stays ignored in the programs that a test starts, and some of them are to be interrupted.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
