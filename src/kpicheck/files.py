"""A file's bytes, and bytes to text, strictly; the lines of a text."""

import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, Problem, problem

MAX_BYTES: Final = 128 * 2**20

MAX_FIELD: Final = 100_000
"""Characters in a field of a table, a scalar or a key; below the csv module's own limit, so that ours is the one that
is met."""


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


MARKS: Final = {
    b"\xff\xfe\x00\x00": "utf-32-le",  # before UTF-16, whose mark it begins with
    b"\x00\x00\xfe\xff": "utf-32-be",
    b"\xef\xbb\xbf": "utf-8",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
    b"\x84\x31\x95\x33": "gb18030",
}
"""Byte order marks, and the encoding each announces (Unicode 15.0, section 23.8; GB 18030-2005)."""

ENCODINGS: Final = (
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312", "big5", "big5hkscs", "cp1252", "latin-1",
)  # fmt: skip
"""What may be asked for by name."""

_UTF8_WORD: Final = re.compile(rb"(?<![\x80-\xff])(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){2,}(?![\x80-\xff])")
"""Two Chinese characters or more in UTF-8 and nothing else beside them: by chance, hardly ever in a GB18030 text."""


class Decoded(NamedTuple):
    """A file's text without its byte order mark, and the encoding it was read by."""

    text: str
    encoding: str


def decode(data: bytes, path: str, tried: tuple[str, ...] = ("utf-8",), encoding: str | None = None) -> Decoded:
    """The text of *data*: by *encoding* if given, else by its byte order mark, else by the first of *tried* that fits.

    A short GB18030 text can be well-formed UTF-8 as well (指 alone is D6 B8); then it is read as that. Raises
    KpiCheckError: `encoding` with the byte at which the best of them failed, `mixed-encoding` where a file
    read as GB18030 has words in UTF-8, `unknown-encoding`.
    """
    names = (known_encoding(encoding, path),) if encoding is not None else _announced(data) or tried
    failures: list[tuple[int, str]] = []
    for name in names:
        try:
            text = data.decode(name)
        except UnicodeDecodeError as failure:
            failures.append((failure.start, name))
        else:
            if failures:
                _refuse_mixture(data, path, *failures[0])
            return Decoded(text.removeprefix("\ufeff"), name)
    raise _undecodable(data, path, *max(failures, key=lambda failure: failure[0]))


def position(text: str, index: int) -> tuple[int, int]:
    """Line and column, both from 1, of the character at *index*; lines end with LF, CR LF or CR."""
    ends = text.count("\n", 0, index) + text.count("\r", 0, index) - text.count("\r\n", 0, index)
    return ends + 1, index - max(text.rfind("\n", 0, index), text.rfind("\r", 0, index))


def lines_of(text: str) -> Iterator[str]:
    """The lines of *text* one by one, each with its end: LF, CR LF or CR."""
    return io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "surrogatepass")), "utf-8", "surrogatepass", newline="")


def with_excerpts(problems: Iterable[Problem], text: str) -> tuple[Problem, ...]:
    """The *problems* of one file, whose text is *text*, each with the line it is in."""
    problems = tuple(problems)
    wanted = {found.place.line or 0 for found in problems if found.place is not None}
    first_lines = islice(lines_of(text), max(wanted, default=0))
    lines = {number: line.rstrip("\r\n") for number, line in enumerate(first_lines, 1) if number in wanted}
    return tuple(
        found._replace(excerpt=lines.get(found.place.line or 0, found.excerpt)) if found.place is not None else found
        for found in problems
    )


def known_encoding(encoding: str, path: str) -> str:
    """*encoding* as ENCODINGS names it. Raises KpiCheckError `unknown-encoding`."""
    name = encoding.strip().lower().replace("_", "-")
    if name not in ENCODINGS:
        raise KpiCheckError((problem("unknown-encoding", Place(path), encoding=encoding, known=", ".join(ENCODINGS)),))
    return name


def _announced(data: bytes) -> tuple[str, ...]:
    return next(((name,) for mark, name in MARKS.items() if data.startswith(mark)), ())


def _where(data: bytes, path: str, offset: int, name: str) -> Place:
    before = data[:offset].decode(name, "ignore").removeprefix("\ufeff")
    return Place(path, *position(before, len(before)))


def _undecodable(data: bytes, path: str, offset: int, name: str) -> KpiCheckError:
    looks = "gb18030" if name == "utf-8" and _is_gb18030(data) else ""
    where, byte = _where(data, path, offset, name), f"0x{data[offset]:02X}"
    return KpiCheckError((problem("encoding", where, encoding=name, offset=offset, byte=byte, looks=looks),))


def _is_gb18030(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _refuse_mixture(data: bytes, path: str, offset: int, name: str) -> None:
    """Refuse UTF-8 and GB18030 in one file: the second decoder would turn the words of the first into other words."""
    if (word := _UTF8_WORD.search(data)) is not None:
        line, _ = position(data[: word.start()].decode("latin-1"), word.start())
        raise KpiCheckError((problem("mixed-encoding", _where(data, path, offset, name), line=line),))
