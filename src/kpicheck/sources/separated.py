"""CSV and TSV: a long table, its first row that is not blank naming the columns.

RFC 4180, strictly: a field with a quote, the separator or a line end in it is in quotes, a quote in it is doubled.
Lines end with LF, CR LF or CR and are counted as they are in the file; a row has the line it begins in, and the
column of a place is the field's number. Blank lines, and rows with nothing in any field, are skipped.
"""

from __future__ import annotations

import csv
import re
from itertools import accumulate, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final, cast

from kpicheck.files import MAX_FIELD, lines_of, position
from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, Problem, Severity, problem
from kpicheck.sources import MAX_PROBLEMS, Reading, Table
from kpicheck.sources.long_table import FIELDS, NEEDED, Columns, field_of, not_long, read_header

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_COLUMNS: Final = 16_384
"""As many as a spreadsheet has."""

MAX_SPOILT: Final = 100
_SHOWN: Final = 40

_NAMES: Final = {",": "comma", "\t": "tab"}
_EXCEL: Final = re.compile(r'\s*"?([sS][eE][pP]=.?)"?\s*')


def read_csv(text: str, path: str) -> Table:
    """The readings of a CSV text; a tab-separated one by that name is noticed."""
    return _read(text, path, ",\t")


def read_tsv(text: str, path: str) -> Table:
    """The readings of a TSV text; a comma-separated one by that name is noticed."""
    return _read(text, path, "\t,")


def _read(text: str, path: str, delimiters: str) -> Table:
    table = Table([], list(_spoilt(text, path)))
    try:
        table.readings.extend(_readings(text.replace("\0", "\ufffd"), path, delimiters, table.problems))
    except KpiCheckError as error:
        table.problems.extend(error.problems)
    return table


def _spoilt(text: str, path: str) -> Iterator[Problem]:
    """A problem for each of the first lines with a character that no text has."""
    for char, code in (("\0", "nul-character"), ("\ufffd", "replacement-character")):
        if char in text:
            numbers = (number for number, line in enumerate(lines_of(text), 1) if char in line)
            yield from (problem(code, Place(path, number)) for number in islice(numbers, MAX_SPOILT))


def _readings(text: str, path: str, delimiters: str, problems: list[Problem]) -> Iterator[Reading]:
    delimiter = _delimiter(text, path, delimiters)
    if delimiter != delimiters[0]:
        problems.append(problem("other-separator", Place(path, 1), why=_NAMES[delimiter]))
    rows = _rows(text, path, delimiter, problems)
    line, first = next(rows, (0, None))
    if first is None:
        raise KpiCheckError(() if problems else (problem("empty-file", Place(path)),))
    columns = _columns(first, Place(path, line, exact=False))
    problems.extend(columns.problems)
    return _read_rows(rows, columns, problems)


def _delimiter(text: str, path: str, delimiters: str) -> str:
    """The delimiter by which the header row is a long table's; the first where neither is."""
    number, line = next(((number, line) for number, line in enumerate(lines_of(text), 1) if line.strip()), (1, ""))
    if found := _EXCEL.fullmatch(line):
        raise KpiCheckError((problem("excel-sep", Place(path, number), found=found[1]),))
    for delimiter in delimiters:
        header = next(csv.reader([line[:MAX_FIELD]], delimiter=delimiter), [])
        if {field_of(each)[0] for each in header}.issuperset(NEEDED):
            return delimiter
    return delimiters[0]


def _columns(row: list[str], place: Place) -> Columns:
    """What the columns below the header *row* mean. Raises KpiCheckError `too-many-columns`, `not-long`."""
    if len(row) > MAX_COLUMNS:
        raise KpiCheckError((problem("too-many-columns", place, count=len(row), limit=MAX_COLUMNS),))
    found = read_header(row, place)
    if not found.at.keys() >= set(NEEDED):
        doubled = (each for each in found.problems if each.severity is Severity.ERROR)
        raise KpiCheckError((not_long(row, place), *doubled))
    return found


