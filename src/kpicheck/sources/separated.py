"""CSV and TSV: a long table, its first row that is not blank naming the columns.

RFC 4180, strictly: a field with a quote, the separator or a line end in it stands in quotes, a quote in it is doubled.
Lines end with LF, CR LF or CR and are counted as they stand in the file; a row has the line it begins in, and the
column of a place is the field's number. Blank lines, and rows with nothing in any field, are skipped.
"""

from __future__ import annotations

import csv
import re
from operator import itemgetter
from typing import TYPE_CHECKING, Final, cast

from kpicheck.files import position
from kpicheck.place import Place, quick_place
from kpicheck.problem import KpiCheckError, Problem, Severity, problem
from kpicheck.sources import MAX_PROBLEMS, Reading, Table
from kpicheck.sources.long_table import FIELDS, NEEDED, Columns, columns, field_of, not_long

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_FIELD: Final = 100_000
"""Characters in a field; below the csv module's own limit, so that ours is the one that is met."""

MAX_COLUMNS: Final = 16_384
"""As many as a spreadsheet has."""

MAX_SPOILT: Final = 100
_SHOWN: Final = 40

_new: Final = tuple.__new__
"""A NamedTuple's own constructor costs twice as much, and there is one for every row."""

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
    problems = list(_spoilt(text, path))
    try:
        return Table(_readings(text.replace("\0", "\ufffd"), path, delimiters, problems), problems)
    except KpiCheckError as error:
        return Table([], [*problems, *error.problems])


def _spoilt(text: str, path: str) -> Iterator[Problem]:
    """A problem for each of the first lines with a character that no text has."""
    for char, code in (("\0", "nul-character"), ("\ufffd", "replacement-character")):
        if char in text:
            numbers = [number for number, line in enumerate(_LINE.findall(text), 1) if char in line]
            yield from (problem(code, Place(path, number)) for number in numbers[:MAX_SPOILT])


def _readings(text: str, path: str, delimiters: str, problems: list[Problem]) -> list[Reading]:
    lines = _LINE.findall(text)
    delimiter = _delimiter(lines, path, delimiters)
    if delimiter != delimiters[0]:
        problems.append(problem("other-separator", Place(path, 1), why=_NAMES[delimiter]))
    rows = _rows(lines, path, delimiter, problems)
    number, first = next(rows, (0, None))
    if first is None:
        raise KpiCheckError(() if problems else (problem("empty-file", Place(path)),))
    place = Place(path, number, exact=False)
    return list(_read_rows(rows, _header(first, place), place, problems))


def _delimiter(lines: list[str], path: str, delimiters: str) -> str:
    """The delimiter by which the header row is a long table's; the first where neither is."""
    number, line = next(((number, line) for number, line in enumerate(lines, 1) if line.strip()), (1, ""))
    if found := re.fullmatch(r'\s*"?(sep=.?)"?\s*', line, re.IGNORECASE):
        raise KpiCheckError((problem("excel-sep", Place(path, number), found=found[1]),))
    for delimiter in delimiters:
        header = next(csv.reader([line[:MAX_FIELD]], delimiter=delimiter), [])
        if all(field in {field_of(each)[0] for each in header} for field in NEEDED):
            return delimiter
    return delimiters[0]


def _header(row: list[str], place: Place) -> Columns:
    """What the header *row* means. Raises KpiCheckError `too-many-columns`, `not-long`."""
    if len(row) > MAX_COLUMNS:
        raise KpiCheckError((problem("too-many-columns", place, count=len(row), limit=MAX_COLUMNS),))
    found = columns(row, place)
    if not found.is_long:
        doubled = (each for each in found.problems if each.severity is Severity.ERROR)
        raise KpiCheckError((not_long(row, place), *doubled))
    return found


