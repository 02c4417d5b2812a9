"""A threshold as text that is read as the same threshold: what `notation` reads can be held against what was written."""

from typing import Final, assert_never

from kpicheck.demand import Operator
from kpicheck.notation import About, AnyOf, Day, LastYear, Level, Limit, Multiple, NoneOf, Range, Reference, Threshold
from kpicheck.quantity import exact_text


def canonical(threshold: Threshold) -> str:
    """`≥ 23%`, `6% ~ 6.5%`, `4% ± 0.5个百分点`, `not 红`.

    Reading it, with the same units and what is declared, makes the same threshold but for its wording, and for the
    last digit of what was not written as a plain number (1e3家 is 1000家, 一半 is 50%).
    """
    match threshold.requires:
        case Limit(operator, quantity):
            return f"{operator.sign} {quantity.written}"
        case Range(low, high, False, False):
            return f"{low.written} ~ {high.written}"
        case Range(low, high, low_open, high_open):
            return f"{'(' if low_open else '['}{low.written}, {high.written}{')' if high_open else ']'}"
        case About(quantity, tolerance):
            return f"{quantity.written} ± {tolerance.written}" if tolerance else f"{quantity.written}左右"
        case AnyOf(levels):
            return f"in {', '.join(levels)}"
        case NoneOf(levels):
            return f"not {', '.join(levels)}"
        case Level(operator, other) | Reference(operator, other):
            return f"{operator.sign} {other}"
        case Day(operator, day):
            return f"{operator.sign} {day.isoformat()}"
        case LastYear(operator, is_trend):
            return _TRENDS[operator] if is_trend else f"{operator.sign} 上年"
        case Multiple(operator, factor):
            multiple = f"基数的{exact_text(factor)}倍"
            return multiple if operator is Multiple.usual(factor) else f"{operator.sign} {multiple}"
        case _:
            assert_never(threshold.requires)


_TRENDS: Final = {
    Operator.GT: "持续增长", Operator.GE: "只增不减", Operator.LT: "持续下降", Operator.LE: "只减不增",
}  # fmt: skip
