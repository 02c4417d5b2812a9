"""The one door for output. A file is written beside its place and then moved there: never half of it."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, problem
from kpicheck.signals import TEMPORARY

if TYPE_CHECKING:
    from kpicheck.problem import Problem

STDOUT: Final = "-"

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
"""How a temporary file is opened: it must be new, so that nobody's file and no link is written to."""

_WITHOUT_GROUP: Final = ~(stat.S_IRWXG | stat.S_ISUID | stat.S_ISGID)


def write(text: str, path: str) -> None:
    """Write *text* to the file at *path*, or to standard output for `-`.

    A standard output that nobody reads any more is no error: who read it has seen enough. Raises KpiCheckError
    `output-failed`.
    """
    try:
        if path == STDOUT:
            _to_stdout(text)
        else:
            _to_file(text.encode("utf-8", "backslashreplace"), path)
    except (OSError, ValueError) as error:  # a ValueError is a path that no file can have
        raise KpiCheckError((failed(path, error),)) from None


def failed(path: str, error: OSError | ValueError) -> Problem:
    """The problem that *error* is."""
    reason = getattr(error, "strerror", None) or str(error)
    return problem("output-failed", Place(path), path=path, reason=reason, stream="stdout" if path == STDOUT else "")


def _to_stdout(text: str) -> None:
    """UTF-8 whatever the locale: a report must not fail on a terminal's code page."""
    if not text:
        return
    if sys.stdout is None:  # it was closed before the program began
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        abandon_stdout()
    except OSError:
        abandon_stdout()
        raise


def _to_file(data: bytes, path: str) -> None:
    """A link is followed: what it points to is replaced, and it stays one. A folder is never made."""
    if path.endswith(os.sep):  # the name of a folder, with or without one
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    try:
        old = os.stat(path)  # noqa: PTH116
    except FileNotFoundError:
        old = None
    if old is None or stat.S_ISREG(old.st_mode):
        _replace(os.path.realpath(path), data, old)
        return
    with open(path, "wb") as device:  # noqa: PTH123  a pipe or a device: nothing to move over
        device.write(data)


def _replace(path: str, data: bytes, old: os.stat_result | None) -> None:
    """Put a new file with *data* in the place of the *old* one, by whose owner and mode it stays."""
    if old is not None:
        os.close(os.open(path, os.O_WRONLY))  # who may not write to it may not replace it either
    beside = os.path.join(os.path.dirname(path), f".kpicheck-{os.urandom(8).hex()}.part")  # noqa: PTH118, PTH120
    TEMPORARY.add(beside)
    try:
        with open(os.open(beside, _NEW, 0o666), "wb") as file:  # noqa: PTH123
            if old is not None:
                _keep_mode(file.fileno(), old)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)  # noqa: PTH105
    except BaseException:
        with suppress(OSError):  # it was not made, or has been moved already
            os.unlink(beside)  # noqa: PTH108
        raise
    finally:
        TEMPORARY.discard(beside)


def _keep_mode(new: int, old: os.stat_result) -> None:
    """The owner and the rights of the *old* file; where its group cannot be kept, no other one gets its rights."""
    if not hasattr(os, "fchown"):  # Windows has neither
        return
    mode = stat.S_IMODE(old.st_mode)
    made = os.fstat(new)
    if (made.st_uid, made.st_gid) != (old.st_uid, old.st_gid):
        try:
            os.fchown(new, old.st_uid, old.st_gid)
        except PermissionError:
            mode &= _WITHOUT_GROUP
    os.fchmod(new, mode)


def abandon_stdout() -> None:
    """Let the interpreter end without trying once more to write what could not be written."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
    os.close(sink)