def _rows(lines: list[str], path: str, delimiter: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line it begins in; what is wrong with its quotes is in *problems*."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    has_quotes, has_long = any('"' in line for line in lines), any(len(line) > MAX_FIELD for line in lines)
    before = 0
    while len(problems) < MAX_PROBLEMS:
        start = before
        try:
            row = next(reader, None)
        except csv.Error:
            row, flaw = [], _flaw(lines, start, reader.line_num, path, delimiter)
            flaw = flaw or problem("field-too-long", Place(path, start + 1), limit=MAX_FIELD)
            problems.append(flaw)
            if flaw.code == "field-too-long" or ("why", "unclosed") in flaw.arguments:
                return  # whatever follows stands in that field
        if row is None:
            return
        before = reader.line_num
        if has_quotes and any('"' in field for field in row) and (flaw := _flaw(lines, start, before, path, delimiter)):
            problems.append(flaw)
        elif (has_long or before > start + 1) and any(len(field) > MAX_FIELD for field in row):
            problems.append(problem("field-too-long", Place(path, start + 1), limit=MAX_FIELD))
        elif row:
            yield start + 1, row
    problems.append(problem("too-many-problems", Place(path), limit=MAX_PROBLEMS))


def _flaw(lines: list[str], start: int, end: int, path: str, delimiter: str) -> Problem | None:
    """What is wrong with the quotes of the row that begins in line *start* (from 0) and ends before *end*.

    The csv module takes a quote in the middle of a field for a character, and does not say where one was opened.
    """
    raw = "".join(lines[start:end])
    at, field, bare = 0, 1, re.compile(rf'[^"{delimiter}\r\n]*+')
    while True:
        opened, closed = at, _QUOTED.match(raw, at)
        at = closed.end() if closed else cast("re.Match[str]", bare.match(raw, at)).end()
        if at == len(raw) or raw[at] in "\r\n":
            return None
        if raw[at] != delimiter:
            break
        at, field = at + 1, field + 1
    if closed:
        why = "backslash" if raw[at - 2] == "\\" else "after-quote"
    elif at > opened:
        why = "bare"
    elif end < len(lines):
        return _flaw(lines, start, len(lines), path, delimiter)
    else:
        why = "unclosed"
    line, first = (start + position(raw, index)[0] for index in (at, opened))
    found = raw[opened : opened + _SHOWN].split("\n")[0].strip()
    return problem("bad-quote", Place(path, line, field, exact=False), found=found, why=why, first=first)


def _read_rows(
    rows: Iterator[tuple[int, list[str]]], header: Columns, place: Place, problems: list[Problem]
) -> Iterator[Reading]:
    """The readings of the *rows* below the header, which stands at *place*."""
    path, width, column, indicator_at = place.path, header.width, header.at["value"] + 1, header.at["indicator"]
    problems.extend(header.problems)
    pick = itemgetter(*(header.at.get(field, width) for field in FIELDS))
    beside: tuple[tuple[str, int | Place], ...] = tuple((field, index + 1) for field, index in header.at.items())
    if header.unit:
        beside = (*beside, ("header_unit", place._replace(column=column)))
    shared: dict[str, str] = {}
    share = shared.setdefault  # the same few texts stand in every row
    for line, row in rows:
        usual = len(row) == width and row[indicator_at] and not header.unnamed
        if not usual and not _is_record(row, header, Place(path, line, exact=False), problems):
            continue
        row.append("")  # what an absent column has
        indicator, period, value, unit, note, entity, basis = pick(row)
        where = quick_place(path, line, column, exact=False)
        texts = (share(indicator, indicator), share(period, period), value, share(unit, unit), note)
        yield _new(Reading, (*texts, share(entity, entity), share(basis, basis), where, beside, header.unit))


def _is_record(row: list[str], header: Columns, place: Place, problems: list[Problem]) -> bool:
    """Whether a row is one: it has a field for each column, some of them filled, none where no header is."""
    if not any(map(str.strip, row)):
        return False
    if len(row) != header.width:
        why = "few" if len(row) < header.width else "many"
        problems.append(problem("ragged-row", place, have=len(row), want=header.width, why=why))
        return False
    problems.extend(
        problem("unnamed-column", place._replace(column=index + 1), found=row[index].strip())
        for index in header.unnamed
        if row[index].strip()
    )
    return True
