"""A threshold as a line that a person understands and that reads back to the same."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kpicheck.notation.threshold import PREVIOUS_YEAR, Kind, Operator, Threshold
from kpicheck.quantity import Quantity
from kpicheck.rounding import exact_text, fixed_text

if TYPE_CHECKING:
    from fractions import Fraction

_SYMBOLS = {Operator.GE: "≥", Operator.LE: "≤", Operator.NE: "≠"}


def canonical(threshold: Threshold) -> str:
    """`≥ 23%`, `6% ~ 6.5%`, `4% ± 0.5个百分点`, `not 红`.

    Reading it gives the same threshold, but for `text`, `bare`, `strength`, `direction` and `basis`, which say how it
    was worded.
    """
    sign = _SYMBOLS.get(threshold.operator, threshold.operator.value)
    match threshold.kind:
        case Kind.STATE:
            joined = ", ".join(threshold.states)
            names = {Operator.NOT_IN: "not", Operator.GE: "≥"}
            return f"{names.get(threshold.operator, sign)} {joined}"
        case Kind.REFERENCE:
            return f"{sign} {'上年' if threshold.against == PREVIOUS_YEAR else threshold.against}"
        case Kind.MULTIPLE:
            return _multiple(threshold, sign)
        case Kind.DATE | Kind.THRESHOLD:
            return _quantities(threshold, sign)


def _multiple(threshold: Threshold, sign: str) -> str:
    factor = exact_text(threshold.factor) if threshold.factor is not None else ""
    return "减半" if threshold.operator is Operator.LE else f"基数的{factor}倍" if sign else factor


def _quantities(threshold: Threshold, sign: str) -> str:
    if isinstance(threshold.limit, date):
        return f"{sign} {threshold.limit.isoformat()}"
    if threshold.operator is Operator.RANGE and threshold.low is not None and threshold.high is not None:
        return _range(threshold, threshold.low, threshold.high)
    limit = written(threshold.limit) if threshold.limit is not None else ""
    if threshold.operator is Operator.ABOUT:
        return f"{limit} ± {written(threshold.tolerance)}" if threshold.tolerance is not None else f"{limit}左右"
    return f"{sign} {limit}"


def _range(threshold: Threshold, low: Quantity, high: Quantity) -> str:
    if threshold.low_open or threshold.high_open:
        return f"{'(' if threshold.low_open else '['}{written(low)}, {written(high)}{')' if threshold.high_open else ']'}"
    return f"{written(low)} ~ {written(high)}"


def written(quantity: Quantity) -> str:
    """A quantity with the digits it was written with: 5.0%."""
    return f"{_digits(quantity.value, quantity.exponent)}{quantity.unit.name if quantity.unit else ''}"


def _digits(value: Fraction, exponent: int | None) -> str:
    return exact_text(value) if exponent is None or exponent > 0 else fixed_text(value, -exponent)
