"""What the model is given, and what it says: a target's keys as Python values, figures, periods, and demands of a number.

Not a line of it is the program's. Formulas are nested tuples. Every amount is worked with in base units.
"""

from datetime import date, timedelta
from fractions import Fraction as F
from functools import cache
from typing import Any, NamedTuple

UNITS = {
    "件": ("件", F(1)), "百件": ("件", F(100)), "家": ("家", F(1)), "元": ("元", F(1)), "万元": ("元", F(10**4)), "亿元": ("元", F(10**8)),
    "%": ("ratio", F(1, 100)), "‰": ("ratio", F(1, 1000)), "个百分点": ("points", F(1, 100)), "1": ("ratio", F(1)),
}  # fmt: skip
COUNTS = {"件", "家"}
BAD, MARK = "bad cell", "marked missing"
EXCEPT, LEVELS = "all but", "levels"
ANY = (None, False, None, False)


class Amount(NamedTuple):
    """A number as it is written: its value in `unit`, and how many decimals it has."""

    value: F
    places: int
    unit: str

    @property
    def base(self):
        return self.value * UNITS[self.unit][1]

    @property
    def step(self):
        """One of its last digit, in base units."""
        return F(1, 10**self.places) * UNITS[self.unit][1]


class Span(NamedTuple):
    """A period by its first and last day."""

    start: date
    end: date

    @property
    def months(self):
        return 12 * (self.end.year - self.start.year) + self.end.month - self.start.month + 1


class Want(NamedTuple):
    """A threshold: `op` is a comparator, range, about, in (of `ranks`), last year, times (a baseline) or value (a formula's).

    `against` is the comparator of what is known only with the figures; `verb`: 增长5%, 下降3%以上.
    """

    op: str
    low: Amount | None = None
    high: Amount | None = None
    low_open: bool = False
    high_open: bool = False
    tolerance: Amount | None = None
    bare: bool = False
    ranks: frozenset = frozenset()
    day: date | None = None
    formula: Any = None
    factor: int = 0
    against: str = ""
    verb: bool = False


class Figure(NamedTuple):
    indicator: str
    span: Span
    value: Any


class Case(NamedTuple):
    """A target `a` with its `keys`, what other indicators are declared, what was submitted; `period` is the file's."""

    keys: dict
    declared: dict
    figures: tuple
    period: Span
    as_of: date | None = None


class Lack(Exception):  # noqa: N818  it is no error: there is no value
    """There is no value: `missing`, `empty` (0/0), `contradicted` or `refused`; `open` where the design does not say which."""

    def __init__(self, why):
        super().__init__(why)
        self.why = why


def span(year, first=1, months=12):
    """*months* months from the month *first* of *year*."""
    after = 12 * year + first - 1 + months
    return Span(date(year, first, 1), date(after // 12, after % 12 + 1, 1) - timedelta(1))


def day(when):
    return Span(when, when)


def earlier(period, years=1):
    return span(period.start.year - years, period.start.month, period.months)


def has_label(period):
    """A year, half, quarter or month has a name; January to May has none."""
    return period.months in (1, 3, 6, 12) and (period.start.month - 1) % period.months == 0


@cache
def partitions(period):
    """The halves, quarters and months that make a period; where one does not fit, shorter ones."""
    found = []
    for longest in (6, 3, 1):
        parts, at, left = [], period.start, period.months
        while left:
            length = next(n for n in (6, 3, 1) if n <= min(longest, left) and (at.month - 1) % n == 0)
            parts.append(span(at.year, at.month, length))
            at, left = parts[-1].end + timedelta(1), left - length
        if parts != [period] and parts not in found:
            found.append(parts)
    return found


def ends_of(period):
    """The period and its last half, quarter, month and day, those that there are."""
    last = date(period.end.year, period.end.month, 1)
    tails = [span(last.year, last.month - n + 1, n) for n in (12, 6, 3, 1) if last.month % n == 0]
    return [*(tail for tail in tails if tail.start >= period.start), day(period.end)]


def worst(lacks):
    return min(lacks, key=["refused", "contradicted", "empty", "open", "missing"].index)


def holds(demand, value):
    if demand[0] == EXCEPT:
        return value != demand[1]
    if demand[0] == LEVELS:
        return value in demand[1]
    low, low_open, high, high_open = demand
    return (low is None or value > low or (value == low and not low_open)) and (
        high is None or value < high or (value == high and not high_open)
    )


def compared(op, limit):
    """What a comparator and its limit demand."""
    return {
        ">=": (limit, False, None, False), ">": (limit, True, None, False), "<=": (None, False, limit, False),
        "<": (None, False, limit, True), "=": (limit, False, limit, False), "!=": (EXCEPT, limit),
    }[op]  # fmt: skip


def interval(ends):
    """Of two amounts, either of which may be absent; of ANY, which is both, every number."""
    if ends == ANY:
        return ANY
    low, high, low_open, high_open = ends
    return (low and low.base, low_open, high and high.base, high_open)


class Judged(NamedTuple):
    """What must come out; None is not compared.

    `early`: decided before the end, or without all parts.
    """

    status: str
    actual: Any = None
    margin: Any = None
    limit: Any = None
    completion: F | None = None
    close: bool | None = False
    early: bool | None = False


OPEN = Judged("open")
"""The design does not say: a bad cell whose period another figure covers, or that is not the latest reading; a level that falls
and had been reached; whether a later band, or a later level outside a set, says anything of the state at the day."""


def spec_of(case):
    return case.declared[case.keys["indicator"]] if "indicator" in case.keys else case.keys


def margin(demand, value):
    """How far inside the demand a value is, from its nearest end; not compared for `!=`."""
    if demand[0] == EXCEPT:
        return None
    low, _, high, _ = demand
    return min(end for end in (low is not None and value - low, high is not None and high - value) if end is not False)
