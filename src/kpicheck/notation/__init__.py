"""A Threshold: what a text demands, how it is written out, and which way is better.

`notation.read` reads texts, Chinese and English, by one grammar over tables of words.
"""

from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Final, NamedTuple

from kpicheck.quantity import PERCENT, Quantity, exact_text, fixed_text, terminates


class Kind(Enum):
    """What is demanded: a number, a rung of a ladder, a day, another value, or a multiple of a baseline."""

    THRESHOLD = "threshold"
    STATE = "state"
    DATE = "date"
    REFERENCE = "reference"
    MULTIPLE = "multiple"


class Operator(Enum):
    """How the value and what is demanded must stand to each other."""

    GE = ">="
    GT = ">"
    LE = "<="
    LT = "<"
    EQ = "="
    NE = "!="
    RANGE = "range"
    ABOUT = "about"
    IN = "in"
    NOT_IN = "not in"


class Direction(Enum):
    """Which way a change verb goes: 增长 up, 下降 down (its numbers are already negated)."""

    UP = "up"
    DOWN = "down"


PREVIOUS_YEAR = "previous year"
"""`against` of 上年: the indicator's own value a year earlier."""


class Given(NamedTuple):
    """The names that a threshold may compare with, and the rungs that it may demand."""

    names: tuple[str, ...] = ()
    rungs: tuple[str, ...] = ()


class Threshold(NamedTuple):
    """A threshold as written.

    `limit` is a quantity or a day, `low` and `high` the ends of a range; `against` is the name or the formula that a
    reference compares with; `factor` the multiple of the baseline; `basis` the function that a word such as 同比 asks
    for (growth, mom, cagr); `bare` where the text is a quantity alone; `strength` a word such as 力争, kept and never
    a severity.
    """

    text: str
    kind: Kind
    operator: Operator
    limit: Quantity | date | None = None
    low: Quantity | None = None
    high: Quantity | None = None
    low_open: bool = False
    high_open: bool = False
    tolerance: Quantity | None = None
    states: tuple[str, ...] = ()
    against: str | None = None
    factor: Fraction | None = None
    direction: Direction | None = None
    basis: str | None = None
    bare: bool = False
    strength: str | None = None

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities that it is written with: its limit, or both ends of its range."""
        return tuple(end for end in (self.limit, self.low, self.high) if isinstance(end, Quantity))


def for_better(threshold: Threshold, lower: bool) -> Threshold:
    """A bare limit as an upper bound where lower is better."""
    return threshold._replace(operator=Operator.LE) if threshold.bare and lower else threshold


SIGNS: Final = {Operator.GE: "≥", Operator.LE: "≤", Operator.NE: "≠", Operator.NOT_IN: "not"}
"""How an operator is written where it is not written as itself."""


def canonical(threshold: Threshold) -> str:
    """`≥ 23%`, `6% ~ 6.5%`, `4% ± 0.5个百分点`, `not 红`.

    Reading it, with the same units and what is given, makes the same threshold but for `text`, `bare`, `strength`,
    `direction` and `basis`, which say how it was worded, and for the last digit of what was not written as a plain
    number (1e3家 is 1000家, 一半 is 50%).
    """
    sign = SIGNS.get(threshold.operator, threshold.operator.value)
    if threshold.operator is Operator.RANGE:
        return _range(threshold)
    if threshold.operator is Operator.ABOUT:
        return _about(threshold)
    match threshold.kind:
        case Kind.STATE:
            return f"{sign} {', '.join(threshold.states)}"
        case Kind.REFERENCE:
            return f"{sign} {'上年' if threshold.against == PREVIOUS_YEAR else threshold.against}"
        case Kind.MULTIPLE:
            assert threshold.factor is not None
            usual = Operator.GE if threshold.factor >= 1 else Operator.LE
            multiple = f"基数的{exact_text(threshold.factor)}倍"
            return multiple if threshold.operator is usual else f"{sign} {multiple}"
        case _:
            return f"{sign} {written(threshold.limit)}"


def _range(threshold: Threshold) -> str:
    low, high = written(threshold.low), written(threshold.high)
    if threshold.low_open or threshold.high_open:
        return f"{'(' if threshold.low_open else '['}{low}, {high}{')' if threshold.high_open else ']'}"
    return f"{low} ~ {high}"


def _about(threshold: Threshold) -> str:
    if threshold.tolerance is None:
        return f"{written(threshold.limit)}左右"
    return f"{written(threshold.limit)} ± {written(threshold.tolerance)}"


def written(limit: Quantity | date | None) -> str:
    """A quantity with the digits it was written with (5.0%, 三分之二), a day as 2023-12-31."""
    if limit is None:
        return ""
    if isinstance(limit, date):
        return limit.isoformat()
    above, below = abs(limit.base.numerator), limit.base.denominator
    if limit.unit == PERCENT and not terminates(limit.value) and above < 100 and below < 100:
        return f"{'-' if limit.value < 0 else ''}{_numeral(below)}分之{_numeral(above)}"
    name = limit.unit.name if limit.unit else ""
    if limit.exponent is None or limit.exponent > 0:
        return exact_text(limit.value) + name
    return fixed_text(limit.value, -limit.exponent) + name


def _numeral(count: int) -> str:
    """A numeral below a hundred: 三, 十二, 二十."""
    tens, ones = divmod(count, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + ("" if tens and not ones else _DIGITS[ones])


_DIGITS: Final = "零一二三四五六七八九"
