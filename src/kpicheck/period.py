"""Periods of the calendar: some months or a day, their parts, their neighbours, how they are written."""

import re
from datetime import date, timedelta
from enum import Enum
from typing import Final, NamedTuple

from kpicheck.problem import Refusal
from kpicheck.text import to_halfwidth

YEAR: Final = 12
HALF: Final = 6
QUARTER: Final = 3
MONTH: Final = 1
"""How many months a period of that name has."""

_FIRST: Final = 12 * 1
_LAST: Final = 12 * 9999 + 11
"""The first and the last month that there are: of years 1 and 9999."""


class Period(NamedTuple):
    """Some months one after another, or a single day."""

    first: int
    """The month it begins in, in months since January of year 0."""

    months: int
    """How many months it has; 0 where it is a day."""

    day: int = 0
    """The day of the month, 1 to 31, where it is a day."""

    @property
    def year(self) -> int:
        """The year it begins in."""
        return self.first // 12

    @property
    def first_day(self) -> date:
        """The day it begins."""
        return date(self.first // 12, self.first % 12 + 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The day it ends."""
        return self.first_day if self.day else _last_day(self.first + self.months - 1)

    @property
    def by_end(self) -> tuple[int, int, int]:
        """What sorts periods by the day they end, and of those that end together the longest last."""
        return self.first + self.months, self.day, self.months

    def in_year(self, year: int) -> "Period":
        """The same part of another year, 29 February as the 28th; raises Refusal `bad-period` outside 1 to 9999."""
        return self.shifted(year - self.year)

    def shifted(self, years: int) -> "Period":
        """The same part of the year that many years away; raises Refusal `bad-period` outside years 1 to 9999."""
        return self._from(self.first + 12 * years)

    def earlier(self, count: int) -> "Period":
        """The period of the same length that many periods before; raises Refusal `bad-period` outside 1 to 9999."""
        if not self.day:
            return self._from(self.first - count * self.months)
        at = self.first_day.toordinal() - count
        if not 1 <= at <= date.max.toordinal():
            raise _outside(at < 1)
        return day(date.fromordinal(at))

    def parts(self, months: int) -> "tuple[Period, ...]":
        """The shorter periods of *months* that make up this one, from its own first month; empty where none do.

        Where they do not divide it, the last one is what is left: eight months are a half and two months.
        """
        if not 0 < months < self.months:
            return ()
        end = self.first + self.months
        return tuple(Period(first, min(months, end - first)) for first in range(self.first, end, months))

    def until(self, last: date) -> "Period | None":
        """The whole months of it that end by the day *last*; itself where it ends by then, None where nothing does."""
        if self.last_day <= last:
            return self
        end = month(last)
        months = end.first - self.first + (last == end.last_day)
        return Period(self.first, months) if months > 0 and not self.day else None

    def contains(self, other: "Period") -> bool:
        """Whether the whole of *other* lies in this period."""
        if other.day:
            return self == other or self.first <= other.first < self.first + self.months
        return self.first <= other.first and other.first + other.months <= self.first + self.months

    def __str__(self) -> str:
        """As it is written: 2023, 2023H1, 2023Q3, 2023-06, 2023-06-30; 2023-04..2024-03 where the label has no name."""
        if self.day:
            return f"{_month(self.first)}-{self.day:02d}"
        if self.months in _MARKS and self.first % self.months == 0:
            return f"{self.year:04d}" + _MARKS[self.months].format(self.first % 12 // self.months + 1)
        return _month(self.first) + ("" if self.months == 1 else f"..{_month(self.first + self.months - 1)}")

    def _from(self, first: int) -> "Period":
        """A period like this one that begins in another month."""
        last = first + max(self.months, 1) - 1
        if first < _FIRST or last > _LAST:
            raise _outside(first < _FIRST)
        return Period(first, self.months, self.day and min(self.day, _last_day(first).day))


_MARKS: Final = {YEAR: "", HALF: "H{}", QUARTER: "Q{}"}


def year(number: int) -> Period:
    """The year of that number; raises Refusal `bad-period` outside 1 to 9999."""
    return Period(_FIRST, YEAR).in_year(number)


def month(of: date) -> Period:
    """The month that a day is in."""
    return Period(12 * of.year + of.month - 1, MONTH)


def day(of: date) -> Period:
    """A single day."""
    return Period(month(of).first, 0, of.day)


def _last_day(month: int) -> date:
    in_year, index = divmod(month, 12)
    if index == 11:
        return date(in_year, 12, 31)  # in year 9999 no month follows to count back from
    return date(in_year, index + 2, 1) - timedelta(days=1)


def _month(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def _outside(is_before: bool) -> Refusal:
    return Refusal("bad-period", text="0" if is_before else "10000")


class LabelSense(Enum):
    """What a label says beyond its period."""

    EXACT = "exact"
    CUMULATIVE = "cumulative"  # 2023年1-11月, 前三季度: from the year's start
    END = "end"  # 2023年末, 2023年6月末: of a stock


class Label(NamedTuple):
    """A period as submitted."""

    period: Period
    sense: LabelSense = LabelSense.EXACT


_ANY_MONTH: Final = {written: number for number in range(1, 13) for written in (str(number), f"{number:02d}")}
_ANY_HALF: Final = {"1": 1, "2": 2}
_ANY_QUARTER: Final = {"1": 1, "2": 2, "3": 3, "4": 4}
_HALVES: Final = {"上": 1, "下": 2}
_QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, **_ANY_QUARTER}
_TO: Final = "-~—–至到"

_Form = tuple[int, int, LabelSense]
_FORMS: Final[dict[str, _Form]] = {
    form.format(written): (months, number, sense)
    for months, sense, forms, numbers in (
        (YEAR, LabelSense.EXACT, ("", "年", "年度", "年全年"), {"": 1}),
        (YEAR, LabelSense.END, ("年末", "年底", "年年末", "年年底"), {"": 1}),
        (HALF, LabelSense.EXACT, ("h{}", "-h{}", " h{}", "年h{}"), _ANY_HALF),
        (HALF, LabelSense.EXACT, ("{}半年", "年{}半年"), _HALVES),
        (HALF, LabelSense.END, ("年{}半年末", "年{}半年底"), _HALVES),
        (QUARTER, LabelSense.EXACT, ("q{}", "-q{}", " q{}", "年q{}"), _ANY_QUARTER),
        (QUARTER, LabelSense.EXACT, ("{}季度", "第{}季度", "年{}季度", "年第{}季度"), _QUARTERS),
        (QUARTER, LabelSense.END, ("年{}季度末", "年{}季末", "年第{}季度末"), _QUARTERS),
        (QUARTER, LabelSense.CUMULATIVE, ("年前{}季度",), {"二": 2, "两": 2, "三": 3, "2": 2, "3": 3}),
        (MONTH, LabelSense.EXACT, ("-{}", "/{}", "年{}月", "年{}月份"), _ANY_MONTH),
        (MONTH, LabelSense.EXACT, ("{:0>2}",), _ANY_MONTH),
        (MONTH, LabelSense.END, ("年{}月末", "年{}月底"), _ANY_MONTH),
        (MONTH, LabelSense.CUMULATIVE, [f"年1{of}{to}{{}}月" for of in ("", "月") for to in _TO], _ANY_MONTH),
        (MONTH, LabelSense.CUMULATIVE, [f"年1{to}{{}}月份" for to in _TO], _ANY_MONTH),
    )
    for form in forms
    for written, number in numbers.items()
}
"""What may follow the year: how long the period is, its number within the year, what else is said."""

_MONTH_NAMES: Final = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
_BEFORE: Final[dict[str, _Form]] = {
    **{f"h{number}": (HALF, number, LabelSense.EXACT) for number in (1, 2)},
    **{f"q{number}": (QUARTER, number, LabelSense.EXACT) for number in (1, 2, 3, 4)},
    **{
        name: (MONTH, number, LabelSense.EXACT)
        for number, names in enumerate(_MONTH_NAMES, 1)
        for name in names.split()
    },
}
"""What may be before the year and a space, as in Q2 2024 and May 2024."""

_DATE: Final = re.compile(
    "([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)"
)


def read(text: str) -> Period:
    """The period that *text* names.

    Raises Refusal `bad-period`, also where the text says more than a period (2023年1-11月), and `bad-date`.
    """
    label = read_label(text)
    if label.sense is not LabelSense.EXACT:
        raise _refused("bad-period", text)
    return label.period


def read_label(text: str) -> Label:
    """The period that a submitted *text* names, cumulative ones and a period's end too.

    Raises Refusal `bad-period`, and `bad-date` for a day that no calendar has.
    """
    folded = to_halfwidth(text).strip()
    if _DATE.fullmatch(folded):
        return Label(day(read_date(folded)))
    digits, form = folded[:4], _FORMS.get(folded[4:].lower())
    if form is None:
        before, _, digits = folded.rpartition(" ")
        form = _BEFORE.get(before.lower())
    is_year = len(digits) == 4 and digits.isascii() and digits.isdecimal() and digits != "0000"
    if form is None or not is_year:
        raise _refused("bad-period", text)
    months, number, sense = form
    return Label(Period(12 * int(digits) + months * (number - 1), months), sense)


def read_date(text: str) -> date:
    """The day that *text* names: 2023-12-31, 2023/12/31 or 2023年12月31日. Raises Refusal `bad-date`."""
    found = _DATE.fullmatch(to_halfwidth(text).strip())
    if found is None:
        raise Refusal("bad-date", text=text.strip())
    try:
        return date(*(int(part) for part in found.groups() if part))
    except ValueError:
        raise _refused("bad-date", text) from None


def _refused(code: str, text: str) -> Refusal:
    return Refusal(code, width=len(text), text=text.strip())
