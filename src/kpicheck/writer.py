"""The one door for output. A file is written beside its place and then moved there: never half of it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, problem

if TYPE_CHECKING:
    from kpicheck.problem import Problem

STDOUT: Final = "-"


def write(text: str, path: str) -> None:
    """Write *text* to the file at *path*, or to standard output for `-`.

    A standard output that nobody reads any more is no error: who read it has seen enough. Raises KpiCheckError
    `output-failed`.
    """
    try:
        if path == STDOUT:
            _to_stdout(text)
        else:
            _to_file(text, path)
    except (OSError, ValueError) as error:  # a ValueError is a path that no file can have
        raise KpiCheckError((failed(path, error),)) from None


def failed(path: str, error: OSError | ValueError) -> Problem:
    """The problem that *error* is."""
    reason = getattr(error, "strerror", None) or str(error)
    return problem("output-failed", Place(path), path=path, reason=reason, stream="stdout" if path == STDOUT else "")


def _to_stdout(text: str) -> None:
    """UTF-8 whatever the locale: a report must not fail on a terminal's code page."""
    if sys.stdout is None:  # it was closed before the program began
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        abandon_stdout()
    except OSError:
        abandon_stdout()
        raise


def _to_file(text: str, path: str) -> None:
    data = text.encode("utf-8", "backslashreplace")
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113  a device: nothing to move over
        with open(path, "wb") as device:  # noqa: PTH123
            device.write(data)
        return
    beside = f"{os.path.realpath(path)}.{os.getpid()}.part"
    try:
        with open(beside, "wb") as file:  # noqa: PTH123
            file.write(data)
        os.replace(beside, os.path.realpath(path))  # noqa: PTH105  a link stays one
    except OSError:
        if os.path.exists(beside):  # noqa: PTH110
            os.unlink(beside)  # noqa: PTH108
        raise


def abandon_stdout() -> None:
    """Let the interpreter end without trying once more to write what could not be written."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
    os.close(sink)
