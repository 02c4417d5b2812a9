"""What the columns of a long table mean: a figure a row, its indicator, period, unit and the rest beside it."""

from typing import Final, NamedTuple

from kpicheck import number, period
from kpicheck.place import Place
from kpicheck.problem import Problem, problem, succeeds
from kpicheck.sources import MAX_PROBLEMS
from kpicheck.text import closest, name_key

FIELDS: Final = ("indicator", "period", "value", "unit", "note", "entity", "basis")
"""The fields of a reading, in its order."""

NEEDED: Final = ("indicator", "value")

SPELLINGS: Final = {
    "indicator": "indicator, indicators, indicator name, indicator_name, metric, kpi, 指标, 指标名称, 指标名",
    "period": (
        "period, reporting period, year, quarter, month, "
        "时期, 年份, 期间, 年度, 年, 时间, 报告期, 统计期, 统计时期, 季度, 月份"
    ),
    "value": (
        "value, values, figure, actual, actual value, result, "
        "数值, 值, 数据, 指标值, 实际值, 完成值, 实际完成值, 完成, 全年完成"
    ),
    "unit": "unit, units, 单位, 计量单位",
    "entity": "entity, region, district, 地区, 地区名称, 区域, 行政区, 行政区划, 区县, 旗县区, 主体",
    "basis": "basis, 口径, 统计口径",
    "note": "note, notes, remark, remarks, comment, comments, 备注, 注, 说明, 注释",
}
"""How each column may be headed. Two columns of one meaning are refused, so that year and month beside each other are
never read as if one of them were the whole period."""

HEADERS: Final = {spelling: field for field, spellings in SPELLINGS.items() for spelling in spellings.split(", ")}

_SUGGESTED: Final = 20
"""So many unknown columns are compared with the known ones, for it takes time and nobody reads more."""

_SEPARATORS: Final = (";", "；", "，", "|", "\t")
_SHOWN: Final = 8


class Columns(NamedTuple):
    """What a header row says: where each field is (from 0), and the unit that the value's header names."""

    header: Place
    width: int
    at: dict[str, int]
    unit: str
    unnamed: tuple[int, ...]
    problems: tuple[Problem, ...]

    def place(self, line: int, field: str) -> Place:
        """Where *field* of the row in *line* is; the value's place where the table has no such column."""
        if field == "header_unit" and self.unit:
            line = self.header.line or line
        return Place(self.header.path, line, self.at.get(field, self.at["value"]) + 1, exact=False)


def field_of(header: str) -> tuple[str, str]:
    """The field that *header* names and the unit it adds, `""` where there is none: 数值（万元） is a value in 万元."""
    key = name_key(header).casefold()
    if key in HEADERS:
        return HEADERS[key], ""
    text = header.strip()
    opened = max(text.rfind("("), text.rfind("（"))
    name, unit, closed = text[: max(opened, 0)], text[opened + 1 : -1], text[-1:]
    if HEADERS.get(name_key(name).casefold()) == "value" and unit and closed in ")）" and {")", "）"}.isdisjoint(unit):
        return "value", unit.strip()
    return "", ""


def read_header(headers: list[str], place: Place) -> Columns:
    """What the columns of a table mean; *place* is the header row's. Problems: `duplicate-header`, `unknown-column`."""
    at: dict[str, int] = {}
    seen: dict[str, int] = {}
    unit, unnamed, problems = "", [], []
    for index, header in enumerate(headers):
        where = place._replace(column=index + 1)
        field, header_unit = field_of(header)
        key = field or name_key(header).casefold()
        if not key:
            unnamed.append(index)
        elif key in seen:
            problems.append(problem("duplicate-header", where, header=header.strip(), first=headers[seen[key]].strip()))
        elif field:
            at[field], unit = index, unit or header_unit
        else:
            problems.append(unknown_column(header, where, len(problems)))
        seen.setdefault(key, index)
    return Columns(place, len(headers), at, unit, tuple(unnamed), tuple(problems[:MAX_PROBLEMS]))


def unknown_column(header: str, place: Place, before: int) -> Problem:
    """The warning about a column that nobody reads, reported after *before* others."""
    close = closest(name_key(header).casefold(), list(HEADERS)) if before < _SUGGESTED else ""
    return problem("unknown-column", place, column=header.strip(), close=close)


def not_long(headers: list[str], place: Place) -> Problem:
    """The refusal of a table that is not long: what its first row is instead."""
    found = ", ".join(each.strip() for each in headers[:_SHOWN]) + (", …" if len(headers) > _SHOWN else "")
    known = {field_of(each)[0] for each in headers}
    lacks = ", ".join(field for field in NEEDED if field not in known)
    return problem("not-long", place, found=found, lacks=lacks, why=_shape(headers, known))


def _shape(headers: list[str], known: set[str]) -> str:
    """Whether the columns are separated by something else, are a wide table's, or have no header."""
    if len(headers) == 1 and any(separator in headers[0] for separator in _SEPARATORS):
        return "separator"
    if any(succeeds(number.read, each) and not _is_period(each) for each in headers) and not known.difference({""}):
        return "header"
    return "wide" if "value" not in known and (known.difference({""}) or any(map(_is_period, headers))) else ""


def _is_period(text: str) -> bool:
    return succeeds(period.read_label, text)
