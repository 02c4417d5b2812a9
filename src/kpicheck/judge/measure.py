"""How far a value is from what is demanded: shown with the verdict, and no part of the decision."""

from fractions import Fraction
from typing import NamedTuple

from kpicheck.demand import Demand, Excluded, Interval, ends, is_alike
from kpicheck.judge.precision import QUOTIENT_PLACES, distinct
from kpicheck.notation import About, Range
from kpicheck.quantity import PERCENT, difference_unit, rounded
from kpicheck.report import Amount
from kpicheck.targets.model import Target, Versus
from kpicheck.unit import Unit


class Measure(NamedTuple):
    """A judged quantity and what is shown with it; `limit` is there where it was computed."""

    actual: Amount
    limit: Amount | None
    margin: Amount
    completion: Amount | None


def measure(actual: Fraction, demand: Demand, warn: Demand | None, target: Target, places: int) -> Measure:
    """*actual* beside *demand* and *warn*, with *places* decimals or more, until it looks different from the limits."""
    unit = target.unit
    assert unit is not None  # quantities alone are measured
    turns = [end / unit.factor for end in (*ends(demand), *(ends(warn) if warn is not None else ()))]
    shown = actual / unit.factor
    places = distinct(shown, turns, places)
    limit = None
    if isinstance(target.demand, Versus):
        end = ends(demand)[0] / unit.factor
        limit = Amount(end, unit, distinct(end, (shown,), places))
    written = (quantity.places or 0 for quantity in target.threshold.quantities)
    margin = _margin(margin_of(demand, actual), unit, max((places, *written)))
    return Measure(Amount(shown, unit, places), limit, margin, _completion(actual, demand, target))


def margin_of(demand: Demand, actual: Fraction) -> Fraction:
    """Positive is met: the distance to the nearest end; for `=` what is missing, for `!=` how far away it is."""
    if isinstance(demand, Interval):
        gaps = [actual - demand.low] if demand.low is not None else []
        gaps += [demand.high - actual] if demand.high is not None else []
        return min(gaps)
    return abs(actual - demand.value) if isinstance(demand, Excluded) else Fraction(0)


def _margin(base: Fraction, unit: Unit, places: int) -> Amount:
    """A margin in what differences of *unit* are measured in; it shows as zero only where it is zero."""
    own = difference_unit(unit)
    value = base / own.factor
    return Amount(value, own, distinct(value, (Fraction(0),), places))


def _completion(actual: Fraction, demand: Demand, target: Target) -> Amount | None:
    """The share of a positive lower limit that was reached; it shows as 100% only where it is exactly that."""
    if isinstance(target.threshold.requires, Range | About) or not isinstance(demand, Interval):
        return None
    if demand.low is None or demand.low <= 0 or demand.high is not None:
        return None
    share = actual / demand.low / PERCENT.factor
    return Amount(share, PERCENT, distinct(share, (Fraction(100), Fraction(0)), QUOTIENT_PLACES))


def straddles(full: Fraction, slack: Fraction, demand: Demand, target: Target) -> bool:
    """Whether the value before it was printed, *slack* more or less, could have been judged the other way."""
    return not is_alike(demand, as_judged(full - slack, target), as_judged(full + slack, target))


def as_judged(value: Fraction, target: Target) -> Fraction:
    """The value that is judged: the full one, or rounded once (GB/T 8170-2008, 4.3)."""
    return value if target.compare is None else rounded(value, target.compare.step, target.compare.mode)