def _rows(text: str, path: str, delimiter: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line it begins in; what is wrong with its fields is in *problems*."""
    reader = csv.reader(lines_of(text), delimiter=delimiter, strict=True)
    quotes = _Quotes(text, path, delimiter) if '"' in text else None
    has_long = max(map(len, lines_of(text)), default=0) > MAX_FIELD
    while len(problems) < MAX_PROBLEMS:
        start = reader.line_num
        try:
            row = next(reader, None)
        except csv.Error:
            problems.append((quotes and quotes.flaw(start, reader.line_num)) or _too_long(path, start))
            if problems[-1].code == "field-too-long" or ("why", "unclosed") in problems[-1].arguments:
                return  # whatever follows is in that field
            continue
        if row is None:
            return
        if quotes and '"' in "".join(row) and (flaw := quotes.flaw(start, reader.line_num)):
            problems.append(flaw)
        elif (has_long or reader.line_num > start + 1) and any(len(field) > MAX_FIELD for field in row):
            problems.append(_too_long(path, start))
        elif row:
            yield start + 1, row
    problems.append(problem("too-many-problems", Place(path), limit=MAX_PROBLEMS))


def _too_long(path: str, start: int) -> Problem:
    return problem("field-too-long", Place(path, start + 1), limit=MAX_FIELD)


class _Quotes:
    """Finds what is wrong with the quotes of a row.

    The csv module takes a quote in the middle of a field for a character, and does not say where one was opened.
    """

    def __init__(self, text: str, path: str, delimiter: str) -> None:
        from array import array  # noqa: PLC0415  few tables have quotes

        self.text, self.path, self.delimiter = text, path, delimiter
        # A field as it should be, in quotes or without.
        self.field = re.compile(rf'"[^"]*+(?:""[^"]*+)*+"|[^"{delimiter}\r\n]*+')
        self.starts = array("Q", accumulate(map(len, lines_of(text)), initial=0))  # where each line begins

    def flaw(self, start: int, end: int) -> Problem | None:
        """What is wrong with the row that begins in line *start* (from 0) and ends before *end*."""
        raw = self.text[self.starts[start] : self.starts[end]]
        at, number = 0, 1
        while True:
            opened, at = at, cast("re.Match[str]", self.field.match(raw, at)).end()
            if at == len(raw) or raw[at] in "\r\n":
                return None
            if raw[at] != self.delimiter:
                break
            at, number = at + 1, number + 1
        is_last = end == len(self.starts) - 1
        if raw[opened] != '"':
            why = "bare"
        elif at > opened:
            why = "backslash" if raw[at - 2] == "\\" else "after-quote"
        elif is_last:
            why = "unclosed"
        else:
            return self.flaw(start, len(self.starts) - 1)
        line, first = (start + position(raw, index)[0] for index in (at, opened))
        found = raw[opened : opened + _SHOWN].split("\n")[0].strip()
        return problem("bad-quote", Place(self.path, line, number, exact=False), found=found, why=why, first=first)


def _read_rows(rows: Iterator[tuple[int, list[str]]], columns: Columns, problems: list[Problem]) -> Iterator[Reading]:
    """The readings of the *rows* below the columns."""
    width, indicator_at, unit, locate = columns.width, columns.at["indicator"], columns.unit, columns.place
    pick = itemgetter(*(columns.at.get(field, width) for field in FIELDS))
    share = dict[str, str]().setdefault  # the same few texts are in every row
    for line, row in rows:
        usual = len(row) == width and row[indicator_at] and not columns.unnamed
        if not usual and not _is_record(row, columns, Place(columns.header.path, line, exact=False), problems):
            continue
        row.append("")  # what an absent column has
        indicator, period, value, unit, note, entity, basis = pick(row)
        yield Reading(
            share(indicator, indicator), share(period, period), value, share(unit, unit), note,
            share(entity, entity), share(basis, basis), columns.unit, line, locate,
        )  # fmt: skip


def _is_record(row: list[str], columns: Columns, place: Place, problems: list[Problem]) -> bool:
    """Whether a row is one: it has a field for each column, some of them filled, none where no header is."""
    if not any(map(str.strip, row)):
        return False
    if len(row) != columns.width:
        why = "few" if len(row) < columns.width else "many"
        problems.append(problem("ragged-row", place, have=len(row), want=columns.width, why=why))
        return False
    problems.extend(
        problem("unnamed-column", place._replace(column=index + 1), found=row[index].strip())
        for index in columns.unnamed
        if row[index].strip()
    )
    return True
