"""What is demanded, as something that a value can be held against."""

from fractions import Fraction

from kpicheck.demand import Demand, Interval, compared_with
from kpicheck.formula.evaluate import evaluate
from kpicheck.formula.lack import Lack
from kpicheck.judge.figures import Figures
from kpicheck.period import Period
from kpicheck.point import Point
from kpicheck.targets.model import Versus

Check = Demand


def check_of(demand: Demand | Versus, figures: Figures, period: Period) -> Check | Lack:
    """What *demand* (the target's own, or its `warn`) is in *period*, or why that cannot be said."""
    if not isinstance(demand, Versus):
        return demand
    limit = evaluate(demand.expression, Point("", period), figures.look_up)
    return limit if isinstance(limit, Lack) else compared_with(demand.operator, limit)


def is_lower_bound(check: Check) -> bool:
    """Whether only a value that is too small can break it."""
    return isinstance(check, Interval) and check.low is not None and check.high is None


def breaks_above(check: Check, value: Fraction) -> bool:
    """Whether *value* is beyond an upper end, which no further growth can mend."""
    return isinstance(check, Interval) and check.high is not None and not check._replace(low=None).holds(value)
