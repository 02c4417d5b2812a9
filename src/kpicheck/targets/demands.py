"""What a threshold demands, compiled once: an interval, levels, all values but one, or to compare with another."""

from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple, assert_never

from kpicheck.demand import Demand, Excluded, Interval, Levels, decide, demand_of
from kpicheck.formula.syntax import NOWHERE, At, Literal, Name, Node, Operand, Product, Shift, YearsBack
from kpicheck.notation import (
    About,
    AnyOf,
    Day,
    LastYear,
    Level,
    Limit,
    Multiple,
    NoneOf,
    Range,
    Reference,
    Threshold,
)
from kpicheck.problem import Refusal
from kpicheck.quantity import Quantity, exact_text, mismatch, unit_of
from kpicheck.targets.behind import sums_of
from kpicheck.targets.formulas import Namespace, amounts, type_of
from kpicheck.targets.model import Base, Better, Indicator, Versus
from kpicheck.targets.schema import Baseline
from kpicheck.unit import Unit


class Modifiers(NamedTuple):
    """What changes the demand of a threshold: the unit, `better`, the baseline."""

    unit: Unit | None
    better: Better | None
    baseline: Baseline | None


def demanded(threshold: Threshold, indicator: Indicator, modifiers: Modifiers, namespace: Namespace) -> Demand | Versus:
    """What *threshold* demands of *indicator*; with `better` only one end of a range or an about remains.

    An about has its tolerance already. Raises Refusal `unit-mismatch`, `limit-without-unit`, and those of a formula.
    """
    match threshold.requires:
        case Limit() | Range() as requires:
            return _of_quantities(requires, modifiers.unit, modifiers.better)
        case About(quantity, tolerance):
            limit = _base_of(quantity, modifiers.unit)
            assert tolerance is not None  # so it was checked
            return _one_sided(Interval(limit - tolerance.base, limit + tolerance.base), modifiers.better)
        case Level() | AnyOf() | NoneOf() as requires:
            assert indicator.scale is not None  # so it was checked
            return _of_levels(requires, indicator.scale.levels)
        case Day(operator, day):
            return demand_of(operator, Fraction(day.toordinal()))
        case Reference(operator, against):
            return Versus(operator, _typed(threshold, against, indicator, namespace))
        case LastYear(operator):
            return Versus(operator, Shift(Name(indicator.id, NOWHERE), YearsBack(1), NOWHERE))
        case Multiple(operator, factor):
            assert modifiers.baseline is not None  # so it was checked
            base = Base(indicator.name, modifiers.baseline.period, sums_of(namespace, indicator.id))
            return Versus(operator, _multiple(factor, indicator, modifiers.baseline), base)
        case _:
            assert_never(threshold.requires)


def interval_of(threshold: Threshold, unit: Unit | None) -> Interval:
    """The interval that bounds, or a band of a scale, are in base units.

    Raises Refusal `not-an-interval`, `unit-mismatch`, `limit-without-unit`.
    """
    if isinstance(threshold.requires, Limit | Range):
        found = _of_quantities(threshold.requires, unit, None)
        if isinstance(found, Interval):
            return found
    raise Refusal("not-an-interval", text=threshold.text)


def _of_quantities(requires: Limit | Range, unit: Unit | None, better: Better | None) -> Interval | Excluded:
    if isinstance(requires, Limit):
        return demand_of(requires.operator, _base_of(requires.quantity, unit))
    low, high = _base_of(requires.low, unit), _base_of(requires.high, unit)
    return _one_sided(Interval(low, high, requires.low_open, requires.high_open), better)


def _one_sided(whole: Interval, better: Better | None) -> Interval:
    """What is left of an interval where only one direction can be wrong."""
    if better is None:
        return whole
    return whole.from_below() if better is Better.HIGHER else whole.from_above()


def _base_of(limit: Quantity, unit: Unit | None) -> Fraction:
    check_unit(limit, unit)
    return limit.base


def check_unit(limit: Quantity, unit: Unit | None) -> None:
    """A limit is of *unit*'s dimension; zero needs no unit. Raises Refusal `unit-mismatch`, `limit-without-unit`."""
    if limit.unit is not None:
        if unit is not None and limit.unit.dimension != unit.dimension:
            raise mismatch(str(limit), limit.unit, unit)
    elif limit.value != 0 and (unit is None or unit.dimension != () or unit.factor != 1):
        raise Refusal("limit-without-unit", text=str(limit), unit=unit.name if unit else "")


@lru_cache(maxsize=256, typed=True)  # else `not 红` would be taken for `in 红`: named tuples of the same are equal
def _of_levels(requires: Level | AnyOf | NoneOf, known: tuple[str, ...]) -> Levels:
    everything, rank = range(len(known)), known.index
    match requires:
        case Level(operator, level):
            wanted = demand_of(operator, Fraction(rank(level)))
            return Levels(frozenset(each for each in everything if decide(wanted, Fraction(each))))
        case AnyOf(levels):
            return Levels(frozenset(map(rank, levels)))
        case NoneOf(levels):
            return Levels(frozenset(everything) - frozenset(map(rank, levels)))
        case _:
            assert_never(requires)


def _typed(threshold: Threshold, against: str, indicator: Indicator, namespace: Namespace) -> Node:
    """The formula that a limit is, of its indicator's dimension. Raises Refusal of the formula, `unit-mismatch`."""
    at = threshold.text.find(against)
    try:
        node, typed = namespace.formula(against)
    except Refusal as refusal:
        raise refusal.moved(at) from None
    own = type_of(indicator)
    if indicator.dimension is None or not own.agrees_with(typed):
        have, want = unit_of(typed.dimension).name, unit_of(indicator.dimension or ()).name
        raise Refusal("unit-mismatch", text=indicator.name, have=have, want=want, why="target")
    if not amounts(typed.dimension) and (own.tens.exceeds(typed.tens) or typed.tens.exceeds(own.tens)):
        more = {"text": against, "unit": indicator.name, "factor": "100", "why": "limit"}
        raise Refusal("percent-twice", offset=at, width=len(against), **more)
    return node


def _multiple(factor: Fraction, indicator: Indicator, baseline: Baseline) -> Node:
    """So many times the baseline: a declared value, or the indicator's own in the baseline's period."""
    if baseline.value is not None:
        value = Quantity(baseline.value.value * factor, baseline.value.unit, None)
        return Literal(value, str(value), NOWHERE)
    times = Literal(Quantity(factor, None, None), exact_text(factor), NOWHERE)
    value_then = Shift(Name(indicator.id, NOWHERE), At(baseline.period), NOWHERE)
    return Product((Operand(times, False, NOWHERE), Operand(value_then, False, NOWHERE)))
