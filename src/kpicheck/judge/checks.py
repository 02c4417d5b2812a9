"""What is demanded, as something that a value can be held against. `decide` exists once, for every kind of value."""

from fractions import Fraction

from kpicheck.demand import Demand, Excluded, Interval, Levels, Operator
from kpicheck.formula.evaluate import evaluate
from kpicheck.formula.lack import Lack
from kpicheck.judge.figures import Figures
from kpicheck.notation import AnyOf, Day, LastYear, Level, Limit, Multiple, NoneOf, Threshold
from kpicheck.period import Period
from kpicheck.point import Point
from kpicheck.targets.bands import band, base_of, interval
from kpicheck.targets.model import Indicator, Target
from kpicheck.targets.thresholds import rungs_met, unit_for
from kpicheck.unit import Unit

Check = Demand


def check_of(
    threshold: Threshold, target: Target, indicator: Indicator, figures: Figures, period: Period
) -> Check | Lack:
    """What *threshold* (the target's own, or its `warn`) demands in *period*, or why that cannot be said."""
    unit = unit_for(indicator, target.threshold)
    match threshold.requires:
        case (Level() | AnyOf() | NoneOf()) if indicator.scale is not None:
            return Levels(rungs_met(threshold, indicator.scale))
        case Day(operator, day):
            return interval(operator, Fraction(day.toordinal()))
    if threshold.quantities:
        return _declared(threshold, target, unit)
    limit = limit_of(threshold, target, indicator, figures, period)
    assert threshold.operator is not None  # whatever has a limit compares with it
    if isinstance(limit, Lack):
        return limit
    return Excluded(limit) if threshold.operator is Operator.NE else interval(threshold.operator, limit)


def _declared(threshold: Threshold, target: Target, unit: Unit | None) -> Check:
    if isinstance(threshold.requires, Limit) and threshold.requires.operator is Operator.NE:
        return Excluded(base_of(threshold.requires.quantity, unit))
    return band(threshold, unit, target.better, target.tolerance)


def limit_of(
    threshold: Threshold, target: Target, indicator: Indicator, figures: Figures, period: Period
) -> Fraction | Lack:
    """The limit of a reference or a multiple, in base units."""
    if isinstance(threshold.requires, LastYear):
        return figures.value(indicator.id, period.shifted(-1))
    if isinstance(threshold.requires, Multiple) and target.baseline is not None:
        value = target.baseline.value
        base = figures.value(indicator.id, target.baseline.period) if value is None else value.base
        return base if isinstance(base, Lack) else base * threshold.requires.factor
    reference = target.reference if threshold is target.threshold else target.warn_reference
    assert reference is not None
    return evaluate(reference.node, Point("", period), figures.look_up)


def is_lower_bound(check: Check) -> bool:
    """Whether only a value that is too small can break it."""
    return isinstance(check, Interval) and check.low is not None and check.high is None


def breaks_above(check: Check, value: Fraction) -> bool:
    """Whether *value* is beyond an upper end, which no further growth can mend."""
    return isinstance(check, Interval) and check.high is not None and not check._replace(low=None).holds(value)
