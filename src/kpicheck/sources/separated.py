"""CSV and TSV: a long table, its first row that is not blank naming the columns.

RFC 4180, strictly: a field with a quote, the separator or a line end in it stands in quotes, a quote in it is doubled.
Lines end with LF, CR LF or CR and are counted as they stand in the file; a row has the line it begins in, and the
column of a place is the field's number. Blank lines, and rows with nothing in any field, are skipped.
"""

from __future__ import annotations

import csv
import re
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from kpicheck.place import Place, quick_place
from kpicheck.problem import KpiCheckError, Problem, Severity, problem
from kpicheck.sources.long_table import FIELDS, Columns, columns, not_long
from kpicheck.sources.reading import Reading, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_FIELD: Final = 100_000
"""Characters in a field; below the csv module's own limit, so that ours is the one that is met."""

MAX_COLUMNS: Final = 16_384
"""As many as a spreadsheet has."""

MAX_PROBLEMS: Final = 200

_NAMES: Final = {",": "comma", "\t": "tab"}
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_QUOTED: Final = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')


def read_csv(text: str, path: str) -> Table:
    """The readings of a CSV text; a tab-separated one by that name is noticed."""
    return _read(text, path, ",\t")


def read_tsv(text: str, path: str) -> Table:
    """The readings of a TSV text; a comma-separated one by that name is noticed."""
    return _read(text, path, "\t,")


def _read(text: str, path: str, delimiters: str) -> Table:
    lines = _LINE.findall(text.replace("\0", "\ufffd"))
    problems = [*_spoilt(text, path)]
    delimiter = _delimiter(lines, path, delimiters)
    if delimiter != delimiters[0]:
        problems.append(problem("other-separator", Place(path, 1), why=_NAMES[delimiter]))
    rows = _Rows(lines, path, delimiter, problems)
    iterator = iter(rows)
    first = next(iterator, None)
    if first is None:
        raise KpiCheckError((*problems, problem("empty-file", Place(path))))
    header = _header(first[1], Place(path, first[0]))
    problems.extend(header.problems)
    return Table(_readings(iterator, header, Place(path, first[0]), problems), problems)


def _spoilt(text: str, path: str) -> Iterator[Problem]:
    """A problem for each of the first lines that have a character which no text has."""
    for char, code in (("\0", "nul-character"), ("\ufffd", "replacement-character")):
        if char in text:
            numbers = [number for number, line in enumerate(_LINE.findall(text), 1) if char in line]
            yield from (problem(code, Place(path, number)) for number in numbers[:MAX_PROBLEMS])


def _delimiter(lines: list[str], path: str, delimiters: str) -> str:
    """The delimiter by which the header row is a long table's; the first where neither is."""
    number, line = next(((number, line) for number, line in enumerate(lines, 1) if line.strip()), (1, ""))
    if found := re.fullmatch(r"\s*\"?(sep=.?)\"?\s*", line, re.IGNORECASE):
        raise KpiCheckError((problem("excel-sep", Place(path, number), found=found[1]),))
    for delimiter in delimiters:
        header = next(csv.reader([line], delimiter=delimiter), [])
        if len(header) <= MAX_COLUMNS and columns(header, Place(path)).is_long:
            return delimiter
    return delimiters[0]


def _header(row: list[str], place: Place) -> Columns:
    if len(row) > MAX_COLUMNS:
        raise KpiCheckError((problem("too-many-columns", place, count=len(row), limit=MAX_COLUMNS),))
    found = columns(row, place)
    if not found.is_long:
        errors = (each for each in found.problems if each.severity is Severity.ERROR)
        raise KpiCheckError((not_long(row, place), *errors))
    return found
