"""The one door for output. A file is written beside its place and then moved there: never half of it."""

from __future__ import annotations

import os
import sys
from typing import Final

from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, problem

STDOUT: Final = "-"


class ClosedOutput(Exception):  # noqa: N818  not an error: who reads has seen enough
    """Nobody reads standard output any more."""


def write(text: str, path: str) -> None:
    """Write *text* to the file at *path*, or to standard output for `-`.

    Raises KpiCheckError `output-failed`, ClosedOutput.
    """
    try:
        if path == STDOUT:
            _to_stream(text)
        else:
            _to_file(text, path)
    except BrokenPipeError:
        raise ClosedOutput from None
    except OSError as error:
        raise KpiCheckError(
            (problem("output-failed", Place(path), path=path, reason=error.strerror or str(error)),)
        ) from None


def _to_stream(text: str) -> None:
    """UTF-8 whatever the locale: a report must not fail on a terminal's code page."""
    sys.stdout.flush()
    stream = sys.stdout.buffer
    stream.write(text.encode("utf-8", "backslashreplace"))
    stream.flush()


def _to_file(text: str, path: str) -> None:
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113  a device, a pipe: there is nothing to move over
        with open(path, "w", encoding="utf-8") as device:  # noqa: PTH123
            device.write(text)
        return
    beside = f"{path}.{os.getpid()}.part"
    try:
        with open(beside, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123
            file.write(text)
        os.replace(beside, path)  # noqa: PTH105
    except OSError:
        if os.path.exists(beside):  # noqa: PTH110
            os.unlink(beside)  # noqa: PTH108
        raise


def abandon_stdout() -> None:
    """Let the interpreter end without complaining that standard output is closed."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
