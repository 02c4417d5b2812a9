"""Which declared rate leads from one currency to another."""

from fractions import Fraction

from kpicheck.period import Period
from kpicheck.targets.model import Aggregation, Rate, RateAt
from kpicheck.unit import Dimension, Unit


def exchange(
    unit: Unit, want: Unit, period: Period, aggregation: Aggregation | None, rates: tuple[Rate, ...]
) -> tuple[Fraction, Rate] | None:
    """The factor from *unit*'s base units to *want*'s, and the rate it comes from; None where none leads there.

    One rate, of the figure's own year (of its own period first), at the end for stocks and on average for the rest;
    its inverse may be used, chains may not. Inside compound units (美元/人) the currency alone is exchanged.
    """
    at = RateAt.END if aggregation is Aggregation.STOCK else RateAt.AVERAGE
    fitting = [rate for rate in rates if rate.at is at and rate.period.contains(period)]
    for rate in sorted(fitting, key=lambda rate: rate.period.months):
        for source, target, factor in (
            (rate.source, rate.target, rate.rate),
            (rate.target, rate.source, 1 / rate.rate),
        ):
            power = dict(unit.dimension).get(source, 0)
            if power and _renamed(unit.dimension, source, target) == want.dimension:
                return factor**power, rate
    return None


def _renamed(dimension: Dimension, source: str, target: str) -> Dimension:
    return tuple(sorted((target if base == source else base, power) for base, power in dimension))
