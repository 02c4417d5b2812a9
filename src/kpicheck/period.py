"""Periods of the calendar: a year, half, quarter, month or day, their parts, their neighbours, how they are written."""

import re
from datetime import date, timedelta
from enum import IntEnum
from typing import Final, NamedTuple

from kpicheck.problem import Refusal
from kpicheck.text import fold


class Length(IntEnum):
    """How many of a period's kind make a year."""

    YEAR = 1
    HALF = 2
    QUARTER = 4
    MONTH = 12
    DAY = 365


class Period(NamedTuple):
    """A span of the calendar. `number` counts from 1 within the year: half 1..2, quarter, month, day of the year."""

    year: int
    length: Length = Length.YEAR
    number: int = 1

    @property
    def first_day(self) -> date:
        """The day it begins."""
        if self.length is Length.DAY:
            return date(self.year, 1, 1) + timedelta(days=self.number - 1)
        return date(self.year, (self.number - 1) * (12 // self.length) + 1, 1)

    @property
    def last_day(self) -> date:
        """The day it ends."""
        if self.length is Length.DAY:
            return self.first_day
        month = self.number * (12 // self.length)
        return date(self.year, 12, 31) if month == 12 else date(self.year, month + 1, 1) - timedelta(days=1)

    def in_year(self, year: int) -> "Period":
        """The same part of another year."""
        if self.length is Length.DAY:
            return _day(_same_day(self.first_day, year))
        return self._replace(year=year)

    def shifted(self, years: int) -> "Period":
        """The same part of the year that many years away; raises Refusal `bad-period` outside years 1 to 9999."""
        if not 1 <= self.year + years <= 9999:
            raise Refusal("bad-period", text=str(self.year + years))
        return self.in_year(self.year + years)

    def previous(self) -> "Period":
        """The period of the same length before this one; raises Refusal `bad-period` before year 1."""
        return self.earlier(1)

    def earlier(self, count: int) -> "Period":
        """The period of the same length that many periods before; raises Refusal `bad-period` before year 1."""
        is_day = self.length is Length.DAY
        at = self.first_day.toordinal() if is_day else self.year * self.length + self.number - 1
        if at - count < (1 if is_day else self.length):
            raise Refusal("bad-period", text="0")
        if is_day:
            return _day(date.fromordinal(at - count))
        year, number = divmod(at - count, self.length)
        return Period(year, self.length, number + 1)

    def parts(self, length: Length) -> "tuple[Period, ...]":
        """The shorter periods of *length* that make up this one; empty where none do."""
        if length <= self.length or length is Length.DAY or self.length is Length.DAY:
            return ()
        count = length // self.length
        first = (self.number - 1) * count + 1
        return tuple(Period(self.year, length, i) for i in range(first, first + count))

    def contains(self, other: "Period") -> bool:
        """Whether the whole of *other* lies in this period."""
        return self.first_day <= other.first_day and other.last_day <= self.last_day

    def __str__(self) -> str:
        """As it is written: 2023, 2023H1, 2023Q3, 2023-06, 2023-06-30."""
        if self.length is Length.DAY:
            return self.first_day.isoformat()
        return f"{self.year:04d}" + _MARKS[self.length].format(self.number)


_MARKS: Final = {Length.YEAR: "", Length.HALF: "H{}", Length.QUARTER: "Q{}", Length.MONTH: "-{:02d}"}


class Span(IntEnum):
    """What a label says beyond its period."""

    EXACT = 0
    CUMULATIVE = 1  # 2023年1-11月, 前三季度: from the year's start
    YEAR_END = 2  # 2023年末: of a stock


class Label(NamedTuple):
    """A period as submitted."""

    period: Period
    span: Span = Span.EXACT


_PART: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR: Final = r"(?P<year>[0-9]{4})"
_LABEL: Final = re.compile(
    _YEAR
    + r"""(?:
    (?P<whole>年度?|年全年)?
    | [Hh](?P<half>[12]) | 年?(?P<half_word>[上下])半年
    | [Qq](?P<quarter>[1-4]) | 年?第?(?P<quarter_word>[一二三四1-4])季度
    | 年前(?P<quarters>[二两三2-3])季度
    | (?:-(?P<month>[0-9]{1,2}) | 年(?P<month_word>[0-9]{1,2})月份? | (?P<month_digits>[0-9]{2}))
    | 年1[-~—–至到](?P<months>[0-9]{1,2})月份?
    | 年(?P<end>末|底|年末|年底)
    )""",
    re.VERBOSE,
)
_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)")


def read(text: str) -> Period:
    """The period that *text* names.

    Raises Refusal `bad-period`, also where the text says more than a period (2023年1-11月).
    """
    label = read_label(text)
    if label.span is not Span.EXACT:
        raise _refused("bad-period", text)
    return label.period


def read_label(text: str) -> Label:
    """The period that a submitted *text* names, cumulative ones and a year's end too. Raises Refusal `bad-period`."""
    folded = fold(text).strip()
    if len(folded) == 4 and folded.isascii() and folded.isdigit() and folded != "0000":
        return Label(Period(int(folded)))
    if _DATE.fullmatch(folded):
        return Label(_day(read_date(folded)))
    found = _LABEL.fullmatch(folded)
    if found is None or int(found["year"]) == 0:
        raise _refused("bad-period", text)
    label = _label(int(found["year"]), {key: value for key, value in found.groupdict().items() if value})
    if not 1 <= label.period.number <= label.period.length:
        raise _refused("bad-period", text)
    return label


def _label(year: int, found: dict[str, str]) -> Label:
    if half := found.get("half") or found.get("half_word"):
        return Label(Period(year, Length.HALF, {"上": 1, "1": 1}.get(half, 2)))
    if quarter := found.get("quarter") or found.get("quarter_word"):
        return Label(Period(year, Length.QUARTER, _PART[quarter]))
    if quarters := found.get("quarters"):
        return Label(Period(year, Length.QUARTER, {"两": 2, **_PART}[quarters]), Span.CUMULATIVE)
    if month := found.get("month") or found.get("month_word") or found.get("month_digits"):
        return Label(Period(year, Length.MONTH, int(month)))
    if months := found.get("months"):
        return Label(Period(year, Length.MONTH, int(months)), Span.CUMULATIVE)
    return Label(Period(year), Span.YEAR_END if "end" in found else Span.EXACT)


def read_date(text: str) -> date:
    """The day that *text* names: 2023-12-31 or 2023年12月31日. Raises Refusal `bad-date`."""
    found = _DATE.fullmatch(fold(text).strip())
    if found is None:
        raise Refusal("bad-date", text=text.strip())
    try:
        return date(*(int(part) for part in found.groups() if part))
    except ValueError:
        raise _refused("bad-date", text) from None


def _refused(code: str, text: str) -> Refusal:
    return Refusal(code, width=len(text), text=text.strip())


def _day(day: date) -> Period:
    return Period(day.year, Length.DAY, day.timetuple().tm_yday)


def _same_day(day: date, year: int) -> date:
    """The same day of another year; 29 February becomes the 28th."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
