"""Submitted files to readings: bytes in, tables of text out. One file per format; nothing here knows of targets."""

from collections.abc import Callable, Sequence
from importlib import import_module
from os import PathLike, fspath
from typing import Any, Final, NamedTuple

from kpicheck.files import decode, read_bytes, with_excerpts, within_limit
from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, Problem, Severity, in_file_order, problem

MAX_PROBLEMS: Final = 200
"""So many problems of one file are reported; who fixes these sees the rest."""


class Reading(NamedTuple):
    """A figure as submitted; every field is the text as it was there, `""` where there was none.

    `header_unit` is the unit that the header names, as 数值（万元） does. A place is made when it is asked for: by
    `locate`, which all readings of a table share, from `spot`, which is whatever `locate` finds the reading by.
    """

    indicator: str
    period: str
    value: str
    unit: str
    note: str
    entity: str
    basis: str
    header_unit: str
    spot: Any
    locate: Callable[[Any, str], Place]

    def place(self, field: str) -> Place:
        """Where *field* (`indicator`, `period`, `unit`, ...) is; the figure's place where it has none."""
        return self.locate(self.spot, field)

    @property
    def value_place(self) -> Place:
        """Where the figure is."""
        return self.place("value")


class Source(NamedTuple):
    """A file that was read: what its readings are judged by, and what the report says of it."""

    path: str
    data: bytes
    encoding: str
    sheet: str | None
    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]  # warnings and notes on the table itself


class Table(NamedTuple):
    """What a format's reader makes of a text: the readings, and all that is wrong with its structure."""

    readings: list[Reading]
    problems: list[Problem]


__all__ = ["FORMATS", "Reading", "Source", "read_source", "read_submission"]

STDIN: Final = "-"

ENCODINGS: Final = ("utf-8", "gb18030")
"""What a submission without a byte order mark may be encoded in, strictly, the first that fits."""


FORMATS: Final = {
    "csv": ("separated", "read_csv"),
    "tsv": ("separated", "read_tsv"),
    "json": ("json_records", "read_json"),
    "yaml": ("yaml_records", "read_yaml"),
}
"""The formats by name, which is also the suffix of their files: the module that is imported for each, and its reader,
which takes a text and its path."""

SUFFIXES: Final = {"txt": "tsv", "yml": "yaml"}
"""Further suffixes, and the format that each means."""


_WORKBOOKS: Final = frozenset({"xlsx", "xlsm", "xlsb", "xls", "ods", "et", "numbers"})
_WORKBOOK_MARKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""What a workbook is called and begins with (a ZIP archive, an OLE2 file): no text does."""


def read_submission(
    paths: Sequence[str | PathLike[str]],
    *,
    format: str | None = None,  # noqa: A002  the word that users know
    encoding: str | None = None,
    stdin: Callable[[], bytes] | None = None,
) -> tuple[Source, ...]:
    """The submitted files at *paths*, `-` being what *stdin* gives.

    Raises KpiCheckError with all files' problems: `unknown-format` and `unknown-encoding` among them, where *format* or
    *encoding* is none that is read. Raises TypeError where *paths* is one path and not a sequence.
    """
    if isinstance(paths, str | PathLike):
        raise TypeError(f"paths is one path, {paths!r}, but must be a sequence of paths")
    sources: list[Source] = []
    problems: list[Problem] = []
    for given in paths:
        path = fspath(given)
        try:
            data = within_limit(stdin(), path) if path == STDIN and stdin is not None else read_bytes(path)
            sources.append(read_source(path, data, format, encoding))
        except KpiCheckError as error:
            problems.extend(error.problems)
    if problems:
        raise KpiCheckError(tuple(problems))
    return tuple(sources)


def read_source(path: str, data: bytes, format: str | None = None, encoding: str | None = None) -> Source:  # noqa: A002
    """What *data* submits, read by *format* (else the suffix of *path*) and *encoding* (else as it says itself).

    Raises KpiCheckError with everything that is wrong with its structure; a cell that is no number is not.
    """
    name = (format or _suffix(path)).lower()
    why = "workbook" if name in _WORKBOOKS or data.startswith(_WORKBOOK_MARKS) else ""
    if why or name not in FORMATS:
        raise KpiCheckError((problem("unknown-format", Place(path), format=name, known=", ".join(FORMATS), why=why),))
    text, used = decode(data, path, ENCODINGS, encoding)
    module, function = FORMATS[name]
    table: Table = getattr(import_module(f"kpicheck.sources.{module}"), function)(text, path)
    problems = with_excerpts(in_file_order(table.problems), text) if table.problems else ()
    if any(found.severity is Severity.ERROR for found in problems):
        raise KpiCheckError(problems)
    return Source(path, data, used, None, tuple(table.readings), problems)


def _suffix(path: str) -> str:
    """The format that the suffix of *path* means; the suffix itself, where it means none."""
    suffix = path.rpartition(".")[2] if "." in path.replace("\\", "/").rpartition("/")[2] else ""
    return SUFFIXES.get(suffix.lower(), suffix)
