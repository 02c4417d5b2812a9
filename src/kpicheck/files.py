"""A file's bytes; everything that can be wrong with opening one is a problem."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, Problem, problem

MAX_BYTES: Final = 128 * 2**20


def read_bytes(path: str) -> bytes:
    """The bytes of the file at *path*.

    Raises KpiCheckError: `file-absent`, `file-unreadable` (a directory, no permission, a device), `too-large`.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123  Path.open costs more and says no more
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise KpiCheckError((_unopened(path, error),)) from None
    return within_limit(data, path)


def within_limit(data: bytes, path: str) -> bytes:
    """*data*. Raises KpiCheckError `too-large`."""
    if len(data) > MAX_BYTES:
        raise KpiCheckError((problem("too-large", Place(path), limit=MAX_BYTES // 2**20, why="bytes"),))
    return data


def _unopened(path: str, error: OSError | ValueError) -> Problem:
    """The problem that *error* is; a ValueError is a path that no file can have."""
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError):
        return problem("file-absent", Place(path), path=path, close=_neighbour(path))
    why = "permission" if isinstance(error, PermissionError) else ""
    if Path(path).is_dir():  # on Windows opening one is a PermissionError
        why = "directory"
    return problem("file-unreadable", Place(path), path=path, why=why, reason=error.strerror or "")


def _neighbour(path: str) -> str:
    """The file in the same directory that was probably meant."""
    from kpicheck.text import closest  # noqa: PLC0415

    try:
        names = [each.name for each in Path(path).parent.iterdir()]
    except (OSError, ValueError):
        return ""
    found = closest(Path(path).name, names)
    return str(Path(path).with_name(found)) if found else ""
