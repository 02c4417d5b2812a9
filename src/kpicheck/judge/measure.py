"""How far a value is from what is demanded: shown with the verdict, and no part of the decision."""

from fractions import Fraction
from typing import NamedTuple

from kpicheck.demand import Demand, Excluded, Interval, ends, is_alike
from kpicheck.judge.precision import QUOTIENT_PLACES, Shown, apart, distinct
from kpicheck.notation import About, Limit, Range, Threshold
from kpicheck.problem import Measured
from kpicheck.quantity import PERCENT, POINTS, Quantity, decimal_places, quantity_text, rounded, terminates
from kpicheck.report import Amount
from kpicheck.targets.model import Target
from kpicheck.unit import Unit


class Worked(NamedTuple):
    """An end of a demand that is no number of its threshold's text, and with how many decimals to begin."""

    end: Fraction
    places: int


class Held(NamedTuple):
    """What a value is held against: the demand, and the end of it that had to be worked out, where one had."""

    demand: Demand
    worked: Worked | None = None


class Measure(NamedTuple):
    """A judged quantity and what is shown with it; a limit is there where it is no number of the threshold's text."""

    actual: Amount
    limit: Amount | None
    warn_limit: Amount | None
    margin: Amount
    completion: Amount | None


def held(demand: Demand, threshold: Threshold, unit: Unit, places: int) -> Held:
    """*demand* with its end where the text of *threshold* has no number for it: a reference, 三分之二, 3% ± 0.5.

    Of two ends neither is worked out: both are written. One of them, or a limit and its tolerance, has all its digits;
    any other end begins with *places*.
    """
    if len(ends(demand)) != 1 or _is_written_out(threshold):
        return Held(demand)
    (end,) = ends(demand)
    match threshold.requires:
        case About(limit):
            written = [limit.places, decimal_places(end / unit.factor)]
        case Range(low, high):
            written = [one.places for one in (low, high) if one.base == end]
        case Limit():
            written = [places, QUOTIENT_PLACES]
        case _:
            written = [places]
    return Held(demand, Worked(end, max(one or 0 for one in written)))


def _is_written_out(threshold: Threshold) -> bool:
    """Whether the limit is the number that is written, to its last digit."""
    requires = threshold.requires
    return isinstance(requires, Limit) and terminates(requires.quantity.value)


def measure(actual: Fraction, target: Target, limit: Held, warning: Held | None, places: int) -> Measure:
    """*actual* beside what is demanded, with *places* decimals or more, until the page shows what differs."""
    unit = target.unit
    assert unit is not None  # quantities alone are measured
    both = [each for each in (limit, warning) if each is not None]
    worked = [each.worked for each in both if each.worked is not None]
    rounded_ones = [Shown(actual / unit.factor, places), *(Shown(one.end / unit.factor, one.places) for one in worked)]
    written = [Shown(end / unit.factor, None) for each in both if each.worked is None for end in ends(each.demand)]
    found = apart([*rounded_ones, *written])
    seen, *rest = (shown._replace(places=digits) for shown, digits in zip(rounded_ones, found, strict=True))
    at_limit = rest.pop(0) if limit.worked is not None else None
    at_warning = rest.pop(0) if rest else None
    return Measure(
        actual=_amount(seen, unit),
        limit=at_limit and _amount(at_limit, unit),
        warn_limit=at_warning and _amount(at_warning, unit),
        margin=_margin(actual, limit.demand, target, seen, at_limit),
        completion=_completion(actual, limit.demand),
    )


def _amount(shown: Shown, unit: Unit) -> Amount:
    return Amount(shown.value, unit, shown.places)


def margin_of(demand: Demand, actual: Fraction) -> Fraction:
    """Positive is met: the distance to the nearest end; for `=` what is missing, for `!=` how far away it is."""
    if isinstance(demand, Interval):
        gaps = [actual - demand.low] if demand.low is not None else []
        gaps += [demand.high - actual] if demand.high is not None else []
        return min(gaps)
    return abs(actual - demand.value) if isinstance(demand, Excluded) else Fraction(0)


def margin_unit(unit: Unit) -> Unit:
    """What a margin of *unit* is counted in: percentage points where that is %, else the same unit."""
    return POINTS if unit.dimension == PERCENT.dimension and unit.factor == PERCENT.factor else unit


def measured(base: Fraction, unit: Unit, places: int | None = None) -> Measured:
    """*base* base units as an argument of a problem, in *unit*."""
    value = base / unit.factor
    return Measured(quantity_text(value, unit, places), value, unit.name, places)


def _margin(actual: Fraction, demand: Demand, target: Target, seen: Shown, limit: Shown | None) -> Amount:
    """The exact margin, shown as the difference of the two numbers that the page has, so that a row adds up."""
    unit = target.unit
    assert unit is not None  # quantities alone are measured
    own = margin_unit(unit)
    exact = margin_of(demand, actual) / own.factor
    page = demand if limit is None else _moved(demand, limit.number * unit.factor)
    shown = margin_of(page, seen.number * unit.factor) / own.factor
    beside: tuple[Shown | Quantity, ...] = target.threshold.quantities if limit is None else (limit,)
    places, digits = max(each.places or 0 for each in (seen, *beside)), decimal_places(shown)
    if digits is None:  # the nearest end is written in a unit of its own
        return Amount(exact, own, distinct(exact, (Fraction(0),), places))
    return Amount(exact, own, max(places, digits), shown)


def _moved(demand: Demand, end: Fraction) -> Demand:
    """*demand* with its one end at *end*."""
    if isinstance(demand, Interval):
        return demand._replace(low=None if demand.low is None else end, high=None if demand.high is None else end)
    return Excluded(end)


def _completion(actual: Fraction, demand: Demand) -> Amount | None:
    """The share of a positive lower limit that was reached; it shows as 100% only where it is exactly that."""
    if not isinstance(demand, Interval) or demand.low is None or demand.low <= 0 or demand.high is not None:
        return None
    share = actual / demand.low / PERCENT.factor
    return Amount(share, PERCENT, distinct(share, (Fraction(100), Fraction(0)), QUOTIENT_PLACES))


def straddles(full: Fraction, slack: Fraction, demand: Demand, target: Target) -> bool:
    """Whether the value before it was printed, *slack* more or less, could have been judged the other way."""
    return not is_alike(demand, as_judged(full - slack, target), as_judged(full + slack, target))


def as_judged(value: Fraction, target: Target) -> Fraction:
    """The value that is judged: the full one, or rounded once (GB/T 8170-2008, 4.3)."""
    return value if target.compare is None else rounded(value, target.compare.step, target.compare.mode)
