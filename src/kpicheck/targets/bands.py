"""Thresholds as intervals of base units: what they hold, what they imply, what they leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpicheck.demand import Interval, Operator
from kpicheck.notation import About, Limit, Range, Threshold
from kpicheck.problem import Refusal
from kpicheck.quantity import mismatch
from kpicheck.targets.model import Better

if TYPE_CHECKING:
    from fractions import Fraction

    from kpicheck.quantity import Quantity
    from kpicheck.unit import Unit


def band(
    threshold: Threshold, unit: Unit | None, better: Better | None = None, tolerance: Fraction | None = None
) -> Interval:
    """The interval that a threshold of quantities demands, in base units.

    With *better* only one end of a range or an about remains. Raises Refusal `unit-mismatch` where a limit is not of
    *unit*'s dimension, `not-an-interval` where the threshold is none (`!=`, a state, another value).
    """
    match threshold.requires:
        case Range(low, high, low_open, high_open):
            return one_sided(Interval(base_of(low, unit), base_of(high, unit), low_open, high_open), better)
        case About(quantity, _):
            limit = base_of(quantity, unit)
            if tolerance is None:
                raise Refusal("not-an-interval", text="about")
            return one_sided(Interval(limit - tolerance, limit + tolerance), better)
        case Limit(operator, quantity):
            return interval(operator, base_of(quantity, unit))
        case _:
            raise Refusal("not-an-interval", text=threshold.text)


def interval(operator: Operator, limit: Fraction) -> Interval:
    """The interval of *operator* and *limit*. Raises Refusal `not-an-interval`."""
    match operator:
        case Operator.GE | Operator.GT:
            return Interval(limit, None, low_open=operator is Operator.GT)
        case Operator.LE | Operator.LT:
            return Interval(None, limit, high_open=operator is Operator.LT)
        case Operator.EQ:
            return Interval(limit, limit)
        case _:
            raise Refusal("not-an-interval", text=operator.value)


def one_sided(whole: Interval, better: Better | None) -> Interval:
    """What is left of an interval where only one direction can be wrong."""
    if better is Better.HIGHER:
        return whole._replace(high=None, high_open=False)
    return whole._replace(low=None, low_open=False) if better is Better.LOWER else whole


def base_of(limit: Quantity, unit: Unit | None) -> Fraction:
    """A limit in base units; zero needs no unit. Raises Refusal `unit-mismatch`, `limit-without-unit`."""
    if limit.unit is None:
        if limit.value == 0 or (unit is not None and unit.dimension == () and unit.factor == 1):
            return limit.value
        raise Refusal("limit-without-unit", text=str(limit), unit=unit.name if unit else "")
    if unit is not None and limit.unit.dimension != unit.dimension:
        raise mismatch(str(limit), limit.unit, unit)
    return limit.base


def implies(strong: Interval, weak: Interval) -> bool:
    """Whether every value in *strong* lies in *weak*."""
    return _starts_within(strong, weak) and _ends_within(strong, weak)


def _starts_within(strong: Interval, weak: Interval) -> bool:
    if weak.low is None:
        return True
    if strong.low is None:
        return False
    return strong.low > weak.low or (strong.low == weak.low and (strong.low_open or not weak.low_open))


def _ends_within(strong: Interval, weak: Interval) -> bool:
    if weak.high is None:
        return True
    if strong.high is None:
        return False
    return strong.high < weak.high or (strong.high == weak.high and (strong.high_open or not weak.high_open))


def gap_between(bands: list[Interval]) -> Fraction | None:
    """A value at which the bands leave a gap, None where they cover every number."""
    ordered = sorted(bands, key=lambda one: (one.low is not None, one.low or 0, one.low_open))
    if ordered[0].low is not None:
        return ordered[0].low
    reached, closed = ordered[0].high, not ordered[0].high_open
    for one in ordered[1:]:
        if reached is None or one.low is None:
            continue
        if one.low > reached or (one.low == reached and one.low_open and not closed):
            return reached
        if one.high is None or one.high > reached or (one.high == reached and not one.high_open):
            reached, closed = one.high, not one.high_open
    return reached
