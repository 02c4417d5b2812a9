"""Being told to stop, by Ctrl-C or by the system: the process ends at once and leaves no temporary file."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import FrameType

TEMPORARY: Final[set[str]] = set()
"""The files that must not outlive the process."""

_ENDING: Final = {"SIGINT": signal.default_int_handler, "SIGTERM": signal.SIG_DFL, "SIGHUP": signal.SIG_DFL}
"""The signals that end a process, and what handles each where the caller has chosen nothing else."""


def end_on_signals() -> None:
    """End at each of these signals by `_end`; one that the caller ignores, as nohup does, stays ignored.

    A KeyboardInterrupt would come up anywhere, also where exceptions are reported or swallowed.
    """
    for name, usual in _ENDING.items():
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) == usual:
            signal.signal(number, _end)


def _end(number: int, _frame: FrameType | None) -> None:
    """Remove temporary files; then 130 for Ctrl-C, and for another signal the end that it has by itself."""
    for path in tuple(TEMPORARY):
        with suppress(OSError):
            os.unlink(path)  # noqa: PTH108
    if number == signal.SIGINT:
        os._exit(128 + number)
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
