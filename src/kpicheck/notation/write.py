"""A threshold as a line that a person understands and that reads back to the same."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from kpicheck.notation.threshold import PREVIOUS_YEAR, Kind, Operator, Threshold
from kpicheck.quantity import PERCENT
from kpicheck.rounding import exact_text, fixed_text, terminates

if TYPE_CHECKING:
    from kpicheck.quantity import Quantity

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
