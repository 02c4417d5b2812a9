"""What is demanded, as something that a value can be held against. `decide` exists once, for every kind of value."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple, assert_never

from kpicheck.formula.evaluate import evaluate
from kpicheck.formula.lack import Lack
from kpicheck.judge.figures import Figures
from kpicheck.notation import PREVIOUS_YEAR, Kind, Operator, Threshold
from kpicheck.period import Period
from kpicheck.point import Point
from kpicheck.targets.bands import band, base_of, interval
from kpicheck.targets.model import Band, Indicator, Target
from kpicheck.targets.thresholds import rungs_met, unit_for
from kpicheck.unit import Unit


class Excluded(NamedTuple):
    """Every value but one: `!=`."""

    value: Fraction


class Members(NamedTuple):
    """A set of rungs, counted from the worst."""

    rungs: frozenset[int]


Check = Band | Excluded | Members


def decide(check: Check, value: Fraction) -> bool:
    """Whether *value* (base units, a rung's rank, a day's ordinal) is what *check* demands. Exact."""
    match check:
        case Band():
            return check.holds(value)
        case Excluded():
            return value != check.value
        case Members():
            return value in check.rungs
        case _:
            assert_never(check)


def check_of(
    threshold: Threshold, target: Target, indicator: Indicator, figures: Figures, period: Period
) -> Check | Lack:
    """What *threshold* (the target's own, or its `warn`) demands in *period*, or why that cannot be said."""
    unit = unit_for(indicator, target.threshold)
    if threshold.kind is Kind.STATE and indicator.ladder is not None:
        return Members(rungs_met(threshold, indicator.ladder))
    if isinstance(threshold.limit, date):
        return interval(threshold.operator, Fraction(threshold.limit.toordinal()))
    if threshold.kind is Kind.THRESHOLD:
        return _declared(threshold, target, unit)
    limit = limit_of(threshold, target, indicator, figures, period)
    if isinstance(limit, Lack):
        return limit
    return Excluded(limit) if threshold.operator is Operator.NE else interval(threshold.operator, limit)


def _declared(threshold: Threshold, target: Target, unit: Unit | None) -> Check:
    if threshold.operator is Operator.NE:
        return Excluded(base_of(threshold.limit, unit))
    return band(threshold, unit, target.better, target.tolerance)


def limit_of(
    threshold: Threshold, target: Target, indicator: Indicator, figures: Figures, period: Period
) -> Fraction | Lack:
    """The limit of a reference or a multiple, in base units."""
    if threshold.against == PREVIOUS_YEAR:
        return figures.value(indicator.id, period.shifted(-1))
    if threshold.kind is Kind.MULTIPLE and target.baseline is not None and threshold.factor is not None:
        value = target.baseline.value
        base = figures.value(indicator.id, target.baseline.period) if value is None else value.base
        return base if isinstance(base, Lack) else base * threshold.factor
    reference = target.reference if threshold is target.threshold else target.warn_reference
    assert reference is not None
    return evaluate(reference.node, Point("", period), figures.look_up)


def is_lower_bound(check: Check) -> bool:
    """Whether only a value that is too small can break it."""
    return isinstance(check, Band) and check.low is not None and check.high is None


def breaks_above(check: Check, value: Fraction) -> bool:
    """Whether *value* is beyond an upper end, which no further growth can mend."""
    return isinstance(check, Band) and check.high is not None and not check._replace(low=None).holds(value)
